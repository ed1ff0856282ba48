/** Commands that change applications. */
import { type Command, Option } from 'commander';
import { parseCount, several } from '../options.ts';
import { type Common, command, contextOf, type Done, type Waiting, waiting } from './command.ts';

export function addDeploying(program: Command, done: Done): void {
  waiting(command(program, 'up <file...>', 'post applications and definitions, and wait until they run (- is stdin)'))
    .option('--dry-run', 'print what would be done, and do nothing', false)
    .addOption(new Option('--watch', 'do it again whenever the files or their code change').conflicts('dryRun'))
    .action(async (files: string[], options: Waiting & { dryRun: boolean; watch?: boolean }) => {
      const wanted = { ...options, namespace: options.namespace };
      if (options.watch === true) {
        const { watchUp } = await import('../commands/watch.ts');
        return done(await watchUp(contextOf(options), files, wanted));
      }
      const { up } = await import('../commands/up.ts');
      done(await up(contextOf(options), files, wanted));
    });
  command(
    program,
    'diff <file...>',
    'show what up would change: ends with 0 if nothing, 1 if something, 2 if refused',
  ).action(async (files: string[], options: Common) => {
    const { diff } = await import('../commands/diff.ts');
    // As diff(1) has it: 1 is an answer, so whatever fails is 2.
    done(2);
    done(await diff(contextOf(options), files, options.namespace));
  });
  waiting(command(program, 'delete [app]', 'delete an application and everything it made'))
    .option('-f, --file <file>', 'the applications of a file (- is stdin; may be said several times)', several, [])
    .action(async (name: string | undefined, options: Waiting & { file: string[] }) => {
      const { deleteApps } = await import('../commands/delete.ts');
      done(await deleteApps(contextOf(options), { name, files: options.file, namespace: options.namespace }, options));
    });
  const asking = {
    retry: 'try again now what failed: calls, tasks, services that ECS gave up',
    redeploy: 'take up what is newer of its code, images, secrets and parameters',
  };
  for (const what of ['retry', 'redeploy'] as const)
    waiting(command(program, `${what} <app>`, asking[what])).action(async (name: string, options: Waiting) => {
      const { ask } = await import('../commands/ask.ts');
      done(await ask(contextOf(options), name, what, options));
    });
  waiting(command(program, 'rollback <app>', 'go back to a revision (by default the one before the live one)'))
    .argument('[revision]', 'its number', parseCount)
    .action(async (name: string, revision: number | undefined, options: Waiting) => {
      const { rollback } = await import('../commands/rollback.ts');
      done(await rollback(contextOf(options), name, revision, options));
    });
}
