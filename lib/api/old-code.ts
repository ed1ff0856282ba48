/** Whether a rollback still finds the code that a revision ran: where a bucket keeps no versions, only what stands there now can be had. */
import { OamError } from '../errors.ts';
import { textOf } from '../json.ts';
import type { AppRevision } from '../ports.ts';
import { inParallel } from '../reconcile/runner.ts';
import { unkept } from '../resource/resource.ts';
import type { ApiDeps } from './deps.ts';

/** Refuses where something else stands there: it would run that, and say that it runs what was. */
export async function mustBeThere(
  { number, inputs }: AppRevision,
  newest: AppRevision | undefined,
  { content }: Pick<ApiDeps, 'content'>,
): Promise<void> {
  // What runs already stays, whatever stands in the bucket.
  const doubtful = Object.entries(inputs).filter(
    ([ref, value]) => textOf(value).startsWith(unkept) && newest?.inputs[ref] !== value,
  );
  await inParallel(doubtful, 10, async ([ref, value]) => {
    const name = ref.slice(ref.indexOf('#') + 1);
    const now = await content(name);
    // Where nothing is there, or nobody may look, AWS says so to whoever asks for it.
    if (now === undefined || now === value) return;
    throw new OamError(
      'Conflict',
      `Revision v${number} ran the object ${name} as it was then (${textOf(value)}). Its bucket kept no version of it, and something else stands there now (${now}): put the old object there again, then this rollback finds it. With the bucket's versioning on, later rollbacks find what was overwritten`,
    );
  });
}
