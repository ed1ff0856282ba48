/** Commands that look at applications. */
import type { Command } from 'commander';
import { parseCount, parseDuration, several } from '../options.ts';
import { type Common, command, contextOf, type Done } from './command.ts';

export function addLooking(program: Command, done: Done): void {
  command(program, 'ls', 'list applications')
    .option('-A, --all-namespaces', 'of every namespace', false)
    .action(async (options: Common & { allNamespaces: boolean }) => {
      const { ls } = await import('../commands/ls.ts');
      done(await ls(contextOf(options), options.allNamespaces));
    });
  command(program, 'status <app>', 'show the phase, URLs, services and resources').action(
    async (name: string, options: Common) => {
      const { status } = await import('../commands/status.ts');
      done(await status(contextOf(options), name));
    },
  );
  command(program, 'revisions <app>', 'list what ran').action(async (name: string, options: Common) => {
    const { revisions } = await import('../commands/revisions.ts');
    done(await revisions(contextOf(options), name));
  });
  command(program, 'events <app>', 'show what happened and why')
    .option('--limit <n>', 'how many, the newest', parseCount, 50)
    .option('-f, --follow', 'go on with what happens, until Ctrl-C', false)
    .action(async (name: string, options: Common & { limit: number; follow: boolean }) => {
      const { events } = await import('../commands/events.ts');
      done(await events(contextOf(options), name, options.limit, options.follow));
    });
  command(program, 'logs <app>', 'show what its programs wrote, of the last minutes')
    .option('-f, --follow', 'go on with what they write, until Ctrl-C', false)
    .option('-c, --component <name>', 'of one component (may be said several times)', several, [])
    .option('--since <duration>', 'how far back, as 90s, 10m or 1h', parseDuration, 600_000)
    .action(async (name: string, options: Common & { follow: boolean; component: string[]; since: number }) => {
      const { logs } = await import('../commands/logs.ts');
      done(await logs(contextOf(options), name, options));
    });
  command(program, 'exec <app> [command...]', 'run a command in a container, sh by default (lateen exec web -- ls -l)')
    .option('-c, --component <name>', 'of one component')
    .option('--container <name>', 'one container of several')
    .action(async (name: string, words: string[], options: Common & { component?: string; container?: string }) => {
      const { exec } = await import('../commands/exec.ts');
      done(await exec(contextOf(options), name, words, options));
    });
  command(program, 'open <app>', 'print the URL, and show it in a browser where there is a display')
    .option('-c, --component <name>', 'of one component')
    .action(async (name: string, options: Common & { component?: string }) => {
      const { open } = await import('../commands/open.ts');
      done(await open(contextOf(options), name, options.component));
    });
}
