/** Step apply: does what plan found, round after round, until nothing is ready or the wave is spent. Intent is written before AWS is called. */
import { messageOf, OamError } from '../errors.ts';
import { equal, type Json, type JsonObject, merged, objectOf } from '../json.ts';
import type { Asks, EventRecord, Failure, Io, Lease, Row } from '../ports.ts';
import type { ResourceType } from '../resource/resource.ts';
import type { Environment } from './appfile.ts';
import { backOff, slowBackOff } from './back-off.ts';
import { bookkeep } from './bookkeep.ts';
import { eventOf } from './events.ts';
import { nameOf, ownerTags, tokenOf } from './naming.ts';
import type { Pace } from './pace.ts';
import { bringUpToDate, create, type Performance, remove, repeat } from './perform.ts';
import { actionable, type Facts, isMissing, plan, type Step } from './plan.ts';
import { type Lookup, substitute } from './references.ts';
import { isSame } from './removals.ts';
import { inParallel, type Runner } from './runner.ts';
import type { Settings } from './settings.ts';

export interface Work {
  readonly io: Io;
  readonly lease: Lease;
  readonly runner: Runner;
  readonly pace: Pace;
  readonly settings: Settings;
  readonly types: ReadonlyMap<string, ResourceType>;
  readonly environment: Environment;
  /** The keys of the graph. */
  readonly wanted: ReadonlySet<string>;
  /** Whether what was done changes what is wanted: then the wave ends, and the next one goes on with that. */
  readonly changesGoal: (rows: ReadonlyMap<string, Row>) => boolean;
  /** As plan's facts, but for what changes from round to round. */
  readonly facts: Omit<Facts, 'rows' | 'now' | 'types'>;
}

export interface Applied {
  readonly rows: ReadonlyMap<string, Row>;
  /** What is left to do, as plan sees it after the last round. */
  readonly steps: readonly Step[];
  readonly events: readonly EventRecord[];
  /** When quotas let what is ready go on (ms); absent where quotas did not end the wave. */
  readonly deferredUntil?: number;
}

/** Rows that one transaction may carry beside the check of the fence. */
const batch = 99;

type Outcome = { readonly step: Step; readonly row: Row | undefined; readonly error?: OamError };

export async function apply(work: Work, before: ReadonlyMap<string, Row>): Promise<Applied> {
  const { io, lease, runner } = work;
  const rows = new Map(before);
  const events: EventRecord[] = [];
  const failedNow = new Set<string>();
  const done = new Set<string>();
  for (;;) {
    await write(work, rows, bookkeep(work.facts.graph, rows));
    const now = io.now();
    const steps = plan({ ...work.facts, rows, now, types: work.types });
    // What failed in this wave waits for the next one, whatever its retry time says.
    const ready = actionable(steps, now).filter(step => !failedNow.has(step.key));
    const { chosen, deferredUntil } = choose(work, ready, now);
    if (chosen.length === 0 || !runner.mayGoOn()) {
      await write(work, rows, unseen(work, steps, rows, now));
      const paced = chosen.length === 0 && Number.isFinite(deferredUntil);
      return { rows, steps, events, ...(paced ? { deferredUntil } : {}) };
    }
    const intents = chosen.map(step => ({ step, row: intend(work, step, rows, now) }));
    const news = intents.filter(({ step, row }) => !equal(row, step.row)).map(({ row }) => row);
    if (news.length > 0) await io.store.intend(lease, news);
    for (const row of news) rows.set(row.key, row);
    const outcomes = await inParallel(intents, work.settings.concurrency, one =>
      performStep(work, one.step, one.row, rows, isAskedAgain(work, one.row, done)),
    );
    const gone = outcomes.filter(one => one.row === undefined).map(one => one.step.key);
    const kept = outcomes.flatMap(one => (one.row === undefined ? [] : [one.row]));
    await io.store.settle(lease, kept, gone);
    for (const row of kept) rows.set(row.key, row);
    for (const key of gone) rows.delete(key);
    for (const outcome of outcomes) {
      done.add(outcome.step.key);
      if (outcome.error !== undefined || outcome.row?.health === 'failed') failedNow.add(outcome.step.key);
      const event = eventOf(outcome.step, outcome.row, outcome.error, io.now());
      if (event !== undefined) events.push(event);
    }
    const fenced = outcomes.find(one => one.error?.code === 'Fenced');
    if (fenced !== undefined || work.changesGoal(rows))
      return { rows, steps: plan({ ...work.facts, rows, now: io.now(), types: work.types }), events };
  }
}

function choose(work: Work, ready: readonly Step[], now: number): { chosen: Step[]; deferredUntil: number } {
  const chosen: Step[] = [];
  let deferredUntil = Number.POSITIVE_INFINITY;
  const room = Math.min(batch, work.settings.waveCalls - work.runner.sent());
  for (const step of ready) {
    if (chosen.length >= room) break;
    const wait = work.pace.take('local', serviceOf(work.types.get(step.type)), now);
    if (wait === 0) chosen.push(step);
    else deferredUntil = Math.min(deferredUntil, now + wait);
  }
  return { chosen, deferredUntil };
}

function serviceOf(type: ResourceType | undefined): string {
  return type?.iam[0]?.action.split(':')[0] ?? '';
}

function lookupIn(rows: ReadonlyMap<string, Row>): Lookup {
  return (key, attribute) => {
    const row = rows.get(key);
    return row === undefined || row.phase === 'intended' ? undefined : row.attributes[attribute];
  };
}

/** The row as it must stand before AWS is called. */
function intend(work: Work, step: Step, rows: ReadonlyMap<string, Row>, now: number): Row {
  const { resource, row } = step;
  // To keep it takes no call: nothing has to be written down before.
  if (step.action === 'retain' && row !== undefined) return row;
  if (resource === undefined && row !== undefined)
    return row.phase === 'live' ? { ...row, phase: 'retiring', since: now } : row;
  if (resource === undefined) throw new OamError('Internal', `${step.key} is neither wanted nor known`);
  // Without `$initial` values: once they were sent they are no longer ours to remember.
  const desired = objectOf(substitute(resource.properties, lookupIn(rows), false).value);
  if (row === undefined) return freshRow(work, step, desired, now);
  // One-shot work that failed and is to run again keeps its old identity until there is a new one.
  if (isRepeated(step, row)) return row;
  // What an earlier attempt may have set stays remembered until the row is settled: it may have to be reset.
  const intended = merged(row.intended ?? {}, desired);
  if (row.phase === 'intended') return { ...row, intended, needs: resource.needs };
  return equal(row.applied, desired)
    ? row
    : { ...row, phase: 'live', intended, since: row.intended === undefined ? now : row.since };
}

/** A row for what was never made. */
function freshRow(
  work: Pick<Work, 'environment' | 'lease' | 'types'>,
  step: Step,
  desired: JsonObject,
  now: number,
): Row {
  const { environment, lease } = work;
  const type = work.types.get(step.type);
  return {
    key: step.key,
    type: step.type,
    target: step.resource?.target ?? 'local',
    component: step.component,
    trait: step.trait,
    name: type?.name === undefined ? '' : nameOf(environment, lease.app, step.component, step.key, type.name),
    token: tokenOf(environment, lease.app, step.key),
    identity: undefined,
    phase: 'intended',
    applied: undefined,
    intended: desired,
    attributes: {},
    health: 'progressing',
    message: '',
    needs: step.resource?.needs ?? [],
    ...(step.resource?.retain === true ? { retain: true } : {}),
    seen: 0,
    since: now,
  };
}

/** Somebody asked to try again since it was looked at: in this wave, which looks at it for the first time, or before. */
function isAskedAgain({ facts }: Work, row: Row, done: ReadonlySet<string>): boolean {
  return row.seen < (facts.retrySince ?? 0) || (facts.retryAll && !done.has(row.key));
}

async function performStep(
  work: Work,
  step: Step,
  row: Row,
  rows: ReadonlyMap<string, Row>,
  again: boolean,
): Promise<Outcome> {
  const type = work.types.get(step.type);
  const now = work.io.now();
  // The wave is over: what was meant to be done is written down, and the next one does it.
  if (!work.runner.inTime()) return { step, row };
  try {
    if (type === undefined) throw new OamError('Internal', `There is no driver for ${step.type}`);
    const tags = ownerTags(work.environment, work.lease.app, step.component);
    const common = { type, row, tags, now, pollMs: work.settings.pollMs, lookFirst: step.row !== undefined };
    if (step.action === 'retain') return { step, row: keptRow(row, now) };
    if (step.resource === undefined) {
      // It was done once: what it leaves is its row.
      if (row.phase === 'done') return { step, row: undefined };
      // The service went away with all it had: there is nobody to ask.
      if (isMissing(work.facts.notEmulated, step.type)) return { step, row: undefined };
      if (takenOver(work, type, row, rows)) return { step, row: undefined };
      await work.runner.run(remove(common), row.target);
      return { step, row: undefined };
    }
    const lookup = lookupIn(rows);
    const initial = substitute(step.resource.properties, lookup, true);
    if (!initial.known) throw new OamError('NotReady', 'What it refers to is not known yet');
    const performance: Performance = {
      ...common,
      desired: objectOf(substitute(step.resource.properties, lookup, false).value),
      initial: objectOf(initial.value),
      needs: step.resource.needs,
      again,
    };
    return { step, row: await work.runner.run(verbOf(work, step, performance), row.target) };
  } catch (thrown) {
    const error = thrown instanceof OamError ? thrown : new OamError('Internal', messageOf(thrown), { cause: thrown });
    if (error.code === 'Fenced') return { step, row, error };
    return { step, row: { ...row, failure: failureOf(row, error, now, work.facts) }, error };
  }
}

/** What outlives its component: it stands for itself, and holds back nothing that it was made after. */
function keptRow(row: Row, now: number): Row {
  const { failure, doubt, urls, ...rest } = row;
  return { ...rest, phase: 'retained', needs: [], since: now };
}

function isRepeated(step: Step, row: Row | undefined): boolean {
  return step.action === 'create' && row?.phase === 'live';
}

function verbOf(work: Work, step: Step, performance: Performance): Asks<Row> {
  if (step.action !== 'create') return bringUpToDate(performance);
  if (!isRepeated(step, performance.row)) return create(performance);
  // Under another token, else AWS would answer with the old run; the same one until it is written down that it began.
  const { row } = performance;
  const token = tokenOf(work.environment, work.lease.app, `${row.key} ${row.since}`);
  return repeat(performance, token);
}

/** Whether a row that stays stands for the very same thing: a trait under another name that names the same scalable target. Then only
 * the old row goes. */
function takenOver(work: Work, type: ResourceType, row: Row, rows: ReadonlyMap<string, Row>): boolean {
  const identity = row.identity ?? type.identity(row.intended ?? {}, row.name);
  if (identity === undefined || work.wanted.size === 0) return false;
  return [...rows.values()].some(
    other =>
      other.type === row.type &&
      other.key !== row.key &&
      work.wanted.has(other.key) &&
      equal(identityOf(type, other), type.identity(row.applied ?? row.intended ?? {}, row.name) ?? identity),
  );
}

function identityOf(type: ResourceType, row: Row): Json | undefined {
  return type.identity(row.applied ?? row.intended ?? {}, row.name) ?? row.identity;
}

/** What went wrong and when it is tried again: what may pass within a minute quickly, what somebody has to mend up to hourly. */
function failureOf({ failure: before, sent }: Row, error: OamError, now: number, facts: Work['facts']): Failure {
  const { generation, revision } = facts;
  const known = before !== undefined && isSame(before, facts) ? before : undefined;
  // What AWS takes again and again and does not keep is sent less and less often.
  const count = Math.max(known?.count ?? 0, (sent?.times ?? 1) - 1) + 1;
  const wait = error.retry ? backOff(count) : slowBackOff(count);
  return {
    count,
    first: known?.first ?? now,
    retryAt: now + wait,
    generation,
    ...(revision === undefined ? {} : { revision }),
    code: error.code,
    retry: error.retry,
    message: error.message,
    at: now,
  };
}

/** Rows for what is wanted and cannot be made here: they stay intended until the service appears. */
function unseen(work: Work, steps: readonly Step[], rows: ReadonlyMap<string, Row>, now: number): Row[] {
  return steps
    .filter(step => step.action === 'notEmulated' && !rows.has(step.key))
    .map(step => ({ ...freshRow(work, step, {}, now), intended: undefined }));
}

async function write(work: Work, rows: Map<string, Row>, changed: readonly Row[]): Promise<void> {
  for (let from = 0; from < changed.length; from += batch) {
    const some = changed.slice(from, from + batch);
    await work.io.store.settle(work.lease, some, []);
    for (const row of some) rows.set(row.key, row);
  }
}
