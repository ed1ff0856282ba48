/** What the commands of the tree have in common: options, and what each gets to work with. */
import { type Command, Option } from 'commander';
import { createClient } from '../client.ts';
import { findApi } from '../find-api.ts';
import { type Context, parseDuration } from '../options.ts';
import type { Format } from '../output.ts';
import type { ExitCode } from '../problems.ts';

export interface Common {
  readonly namespace?: string;
  readonly output: Format;
}

export interface Waiting extends Common {
  readonly wait: boolean;
  readonly timeout: number;
}

/** Told how a command ended; told before that, how it ends at least where it fails. */
export type Done = (code: ExitCode) => void;

/** A command with what all of them take that speak of applications. */
export function command(parent: Command, usage: string, description: string): Command {
  return bare(parent, usage, description)
    .option('-n, --namespace <namespace>', 'the namespace (default: the document’s own, or "default")')
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['text', 'json', 'yaml']).default('text'));
}

/** A command that takes nothing but its own. */
export function bare(parent: Command, usage: string, description: string): Command {
  return parent.command(usage).description(description).exitOverride();
}

export function waiting(command: Command): Command {
  return command
    .option('--no-wait', 'return as soon as the API has accepted it')
    .option('--timeout <duration>', 'how long to wait, as 90s, 5m or 1h', parseDuration, 300_000);
}

export function contextOf(options: Common): Context {
  const client = createClient(findApi(process.env, process.cwd()));
  return { client, output: options.output, namespace: options.namespace ?? 'default' };
}
