/** `lateen revisions`: what ran, newest first. */
import { type JsonObject, listOf, objectOf, textOf } from '../../json.ts';
import { numberOf, pathOf } from '../answer.ts';
import type { Context } from '../options.ts';
import { age, print, table } from '../output.ts';
import type { ExitCode } from '../problems.ts';

export interface Revision {
  readonly number: number;
  readonly live: boolean;
}

export async function revisions(context: Context, name: string): Promise<ExitCode> {
  const answer = await readRevisions(context, name);
  await print(context.output, answer, () => {
    const items = listOf(answer.items).map(objectOf);
    if (items.length === 0) return [`${name} has no revision yet.`];
    const rows = items
      .toSorted((a, b) => numberOf(b.revision) - numberOf(a.revision))
      .map(item => [
        String(numberOf(item.revision)),
        String(numberOf(item.generation)),
        age(textOf(item.at)),
        item.live === true ? 'live' : '',
        textOf(item.because),
      ]);
    return table(['REVISION', 'GENERATION', 'AGE', 'LIVE', 'BECAUSE'], rows);
  });
  return 0;
}

export function readRevisions(context: Context, name: string): Promise<JsonObject> {
  return context.client.request('GET', pathOf('applications', context.namespace, name, 'revisions'));
}

/** Newest first. */
export function revisionsOf(answer: JsonObject): Revision[] {
  return listOf(answer.items)
    .map(objectOf)
    .map(item => ({ number: numberOf(item.revision), live: item.live === true }))
    .toSorted((a, b) => b.number - a.number);
}
