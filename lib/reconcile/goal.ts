/** What an application is to be now: parse, resolve, advance, render, take inputs; and the revision that says what this is. */
import { type Issue, problem } from '../errors.ts';
import { equal, type JsonObject } from '../json.ts';
import type { Application } from '../oam/application.ts';
import { checkApplication } from '../oam/check.ts';
import type { Desired, EventRecord, Io, Lease, Row, Snapshot, UsedRef } from '../ports.ts';
import { emptyGraph, type ResourceGraph, type ResourceType } from '../resource/resource.ts';
import { advance, select } from './advance.ts';
import type { Appfile, Environment } from './appfile.ts';
import { madeBetween, pinTo, toldOf } from './inputs.ts';
import { type Looks, storedLooks, withBoth } from './looks.ts';
import { passedAnew, renderPassing } from './passing.ts';
import { refusedReplacements } from './replacements.ts';
import { resolve } from './resolve.ts';
import { type Basis, keepRevision, numberOf, revisionOf, usedBy } from './revision.ts';
import type { Runner } from './runner.ts';
import { type KeptStatus, storedStatus, type Verdict } from './status.ts';
import { type Look, owing, takeInputs } from './take-inputs.ts';

export interface Goal {
  /** Undefined where the document cannot be rendered now: what runs is left alone. */
  readonly graph: ResourceGraph | undefined;
  readonly issues: readonly Issue[];
  readonly revision: { readonly number: number; readonly hash: string } | undefined;
  readonly events: readonly EventRecord[];
  /** What it is made of beside the document, by index entry. */
  readonly inputs: JsonObject;
  readonly looks: Looks;
  readonly verdicts: readonly Verdict[];
  /** Whether these rows say other values for components to pass on than those that it was rendered with. */
  passedAnew(rows: ReadonlyMap<string, Row>): boolean;
  /** What it follows of that which these rows made or changed since the wave began. */
  made(rows: ReadonlyMap<string, Row>): readonly UsedRef[];
}

interface Aim {
  readonly io: Io;
  readonly types: ReadonlyMap<string, ResourceType>;
  readonly looks: ReadonlyMap<string, Look>;
  readonly lease: Lease;
  readonly snapshot: Snapshot;
  readonly desired: Desired;
  readonly basis: Basis;
  readonly environment: Environment;
  readonly runner: Runner;
  /** As the last wave left it. */
  readonly before: KeptStatus;
}

/** Deletion is the empty graph. */
export async function goalOf(aim: Aim): Promise<Goal> {
  const { io, types, lease, snapshot, desired, basis, environment, before } = aim;
  // What a redeploy owes of another document, this one takes or has taken back.
  const { owed, ...others } = before.looks;
  const pending = before.observedGeneration === desired.generation ? before.looks : others;
  const nothing: Omit<Goal, 'graph' | 'issues'> = {
    revision: undefined,
    events: [],
    inputs: basis.inputs,
    looks: {},
    verdicts: [],
    passedAnew: () => false,
    made: () => [],
  };
  if (desired.deletionTimestamp !== undefined) return { ...nothing, graph: emptyGraph, issues: [] };
  const none = (issues: readonly Issue[]): Goal => {
    return { ...nothing, graph: undefined, issues, looks: owing(pending, snapshot.wake) };
  };
  if (basis.environment === undefined) {
    return none([
      problem('NotInstalled', '', 'This installation has no environment row', 'Run the deployment again: it writes it'),
    ]);
  }
  const { application, issues } = checkApplication(desired.document);
  if (application === undefined) return none(issues);
  const number = numberOf(snapshot, desired.generation);
  const drawn = draw(aim, application, number);
  if (drawn.graph === undefined) return none(drawn.issues);
  const place = { environment, namespace: lease.app.namespace };
  const taken = await takeInputs({
    ...aim,
    ...place,
    graph: drawn.graph,
    current: basis.inputs,
    made: basis.made,
    conditions: before.conditions,
    waited: Object.keys(before.waiting),
    pending,
    now: io.now(),
  });
  const numbered = numberOf(snapshot, desired.generation, taken.because !== '');
  // What is newer makes another revision, whose number templates may show.
  const redrawn = numbered === number ? drawn : draw(aim, application, numbered);
  if (redrawn.graph === undefined) return none(redrawn.issues);
  const graph = pinTo(redrawn.graph, types, place, taken.values);
  const rows: ReadonlyMap<string, Row> = new Map(snapshot.rows.map(row => [row.key, row]));
  const refused = refusedReplacements(graph, rows, types);
  if (refused.length > 0) return none(refused);
  const seen = [...taken.followed, ...toldOf(graph, types, environment, lease.app)];
  const watches = graph.waiting === undefined ? seen : [...new Set([...seen, ...keptWatches(aim, taken.values)])];
  const holds = { ...basis, inputs: taken.values, made: taken.made };
  const because = { because: taken.because, watches };
  const revision = revisionOf(desired, snapshot, usedBy(redrawn.appfile), holds, io.now(), because);
  const at = io.now();
  const goal: Goal = {
    graph,
    issues: redrawn.issues,
    revision: { number: revision.number, hash: revision.hash },
    events: taken.events.map(event => ({ ...event, at })),
    inputs: taken.values,
    looks: taken.looks,
    verdicts: taken.verdicts,
    passedAnew: after => passedAnew(redrawn.appfile, redrawn.graph, environment, types, after),
    made: after => madeBetween(taken.makers, rows, after),
  };
  const current = snapshot.revisions.at(-1);
  if (revision === current) return goal;
  // With the revision it is known what is followed: what is still to be looked at of that stands in the status before.
  const looks = withBoth(pending, taken.looks);
  if (!equal(storedLooks(looks), storedLooks(pending)))
    await io.store.report(lease, storedStatus({ ...before, looks }), []);
  await keepRevision(io, lease, revision, snapshot);
  if (revision.number === current?.number) return goal;
  const message = `Revision v${revision.number}: ${revision.because}`;
  const { principal } = desired;
  const asked = current?.generation === desired.generation ? {} : { principal };
  return { ...goal, events: [...goal.events, { at, type: 'Normal', reason: 'Revised', message, ...asked }] };
}

/** What tells of those that wait for others and are not in the graph: of what they are made of, and of their state. */
function keptWatches({ snapshot, looks }: Aim, values: JsonObject): readonly UsedRef[] {
  const before = snapshot.revisions.at(-1)?.watches ?? [];
  return before.filter(ref => values[ref] !== undefined || !looks.has(ref.slice(0, ref.indexOf('#'))));
}

type Drawn =
  | { readonly graph: ResourceGraph; readonly appfile: Appfile; readonly issues: readonly Issue[] }
  | { readonly graph: undefined; readonly issues: readonly Issue[] };

/** The graph as the document and its definitions have it. */
function draw({ basis, environment, types, snapshot }: Aim, application: Application, number: number): Drawn {
  const resolved = resolve(application, basis.catalog, number);
  if (resolved.appfile === undefined) return { graph: undefined, issues: resolved.issues };
  const appfile = select(resolved.appfile, advance(resolved.appfile));
  const rows = new Map(snapshot.rows.map(row => [row.key, row]));
  const { graph, issues } = renderPassing(appfile, environment, types, rows);
  const errors = issues.filter(issue => issue.severity === 'error');
  return errors.length > 0 ? { graph: undefined, issues: errors } : { graph, appfile, issues };
}
