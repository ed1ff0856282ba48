/** Render with values that components hand to each other: who takes one is rendered once the rows of the other say it, and waits until then. Pure. */
import { hasErrors, type Issue, problem } from '../errors.ts';
import { equal, isObject, type Json, type JsonObject, listOf, objectOf, pointer, trusted } from '../json.ts';
import { type Input, sourceOf, stepsOf } from '../oam/passing.ts';
import type { Row } from '../ports.ts';
import type { GraphResource, ResourceGraph, ResourceSchema, Waiting } from '../resource/resource.ts';
import type { Appfile, AppfileComponent, Environment } from './appfile.ts';
import { stem } from './identities.ts';
import { withValue } from './passing-check.ts';
import { compare, type Lookup, referenced, substitute } from './references.ts';
import { contextOf, escaped, render, target } from './render.ts';
import { named } from './render-keys.ts';
import { linksOf, readsLinks } from './render-links.ts';

interface Rendering {
  readonly graph: ResourceGraph;
  readonly issues: readonly Issue[];
}

/** A value, or what it waits for. */
type Given =
  | { readonly value: Json }
  | { readonly waits: readonly string[]; readonly of: string }
  | { readonly issue: Issue };

/** As render; what the rows do not say yet leaves those that take it out of the graph, and names them in `waiting`. */
export function renderPassing(
  appfile: Appfile,
  environment: Environment,
  types: ReadonlyMap<string, ResourceSchema>,
  rows: ReadonlyMap<string, Row>,
): Rendering {
  if (!passes(appfile)) return render(appfile, environment, types);
  const complete = new Map<string, AppfileComponent>();
  for (const component of appfile.components)
    if ((component.passing?.inputs.length ?? 0) === 0) complete.set(component.name, component);
  for (;;) {
    // The placeholders of those that wait are seen by nobody: who looks at one that waits, waits too.
    const held = heldBy(appfile, complete);
    const components = appfile.components.flatMap(({ name }) => (held.has(name) ? [] : (complete.get(name) ?? [])));
    const some = { ...appfile, components };
    const rendered = render(some, environment, types);
    if (hasErrors(rendered.issues)) return rendered;
    const issues: Issue[] = [];
    const given = outputsOf(some, environment, types, rendered.graph, rows, issues);
    const waiting: Waiting[] = [];
    let more = false;
    for (const component of appfile.components) {
      const { name, definition } = component;
      if (!complete.has(name)) {
        const filled = fill(component, given, issues);
        if ('waits' in filled) waiting.push({ component: name, type: definition.name, ...filled.waits });
        else {
          complete.set(name, filled.component);
          more = true;
        }
      } else if (held.has(name)) {
        const on = held.get(name) ?? '';
        waiting.push({ component: name, type: definition.name, reason: `It waits for ${on}`, rows: [placeOf(on)] });
      }
    }
    if (hasErrors(issues)) return { graph: rendered.graph, issues: [...rendered.issues, ...issues] };
    if (more) continue;
    return { ...rendered, graph: waiting.length === 0 ? rendered.graph : { ...rendered.graph, waiting } };
  }
}

/** Whether these rows make another graph of the application. */
export function passedAnew(
  appfile: Appfile,
  before: ResourceGraph,
  environment: Environment,
  types: ReadonlyMap<string, ResourceSchema>,
  rows: ReadonlyMap<string, Row>,
): boolean {
  if (!passes(appfile)) return false;
  const { graph, issues } = renderPassing(appfile, environment, types, rows);
  return hasErrors(issues) || !equal(trusted<Json>(graph), trusted<Json>(before));
}

function passes(appfile: Appfile): boolean {
  return appfile.components.some(({ passing }) => passing !== undefined);
}

/** What stands for a component that waits among the rows. */
export function placeOf(component: string): string {
  return `${target}/${component}`;
}

/** Complete components that come after one that waits, or look at it; each with that one. */
function heldBy(appfile: Appfile, complete: ReadonlyMap<string, AppfileComponent>): ReadonlyMap<string, string> {
  const held = new Map<string, string>();
  const waits = (name: string): boolean => !complete.has(name) || held.has(name);
  for (let before = -1; before !== held.size; ) {
    before = held.size;
    for (const component of complete.values()) {
      if (held.has(component.name)) continue;
      const others = appfile.components.map(({ name }) => name).filter(name => name !== component.name && waits(name));
      const on = others.find(name => component.dependsOn.includes(name) || looksAt(component, name));
      if (on !== undefined) held.set(component.name, on);
    }
  }
  return held;
}

function looksAt(component: AppfileComponent, name: string): boolean {
  if (!readsLinks([component])) return false;
  return [component.parameter, ...component.traits.map(trait => trait.parameter)].some(value => mentions(value, name));
}

function mentions(value: Json, name: string): boolean {
  if (typeof value === 'string') return value === name;
  if (isObject(value)) return Object.values(value).some(inner => mentions(inner ?? null, name));
  return listOf(value).some(inner => mentions(inner, name));
}

/** The outputs of the components of a graph, by name. */
function outputsOf(
  appfile: Appfile,
  environment: Environment,
  types: ReadonlyMap<string, ResourceSchema>,
  graph: ResourceGraph,
  rows: ReadonlyMap<string, Row>,
  issues: Issue[],
): ReadonlyMap<string, Given> {
  const givers = appfile.components.filter(({ passing }) => (passing?.outputs.length ?? 0) > 0);
  const context = (name: string): JsonObject => objectOf(contextOf(appfile, environment, name));
  const variablesOf = ({ name, parameter }: AppfileComponent) => ({ parameter, context: context(name), environment });
  const links = linksOf(givers.map(escaped), variablesOf, target, issues);
  const resources = new Map(graph.resources.map(resource => [stem(resource.key), resource]));
  const look = looking(new Map(graph.resources.map(resource => [resource.key, resource])), types, rows);
  const given = new Map<string, Given>();
  for (const { name, index, passing } of givers)
    for (const [j, output] of (passing?.outputs ?? []).entries()) {
      const at = `/spec/components/${index}/outputs/${j}/valueFrom`;
      const source = sourceOf(output.valueFrom);
      if (source === undefined) continue;
      const value =
        source.kind === 'literal'
          ? source.value
          : source.kind === 'context'
            ? context(name)[source.name]
            : named(
                objectOf(objectOf(links[name]).link)[source.name] ?? null,
                place => resources.get(place)?.key ?? place,
              );
      const absent = problem('OutputAbsent', at, `${name} has no ${output.valueFrom} as it is configured`);
      given.set(
        output.name,
        value === undefined || value === null ? { issue: absent } : look(value, name, output.valueFrom, at),
      );
    }
  return given;
}

/** What the rows say of a value. */
function looking(
  resources: ReadonlyMap<string, GraphResource>,
  types: ReadonlyMap<string, ResourceSchema>,
  rows: ReadonlyMap<string, Row>,
): (value: Json, component: string, what: string, at: string) => Given {
  const settled = (key: string): Row | undefined => {
    const row = rows.get(key);
    return row?.phase === 'live' || row?.phase === 'done' ? row : undefined;
  };
  const plain: Lookup = (key, attribute) => settled(key)?.attributes[attribute];
  /** An attribute that an update may change is not known while one is due. */
  const due = (key: string): boolean => {
    const row = settled(key);
    const resource = resources.get(key);
    if (row?.applied === undefined || resource === undefined || row.intended !== undefined) return true;
    return compare(resource.properties, row.applied, plain) !== 'same';
  };
  const lookup: Lookup = (key, attribute) => {
    const volatile = types.get(resources.get(key)?.type ?? '')?.volatile?.includes(attribute) === true;
    return volatile && due(key) ? undefined : plain(key, attribute);
  };
  return (value, component, what, at) => {
    const found = substitute(value, lookup, false);
    if (found.known) return { value: found.value };
    const keys = [...referenced(value)];
    // What its definition leaves out as it is configured is never made.
    if (keys.some(key => !resources.has(key)))
      return { issue: problem('OutputAbsent', at, `${component} has no ${what} as it is configured`) };
    const unsaid = keys.every(key => settled(key)?.health === 'ready' && !due(key));
    if (unsaid && keys.length > 0)
      return { issue: problem('OutputAbsent', at, `AWS does not say what ${what} of ${component} is`) };
    return { waits: keys, of: `${what} of ${component} (known after apply)` };
  };
}

type Filled =
  | { readonly component: AppfileComponent }
  | { readonly waits: { readonly reason: string; readonly rows: readonly string[] } };

/** The component with its inputs in its parameters, or what the first unknown one waits for. */
function fill(component: AppfileComponent, given: ReadonlyMap<string, Given>, issues: Issue[]): Filled {
  const { index, definition, passing } = component;
  const at = `/spec/components/${index}`;
  let properties: Json = passing?.properties ?? {};
  const taken: Input[] = [];
  for (const input of passing?.inputs ?? []) {
    const output = given.get(input.from);
    // Its component waits itself.
    if (output === undefined)
      return { waits: { reason: `It waits for ${input.from}`, rows: component.dependsOn.map(placeOf) } };
    if ('waits' in output) return { waits: { reason: `It waits for ${output.of}`, rows: output.waits } };
    if ('issue' in output) issues.push(output.issue);
    else {
      properties = withValue(properties, stepsOf(input.parameterKey) ?? [], output.value) ?? properties;
      taken.push(input);
    }
  }
  const checked = definition.parameters.validate(objectOf(properties));
  for (const issue of checked.issues) {
    const j = taken.findIndex(({ parameterKey }) =>
      issue.pointer.startsWith(pointer(...(stepsOf(parameterKey) ?? []))),
    );
    issues.push({ ...issue, pointer: j < 0 ? `${at}/properties${issue.pointer}` : `${at}/inputs/${j}` });
  }
  return { component: { ...component, parameter: checked.value } };
}
