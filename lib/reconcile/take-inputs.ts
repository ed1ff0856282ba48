/** Looks at what the application follows and decides what it is made of now: only where its document is new, or something says that an
 * input may have changed. */
import { OamError } from '../errors.ts';
import { type JsonObject, textOf } from '../json.ts';
import { type Asks, type EventRecord, isAsked, type Snapshot, type UsedRef } from '../ports.ts';
import type { Input, ResourceGraph, ResourceSchema } from '../resource/resource.ts';
import { followedIn, isGated, refOf } from './inputs.ts';
import { inParallel, type Runner } from './runner.ts';
import { type Condition, isFalse, isTrue, type Verdict } from './status.ts';

/** What stands behind a name now; undefined where nothing does. */
export type Look = (name: string) => Asks<{ readonly value: string; readonly says: string } | undefined>;

export interface Taking {
  readonly snapshot: Snapshot;
  readonly graph: ResourceGraph;
  readonly types: ReadonlyMap<string, ResourceSchema>;
  /** By kind. */
  readonly looks: ReadonlyMap<string, Look>;
  readonly runner: Runner;
  /** Of the revision that the application is at. */
  readonly current: JsonObject;
  readonly conditions: readonly Condition[];
}

export interface Inputs {
  readonly values: JsonObject;
  readonly followed: readonly UsedRef[];
  /** What makes it another revision, for people; empty where nothing does. */
  readonly because: string;
  /** Could not be looked at now. */
  readonly later: readonly UsedRef[];
  readonly verdicts: readonly Verdict[];
  readonly events: readonly Pick<EventRecord, 'type' | 'reason' | 'message'>[];
}

const condition = 'InputsCurrent';

export async function takeInputs(taking: Taking): Promise<Inputs> {
  const { snapshot, graph, types, current } = taking;
  const followed = followedIn(graph, types);
  const { fresh, asked, due } = dueOf(snapshot, followed);
  const found = await inParallel(due, 10, input => lookAt(taking, input));
  const values: Record<string, string> = {};
  // Who waits for another is not in the graph, and stays made of what it is made of.
  const kept = graph.waiting === undefined ? followed.map(refOf) : Object.keys(current);
  for (const ref of kept) if (current[ref] !== undefined) values[ref] = textOf(current[ref]);
  const later: UsedRef[] = [];
  const newer: string[] = [];
  // Others may be named by what a component came to know since.
  const known = new Set([...(snapshot.revisions.at(-1)?.watches ?? []), ...Object.keys(current)]);
  const gated = isGated(graph) && !fresh && !asked;
  for (const { input, answer } of found) {
    const ref = refOf(input);
    if (answer === 'later') later.push(ref);
    else if (answer !== undefined && answer.value !== values[ref]) {
      const first = !known.has(ref);
      if (!first) newer.push(`${input.kind} ${input.name} is now ${answer.says}`);
      if (first || !gated) values[ref] = answer.value;
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
    later,
    verdicts,
    events: [...events, ...found.flatMap(refusalOf).slice(0, 3)],
  };
}

interface Due {
  readonly fresh: boolean;
  readonly asked: boolean;
  readonly due: readonly Input[];
}

/** A rollback keeps what ran until the document changes; somebody who asks for what is newer gets it all the same. */
function dueOf({ desired, revisions, wake }: Snapshot, followed: readonly Input[]): Due {
  const fresh = revisions.at(-1)?.generation !== desired?.generation;
  const asked = isAsked(wake, 'redeploy');
  const pinned = desired?.pinned !== undefined;
  if (asked) return { fresh, asked, due: followed };
  if (pinned) return { fresh, asked, due: [] };
  if (fresh || (wake?.asks ?? []).length > 0) return { fresh, asked, due: followed };
  const known = revisions.at(-1)?.watches ?? [];
  const due = followed.map(refOf).filter(ref => wake?.about?.includes(ref) || !known.includes(ref));
  return { fresh, asked, due: followed.filter(input => due.includes(refOf(input))) };
}

interface Seen {
  readonly input: Input;
  readonly answer: { readonly value: string; readonly says: string } | undefined | 'later';
  /** Why it cannot be looked at, where asking again would not help. */
  readonly refused?: string;
}

async function lookAt({ looks, runner }: Taking, input: Input): Promise<Seen> {
  const look = looks.get(input.kind);
  if (look === undefined) return { input, answer: undefined };
  try {
    return { input, answer: await runner.run(look(input.name), 'local') };
  } catch (thrown) {
    // What runs goes on: no reason to hold the rest up. What does not pass by itself is looked at again in the next sweep.
    if (thrown instanceof OamError && !thrown.retry) return { input, answer: undefined, refused: thrown.message };
    return { input, answer: 'later' };
  }
}

function refusalOf({ input: { kind, name }, refused }: Seen): Inputs['events'] {
  if (refused === undefined) return [];
  return [{ type: 'Warning', reason: 'InputUnseen', message: `${kind} ${name} cannot be looked at: ${refused}` }];
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
