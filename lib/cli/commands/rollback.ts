/** `lateen rollback`: makes a new generation of an older revision and waits until it runs. */
import { OamError } from '../../errors.ts';
import { itemOf, pathOf } from '../answer.ts';
import { follow } from '../follow.ts';
import type { Context } from '../options.ts';
import { print, tell } from '../output.ts';
import type { ExitCode } from '../problems.ts';
import { createProgress } from '../progress.ts';
import { endedLines, outcomeOf } from '../report.ts';
import { readRevisions, revisionsOf } from './revisions.ts';

export async function rollback(
  context: Context,
  name: string,
  revision: number | undefined,
  options: { readonly wait: boolean; readonly timeout: number },
): Promise<ExitCode> {
  const startedAt = Date.now();
  const wanted = revision ?? (await revisionBefore(context, name));
  const answer = await context.client.request('POST', pathOf('applications', context.namespace, name, 'rollback'), {
    text: JSON.stringify({ revision: wanted }),
    type: 'application/json',
  });
  const { generation } = itemOf(answer);
  const said = [`${name} goes back to revision ${wanted} (generation ${generation})`];
  if (!options.wait) {
    await print(context.output, answer, () => said);
    return 0;
  }
  tell(context.output, said);
  const progress = createProgress(context.output === 'text' ? process.stdout : process.stderr, startedAt);
  const target = { namespace: context.namespace, name, generation };
  const ended = await follow(context.client, [target], { timeoutMs: options.timeout, progress, until: 'running' });
  const seconds = (Date.now() - startedAt) / 1000;
  await print(context.output, { ...answer, ended: ended[0]?.state ?? 'late' }, () =>
    ended.flatMap(each => endedLines(each, seconds)),
  );
  return outcomeOf(ended);
}

/** The one before the live one. */
async function revisionBefore(context: Context, name: string): Promise<number> {
  const all = revisionsOf(await readRevisions(context, name));
  const live = all.find(each => each.live);
  const before = live === undefined ? all[0] : all.find(each => each.number < live.number);
  if (before === undefined) {
    throw new OamError('BadRequest', `${name} has no revision to go back to. See lateen revisions ${name}.`);
  }
  return before.number;
}
