/** The tree of commands; each is loaded when it is called. */
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { objectOf, textOf } from '../../json.ts';
import type { Done } from './command.ts';
import { addDefinitions } from './definitions.ts';
import { addDeploying } from './deploying.ts';
import { addLooking } from './looking.ts';
import { addMachine } from './machine.ts';

export function createProgram(done: Done): Command {
  const program = new Command('lateen')
    .description('Run Open Application Model applications on AWS with no cluster')
    .version(version(), '-V, --version')
    .exitOverride();
  program.configureHelp({ showGlobalOptions: false });
  addDeploying(program, done);
  addLooking(program, done);
  addDefinitions(program, done);
  addMachine(program, done);
  hint(program, '');
  return program;
}

/** Behind a mistake in any of them: how it is used, and where more is said. */
function hint(command: Command, before: string): void {
  const path = `${before}${command.name()}`;
  const usage = command.createHelp().commandUsage(command);
  command.showHelpAfterError(`Usage: ${usage} (${path} --help says more)`);
  for (const child of command.commands) hint(child, `${path} `);
}

function version(): string {
  return textOf(objectOf(JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'))).version);
}
