/** One reconcile of one application: the lease, the sequence of steps, and what comes next. Nothing else. */
import { type Issue, problem } from '../errors.ts';
import { digest, isObject, trusted } from '../json.ts';
import { checkApplication } from '../oam/check.ts';
import type { AppKey, Desired, EventRecord, Io, Lease, Row, Snapshot, Wake } from '../ports.ts';
import { emptyGraph, type ResourceGraph, type ResourceType } from '../resource/resource.ts';
import { advance, select } from './advance.ts';
import type { Appfile, Environment } from './appfile.ts';
import { apply } from './apply.ts';
import { assess, type Findings, nextLook } from './assess.ts';
import { doubtsOf } from './doubts.ts';
import { phaseEvents } from './events.ts';
import type { Pace } from './pace.ts';
import { render } from './render.ts';
import { refusedReplacements } from './replacements.ts';
import { resolve } from './resolve.ts';
import { type Basis, basisOf, keepRevision, numberOf, revisionOf, usedBy } from './revision.ts';
import { createRunner } from './runner.ts';
import type { Settings } from './settings.ts';
import { type KeptStatus, keptStatus, storedStatus } from './status.ts';

export interface Engine {
  readonly io: Io;
  readonly types: ReadonlyMap<string, ResourceType>;
  readonly settings: Settings;
  readonly pace: Pace;
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
  for (let wave = 1; ; wave++) {
    const snapshot = await io.store.load(app);
    const generation = snapshot.desired?.generation ?? 0;
    const mayWork = wave < maxWaves && io.now() - started < settings.waveMs;
    const { result, next } = await runWave(engine, { ...lease, clean }, snapshot, mayWork).catch(async error => {
      // Every verb has ended and intents are written: the next attempt may begin at once, with the wake that stood. After a takeover
      // the lease is left to end, so that the next holder looks at everything, as this one had to.
      if (clean) await io.store.release(lease, generation, snapshot.wake?.id, snapshot.wake).catch(() => 'superseded');
      throw error;
    });
    clean = true;
    if (result === 'erased') return result;
    if ((await io.store.release(lease, generation, snapshot.wake?.id, next)) === 'superseded') continue;
    if (next !== undefined) await io.signal(app, next);
    return result;
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
  const wakeAt = (at: number, because: string): Wake => ({ id: io.id(), at, because });
  if (!mayWork) return { result: 'waiting', next: wakeAt(io.now(), 'changed while a wave was running') };

  const before = keptStatus(snapshot.status);
  const basis = await basisOf(engine, desired, snapshot);
  const environment = environmentOf(basis);
  const doubts = doubtsOf(before, lease, snapshot.wake, settings, io.now());
  const unchanged = digestOf(desired, basis, settings);
  if (before.convergedDigest === unchanged && !doubts.any) {
    const next = before.doubtNext === undefined ? undefined : wakeAt(before.doubtNext, 'look again');
    return { result: 'converged', next };
  }

  const goal = await goalOf(engine, lease, snapshot, desired, basis, environment);
  const rows = new Map(snapshot.rows.map(row => [row.key, row]));
  const deleting = desired.deletionTimestamp !== undefined;
  const runner = createRunner(io, lease, settings);
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
            wanted: new Set(goal.graph.resources.map(resource => resource.key)),
            facts: {
              graph: goal.graph,
              notEmulated: environment.notEmulated,
              generation: desired.generation,
              doubtSince: doubts.since,
              retryAll: doubts.retryAll,
              deleting,
            },
          },
          rows,
        );
  if (deleting && goal.graph !== undefined && isGone(applied.rows)) {
    const erased = await io.store.erase(lease, desired.generation);
    return erased === 'erased' ? { result: 'erased', next: undefined } : { result: 'waiting', next: undefined };
  }

  const findings: Findings = {
    generation: desired.generation,
    revision: goal.revision ?? before.revision,
    deleting,
    deletionSince: desired.deletionTimestamp,
    graph: goal.graph ?? emptyGraph,
    rows: applied.rows,
    steps: applied.steps,
    issues: goal.issues,
    types: engine.types,
    digest: unchanged,
    engine: settings.engine,
    doubtSince: doubts.since,
    doubtNext: doubts.next,
    now: io.now(),
  };
  const status = assess(findings, before);
  const events = [...goal.events, ...applied.events, ...phaseEvents(before, status, io.now())];
  await report(io, lease, before, status, events);
  const at = nextLook(findings, status, applied.deferredUntil);
  const next = at === undefined ? undefined : wakeAt(at, status.cause ?? 'look again');
  return { result: status.convergedDigest === undefined ? 'waiting' : 'converged', next };
}

/** What was made to outlive the application stays in the inventory: making it again finds it there. */
function isGone(rows: ReadonlyMap<string, Row>): boolean {
  return [...rows.values()].every(row => row.phase === 'retained');
}

interface Goal {
  /** Undefined where the document cannot be rendered now: what runs is left alone. */
  readonly graph: ResourceGraph | undefined;
  readonly issues: readonly Issue[];
  readonly revision: { readonly number: number; readonly hash: string } | undefined;
  readonly events: readonly EventRecord[];
}

/** Parse, resolve, advance, render; and the revision that says what this is. Deletion is the empty graph. */
async function goalOf(
  engine: Engine,
  lease: Lease,
  snapshot: Snapshot,
  desired: Desired,
  basis: Basis,
  environment: Environment,
): Promise<Goal> {
  const { io, types } = engine;
  if (desired.deletionTimestamp !== undefined)
    return { graph: emptyGraph, issues: [], revision: undefined, events: [] };
  const none = (issues: readonly Issue[]): Goal => ({ graph: undefined, issues, revision: undefined, events: [] });
  if (basis.environment === undefined) {
    return none([
      problem('NotInstalled', '', 'This installation has no environment row', 'Run the deployment again: it writes it'),
    ]);
  }
  const checked = checkApplication(desired.document);
  if (checked.application === undefined) return none(checked.issues);
  const current = snapshot.revisions.at(-1);
  const resolved = resolve(checked.application, basis.catalog, numberOf(snapshot, desired.generation));
  if (resolved.appfile === undefined) return none(resolved.issues);
  const appfile: Appfile = select(resolved.appfile, advance(resolved.appfile));
  const rendered = render(appfile, environment, types);
  const errors = rendered.issues.filter(issue => issue.severity === 'error');
  if (errors.length > 0) return none(errors);
  const rows: ReadonlyMap<string, Row> = new Map(snapshot.rows.map(row => [row.key, row]));
  const refused = refusedReplacements(rendered.graph, rows, types);
  if (refused.length > 0) return none(refused);
  const revision = revisionOf(desired, snapshot, usedBy(appfile), basis, io.now());
  const kept = { number: revision.number, hash: revision.hash };
  if (revision === current) return { graph: rendered.graph, issues: rendered.issues, revision: kept, events: [] };
  await keepRevision(io, lease, revision, snapshot);
  const message = `Revision v${revision.number}: ${revision.because}`;
  const event: EventRecord = { at: io.now(), type: 'Normal', reason: 'Revised', message, principal: desired.principal };
  return { graph: rendered.graph, issues: rendered.issues, revision: kept, events: [event] };
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
