/** `lateen retry` and `lateen redeploy`: ask for another look at an application whose document did not change, and wait until it was served. */
import { listOf, objectOf, textOf } from '../../json.ts';
import { numberOf, pathOf, viewOf } from '../answer.ts';
import { follow } from '../follow.ts';
import type { Context } from '../options.ts';
import { print, tell } from '../output.ts';
import type { ExitCode } from '../problems.ts';
import { createProgress } from '../progress.ts';
import { deletedLines, endedLines, outcomeOf, watchIt } from '../report.ts';
import { readRevisions } from './revisions.ts';

const said = { retry: 'is looked at again now', redeploy: 'takes up what is newer' };

export async function ask(
  context: Context,
  name: string,
  what: 'retry' | 'redeploy',
  options: { readonly wait: boolean; readonly timeout: number },
): Promise<ExitCode> {
  const { client, namespace, output } = context;
  const startedAt = Date.now();
  const self = pathOf('applications', namespace, name);
  const before = viewOf(await client.request('GET', self));
  const answer = await client.request('POST', `${self}/${what}`);
  const line = before.deleting ? `${name} is being deleted and ${said.retry}` : `${name} ${said[what]}`;
  const watch = watchIt('events', { namespace, name });
  if (!options.wait) {
    await print(output, answer, () => [`${line}. ${watch}`]);
    return 0;
  }
  if (answer.asked !== what) {
    const why = `Not waiting: this API is older than the command and does not tell when a ${what} is done`;
    await print(output, answer, () => [`${line}. ${why}. ${watch}`]);
    return 0;
  }
  tell(output, [line]);
  const progress = createProgress(output === 'text' ? process.stdout : process.stderr, startedAt);
  const target = { namespace, name, generation: before.generation, asked: what };
  const until = before.deleting ? 'gone' : 'running';
  const ended = await follow(client, [target], { timeoutMs: options.timeout, progress, until });
  const seconds = (Date.now() - startedAt) / 1000;
  const state = ended[0]?.state ?? 'late';
  const revision = ended[0]?.app?.revision ?? before.revision;
  const anew = state !== 'gone' && revision !== before.revision;
  const because = anew ? await becauseOf(context, name, revision) : '';
  await print(output, { ...answer, ended: state, revision, ...(because && { because }) }, () => {
    if (before.deleting) return deletedLines(name, ended[0], seconds);
    const news = `Revision ${revision}${because && `: ${because}`}`;
    // What did not come up may not have come to look for what is newer.
    const stays = what === 'redeploy' && state === 'running' ? [`Nothing is newer: revision ${revision} stays.`] : [];
    return [...ended.flatMap(each => endedLines(each, seconds)), ...(anew ? [news] : stays)];
  });
  return outcomeOf(ended, until);
}

/** Empty where the list does not say. */
async function becauseOf(context: Context, name: string, revision: number): Promise<string> {
  const { items } = await readRevisions(context, name);
  return textOf(
    listOf(items)
      .map(objectOf)
      .find(item => numberOf(item.revision) === revision)?.because,
  );
}
