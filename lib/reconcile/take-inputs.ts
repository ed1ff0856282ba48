/** Looks at what the application follows and decides what it is made of now: only where its document is new, or something says that an
 * input may have changed. */
import { messageOf, OamError } from '../errors.ts';
import { type JsonObject, textOf } from '../json.ts';
import { type Asks, type EventRecord, isAsked, type Snapshot, type UsedRef } from '../ports.ts';
import type { Input, ResourceGraph, ResourceSchema } from '../resource/resource.ts';
import { followedIn, isGated, makersOf, type Place, refOf } from './inputs.ts';
import { indexing, isMissed, isOwn, type Looks, missedAfter } from './looks.ts';
import { inParallel, type Runner } from './runner.ts';
import { type Condition, isFalse, isTrue, type Verdict } from './status.ts';

/** What stands behind a name now; undefined where nothing does. */
export type Look = (name: string) => Asks<Stands | undefined>;

interface Stands {
  readonly value: string;
  readonly says: string;
  /** What users should know before they rely on it. */
  readonly warns?: string;
}

export interface Taking extends Place {
  readonly snapshot: Snapshot;
  readonly graph: ResourceGraph;
  readonly types: ReadonlyMap<string, ResourceSchema>;
  /** By kind. */
  readonly looks: ReadonlyMap<string, Look>;
  readonly runner: Runner;
  /** Of the revision that the application is at. */
  readonly current: JsonObject;
  readonly conditions: readonly Condition[];
  /** Looks to be made, as the last wave left them. */
  readonly pending: Looks;
  readonly now: number;
}

export interface Inputs {
  readonly values: JsonObject;
  readonly followed: readonly UsedRef[];
  /** What makes it another revision, for people; empty where nothing does. */
  readonly because: string;
  readonly looks: Looks;
  /** The rows that make what is followed, by index entry. */
  readonly makers: ReadonlyMap<UsedRef, string>;
  readonly verdicts: readonly Verdict[];
  readonly events: readonly Pick<EventRecord, 'type' | 'reason' | 'message'>[];
}

const condition = 'InputsCurrent';

export async function takeInputs(taking: Taking): Promise<Inputs> {
  const { snapshot, graph, types, current } = taking;
  const followed = followedIn(graph, types, taking);
  const makers = makersOf(graph, types, followed.map(refOf));
  const { fresh, asked, pinned, due } = dueOf(taking, followed, makers);
  const found = await inParallel(due, 10, input => lookAt(taking, input));
  const values: Record<string, string> = {};
  // Who waits for another is not in the graph, and stays made of what it is made of.
  const kept = graph.waiting === undefined ? followed.map(refOf) : Object.keys(current);
  for (const ref of kept) if (current[ref] !== undefined) values[ref] = textOf(current[ref]);
  const failed: { ref: UsedRef; message: string }[] = [];
  const newer: string[] = [];
  const warnings: Inputs['events'][number][] = [];
  // Others may be named by what a component came to know since.
  const known = new Set([...(snapshot.revisions.at(-1)?.watches ?? []), ...Object.keys(current)]);
  const gated = isGated(graph) && !fresh && !asked;
  // It was not there when it was looked at, or nobody could look: what it is now is no news.
  const isAwaited = (ref: UsedRef): boolean => makers.has(ref) || isMissed(taking.pending, ref);
  for (const { input, answer } of found) {
    const ref = refOf(input);
    if (answer instanceof Error) failed.push({ ref, message: unseen(input, answer) });
    else if (answer !== undefined && answer.value !== values[ref]) {
      const first = !known.has(ref) || isOwn(taking.pending, ref) || (values[ref] === undefined && isAwaited(ref));
      if (!first) newer.push(`${input.kind} ${input.name} is now ${answer.says}`);
      if (first || !gated) values[ref] = answer.value;
      if (answer.warns !== undefined)
        warnings.push({
          type: 'Warning',
          reason: 'InputNotKept',
          message: `${input.kind} ${input.name}: ${answer.warns}`,
        });
    }
  }
  const told = shortened(newer);
  const { verdicts, events } = isGated(graph)
    ? gateOf(taking, gated ? told : '', fresh || asked || due.length === followed.length)
    : { verdicts: [], events: [] };
  return {
    values,
    followed: followed.map(refOf),
    because: gated || fresh ? '' : told,
    looks: pinned ? {} : looksAfter(taking, { fresh, due, failed, followed: followed.map(refOf) }),
    makers: pinned ? new Map() : makers,
    verdicts,
    events: [...events, ...warnings.slice(0, 3), ...found.flatMap(refusalOf).slice(0, 3)],
  };
}

interface Due {
  readonly fresh: boolean;
  readonly asked: boolean;
  /** It stays what it is made of, whatever is newer. */
  readonly pinned: boolean;
  readonly due: readonly Input[];
}

/** A rollback keeps what ran until the document changes; somebody who asks for what is newer gets it all the same. */
function dueOf(taking: Taking, followed: readonly Input[], makers: ReadonlyMap<UsedRef, string>): Due {
  const { pending, now, current } = taking;
  const { desired, revisions, wake, rows } = taking.snapshot;
  const fresh = revisions.at(-1)?.generation !== desired?.generation;
  const asked = isAsked(wake, 'redeploy');
  const pinned = desired?.pinned !== undefined && !asked;
  if (pinned) return { fresh, asked, pinned, due: [] };
  const all = asked || fresh || (wake?.asks ?? []).length > 0 || (pending.again !== undefined && pending.again <= now);
  if (all) return { fresh, asked, pinned, due: followed };
  const told = new Set(wake?.about);
  const known = new Set(revisions.at(-1)?.watches);
  const again = pending.missed !== undefined && pending.missed.at <= now;
  const live = new Set(rows.filter(row => row.phase === 'live').map(row => row.key));
  const due = followed.filter(input => {
    const ref = refOf(input);
    if (told.has(ref) || !known.has(ref) || isOwn(pending, ref) || (again && isMissed(pending, ref))) return true;
    // Made by itself, by a wave that died before it could say so.
    return current[ref] === undefined && live.has(makers.get(ref) ?? '');
  });
  return { fresh, asked, pinned, due };
}

/** What of this wave's looks is to be made up for. */
function looksAfter(
  { snapshot, pending, now }: Taking,
  wave: Pick<Due, 'fresh' | 'due'> & {
    readonly failed: readonly { readonly ref: UsedRef; readonly message: string }[];
    readonly followed: readonly UsedRef[];
  },
): Looks {
  const known = new Set(snapshot.revisions.at(-1)?.watches);
  const more = wave.followed.some(ref => !known.has(ref));
  const again = more ? now + indexing : pending.again !== undefined && pending.again > now ? pending.again : undefined;
  const looked = wave.due.map(refOf);
  const missed = missedAfter(wave.fresh ? undefined : pending.missed, { ...wave, looked, now });
  return { ...(again === undefined ? {} : { again }), ...(missed === undefined ? {} : { missed }) };
}

function unseen({ kind, name }: Input, error: Error): string {
  return `${kind} ${name} cannot be looked at: ${error.message}`;
}

interface Seen {
  readonly input: Input;
  /** An error where asking again may help. */
  readonly answer: Stands | undefined | Error;
  /** Why it cannot be looked at, where asking again would not help. */
  readonly refused?: Error;
}

async function lookAt({ looks, runner }: Taking, input: Input): Promise<Seen> {
  const look = looks.get(input.kind);
  if (look === undefined) return { input, answer: undefined };
  try {
    return { input, answer: await runner.run(look(input.name), 'local') };
  } catch (thrown) {
    // What runs goes on: no reason to hold the rest up. What does not pass by itself is looked at again in the next sweep.
    if (thrown instanceof OamError && !thrown.retry) return { input, answer: undefined, refused: thrown };
    return { input, answer: thrown instanceof Error ? thrown : new Error(messageOf(thrown)) };
  }
}

function refusalOf({ input, refused }: Seen): Inputs['events'] {
  if (refused === undefined) return [];
  return [{ type: 'Warning', reason: 'InputUnseen', message: unseen(input, refused) }];
}

/** What waits for somebody to ask for it. What was not looked at all over now says nothing new. */
function gateOf({ conditions }: Taking, newer: string, whole: boolean): Pick<Inputs, 'verdicts' | 'events'> {
  const before = conditions.find(one => one.type === condition);
  if (newer === '') {
    const stays = before?.status === 'False' && !whole;
    return { verdicts: [stays ? before : isTrue(condition, 'Current')], events: [] };
  }
  const verdict = isFalse(condition, 'NewerInputs', `${newer}. It is taken up by \`lateen redeploy\``);
  if (before?.message === verdict.message) return { verdicts: [verdict], events: [] };
  return { verdicts: [verdict], events: [{ type: 'Normal', reason: 'NewerInputs', message: verdict.message }] };
}

/** A status has room for a few. */
function shortened(sentences: readonly string[]): string {
  const more = sentences.length > 3 ? `, and ${sentences.length - 3} more` : '';
  return `${sentences.slice(0, 3).join('; ')}${more}`;
}
