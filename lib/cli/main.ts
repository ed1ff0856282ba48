/** The `lateen` command: names the commands and their options; each is loaded when it is called. */
import { readFileSync } from 'node:fs';
import { Command, CommanderError, Option } from 'commander';
import { messageOf, OamError } from '../errors.ts';
import { objectOf, textOf } from '../json.ts';
import { createClient } from './client.ts';
import { findApi } from './find-api.ts';
import { type Context, parseCount, parseDuration } from './options.ts';
import { type Format, print, write } from './output.ts';
import { type ExitCode, exitCodeOf } from './problems.ts';

interface Common {
  readonly namespace?: string;
  readonly output: Format;
}

interface Waiting extends Common {
  readonly wait: boolean;
  readonly timeout: number;
}

process.exitCode = await run(process.argv.slice(2));

async function run(args: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const program = createProgram(done => {
    exitCode = done;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has printed the help, the version or the mistake already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return report(error, formatIn(args));
  }
}

function createProgram(done: (code: ExitCode) => void): Command {
  const program = new Command('lateen')
    .description('Run Open Application Model applications on AWS with no cluster')
    .version(version(), '-V, --version')
    .exitOverride()
    .showHelpAfterError('(lateen --help says more)');
  program.configureHelp({ showGlobalOptions: false });

  waiting(command(program, 'up <file...>', 'post applications and definitions, and wait until they run (- is stdin)'))
    .option('--dry-run', 'print what would be done, and do nothing', false)
    .action(async (files: string[], options: Waiting & { dryRun: boolean }) => {
      const { up } = await import('./commands/up.ts');
      done(await up(contextOf(options), files, { ...options, namespace: options.namespace }));
    });
  command(program, 'ls', 'list applications')
    .option('-A, --all-namespaces', 'of every namespace', false)
    .action(async (options: Common & { allNamespaces: boolean }) => {
      const { ls } = await import('./commands/ls.ts');
      done(await ls(contextOf(options), options.allNamespaces));
    });
  command(program, 'status <app>', 'show the phase, URLs, services and resources').action(
    async (name: string, options: Common) => {
      const { status } = await import('./commands/status.ts');
      done(await status(contextOf(options), name));
    },
  );
  waiting(command(program, 'delete <app>', 'delete an application and everything it made')).action(
    async (name: string, options: Waiting) => {
      const { deleteApp } = await import('./commands/delete.ts');
      done(await deleteApp(contextOf(options), name, options));
    },
  );
  command(program, 'retry <app>', 'try again now what failed').action(async (name: string, options: Common) => {
    const { retry } = await import('./commands/retry.ts');
    done(await retry(contextOf(options), name));
  });
  waiting(command(program, 'rollback <app>', 'go back to a revision (by default the one before the live one)'))
    .argument('[revision]', 'its number', parseCount)
    .action(async (name: string, revision: number | undefined, options: Waiting) => {
      const { rollback } = await import('./commands/rollback.ts');
      done(await rollback(contextOf(options), name, revision, options));
    });
  command(program, 'revisions <app>', 'list what ran').action(async (name: string, options: Common) => {
    const { revisions } = await import('./commands/revisions.ts');
    done(await revisions(contextOf(options), name));
  });
  command(program, 'events <app>', 'show what happened and why')
    .option('--limit <n>', 'how many, the newest', parseCount, 50)
    .action(async (name: string, options: Common & { limit: number }) => {
      const { events } = await import('./commands/events.ts');
      done(await events(contextOf(options), name, options.limit));
    });
  addDefinitions(program, done);
  return program;
}

function addDefinitions(program: Command, done: (code: ExitCode) => void): void {
  const def = program.command('def').description("operators' definitions").exitOverride();
  const kind = (): Option =>
    new Option('--kind <kind>', 'where a name stands for several').choices(['component', 'trait', 'workload']);
  type Kinded = Common & { kind?: 'component' | 'trait' | 'workload' };

  command(def, 'apply <file...>', 'post definitions (- is stdin)').action(async (files: string[], options: Common) => {
    const { applyDefinitions } = await import('./commands/def.ts');
    done(await applyDefinitions(contextOf(options), files, options.namespace));
  });
  command(def, 'ls', 'list the definitions a namespace can use').action(async (options: Common) => {
    const { listDefinitions } = await import('./commands/def.ts');
    done(await listDefinitions(contextOf(options)));
  });
  command(def, 'show <name>', 'print a definition as the document to post')
    .addOption(kind())
    .action(async (name: string, options: Kinded) => {
      const { showDefinition } = await import('./commands/def.ts');
      done(await showDefinition(contextOf(options), name, options.kind));
    });
  command(def, 'delete <name>', 'delete a definition that no application uses')
    .addOption(kind())
    .action(async (name: string, options: Kinded) => {
      const { deleteDefinition } = await import('./commands/def.ts');
      done(await deleteDefinition(contextOf(options), name, options.kind));
    });
}

/** A command with what all of them take. */
function command(parent: Command, usage: string, description: string): Command {
  return parent
    .command(usage)
    .description(description)
    .exitOverride()
    .option('-n, --namespace <namespace>', 'the namespace (default: the document’s own, or "default")')
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['text', 'json', 'yaml']).default('text'));
}

function waiting(command: Command): Command {
  return command
    .option('--no-wait', 'return as soon as the API has accepted it')
    .option('--timeout <duration>', 'how long to wait, as 90s, 5m or 1h', parseDuration, 300_000);
}

function contextOf(options: Common): Context {
  const client = createClient(findApi(process.env, process.cwd()));
  return { client, output: options.output, namespace: options.namespace ?? 'default' };
}

async function report(error: unknown, format: Format): Promise<ExitCode> {
  const known = error instanceof OamError ? error : new OamError('Internal', messageOf(error), { cause: error });
  const [{ describeError }, { bodyOf }] = await Promise.all([import('./problems.ts'), import('./commands/post.ts')]);
  const body = bodyOf(known);
  if (format === 'text') write(process.stderr, describeError(known, body));
  else {
    const errors = known.issues.map(issue => ({ ...issue }));
    await print(format, { code: known.code, detail: known.message, errors }, () => []);
  }
  return exitCodeOf(known);
}

/** The format asked for, where the command line could not be read to its end. */
function formatIn(args: readonly string[]): Format {
  const text = args.join(' ');
  const [, format] = /(?:^| )(?:-o|--output)[ =]?(json|yaml)(?: |$)/.exec(text) ?? [];
  return format === 'json' || format === 'yaml' ? format : 'text';
}

function version(): string {
  return textOf(objectOf(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))).version);
}
