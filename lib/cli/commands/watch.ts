/** `lateen up --watch`: deploys again whenever the files or what their code was made from change. */
import { relative, resolve } from 'node:path';
import { OamError } from '../../errors.ts';
import type { Context } from '../options.ts';
import { paint, tell, write } from '../output.ts';
import { describeError, type ExitCode } from '../problems.ts';
import { watchFiles } from '../watch.ts';
import { bodyOf } from './post.ts';
import { type UpOptions, up } from './up.ts';

/** Ends by Ctrl-C only. */
export async function watchUp(context: Context, files: readonly string[], options: UpOptions): Promise<ExitCode> {
  if (files.includes('-')) throw new OamError('BadRequest', 'Standard input cannot be watched: name a file.');
  const watch = watchFiles(files.map(file => resolve(file)));
  const ended = new Promise<'ended'>(resolve => process.once('SIGINT', () => resolve('ended')));
  try {
    for (;;) {
      const signal = watch.signal();
      const round = once(context, files, { ...options, signal, inputs: paths => watch.add(paths) }, signal);
      if ((await Promise.race([round, ended])) === 'ended') break;
      tell(context.output, [paint('dim', 'Waiting for changes; Ctrl-C ends.')]);
      const path = await Promise.race([watch.next(), ended]);
      if (path === 'ended') break;
      tell(context.output, ['', `${relative(process.cwd(), path)} changed`]);
    }
  } finally {
    watch.close();
  }
  tell(context.output, ['', 'No longer watching; what was deployed stays.']);
  process.exit(0);
}

/** A refusal is told and waits for the next change, as a failure does; a change during the wait ends it. */
async function once(
  context: Context,
  files: readonly string[],
  options: UpOptions,
  signal: AbortSignal,
): Promise<void> {
  try {
    await up(context, files, options);
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof OamError)) throw error;
    write(process.stderr, describeError(error, bodyOf(error)));
  }
}
