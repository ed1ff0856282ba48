/** When the inputs of an application are looked at again beside what wakes it: a status keeps it from wave to wave. Pure. */
import { hash8, isObject, type Json, type JsonObject, listOf, textOf } from '../json.ts';
import type { UsedRef } from '../ports.ts';
import { backOff } from './back-off.ts';

export interface Looks {
  /** All are looked at again at this time (ms). An event finds an application by the index, which knows what is new of it a moment after
   * the look: what changed in between woke nobody. */
  readonly again?: number;
  readonly missed?: Missed;
  /** What the last wave itself made or changed, to be looked at at once, by hash. It belongs to the revision that is under way. */
  readonly own?: readonly string[];
}

/** What could not be looked at. */
export interface Missed {
  /** By hash, for a status has little room; `*` for all that is followed. */
  readonly refs: readonly string[];
  /** Waves in a row that tried in vain, and when the next one tries (ms). */
  readonly count: number;
  readonly at: number;
  /** For people. */
  readonly message: string;
}

/** How long the index may take to lead events to who uses what is new (ms): EventBridge and an index of DynamoDB follow within seconds. */
export const indexing = 15_000;

/** Hashes that a status has room for. */
const room = 100;

export function isMissed({ missed }: Looks, ref: UsedRef): boolean {
  return missed !== undefined && (missed.refs.includes('*') || missed.refs.includes(hash8(ref)));
}

export function isOwn({ own }: Looks, ref: UsedRef): boolean {
  return own?.includes(hash8(ref)) === true;
}

/** The next time that something is due of itself (ms). */
export function nextLookOf({ again, missed, own }: Looks): number | undefined {
  const times = [again, missed?.at, own === undefined ? undefined : 0].filter(time => time !== undefined);
  return times.length === 0 ? undefined : Math.min(...times);
}

/** What stays missed after a wave that looked at `looked` and failed at `failed`. */
export function missedAfter(
  before: Missed | undefined,
  wave: {
    readonly followed: readonly UsedRef[];
    readonly looked: readonly UsedRef[];
    readonly failed: readonly { readonly ref: UsedRef; readonly message: string }[];
    readonly now: number;
  },
): Missed | undefined {
  const { followed, looked, failed, now } = wave;
  const waiting = followed.filter(ref => !looked.includes(ref) && isMissed({ ...(before && { missed: before }) }, ref));
  const all = [...waiting, ...failed.map(({ ref }) => ref)];
  const [first] = failed;
  if (all.length === 0) return undefined;
  const refs = all.length > room ? ['*'] : all.map(ref => hash8(ref));
  if (first === undefined) return before === undefined ? undefined : { ...before, refs };
  const count = (before?.count ?? 0) + 1;
  const more = failed.length > 1 ? ` (and ${failed.length - 1} more)` : '';
  return { refs, count, at: now + backOff(count), message: `${first.message}${more}` };
}

export function storedLooks({ again, missed, own }: Looks): JsonObject {
  return {
    ...(again === undefined ? {} : { again }),
    ...(missed === undefined ? {} : { missed: { ...missed, refs: [...missed.refs] } }),
    ...(own === undefined || own.length === 0 ? {} : { own: [...own] }),
  };
}

export function keptLooks(stored: Json | undefined): Looks {
  if (!isObject(stored)) return {};
  const { again, missed, own } = stored;
  return {
    ...(typeof again === 'number' ? { again } : {}),
    ...(isObject(missed) ? { missed: missedOf(missed) } : {}),
    ...(own === undefined ? {} : { own: listOf(own).map(textOf) }),
  };
}

function missedOf({ refs, count, at, message }: JsonObject): Missed {
  return { refs: listOf(refs).map(textOf), count: Number(count), at: Number(at), message: textOf(message) };
}
