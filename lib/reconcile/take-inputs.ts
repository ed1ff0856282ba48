/** Looks at what the application follows and decides what it is made of now: only where its document is new, something says that an input
 * may have changed, or a look is still to be made. */
import { messageOf, OamError } from '../errors.ts';
import { hash8, type JsonObject, textOf } from '../json.ts';
import { type Asks, type EventRecord, isAsked, type Row, type Snapshot, type UsedRef, type Wake } from '../ports.ts';
import type { Input, ResourceGraph, ResourceSchema, Taken } from '../resource/resource.ts';
import { followedIn, isGated, makersOf, type Place, refOf } from './inputs.ts';
import { everything, hashed, indexing, isMissed, isOwed, type Looks, missedAfter } from './looks.ts';
import { inParallel, type Runner } from './runner.ts';
import { type Condition, isFalse, isTrue, type Verdict } from './status.ts';

/** What stands behind a name now; undefined where nothing does. */
export type Look = (name: string) => Asks<Taken | undefined>;

export interface Taking extends Place {
  readonly snapshot: Snapshot;
  readonly graph: ResourceGraph;
  readonly types: ReadonlyMap<string, ResourceSchema>;
  /** By kind. */
  readonly looks: ReadonlyMap<string, Look>;
  readonly runner: Runner;
  /** Of the revision that the application is at. */
  readonly current: JsonObject;
  /** The same: what the makers of its inputs were when they were looked at. */
  readonly made: JsonObject;
  /** What the last wave left. */
  readonly conditions: readonly Condition[];
  readonly waited: readonly string[];
  readonly pending: Looks;
  readonly now: number;
}

export interface Inputs {
  readonly values: JsonObject;
  readonly made: JsonObject;
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
  const wave = waveOf(taking, followed);
  const { fresh, makers, pending } = wave;
  const due = dueOf(taking, wave);
  const found = await inParallel(due, 10, input => lookAt(taking, input));
  const values: Record<string, string> = {};
  const made: Record<string, string> = {};
  // Who waits for another is not in the graph, and stays made of what it is made of.
  const kept = graph.waiting === undefined ? followed.map(refOf) : Object.keys(current);
  for (const ref of kept) {
    if (current[ref] !== undefined) values[ref] = textOf(current[ref]);
    if (taking.made[ref] !== undefined) made[ref] = textOf(taking.made[ref]);
  }
  const failed: { ref: UsedRef; error: string }[] = [];
  const newer: string[] = [];
  const held: string[] = [];
  const warnings: Inputs['events'][number][] = [];
  // Others may be named by what a component came to know since.
  const known = new Set([...(snapshot.revisions.at(-1)?.watches ?? []), ...Object.keys(current)]);
  // It was not there when it was looked at, or nobody could look: what it is now is no news.
  const isAwaited = (ref: UsedRef): boolean => makers.has(ref) || isMissed(pending, ref);
  for (const { input, answer } of found) {
    const ref = refOf(input);
    if (answer instanceof Error) {
      failed.push({ ref, error: answer.message });
      continue;
    }
    const maker = wave.rows.get(makers.get(ref) ?? '');
    if (maker !== undefined && isMade(maker)) made[ref] = stateOf(maker);
    if (answer === undefined || answer.value === values[ref]) continue;
    const first = !known.has(ref) || isOwn(taking, maker, ref) || (values[ref] === undefined && isAwaited(ref));
    const waits = !first && isGated(graph) && !fresh && !isOwed(pending, ref);
    if (!first) (waits ? held : newer).push(`${input.kind} ${input.name} is now ${answer.says}`);
    if (waits) continue;
    values[ref] = answer.value;
    if (answer.warns === undefined) continue;
    const message = `${input.kind} ${input.name}: ${answer.warns}`;
    warnings.push({ type: 'Warning', reason: 'InputNotKept', message });
  }
  const { verdicts, events } = isGated(graph)
    ? gateOf(taking, shortened(held), fresh || due.length === followed.length)
    : { verdicts: [], events: [] };
  return {
    values,
    made,
    followed: followed.map(refOf),
    because: fresh ? '' : shortened(newer),
    looks: looksAfter(taking, wave, due, failed),
    makers,
    verdicts,
    events: [...events, ...warnings.slice(0, 3), ...found.flatMap(refusalOf).slice(0, 3)],
  };
}

/** What one wave has to go by. */
interface Wave {
  readonly fresh: boolean;
  /** What may be looked at: a rollback keeps what ran until the document changes, but for what somebody asked to be newer. */
  readonly open: readonly Input[];
  readonly makers: ReadonlyMap<UsedRef, string>;
  readonly rows: ReadonlyMap<string, Row>;
  /** With what is asked for now. */
  readonly pending: Looks;
}

function waveOf({ snapshot, graph, types, pending: left }: Taking, followed: readonly Input[]): Wave {
  const { desired, revisions, wake } = snapshot;
  const pending = owing(left, wake);
  const open = desired?.pinned === undefined ? followed : followed.filter(input => isOwed(pending, refOf(input)));
  return {
    fresh: revisions.at(-1)?.generation !== desired?.generation,
    open,
    makers: makersOf(graph, types, open.map(refOf)),
    rows: new Map(snapshot.rows.map(row => [row.key, row])),
    pending,
  };
}

/** With what a wake asks for: from then on the status keeps what is not served of it. */
export function owing(pending: Looks, wake: Wake | undefined): Looks {
  return isAsked(wake, 'redeploy') ? { ...pending, owed: everything } : pending;
}

function dueOf(taking: Taking, { fresh, open, makers, rows, pending }: Wave): readonly Input[] {
  const { snapshot, graph, waited, current, now } = taking;
  const { revisions, wake } = snapshot;
  const again = pending.again !== undefined && pending.again <= now;
  // While a component waited, events told of its inputs in vain.
  const waits = new Set(graph.waiting?.map(({ component }) => component));
  const rendersMore = waited.some(component => !waits.has(component));
  if (fresh || again || rendersMore || (wake?.asks ?? []).length > 0) return open;
  const told = new Set(wake?.about);
  const known = new Set(revisions.at(-1)?.watches);
  const tries = pending.missed !== undefined && pending.missed.at <= now;
  return open.filter(input => {
    const ref = refOf(input);
    if (told.has(ref) || !known.has(ref)) return true;
    if (isMissed(pending, ref)) return tries;
    if (isOwed(pending, ref)) return true;
    const maker = rows.get(makers.get(ref) ?? '');
    return maker !== undefined && isMade(maker) && (current[ref] === undefined || isOwn(taking, maker, ref));
  });
}

/** Whether the application itself made or changed it, or is about to, since it was looked at: it belongs to the revision under way. */
function isOwn({ made }: Taking, maker: Row | undefined, ref: UsedRef): boolean {
  return maker !== undefined && (!isMade(maker) || stateOf(maker) !== made[ref]);
}

function isMade({ phase, intended }: Row): boolean {
  return phase === 'live' && intended === undefined;
}

function stateOf({ applied }: Row): string {
  return hash8(applied ?? {});
}

/** What of this wave's looks is to be made up for. */
function looksAfter(
  { snapshot, graph, looks, current, now }: Taking,
  { fresh, open, pending }: Wave,
  due: readonly Input[],
  failed: readonly { readonly ref: UsedRef; readonly error: string }[],
): Looks {
  const watches = snapshot.revisions.at(-1)?.watches ?? [];
  const known = new Set(watches);
  const followed = open.map(refOf);
  const more = followed.some(ref => !known.has(ref));
  const again = more ? now + indexing : pending.again !== undefined && pending.again > now ? pending.again : undefined;
  const looked = due.map(refOf);
  const missed = missedAfter(fresh ? undefined : pending.missed, { followed, looked, failed, now });
  const seen = new Set(looked.filter(ref => failed.every(one => one.ref !== ref)));
  const inputs = [...watches.filter(ref => looks.has(ref.slice(0, ref.indexOf('#')))), ...Object.keys(current)];
  const unrendered = graph.waiting === undefined ? [] : inputs;
  const owed = [...new Set([...followed, ...unrendered])].filter(ref => isOwed(pending, ref) && !seen.has(ref));
  return {
    ...(again === undefined ? {} : { again }),
    ...(missed === undefined ? {} : { missed }),
    ...(owed.length === 0 ? {} : { owed: hashed(owed) }),
  };
}

interface Seen {
  readonly input: Input;
  /** An error where asking again may help. */
  readonly answer: Taken | undefined | Error;
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
  const message = `${input.kind} ${input.name} cannot be looked at: ${refused.message}`;
  return [{ type: 'Warning', reason: 'InputUnseen', message }];
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
