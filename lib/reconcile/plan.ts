/** Step plan: what the graph wants against what the inventory knows, as steps; pure. */
import { isObject, type Json, type JsonObject } from '../json.ts';
import type { Row } from '../ports.ts';
import {
  type Change,
  type GraphResource,
  type ResourceGraph,
  type ResourceSchema,
  usualDeadline,
} from '../resource/resource.ts';
import { changedCreateOnly, differing, stem } from './identities.ts';
import { placeOf } from './passing.ts';
import { compare, type Lookup, referenced, substitute } from './references.ts';
import { heldUntil, isAskedFor, removals } from './removals.ts';

/** Everything plan looks at. */
export interface Facts {
  readonly graph: ResourceGraph;
  readonly rows: ReadonlyMap<string, Row>;
  readonly types: ReadonlyMap<string, ResourceSchema>;
  /** Prefixes of types that are planned and not made (`AWS::ApplicationAutoScaling`). */
  readonly notEmulated: readonly string[];
  readonly now: number;
  readonly generation: number;
  /** The number of the revision that the graph is of; absent where it is of none. */
  readonly revision?: number;
  /** Live rows seen before this time are observed. */
  readonly doubtSince: number;
  /** Live rows that an event told of are observed at once where they were seen before `since`. */
  readonly told?: { readonly rows: ReadonlySet<string>; readonly since: number };
  /** Failures are tried again at once. */
  readonly retryAll: boolean;
  /** As are those that failed before this time (ms). */
  readonly retrySince?: number;
  readonly deleting: boolean;
}

/** A change with what apply needs to make it. */
export interface Step extends Change {
  readonly resource: GraphResource | undefined;
  readonly row: Row | undefined;
  /** Not before this time (ms). */
  readonly notBefore: number;
  /** Whether those that need this row may go on. */
  readonly ready: boolean;
}

/** One step for every resource of the graph, in its order, then one for every row that must go. */
export function plan(facts: Facts): Step[] {
  const steps: Step[] = [];
  // Of nearly all rows there is nothing to say, and nobody asks for those.
  const open = new Map<string, Step>();
  const lookup: Lookup = (key, attribute) => {
    const row = facts.rows.get(key);
    if (row === undefined || row.phase === 'intended') return undefined;
    const step = open.get(key);
    const changing = step !== undefined && step.action !== 'keep' && step.action !== 'observe';
    if (changing && facts.types.get(row.type)?.volatile?.includes(attribute)) return undefined;
    return row.attributes[attribute];
  };
  let known: ReadonlyMap<string, Row> | undefined;
  // Only what is new asks what stood in its place before.
  const stems: Stems = () => {
    known ??= stemsOf(facts);
    return known;
  };
  let matched = 0;
  for (const resource of facts.graph.resources) {
    const step = judge(facts, resource, lookup, open, stems);
    if (step.action !== 'keep' || !step.ready) open.set(resource.key, step);
    steps.push(step);
    if (step.row !== undefined) matched++;
  }
  const leaving = matched === facts.rows.size ? [] : removals(facts, steps);
  return [...steps, ...(facts.graph.waiting === undefined ? [] : waits(facts, open)), ...leaving];
}

/** Whether the service of a type is one that is not there. */
export function isMissing(notEmulated: readonly string[], type: string): boolean {
  return notEmulated.some(name => type === name || type.startsWith(`${name}::`));
}

/** What can be done at this moment. */
export function actionable(steps: readonly Step[], now: number): Step[] {
  return steps.filter(
    step => step.action !== 'keep' && step.action !== 'notEmulated' && step.waits.length === 0 && step.notBefore <= now,
  );
}

/** The changes as people see them. */
export function changesOf(steps: readonly Step[]): Change[] {
  return steps.map(({ resource, row, notBefore, ready, ...change }) =>
    change.diff === undefined || row?.applied === undefined
      ? change
      : { ...change, before: picked(row.applied, change.diff) },
  );
}

function picked(properties: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => names.includes(name)));
}

/** Components that are left out because they wait for a value of another. */
function waits({ graph: { waiting = [] } }: Facts, open: ReadonlyMap<string, Step>): Step[] {
  // Who waits for one that will not be made, or for one that waits for it, waits for nothing that comes.
  const unmade = new Set([...open.values()].filter(one => one.action === 'notEmulated').map(one => one.key));
  for (let before = -1; before !== unmade.size; ) {
    before = unmade.size;
    for (const { component, rows } of waiting) if (rows.some(key => unmade.has(key))) unmade.add(placeOf(component));
  }
  return waiting.map(({ component, type, reason, rows }) => ({
    action: unmade.has(placeOf(component)) ? 'notEmulated' : 'wait',
    key: placeOf(component),
    type,
    component,
    trait: '-',
    resource: undefined,
    row: undefined,
    reason,
    waits: rows,
    notBefore: 0,
    ready: false,
  }));
}

type Stems = () => ReadonlyMap<string, Row>;

/** What judge finds out; the rest of a step is what it was asked about. */
type Verdict = Pick<Step, 'action' | 'reason' | 'ready'> &
  Partial<Pick<Step, 'waits' | 'notBefore' | 'diff' | 'properties'>>;

const keep: Verdict = { action: 'keep', ready: true, reason: 'As it should be' };
const done: Verdict = { action: 'keep', ready: true, reason: 'Done' };
const none: readonly string[] = [];

function judge(
  facts: Facts,
  resource: GraphResource,
  lookup: Lookup,
  open: ReadonlyMap<string, Step>,
  stems: Stems,
): Step {
  const row = facts.rows.get(resource.key);
  const { action, reason, ready, waits, notBefore, diff, properties } = verdictOn(
    facts,
    resource,
    row,
    lookup,
    open,
    stems,
  );
  const step = {
    action,
    key: resource.key,
    type: resource.type,
    component: resource.component,
    trait: resource.trait,
    resource,
    row,
    reason,
    waits: waits ?? none,
    notBefore: notBefore ?? 0,
    ready,
  };
  if (properties === undefined) return step;
  return diff === undefined ? { ...step, properties } : { ...step, diff, properties };
}

function verdictOn(
  facts: Facts,
  resource: GraphResource,
  row: Row | undefined,
  lookup: Lookup,
  open: ReadonlyMap<string, Step>,
  stems: Stems,
): Verdict {
  const skipped = needsUnmade(facts, resource, open);
  if (skipped || isMissing(facts.notEmulated, resource.type)) {
    return { action: 'notEmulated', ready: false, reason: 'The emulator does not have this service' };
  }
  if (row?.phase === 'done') return done;
  if (row?.phase === 'live' && facts.types.get(resource.type)?.naming === 'once') return onceVerdict(facts, row);
  if (row === undefined || row.phase === 'intended') {
    const properties = substitute(resource.properties, lookup, true).value;
    const reason = row === undefined ? newReason(facts, resource, stems()) : 'An earlier attempt did not finish';
    return { action: 'create', ready: false, reason, ...held(facts, resource, row, open), ...shown(properties) };
  }
  if (row.phase !== 'live') {
    const reason =
      row.phase === 'retained' ? 'Kept from before, it is taken over' : 'Wanted again before it was removed';
    return { action: 'update', ready: false, reason, ...held(facts, resource, row, open) };
  }
  const verdict = row.applied === undefined ? 'differs' : compare(resource.properties, row.applied, lookup);
  if (verdict !== 'same') {
    const properties = substitute(resource.properties, lookup, false).value;
    const diff = differing(properties, row.applied);
    const change =
      diff.length === 0 ? 'Follows a change' : `${diff.join(', ')} ${diff.length === 1 ? 'changes' : 'change'}`;
    // AWS is still at the change before, or at the first part of this one.
    const isBusy = row.health === 'progressing' && row.message !== '';
    return {
      action: 'update',
      ready: false,
      reason: isBusy ? `${change}; ${row.message}` : change,
      diff,
      ...held(facts, resource, row, open),
      ...shown(properties),
    };
  }
  if (isPassing(facts, row))
    return { action: 'observe', ready: true, reason: 'A look at it failed', notBefore: heldUntil(facts, row) };
  if (row.intended !== undefined || row.failure !== undefined) {
    const reason = 'An earlier attempt did not finish';
    return { action: 'observe', ready: false, reason, ...held(facts, resource, row, open) };
  }
  if (row.health !== 'ready') return notReady(facts, row);
  if (isTold(facts, row) || row.seen < facts.doubtSince)
    return { action: 'observe', ready: true, reason: 'Looked at again' };
  return keep;
}

/** A look at what was well failed in a way that may pass by itself: no reason to call it unwell before its deadline. */
function isPassing({ types, now }: Facts, { type, health, intended, failure }: Row): boolean {
  if (failure === undefined || !failure.retry || intended !== undefined || health !== 'ready') return false;
  return now < failure.first + (types.get(type)?.deadline ?? usualDeadline) * 1000;
}

/** One-shot work that was begun: watched to its end. What failed stays as it is until somebody asks for another run. */
function onceVerdict(facts: Facts, row: Row): Verdict {
  if (row.health !== 'failed') return notReady(facts, row);
  if (isAskedFor(facts, row.since)) return { action: 'create', ready: false, reason: 'Asked to run again' };
  return { action: 'keep', ready: false, reason: row.message, notBefore: Number.POSITIVE_INFINITY };
}

function notReady(facts: Facts, row: Row): Verdict {
  const reason = row.message === '' ? 'Not ready yet' : row.message;
  const notBefore = row.failure === undefined ? (row.doubt ?? 0) : heldUntil(facts, row);
  const atOnce = isTold(facts, row) || isAskedFor(facts, row.seen);
  return { action: 'observe', ready: false, reason, notBefore: atOnce ? 0 : notBefore };
}

/** An event told of it, and it was not looked at since. */
function isTold({ told }: Facts, row: Row): boolean {
  return told?.rows.has(row.key) === true && row.seen < told.since;
}

/** What it waits for, and until when. */
function held(
  facts: Facts,
  resource: GraphResource,
  row: Row | undefined,
  open: ReadonlyMap<string, Step>,
): Pick<Step, 'waits' | 'notBefore'> {
  const waits = resource.needs.filter(need => isOpen(open.get(need)));
  // What says that it will not come alive is mended by a change, and only looked at from time to time without one.
  const mends = row?.phase === 'live' && row.health === 'failed' && !row.failure && !row.intended;
  return { waits, notBefore: mends ? 0 : heldUntil(facts, row) };
}

/** What refers to something that is not made cannot be made either; a component that merely comes after it can. */
function needsUnmade(facts: Facts, resource: GraphResource, open: ReadonlyMap<string, Step>): boolean {
  if (facts.notEmulated.length === 0) return false;
  const unmade = resource.needs.filter(need => open.get(need)?.action === 'notEmulated');
  return unmade.length > 0 && unmade.some(need => referenced(resource.properties).has(need));
}

function isOpen(step: Step | undefined): boolean {
  return step !== undefined && !step.ready && step.action !== 'notEmulated';
}

function stemsOf(facts: Facts): Map<string, Row> {
  const stems = new Map<string, Row>();
  // What was kept from before is in nobody's place.
  for (const row of facts.rows.values()) if (row.phase !== 'retained') stems.set(stem(row.key), row);
  return stems;
}

function newReason(facts: Facts, resource: GraphResource, stems: ReadonlyMap<string, Row>): string {
  const old = stems.get(stem(resource.key));
  const type = facts.types.get(resource.type);
  if (old === undefined || type === undefined) return 'New';
  if (type.naming === 'once') return 'It changed: it runs again';
  return `${changedCreateOnly(type, resource, old)} cannot be changed in place: a new one is made, the old one goes afterwards`;
}

function shown(properties: Json): { readonly properties: JsonObject } {
  return { properties: isObject(properties) ? properties : {} };
}
