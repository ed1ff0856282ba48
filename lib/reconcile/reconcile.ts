/** One reconcile of one application: the lease, the sequence of steps, and what comes next. Nothing else. */
import { digest, isObject, trusted } from '../json.ts';
import type { AppKey, Ask, Desired, EventRecord, Io, Lease, Row, Snapshot, UsedRef, Wake } from '../ports.ts';
import { emptyGraph, type ResourceType } from '../resource/resource.ts';
import type { Environment } from './appfile.ts';
import { apply } from './apply.ts';
import { assess, type Findings, nextLook } from './assess.ts';
import { doubtsOf, isBegun } from './doubts.ts';
import { earliest } from './earliest.ts';
import { phaseEvents } from './events.ts';
import { goalOf } from './goal.ts';
import { rowsTold } from './inputs.ts';
import { nextLookOf } from './looks.ts';
import type { Pace } from './pace.ts';
import { type Basis, basisOf } from './revision.ts';
import { createRunner } from './runner.ts';
import type { Settings } from './settings.ts';
import { type KeptStatus, keptStatus, storedStatus } from './status.ts';
import type { Look } from './take-inputs.ts';

export interface Engine {
  readonly io: Io;
  readonly types: ReadonlyMap<string, ResourceType>;
  readonly settings: Settings;
  readonly pace: Pace;
  /** How each kind of input is looked at. */
  readonly looks: ReadonlyMap<string, Look>;
}

export type Result = 'held' | 'absent' | 'converged' | 'waiting' | 'erased';

/** Events that one report may carry beside the status. */
const eventsAtOnce = 90;

/** Waves that one invocation may run when the document changes under it; then a wake takes over. */
const maxWaves = 5;

/** Brings one application nearer to what its document says, and leaves a wake where more is to come. Throws only what the store or the
 * engine itself could not do: a resource that fails is part of the status. */
export async function reconcile(engine: Engine, app: AppKey): Promise<Result> {
  const { io, settings } = engine;
  const lease = await io.store.acquire(app, io.id(), io.now());
  if (lease === 'held') {
    await io.wake(app, { id: io.id(), at: io.now() + settings.pollMs, because: 'another wave was running' });
    return 'held';
  }
  let clean = lease.clean;
  const started = io.now();
  let ended = false;
  try {
    for (let wave = 1; ; wave++) {
      const snapshot = await io.store.load(app);
      const generation = snapshot.desired?.generation ?? 0;
      const mayWork = wave < maxWaves && io.now() - started < settings.waveMs;
      const { result, next } = await runWave(engine, { ...lease, clean }, snapshot, mayWork);
      clean = true;
      ended = result === 'erased';
      if (ended) return result;
      if ((await io.store.release(lease, generation, snapshot.wake?.id, next)) === 'superseded') continue;
      ended = true;
      if (next !== undefined) await io.signal(app, next);
      return result;
    }
  } catch (error) {
    // Every verb has ended and intents are written: the next attempt may begin at once, with the wake that stood. After a takeover it
    // looks at everything, as this one had to.
    if (!ended) await io.store.abandon(lease, clean).catch(() => undefined);
    throw error;
  }
}

interface Wave {
  readonly result: Result;
  readonly next: Wake | undefined;
}

async function runWave(engine: Engine, lease: Lease, snapshot: Snapshot, mayWork: boolean): Promise<Wave> {
  const { io, settings } = engine;
  const { desired } = snapshot;
  if (desired === undefined) return { result: 'absent', next: undefined };
  const wakeAt = (at: number, because: string, more: Gathered = {}): Wake => ({
    id: io.id(),
    at,
    because,
    ...said(more),
  });
  const before = keptStatus(snapshot.status);
  if (!mayWork) {
    const { asks, about } = snapshot.wake ?? {};
    const left = asks?.filter(ask => ask !== 'sweep' || !isBegun(snapshot.wake, before));
    return { result: 'waiting', next: wakeAt(io.now(), 'changed while a wave was running', { asks: left, about }) };
  }

  const basis = await basisOf(engine, desired, snapshot);
  const environment = environmentOf(basis);
  const doubts = doubtsOf(before, lease, snapshot.wake, settings, io.now());
  const unchanged = digestOf(desired, basis, settings);
  if (before.convergedDigest === unchanged && !doubts.any) {
    const at = earliest(before.doubtNext, nextLookOf(before.looks));
    return { result: 'converged', next: at === undefined ? undefined : wakeAt(at, 'look again') };
  }

  const runner = createRunner(io, lease, settings);
  const goal = await goalOf({ ...engine, lease, snapshot, desired, basis, environment, runner, before });
  const rows = new Map(snapshot.rows.map(row => [row.key, row]));
  const deleting = desired.deletionTimestamp !== undefined;
  const told = { rows: rowsTold(snapshot.rows, engine.types, snapshot.wake?.about ?? []), since: io.now() };
  const applied =
    goal.graph === undefined
      ? { rows, steps: [], events: [], deferredUntil: undefined }
      : await apply(
          {
            io,
            lease,
            runner,
            pace: engine.pace,
            settings,
            types: engine.types,
            environment,
            changesGoal: after => goal.made(after).length > 0,
            wanted: new Set(goal.graph.resources.map(resource => resource.key)),
            facts: {
              graph: goal.graph,
              notEmulated: environment.notEmulated,
              generation: desired.generation,
              ...(goal.revision === undefined ? {} : { revision: goal.revision.number }),
              doubtSince: doubts.since,
              told,
              retryAll: doubts.retryAll,
              retrySince: doubts.retrySince,
              deleting,
            },
          },
          rows,
        );
  if (deleting && goal.graph !== undefined && isGone(applied.rows)) {
    const erased = await io.store.erase(lease, desired.generation);
    return erased === 'erased' ? { result: 'erased', next: undefined } : { result: 'waiting', next: undefined };
  }

  // Others are waiting for what these rows say or make: the next wave takes it, whatever this one came to.
  const passedAnew = goal.passedAnew(applied.rows);
  const goesOn = passedAnew || goal.made(applied.rows).length > 0;
  const findings: Findings = {
    generation: desired.generation,
    revision: goal.revision ?? before.revision,
    deleting,
    deletionSince: desired.deletionTimestamp,
    graph: goal.graph ?? emptyGraph,
    rows: applied.rows,
    steps: applied.steps,
    issues: goal.issues,
    inputs: goal.verdicts,
    types: engine.types,
    looks: goal.looks,
    digest: goesOn ? '' : digestOf(desired, { ...basis, inputs: goal.inputs }, settings),
    engine: settings.engine,
    doubtSince: doubts.since,
    doubtNext: doubts.next,
    retrySince: doubts.retrySince,
    now: io.now(),
  };
  const status = assess(findings, before);
  const events = [...goal.events, ...applied.events, ...phaseEvents(before, status, io.now())];
  await report(io, lease, before, status, events);
  // What could not be looked at in this wave stands in the next wake.
  const unseen = applied.steps.some(step => step.action === 'observe' && told.rows.has(step.key));
  const about = unseen ? snapshot.wake?.about : [];
  const at = earliest(nextLook(findings, status, applied.deferredUntil), goesOn ? io.now() : undefined);
  const next = at === undefined ? undefined : wakeAt(at, status.cause ?? 'look again', { about });
  return { result: status.convergedDigest === undefined ? 'waiting' : 'converged', next };
}

interface Gathered {
  readonly asks?: readonly Ask[] | undefined;
  readonly about?: readonly UsedRef[] | undefined;
}

function said({ asks = [], about = [] }: Gathered): Pick<Wake, 'asks' | 'about'> {
  return { ...(asks.length > 0 ? { asks } : {}), ...(about.length > 0 ? { about } : {}) };
}

/** What was made to outlive the application stays in the inventory: making it again finds it there. */
function isGone(rows: ReadonlyMap<string, Row>): boolean {
  return [...rows.values()].every(row => row.phase === 'retained');
}

function environmentOf(basis: Basis): Environment {
  const facts = basis.environment ?? {};
  const notEmulated = facts.notEmulated;
  return trusted<Environment>({ ...facts, notEmulated: Array.isArray(notEmulated) ? notEmulated : [] });
}

/** What convergence depends on: equal means that there is nothing to do. */
function digestOf(desired: Desired, basis: Basis, settings: Settings): string {
  const definitions = basis.stored.map(one => [one.kind, one.namespace, one.name, one.hash]);
  const environment = isObject(basis.environment) ? basis.environment : {};
  return digest([desired.uid, desired.generation, definitions, environment, basis.inputs, settings.engine]);
}

/** Writes the status only when it says something new: a look that changed nothing costs no write. */
async function report(
  io: Io,
  lease: Lease,
  before: KeptStatus,
  status: KeptStatus,
  events: readonly EventRecord[],
): Promise<void> {
  const stored = storedStatus(status);
  if (events.length === 0 && digest(stored) === digest(storedStatus(before))) return;
  // One request takes so many: a wave that removed a thousand rows has more to say.
  for (let from = 0; from === 0 || from < events.length; from += eventsAtOnce)
    await io.store.report(lease, stored, events.slice(from, from + eventsAtOnce));
}
