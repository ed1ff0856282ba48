/** Puts the rows of all components together: shared ones merged, properties checked, keys and needs computed, circles refused. */
import { propertyCheck } from '../definition/schema.ts';
import { type Issue, problem } from '../errors.ts';
import { equal, objectOf } from '../json.ts';
import type { GraphResource, ResourceGraph } from '../resource/resource.ts';
import type { Appfile, AppfileComponent, Environment } from './appfile.ts';
import { findCycle } from './dependencies.ts';
import type { Rendered } from './render-component.ts';
import { named, nameRows } from './render-keys.ts';
import type { DraftRow } from './render-row.ts';

export function assemble(
  rendered: readonly Rendered[],
  appfile: Appfile,
  environment: Environment,
  target: string,
  issues: Issue[],
): Pick<ResourceGraph, 'resources' | 'endpoints'> {
  const rows = merge(rendered, issues);
  nameRows(rows, environment, appfile.metadata, target);
  const finished: Finished = { resources: [], inOrder: true };
  for (const row of rows.values()) finish(row, target, rows, finished, issues);
  const resources = withDependencies(finished, appfile.components, rendered, rows);
  // Where each row comes after all it needs there is no circle.
  if (!finished.inOrder) refuseCircles(resources, appfile, issues);
  const keyOf = (place: string): string => rows.get(place)?.key ?? place;
  const endpoints = rendered.flatMap(one =>
    one.endpoints.map(({ component, url }) => ({ component, url: named(url, keyOf) })),
  );
  return { resources, endpoints };
}

/** Rows by place. Equal places are one shared row and must be equal. */
function merge(rendered: readonly Rendered[], issues: Issue[]): ReadonlyMap<string, DraftRow> {
  const rows = new Map<string, DraftRow>();
  const unique = new Map<string, DraftRow>();
  for (const { rows: drafts } of rendered)
    for (const row of drafts) {
      const before = rows.get(row.place);
      if (before === undefined) {
        row.index = rows.size;
        rows.set(row.place, row);
        if (!row.broken) check(row, issues);
        if (row.unique !== undefined) claim(row, row.unique, unique, issues);
      } else if (equal(before.properties, row.properties)) before.retain ||= row.retain;
      else issues.push(conflict(before, row));
    }
  return rows;
}

/** What only one row may have goes to the first that asks for it. */
function claim(row: DraftRow, text: string, claimed: Map<string, DraftRow>, issues: Issue[]): void {
  const name = `${row.type.type} ${text}`;
  const before = claimed.get(name);
  if (before === undefined) claimed.set(name, row);
  else {
    issues.push(
      problem('NotUnique', row.at, `${text} already belongs to ${before.by}`, 'Take it away in one of the two'),
    );
  }
}

function check(row: DraftRow, issues: Issue[]): void {
  for (const issue of propertyCheck(row.type)(row.properties))
    issues.push({ ...issue, pointer: row.at, message: `${row.type.type}: ${issue.message}` });
  const refused = row.type.refuses?.(row.properties);
  if (refused !== undefined)
    issues.push(problem('TooLarge', row.at, `${row.type.type}: ${refused.message}`, refused.hint));
}

function conflict(before: DraftRow, row: DraftRow): Issue {
  const names = new Set([...Object.keys(before.properties), ...Object.keys(row.properties)]);
  const differing = [...names].filter(name => !equal(before.properties[name], row.properties[name]));
  return problem(
    'ScopeConflict',
    row.at,
    `${before.by} and ${row.by} share one ${row.type.type} and differ in ${differing.join(', ')}`,
    'Write the same in both',
  );
}

interface Finished {
  readonly resources: GraphResource[];
  /** Whether every row so far comes after all it needs. */
  inOrder: boolean;
}

function finish(
  row: DraftRow,
  target: string,
  rows: ReadonlyMap<string, DraftRow>,
  finished: Finished,
  issues: Issue[],
): void {
  const needs: string[] = [];
  const properties = named(row.properties, place => {
    const other = rows.get(place);
    if (other === undefined) {
      issues.push(problem('ReferenceToAbsent', row.at, `${row.type.type} refers to ${place}, which is not made`));
      return place;
    }
    if (other.index >= row.index) finished.inOrder = false;
    if (!needs.includes(other.key)) needs.push(other.key);
    return other.key;
  });
  const resource: GraphResource = {
    key: row.key,
    type: row.type.type,
    target,
    component: row.component,
    trait: row.trait,
    id: row.id,
    properties: objectOf(properties),
    needs,
  };
  finished.resources.push(row.retain ? { ...resource, retain: true } : resource);
}

/** dependsOn as edges: what a component begins with waits for what the others end with. Everything between follows by itself. */
function withDependencies(
  finished: Finished,
  components: readonly AppfileComponent[],
  rendered: readonly Rendered[],
  drafts: ReadonlyMap<string, DraftRow>,
): readonly GraphResource[] {
  const { resources } = finished;
  if (components.every(component => component.dependsOn.length === 0)) return resources;
  finished.inOrder = false;
  const byKey = new Map(resources.map(resource => [resource.key, resource]));
  const byName = new Map(
    components.map((component, i) => [component.name, { ...component, rows: rowsOf(rendered[i], drafts) }]),
  );
  const follows = (one: string, name: string): boolean => {
    const before = new Set([one]);
    for (const next of before) for (const other of byName.get(next)?.dependsOn ?? []) before.add(other);
    return one !== name && before.has(name);
  };
  // What is shared may need those that come after one of them: it is nothing that these could wait for.
  const isLast = (key: string, name: string): boolean =>
    byKey.get(key)?.component !== '-' ||
    !byKey.get(key)?.needs.some(need => follows(byKey.get(need)?.component ?? '-', name));
  const ends = new Map<string, readonly string[]>();
  const endsOf = (name: string, seen: readonly string[]): readonly string[] => {
    const known = ends.get(name);
    if (known !== undefined || seen.includes(name)) return known ?? [];
    const { rows: all = [], dependsOn = [] } = byName.get(name) ?? {};
    const rows = all.filter(key => isLast(key, name));
    const needed = new Set(rows.flatMap(key => byKey.get(key)?.needs ?? []));
    // A component without resources passes on what it waits for itself.
    const found =
      rows.length > 0 ? rows.filter(key => !needed.has(key)) : dependsOn.flatMap(next => endsOf(next, [...seen, name]));
    ends.set(name, found);
    return found;
  };
  return resources.map(resource => {
    const { rows = [], dependsOn = [] } = byName.get(resource.component) ?? {};
    if (dependsOn.length === 0) return resource;
    const own = new Set(rows.filter(key => byKey.get(key)?.component === resource.component));
    if (resource.needs.some(key => own.has(key))) return resource;
    return { ...resource, needs: [...new Set([...resource.needs, ...dependsOn.flatMap(name => endsOf(name, []))])] };
  });
}

/** Keys of the rows that a component asked for, shared ones included. */
function rowsOf(rendered: Rendered | undefined, drafts: ReadonlyMap<string, DraftRow>): readonly string[] {
  return (rendered?.rows ?? []).flatMap(row => drafts.get(row.place)?.key ?? []);
}

/** Two components that use each other by their environment can never be made: neither can be first. */
function refuseCircles(resources: readonly GraphResource[], appfile: Appfile, issues: Issue[]): void {
  const byKey = new Map(resources.map(resource => [resource.key, resource]));
  const cycle = findCycle(new Map(resources.map(resource => [resource.key, resource.needs])));
  if (cycle === undefined) return;
  // What is shared has no name that its author knows.
  const names = cycle
    .map(key => byKey.get(key)?.component ?? '-')
    .filter(name => name !== '-')
    .filter((name, i, all) => name !== all[i - 1]);
  const whole = names.length > 1 && names[0] !== names.at(-1) ? [...names, names[0]] : names;
  const first = appfile.components.find(component => names.includes(component.name));
  const message =
    new Set(names).size < 2
      ? `Resources of ${names[0] ?? 'the application'} need each other in a circle: ${cycle.join(' -> ')}`
      : `Components need each other in a circle: ${whole.join(' -> ')}`;
  issues.push(
    problem('ReferenceCycle', `/spec/components/${first?.index ?? 0}`, message, 'Take one of the links away'),
  );
}
