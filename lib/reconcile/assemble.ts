/** Puts the rows of all components together: shared ones merged, properties checked, keys and needs computed, circles refused. */
import { propertyCheck } from '../definition/schema.ts';
import { type Issue, problem } from '../errors.ts';
import { equal, objectOf } from '../json.ts';
import type { GraphResource, ResourceGraph } from '../resource/resource.ts';
import type { Appfile, AppfileComponent, Environment } from './appfile.ts';
import { findCycle } from './dependencies.ts';
import type { Rendered } from './render-component.ts';
import { keysOf, named } from './render-keys.ts';
import type { DraftRow } from './render-row.ts';

export function assemble(
  rendered: readonly Rendered[],
  appfile: Appfile,
  environment: Environment,
  target: string,
  issues: Issue[],
): Pick<ResourceGraph, 'resources' | 'endpoints'> {
  const rows = merge(rendered, issues);
  const keys = keysOf(rows, environment, appfile.metadata, target);
  const resources = [...rows.values()].map(row => finish(row, keys, issues));
  const ordered = withDependencies(resources, appfile.components, rendered, keys);
  refuseCircles(ordered, appfile, issues);
  const keyOf = (place: string): string => keys.get(place) ?? place;
  const endpoints = rendered.flatMap(one =>
    one.endpoints.map(({ component, url }) => ({ component, url: named(url, keyOf) })),
  );
  return { resources: ordered, endpoints };
}

/** Rows by place. Equal places are one shared row and must be equal. */
function merge(rendered: readonly Rendered[], issues: Issue[]): ReadonlyMap<string, DraftRow> {
  const rows = new Map<string, DraftRow>();
  const unique = new Map<string, DraftRow>();
  for (const { rows: drafts } of rendered)
    for (const row of drafts) {
      const before = rows.get(row.place);
      if (before === undefined) {
        rows.set(row.place, row);
        if (!row.broken) check(row, issues);
        if (row.unique !== undefined) claim(row, row.unique, unique, issues);
      } else if (!equal(before.properties, row.properties)) issues.push(conflict(before, row));
    }
  return rows;
}

/** What only one row may have goes to the first that asks for it. */
function claim(row: DraftRow, text: string, claimed: Map<string, DraftRow>, issues: Issue[]): void {
  const name = `${row.type.type} ${text.trim()}`;
  const before = claimed.get(name);
  if (before === undefined) claimed.set(name, row);
  else {
    const owner = before.component === row.component ? before.at : `the component ${before.component}`;
    issues.push(
      problem('NotUnique', row.at, `${text.trim()} already belongs to ${owner}`, 'Take it away in one of the two'),
    );
  }
}

function check(row: DraftRow, issues: Issue[]): void {
  for (const issue of propertyCheck(row.type)(row.properties))
    issues.push({ ...issue, pointer: row.at, message: `${row.type.type}: ${issue.message}` });
}

function conflict(before: DraftRow, row: DraftRow): Issue {
  const names = new Set([...Object.keys(before.properties), ...Object.keys(row.properties)]);
  const differing = [...names].filter(name => !equal(before.properties[name], row.properties[name]));
  return problem(
    'ScopeConflict',
    row.at,
    `${before.at} and ${row.at} share one ${row.type.type} and differ in ${differing.join(', ')}`,
    'Write the same in both',
  );
}

function finish(row: DraftRow, keys: ReadonlyMap<string, string>, issues: Issue[]): GraphResource {
  const needs: string[] = [];
  const properties = named(row.properties, place => {
    const key = keys.get(place);
    if (key === undefined) {
      issues.push(problem('ReferenceToAbsent', row.at, `${row.type.type} refers to ${place}, which is not made`));
      return place;
    }
    if (!needs.includes(key)) needs.push(key);
    return key;
  });
  return {
    key: keys.get(row.place) ?? row.place,
    type: row.type.type,
    target: row.place.slice(0, row.place.indexOf('/')),
    component: row.component,
    trait: row.trait,
    id: row.id,
    properties: objectOf(properties),
    needs,
  };
}

/** dependsOn as edges: what a component begins with waits for what the others end with. Everything between follows by itself. */
function withDependencies(
  resources: readonly GraphResource[],
  components: readonly AppfileComponent[],
  rendered: readonly Rendered[],
  keys: ReadonlyMap<string, string>,
): readonly GraphResource[] {
  if (components.every(component => component.dependsOn.length === 0)) return resources;
  const byKey = new Map(resources.map(resource => [resource.key, resource]));
  const byName = new Map(
    components.map((component, i) => [component.name, { ...component, rows: rowsOf(rendered[i], keys) }]),
  );
  const ends = new Map<string, readonly string[]>();
  const endsOf = (name: string, seen: readonly string[]): readonly string[] => {
    const known = ends.get(name);
    if (known !== undefined || seen.includes(name)) return known ?? [];
    const { rows = [], dependsOn = [] } = byName.get(name) ?? {};
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
function rowsOf(rendered: Rendered | undefined, keys: ReadonlyMap<string, string>): readonly string[] {
  return (rendered?.rows ?? []).flatMap(row => keys.get(row.place) ?? []);
}

/** Whether each row comes after all it needs: then there is no circle, and nothing more to look for. */
function inOrder(resources: readonly GraphResource[]): boolean {
  const seen = new Set<string>();
  for (const { key, needs } of resources) {
    for (const need of needs) if (!seen.has(need)) return false;
    seen.add(key);
  }
  return true;
}

/** Two components that use each other by their environment can never be made: neither can be first. */
function refuseCircles(resources: readonly GraphResource[], appfile: Appfile, issues: Issue[]): void {
  if (inOrder(resources)) return;
  const byKey = new Map(resources.map(resource => [resource.key, resource]));
  const cycle = findCycle(new Map(resources.map(resource => [resource.key, resource.needs])));
  if (cycle === undefined) return;
  const names = cycle.map(key => byKey.get(key)?.component ?? '-').filter((name, i, all) => name !== all[i - 1]);
  const whole = names.length > 1 && names[0] !== names.at(-1) ? [...names, names[0]] : names;
  const first = appfile.components.find(component => names.includes(component.name));
  const message =
    new Set(names).size < 2
      ? `Resources of ${names[0]} need each other in a circle: ${cycle.join(' -> ')}`
      : `Components need each other in a circle: ${whole.join(' -> ')}`;
  issues.push(
    problem('ReferenceCycle', `/spec/components/${first?.index ?? 0}`, message, 'Take one of the links away'),
  );
}
