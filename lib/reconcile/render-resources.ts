/** The resources of one definition for one component: which of them there are, then what each is. */
import type { CompiledDefinition, CompiledResource } from '../definition/definition.ts';
import { type Issue, problem } from '../errors.ts';
import { type Json, objectOf } from '../json.ts';
import type { ResourceSchema } from '../resource/resource.ts';
import { bind, type Sees } from '../template/direct-value.ts';
import type { Values } from '../template/template.ts';
import { blame, type DraftRow, noRow, taken } from './render-row.ts';

export type RowOf = Values['row'];

/** Who asks for the resources. */
export interface Asker {
  readonly definition: CompiledDefinition;
  readonly target: string;
  readonly component: string;
  /** `type#n`, or `-` for the workload itself. */
  readonly trait: string;
  /** Where it stands in the application's document. */
  readonly at: string;
}

interface Instance {
  readonly resource: CompiledResource;
  readonly place: string;
  readonly early: Values;
}

/** Conditions, loops and keys are early: first all places are known, then properties are evaluated with references to them. */
export function renderResources(
  asker: Asker,
  { variables, bound }: Sees,
  types: ReadonlyMap<string, ResourceSchema>,
  issues: Issue[],
): { readonly rows: readonly DraftRow[]; readonly row: RowOf } {
  const early: Values = { variables, bound, row: noRow };
  const by = `${asker.definition.name} of ${asker.component}`;
  const around: Around = { asker, by, early, places: new Map(), instances: [], issues };
  for (const resource of asker.definition.resources) placeAll(resource, around);
  const { places } = around;
  const row: RowOf = (id, key) => places.get(key === undefined ? id : `${id}/${key}`);
  const rows: DraftRow[] = [];
  for (const instance of around.instances) {
    const made = rowOf(around, instance, row, types);
    if (made !== undefined) rows.push(made);
  }
  return { rows, row };
}

function rowOf(
  { asker: { definition, at, component, trait }, by, issues }: Around,
  { resource, place, early }: Instance,
  row: RowOf,
  types: ReadonlyMap<string, ResourceSchema>,
): DraftRow | undefined {
  const { id } = resource;
  const type = types.get(resource.type);
  if (type === undefined) {
    const message = `${definition.name} needs ${resource.type}, which this installation does not know`;
    issues.push(problem('UnknownType', at, message));
    return undefined;
  }
  const { variables, bound } = early;
  const evaluated = resource.properties.evaluate({ variables, bound, row });
  const properties = objectOf(taken(evaluated, definition, id, at, issues));
  const shared = resource.scope === 'application';
  const unique = resource.unique?.evaluate(early);
  if (unique !== undefined && unique.issues.length > 0)
    issues.push(...blame(unique.issues, definition, `${id} unique`, at));
  return {
    place,
    type,
    component: shared ? '-' : component,
    trait: shared || trait === '-' ? '-' : definition.name,
    id,
    shared,
    unique: unique === undefined ? undefined : String(unique.value).trim(),
    properties,
    retain: retained(resource, definition, early, at, issues),
    broken: evaluated.issues.length > 0,
    key: '',
    index: 0,
    by,
    at,
  };
}

function retained(
  { id, retain }: CompiledResource,
  definition: CompiledDefinition,
  early: Values,
  at: string,
  issues: Issue[],
): boolean {
  if (retain === undefined) return false;
  const value = taken(retain.evaluate(early), definition, `${id} retain`, at, issues);
  if (value !== undefined && typeof value !== 'boolean')
    issues.push(problem('InvalidField', at, `${definition.name}: retain of ${id} is neither true nor false`));
  return value === true;
}

/** What is being placed, and where everything so far has its place, by id or `id/key`. */
interface Around {
  readonly asker: Asker;
  /** Its words for people. */
  readonly by: string;
  readonly early: Values;
  readonly places: Map<string, string>;
  readonly instances: Instance[];
  readonly issues: Issue[];
}

function placeAll(resource: CompiledResource, around: Around): void {
  const { asker, early, issues } = around;
  if (resource.loop === undefined) {
    placeOne(resource, early, around);
    return;
  }
  const { turns, issues: wrong } = resource.loop.evaluate(early);
  if (wrong.length > 0) issues.push(...blame(wrong, asker.definition, `${resource.id} $for`, asker.at));
  for (const turn of turns) placeOne(resource, { ...early, bound: bind(turn, early.bound) }, around);
}

function placeOne(resource: CompiledResource, early: Values, { asker, places, instances, issues }: Around): void {
  const { definition, at } = asker;
  if (resource.when !== undefined) {
    const when = taken(resource.when.evaluate(early), definition, `${resource.id} $if`, at, issues);
    if (when !== true) return;
  }
  const key =
    resource.key === undefined
      ? undefined
      : taken(resource.key.evaluate(early), definition, `${resource.id} key`, at, issues);
  if (resource.key !== undefined && typeof key !== 'string' && typeof key !== 'number') {
    issues.push(problem('InvalidKey', at, `${definition.name}: the key of ${resource.id} must be text`));
    return;
  }
  const name = resource.loop === undefined ? resource.id : `${resource.id}/${key}`;
  if (places.has(name)) {
    issues.push(problem('DuplicateKey', at, `${definition.name}: two ${resource.id} have the key ${key}`));
    return;
  }
  const place = placeOf(asker, resource, key);
  places.set(name, place);
  instances.push({ resource, place, early });
}

function placeOf({ target, component, trait }: Asker, resource: CompiledResource, key: Json | undefined): string {
  const parts =
    resource.scope === 'application' ? [target, '-', resource.type] : [target, component, trait, resource.id];
  if (key !== undefined) parts.push(String(key));
  return parts.join('/');
}
