/** One component: its workload is made and patched, lowered to rows, and its traits add theirs. */
import { hasErrors, type Issue } from '../errors.ts';
import { isList, isObject, type Json, type JsonObject, listOf, objectOf } from '../json.ts';
import type { ResourceSchema } from '../resource/resource.ts';
import type { Sees, Variables } from '../template/direct-value.ts';
import type { Template } from '../template/template.ts';
import type { AppfileComponent } from './appfile.ts';
import { withLets } from './render-lets.ts';
import { type Asker, type RowOf, renderResources } from './render-resources.ts';
import { type DraftRow, taken } from './render-row.ts';
import { type Patched, renderWorkload, validate } from './render-workload.ts';

export interface Rendered {
  readonly rows: readonly DraftRow[];
  readonly endpoints: readonly { readonly component: string; readonly url: Json }[];
}

/** What all components of one application see alike. */
export interface Surroundings {
  readonly target: string;
  readonly types: ReadonlyMap<string, ResourceSchema>;
  readonly environment: JsonObject;
  readonly components: JsonObject;
  /** context, parameter and environment of a component. */
  variablesOf(component: AppfileComponent): Variables;
}

export function renderComponent(component: AppfileComponent, around: Surroundings, issues: Issue[]): Rendered {
  const at = `/spec/components/${component.index}`;
  const { definition, lowering } = component;
  const base = around.variablesOf(component);
  const shared: Variables = {
    context: base.context ?? {},
    environment: around.environment,
    components: around.components,
  };
  const found: Issue[] = [];
  const type = definition.workloadType ?? 'resources';
  const own = withLets(definition, type, { ...base, components: around.components }, at, found);
  // What rests on a let that has no value would be blamed for it.
  if (!hasErrors(found)) found.push(...validate(definition, type, own, at));
  issues.push(...found);
  if (hasErrors(found)) return { rows: [], endpoints: [] };
  const patched = renderWorkload(component, own, shared, issues);
  if (patched.broken) return { rows: [], endpoints: [] };
  const asker: Asker = {
    definition: lowering ?? definition,
    target: around.target,
    component: component.name,
    trait: '-',
    at,
  };
  const lowered = lower(
    asker,
    lowering === undefined ? own : { variables: { ...shared, workload: patched.workload } },
    around,
    issues,
  );
  if (lowered === undefined) return { rows: [], endpoints: [] };
  const rows = [...lowered.rows];
  const endpoints = [...lowered.endpoints];
  for (const { trait, at: place, sees: before, refused } of patched.traits) {
    if (refused) continue;
    const askerOf: Asker = { ...asker, definition: trait.definition, trait: trait.id, at: place };
    const { bound } = before;
    const variables = { ...before.variables, workload: patched.workload, outputs: lowered.outputs };
    const sees: Sees = { variables, bound };
    const made = renderResources(askerOf, sees, around.types, issues);
    for (const row of made.rows) rows.push(row);
    endpoints.push(...endpointsOf(trait.definition.endpoints, askerOf, sees, made.row, issues));
  }
  tagRows(rows, patched.tags);
  return { rows, endpoints };
}

/** The rows of the workload itself, what it lets traits use, and where it answers; undefined where a let has no value. */
function lower(
  asker: Asker,
  given: Sees,
  around: Surroundings,
  issues: Issue[],
): (Rendered & { readonly outputs: JsonObject; readonly row: RowOf }) | undefined {
  const { definition, at } = asker;
  const found: Issue[] = [];
  const lowers = definition.kind === 'WorkloadDefinition';
  const sees = lowers ? withLets(definition, definition.name, given.variables, at, found) : given;
  issues.push(...found);
  if (hasErrors(found)) return undefined;
  if (lowers) issues.push(...validate(definition, definition.name, sees, at));
  const { rows, row } = renderResources(asker, sees, around.types, issues);
  const outputs = objectOf(
    definition.outputs === undefined
      ? undefined
      : taken(definition.outputs.evaluate({ ...sees, row }), definition, 'outputs', at, issues),
  );
  const endpoints = endpointsOf(definition.endpoints, asker, sees, row, issues);
  return { rows, row, outputs, endpoints };
}

function endpointsOf(
  template: Template | undefined,
  asker: Asker,
  sees: Sees,
  row: RowOf,
  issues: Issue[],
): Rendered['endpoints'] {
  if (template === undefined) return [];
  const list = taken(template.evaluate({ ...sees, row }), asker.definition, 'endpoints', asker.at, issues);
  return listOf(list).flatMap(one => {
    const url = isObject(one) ? one.url : undefined;
    return url === undefined ? [] : [{ component: asker.component, url }];
  });
}

/** Tags that traits ask for, on every row of the component that AWS can tag; a shared row belongs to no component. */
function tagRows(rows: readonly DraftRow[], tags: Patched['tags']): void {
  const entries = Object.entries(tags);
  if (entries.length === 0) return;
  for (const row of rows) {
    if (row.type.tags === undefined || row.shared) continue;
    const { property, form } = row.type.tags;
    const given = row.properties[property];
    if (form === 'map') {
      row.properties = { ...row.properties, [property]: { ...objectOf(given), ...tags } };
      continue;
    }
    const others = (isList(given) ? given : []).filter(tag => !(String(objectOf(tag).Key) in tags));
    const added = entries.map(([Key, Value]) => ({ Key, Value }));
    row.properties = { ...row.properties, [property]: [...others, ...added] };
  }
}
