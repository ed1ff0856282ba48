/** What a transaction of desired objects is made of and how its refusal is said, the same for every adapter. */
import { OamError } from '../errors.ts';
import type { ObjectKey, Write } from './desired.ts';
import { objectPk } from './keys.ts';
import { transactionItems } from './limits.ts';

/** How an object is called in messages. */
export function nameOf(key: ObjectKey): string {
  return `${key.kind} ${key.namespace}/${key.name}`;
}

/** Refuses a set of writes that one transaction cannot take. */
export function checkWrites(writes: readonly Write[]): void {
  const items = writes.reduce(
    (sum, write) => sum + 1 + (write.definition === undefined ? 0 : 1) + (write.event === undefined ? 0 : 1),
    0,
  );
  if (items > transactionItems)
    throw new OamError('TooLarge', `One request stores ${transactionItems} items at most, this one has ${items}`);
  const seen = new Set<string>();
  for (const { key } of writes) {
    const pk = objectPk(key);
    if (seen.has(pk)) throw new OamError('BadRequest', `${nameOf(key)} stands twice in one request`);
    seen.add(pk);
  }
}

/** The refusal of a write or removal whose object is no longer what was read. `retry` where it may still be: another write was under way. */
export function changedMeanwhile(key: ObjectKey, retry: boolean): OamError {
  return new OamError('Conflict', `${nameOf(key)} changed meanwhile: read it again and repeat the change`, { retry });
}
