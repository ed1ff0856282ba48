/** Commands that are about this machine and this command itself. */
import type { Command } from 'commander';
import { shells } from '../shells.ts';
import { bare, type Common, command, contextOf, type Done } from './command.ts';

export function addMachine(program: Command, done: Done): void {
  bare(program, 'init [template]', 'write a first application: hello, webservice, queue-worker or scheduled')
    .option('--name <name>', 'what the application is called')
    .option('--folder <folder>', 'where the files go', '.')
    .action(async (template: string | undefined, options: { name?: string; folder: string }) => {
      const { init } = await import('../commands/init.ts');
      done(await init(template, options));
    });
  command(program, 'doctor', 'say what is missing on this machine or in this account, and what to do').action(
    async (options: Common) => {
      const { doctor } = await import('../commands/doctor.ts');
      done(await doctor(contextOf(options), program.version() ?? ''));
    },
  );
  const completion = bare(program, 'completion', 'completion for a shell');
  for (const shell of shells) {
    bare(completion, shell, `print the script for ${shell}`).action(async () => {
      const commands = await import('../commands/completion.ts');
      done(commands.completion(shell, program));
    });
  }
  completion
    .command('names [namespace]', { hidden: true })
    .exitOverride()
    .action(async (namespace = '') => {
      const commands = await import('../commands/completion.ts');
      done(await commands.names(namespace));
    });
  completion
    .command('namespaces', { hidden: true })
    .exitOverride()
    .action(async () => {
      const commands = await import('../commands/completion.ts');
      done(await commands.namespaces());
    });
}
