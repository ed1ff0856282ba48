/** `lateen diff`: what `up` would change, by resource and property, without doing it. */
import { listOf } from '../../json.ts';
import { type Item, itemOf } from '../answer.ts';
import { prepare } from '../code/prepare.ts';
import type { Context } from '../options.ts';
import { print, tell } from '../output.ts';
import { changesAnything, describePlan } from '../plan-text.ts';
import type { ExitCode } from '../problems.ts';
import { joinSources, readSources } from '../sources.ts';
import { refusedBy } from './post.ts';
import { resultLine, warningLines, withoutComing } from './up.ts';

/** Ends as diff(1) does: 0 where nothing would change, 1 where something would. What cannot be told (2) is thrown. */
export async function diff(
  context: Context,
  files: readonly string[],
  namespace: string | undefined,
): Promise<ExitCode> {
  const prepared = await prepare(context.client, readSources(files), { dryRun: true });
  const body = joinSources(prepared.sources);
  const query = new URLSearchParams({ dryRun: 'All', ...(namespace === undefined ? {} : { namespace }) });
  const answer = await refusedBy(body, () => context.client.request('POST', `/applications?${query}`, body));
  const items = listOf(answer.items)
    .map(itemOf)
    .map(item => withoutComing(item, prepared.blobs));
  tell(context.output, prepared.said);
  await print(context.output, answer, () => [...items.flatMap(linesOf), ...warningLines(items, body)]);
  return items.some(changes) ? 1 : 0;
}

function changes(item: Item): boolean {
  return item.result !== 'unchanged' || (item.plan !== undefined && changesAnything(item.plan));
}

function linesOf(item: Item): string[] {
  if (item.plan === undefined) return [resultLine(item)];
  const only = item.result !== 'unchanged' && !changesAnything(item.plan);
  const note = only ? ['    its document changes, and no resource'] : [];
  return [...describePlan(item.name, item.plan), ...note];
}
