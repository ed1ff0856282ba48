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
    .exitOverride()
    .showHelpAfterError('(lateen --help says more)');
  program.configureHelp({ showGlobalOptions: false });
  addDeploying(program, done);
  addLooking(program, done);
  addDefinitions(program, done);
  addMachine(program, done);
  return program;
}

function version(): string {
  return textOf(objectOf(JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'))).version);
}
