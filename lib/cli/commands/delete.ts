/** `lateen delete`: deletes an application and waits until everything it made is gone. */
import { pathOf, viewOf } from '../answer.ts';
import { follow } from '../follow.ts';
import type { Context } from '../options.ts';
import { print, tell } from '../output.ts';
import type { ExitCode } from '../problems.ts';
import { createProgress } from '../progress.ts';
import { deletedLines, outcomeOf } from '../report.ts';

export async function deleteApp(
  context: Context,
  name: string,
  options: { readonly wait: boolean; readonly timeout: number },
): Promise<ExitCode> {
  const { namespace, output } = context;
  const startedAt = Date.now();
  const path = pathOf('applications', namespace, name);
  const before = viewOf(await context.client.request('GET', path));
  const { generation } = viewOf(await context.client.request('DELETE', path));
  if (!options.wait) {
    await print(output, { namespace, name, deleted: false }, () => [`${name} is being deleted.`]);
    return 0;
  }
  tell(output, [`${name} is being deleted.`]);
  const progress = createProgress(output === 'text' ? process.stdout : process.stderr, startedAt);
  // What there was, so that what the first look misses is shown as gone.
  progress.show([{ target: { namespace, name }, app: before }]);
  const target = { namespace, name, generation };
  const ended = await follow(context.client, [target], { timeoutMs: options.timeout, progress, until: 'gone' });
  const [end] = ended;
  const seconds = (Date.now() - startedAt) / 1000;
  await print(output, { namespace, name, deleted: end?.state === 'gone' }, () => deletedLines(name, end, seconds));
  return outcomeOf(ended, 'gone');
}
