/** When the inputs of an application are looked at again beside what wakes it: a status keeps it from wave to wave. Pure. */
import { hash8, isObject, type Json, type JsonObject, listOf, textOf } from '../json.ts';
import type { UsedRef } from '../ports.ts';
import { backOff } from './back-off.ts';
import { earliest } from './earliest.ts';

export interface Looks {
  /** All are looked at again at this time (ms). An event finds an application by the index, which knows what is new of it a moment after
   * the look: what changed in between woke nobody. */
  readonly again?: number;
  readonly missed?: Missed;
  /** What a redeploy still owes, by hash or `*`: neither a gate nor a rollback holds up what is newer of it. */
  readonly owed?: readonly string[];
}

/** What could not be looked at. */
export interface Missed {
  /** By hash, for a status has little room; `*` for all that is followed. */
  readonly refs: readonly string[];
  /** Times in a row that all of it was tried in vain, and when it is tried again (ms). */
  readonly count: number;
  readonly at: number;
  /** For people: what it is, and why. */
  readonly names: string;
  readonly error: string;
}

/** How long the index may take to lead events to who uses what is new (ms): EventBridge and an index of DynamoDB follow within seconds. */
export const indexing = 15_000;

/** All that is followed. */
export const everything: readonly string[] = ['*'];

/** Hashes that a status has room for. */
const room = 100;

export function isMissed({ missed }: Looks, ref: UsedRef): boolean {
  return holds(missed?.refs, ref);
}

export function isOwed({ owed }: Looks, ref: UsedRef): boolean {
  return holds(owed, ref);
}

function holds(hashes: readonly string[] = [], ref: UsedRef): boolean {
  return hashes.includes('*') || hashes.includes(hash8(ref));
}

/** By hash, or all where there is no room for so many. */
export function hashed(refs: readonly UsedRef[]): readonly string[] {
  return refs.length > room ? everything : refs.map(ref => hash8(ref));
}

/** The next time that something is due of itself (ms). */
export function nextLookOf({ again, missed }: Looks): number | undefined {
  return earliest(again, missed?.at);
}

/** What stays missed after a wave that looked at `looked` and failed at `failed`. */
export function missedAfter(
  before: Missed | undefined,
  wave: {
    readonly followed: readonly UsedRef[];
    readonly looked: readonly UsedRef[];
    readonly failed: readonly { readonly ref: UsedRef; readonly error: string }[];
    readonly now: number;
  },
): Missed | undefined {
  const { followed, looked, failed, now } = wave;
  const pending: Looks = before === undefined ? {} : { missed: before };
  const waiting = followed.filter(ref => !looked.includes(ref) && isMissed(pending, ref));
  const all = [...failed.map(({ ref }) => ref), ...waiting];
  const error = failed[0]?.error ?? before?.error;
  if (all.length === 0 || error === undefined) return undefined;
  const what = { refs: hashed(all), names: namesOf(all), error };
  // What was not tried keeps its time, however often events tell of the rest.
  if (before !== undefined && waiting.length > 0) return { ...what, count: before.count, at: before.at };
  const count = (before?.count ?? 0) + 1;
  return { ...what, count, at: now + backOff(count) };
}

/** Index entries for people, the first three of them. */
function namesOf(refs: readonly UsedRef[]): string {
  const names = refs.slice(0, 3).map(ref => ref.replace('#', ' '));
  const more = refs.length > 3 ? ` and ${refs.length - 3} more` : '';
  return `${names.join(', ')}${more}`;
}

/** A sentence on what cannot be looked at. */
export function missedTold({ missed }: Looks): string | undefined {
  return missed === undefined ? undefined : `${missed.names} cannot be looked at: ${missed.error}`;
}

/** What is to be looked at before it is known that the wave went well: what was, and what it adds. */
export function withBoth(before: Looks, after: Looks): Looks {
  const again = after.again ?? before.again;
  const refs = [...new Set([...(before.missed?.refs ?? []), ...(after.missed?.refs ?? [])])];
  const missed = after.missed ?? before.missed;
  return {
    ...before,
    ...(again === undefined ? {} : { again }),
    ...(missed === undefined ? {} : { missed: { ...missed, refs: refs.length > room ? everything : refs } }),
  };
}

export function storedLooks({ again, missed, owed }: Looks): JsonObject {
  return {
    ...(again === undefined ? {} : { again }),
    ...(missed === undefined ? {} : { missed: { ...missed, refs: [...missed.refs] } }),
    ...(owed === undefined || owed.length === 0 ? {} : { owed: [...owed] }),
  };
}

export function keptLooks(stored: Json | undefined): Looks {
  if (!isObject(stored)) return {};
  const { again, missed, owed } = stored;
  return {
    ...(typeof again === 'number' ? { again } : {}),
    ...(isObject(missed) ? { missed: missedOf(missed) } : {}),
    ...(owed === undefined ? {} : { owed: listOf(owed).map(textOf) }),
  };
}

function missedOf({ refs, count, at, names, error }: JsonObject): Missed {
  return {
    refs: listOf(refs).map(textOf),
    count: Number(count),
    at: Number(at),
    names: textOf(names),
    error: textOf(error),
  };
}
