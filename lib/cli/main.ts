/** The `lateen` command: runs what the command line asks for, and tells of failures. */
import { CommanderError } from 'commander';
import { messageOf, OamError } from '../errors.ts';
import { type Format, print, write } from './output.ts';
import { type ExitCode, exitCodeOf } from './problems.ts';
import { createProgram } from './tree/tree.ts';
import { inOrder } from './words.ts';

// Who reads has seen enough (`lateen logs -f | head`): there is nobody to tell, and no more to do.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(1);
});
process.exitCode = await run(process.argv.slice(2));

async function run(args: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const program = createProgram(done => {
    exitCode = done;
  });
  try {
    await program.parseAsync([...inOrder(args, program)], { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has printed the help, the version or the mistake already.
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      const detail = error.message.replace(/^error: /, '');
      if (formatIn(args) !== 'text') await print(formatIn(args), { code: 'BadRequest', detail, errors: [] }, () => []);
      return 2;
    }
    const code = await report(error, formatIn(args));
    return exitCode > code ? exitCode : code;
  }
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
