/** What is done for one step, as one verb made of a driver's verbs: look where an earlier attempt may have been, create, update, remove. */
import { OamError } from '../errors.ts';
import { digest, isList, isObject, type Json, type JsonObject, merged, objectOf, textOf } from '../json.ts';
import type { Asks, Row } from '../ports.ts';
import type { ResourceType } from '../resource/resource.ts';

export interface Performance {
  readonly type: ResourceType;
  /** The row as intended. */
  readonly row: Row;
  /** What is wanted, references replaced; without `$initial` values, and with them for a create. */
  readonly desired: JsonObject;
  readonly initial: JsonObject;
  readonly needs: readonly string[];
  /** The owner's tags. */
  readonly tags: Readonly<Record<string, string>>;
  /** Something may be there already: an earlier attempt, or an API that overwrites. */
  readonly lookFirst: boolean;
  /** Somebody asked to try again since it was last looked at: what AWS gave up begins anew. */
  readonly again?: boolean;
  readonly now: number;
  readonly pollMs: number;
}

/** Makes the resource, or finds the one that an interrupted attempt made and brings it up to date. */
export function* create(work: Performance): Asks<Row> {
  const { type, row } = work;
  const properties = tagged(type, work.initial, work.tags);
  if (work.lookFirst || overwrites(type, properties)) {
    const found = yield* look(work, properties);
    if (found !== undefined) return yield* converge(work, found);
  }
  try {
    const observed = yield* type.create(properties, row.name, row.token, work.tags);
    return settled(work, observed);
  } catch (error) {
    if (!(error instanceof OamError) || error.code !== 'AlreadyExists') throw error;
    const found = yield* look(work, properties);
    // It went away between the two calls, or AWS names something else: the next wave tries again.
    if (found === undefined) throw new OamError('NotReady', error.message, { cause: error });
    return yield* converge(work, found);
  }
}

/** An API that creates and overwrites in one: only a name of ours tells that nothing of others is there. */
function overwrites(type: ResourceType, properties: JsonObject): boolean {
  return type.naming === 'upsert' && (type.name === undefined || properties[type.name.property] !== undefined);
}

/** Observes what is there and makes the difference go away; makes it anew where it is gone. */
export function* bringUpToDate(work: Performance): Asks<Row> {
  const { type, row } = work;
  const identity = row.identity;
  const observed = identity === undefined ? undefined : yield* type.observe(identity);
  // AWS forgets one-shot work a while after its end: that it ran is certain, how it ended is not known any more.
  if (observed === undefined && identity !== undefined && type.naming === 'once') return forgotten(work);
  // Gone: its old identity says nothing any more, and an earlier attempt may have made another.
  if (observed === undefined) return yield* create({ ...work, row: { ...row, identity: undefined }, lookFirst: true });
  return yield* converge(work, observed);
}

/** One-shot work once more: what is left of the old run is stopped first, so that nothing of it is lost sight of. */
export function* repeat(work: Performance, token: string): Asks<Row> {
  const { type, row } = work;
  if (row.identity !== undefined) yield* type.delete(row.identity);
  const { failure, ...rest } = row;
  return yield* create({ ...work, row: { ...rest, identity: undefined, phase: 'intended', token }, lookFirst: true });
}

/** Removes what the row stands for; absence is success. A row that was never confirmed is looked for and removed only if it is ours. */
export function* remove(work: Omit<Performance, 'desired' | 'initial' | 'needs'>): Asks<void> {
  const { type, row } = work;
  // Planned and never about to be made (the emulator lacked it): there is nothing to look for.
  if (row.identity === undefined && row.intended === undefined) return;
  if (row.identity !== undefined) return yield* type.delete(row.identity);
  const properties = tagged(type, row.intended ?? {}, work.tags);
  const found = yield* look(work, properties);
  if (found === undefined || !isOurs(type, found, work.tags)) return;
  yield* type.delete(type.identify(found));
}

function* look(work: Pick<Performance, 'type' | 'row'>, properties: JsonObject): Asks<JsonObject | undefined> {
  const { type, row } = work;
  const identity = row.identity ?? type.identity(properties, row.name) ?? (yield* type.find(properties, row.token));
  return identity === undefined ? undefined : yield* type.observe(identity);
}

function* converge(work: Performance, observed: JsonObject): Asks<Row> {
  const { type, row, tags } = work;
  if (row.identity === undefined && !isOurs(type, observed, tags)) {
    const who = ownerIn(type.owner(observed));
    throw new OamError(
      'NotOurs',
      `${type.type} ${takenName(type, observed)} exists already and ${who}: choose another name, or delete it`,
    );
  }
  const desired = tagged(type, work.desired, tags);
  const before = memory(type, row, tags);
  const diff = type.diff(desired, before, observed);
  if (diff.length === 0) return settled(work, yield* begunAnew(work, observed));
  // With what is there now: a change of several steps is another one after each.
  const what = digest(diff.map(name => [name, desired[name] ?? null, observed[name] ?? null]));
  const again = row.sent?.what === what;
  // After its back-off, or for somebody who changed something else, it is sent once more.
  if (again && row.failure === undefined) refuseToStick(work, diff, observed);
  const sent = { what, times: again ? (row.sent?.times ?? 0) + 1 : 1 };
  const identity = type.identify(observed);
  const after = yield* type.update(identity, desired, observed, diff, before);
  const left = type.diff(desired, before, after);
  if (left.length === 0) return settled({ ...work, row: { ...row, sent } }, after);
  // More steps to come: `applied` stays, so that the next wave still knows what has to be reset.
  return {
    ...answered(work, after),
    sent,
    applied: row.applied,
    intended: row.intended ?? work.desired,
    doubt: work.now + work.pollMs,
  };
}

/** AWS may have tried it again by itself, or for an attempt of ours that was not written down: then it is not failed any more. */
function* begunAnew({ type, again, now }: Performance, observed: JsonObject): Asks<JsonObject> {
  if (again !== true || type.restart === undefined || type.health(observed, now).state !== 'failed') return observed;
  return yield* type.restart(type.identify(observed), observed);
}

/** AWS took the very same update before and is not at it any more: it went back on it, or says the same in other words for ever. */
function refuseToStick({ type, now }: Performance, diff: readonly string[], observed: JsonObject): void {
  const { state, message } = type.health(observed, now);
  if (state === 'progressing') return;
  const why = type.trouble?.(observed) || message;
  throw new OamError('Rejected', `AWS took ${diff.join(', ')} and did not keep it${why === '' ? '' : `: ${why}`}`);
}

function settled(work: Performance, observed: JsonObject): Row {
  const row: Row = { ...answered(work, observed), applied: work.desired, intended: undefined };
  const { sent, ...rest } = row;
  return row.health === 'ready' ? rest : row;
}

function forgotten({ row, desired, now }: Performance): Row {
  const { failure, doubt, ...rest } = row;
  const message = 'it ran; AWS no longer tells how it ended';
  return {
    ...rest,
    phase: 'done',
    health: 'ready',
    message,
    applied: desired,
    intended: undefined,
    needs: [],
    seen: now,
  };
}

function answered(work: Performance, observed: JsonObject): Row {
  const { type, row, now } = work;
  const health = type.health(observed, now);
  const attributes: Record<string, Json> = {};
  for (const name of type.attributes) {
    const value = observed[name];
    if (value !== undefined) attributes[name] = value;
  }
  const { failure, doubt, deadline, ...rest } = row;
  const since = row.phase !== 'live' || row.health !== health.state ? now : row.since;
  const done = type.naming === 'once' && health.state === 'ready';
  return {
    ...rest,
    phase: done ? 'done' : 'live',
    identity: type.identify(observed),
    attributes,
    health: health.state,
    message: health.message,
    ...(health.deadline === undefined ? {} : { deadline: health.deadline }),
    // What is done holds nothing back: what it ran with may go.
    needs: done ? [] : work.needs,
    seen: now,
    since,
    ...(health.state === 'ready' ? {} : { doubt: now + patience(now - since, work.pollMs, health.state) }),
  };
}

/** What is slow is asked less and less often: a quarter of the time it took so far, at most a minute; what failed, at most an hour. */
function patience(age: number, pollMs: number, health: Row['health']): number {
  return Math.min(Math.max(pollMs, age / 4), health === 'failed' ? 3_600_000 : 60_000);
}

/** What may have been set before: settled properties, and those of an attempt that did not finish. */
function memory(type: ResourceType, row: Row, tags: Performance['tags']): JsonObject | undefined {
  if (row.applied === undefined && row.intended === undefined) return undefined;
  return tagged(type, merged(row.intended ?? {}, row.applied ?? {}), tags);
}

function isOurs(type: ResourceType, observed: JsonObject, tags: Performance['tags']): boolean {
  const owner = type.owner(observed);
  if (owner === undefined) return true;
  return Object.entries(tags).every(([key, value]) => owner[key] === value);
}

/** What is taken: the name, where the type has one, else what identifies it. */
function takenName(type: ResourceType, observed: JsonObject): string {
  const name = type.name === undefined ? undefined : observed[type.name.property];
  if (typeof name === 'string' && name !== '') return name;
  const identity = type.identify(observed);
  return isObject(identity) ? Object.values(identity).map(plain).join(' ') : plain(identity);
}

function plain(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}

/** Whose it is, as far as its tags say. */
function ownerIn(tags: Performance['tags'] | undefined): string {
  const app = tags?.['oam.dev/app'];
  if (app === undefined) return 'does not belong to this application';
  const component = tags?.['oam.dev/component'] ?? '-';
  const part = component === '-' ? '' : `component ${component} of `;
  return `belongs to ${part}application ${app} in namespace ${tags?.['oam.dev/namespace']} of installation ${tags?.['oam.dev/installation']}`;
}

/** The properties with the owner's tags merged in, in the form that the type takes. */
export function tagged(type: ResourceType, properties: JsonObject, tags: Performance['tags']): JsonObject {
  if (type.tags === undefined) return properties;
  const { property, form } = type.tags;
  const own = properties[property];
  if (form === 'map') return { ...properties, [property]: { ...objectOf(own), ...tags } };
  const others = isList(own) ? own.filter(tag => !(isObject(tag) && textOf(tag.Key) in tags)) : [];
  return { ...properties, [property]: [...others, ...Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))] };
}
