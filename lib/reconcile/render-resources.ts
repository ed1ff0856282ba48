/** The resources of one definition for one component: which of them there are, then what each is. */
import type { CompiledDefinition, CompiledResource } from '../definition/definition.ts';
import { type Issue, problem } from '../errors.ts';
import type { Json } from '../json.ts';
import { objectOf } from '../json.ts';
import type { ResourceSchema } from '../resource/resource.ts';
import type { Values } from '../template/template.ts';
import { blame, type DraftRow, taken } from './render-row.ts';

export type Variables = Readonly<Record<string, Json>>;
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
  readonly variables: Variables;
}

/** Conditions, loops and keys are early: first all places are known, then properties are evaluated with references to them. */
export function renderResources(
  asker: Asker,
  variables: Variables,
  types: ReadonlyMap<string, ResourceSchema>,
  issues: Issue[],
): { readonly rows: readonly DraftRow[]; readonly row: RowOf } {
  const { definition, at, component, trait } = asker;
  const places = new Map<string, string>();
  const instances = definition.resources.flatMap(resource => instancesOf(asker, resource, variables, places, issues));
  const row: RowOf = (id, key) => places.get(key === undefined ? id : `${id}/${key}`);
  const rows: DraftRow[] = [];
  for (const instance of instances) {
    const { id } = instance.resource;
    const type = types.get(instance.resource.type);
    if (type === undefined) {
      issues.push(
        problem(
          'UnknownType',
          at,
          `${definition.name} needs ${instance.resource.type}, which this installation does not know`,
        ),
      );
      continue;
    }
    const evaluated = instance.resource.properties.evaluate({ variables: instance.variables, row });
    const properties = objectOf(taken(evaluated, definition, id, at, issues));
    const shared = instance.resource.scope === 'application';
    const unique = instance.resource.unique?.evaluate({ variables: instance.variables, row: noRow });
    if (unique !== undefined) issues.push(...blame(unique.issues, definition, `${id} unique`, at));
    rows.push({
      place: instance.place,
      type,
      component: shared ? '-' : component,
      trait: shared || trait === '-' ? '-' : definition.name,
      id,
      shared,
      unique: unique === undefined ? undefined : String(unique.value).trim(),
      properties,
      broken: evaluated.issues.length > 0,
      key: '',
      index: 0,
      at,
    });
  }
  return { rows, row };
}

const noRow: RowOf = () => undefined;

function instancesOf(
  asker: Asker,
  resource: CompiledResource,
  variables: Variables,
  places: Map<string, string>,
  issues: Issue[],
): Instance[] {
  if (resource.loop === undefined) return instanceOf(asker, resource, variables, places, issues);
  const { turns, issues: wrong } = resource.loop.evaluate({ variables, row: noRow });
  issues.push(...blame(wrong, asker.definition, `${resource.id} $for`, asker.at));
  return turns.flatMap(turn => instanceOf(asker, resource, { ...variables, ...turn }, places, issues));
}

function instanceOf(
  asker: Asker,
  resource: CompiledResource,
  variables: Variables,
  places: Map<string, string>,
  issues: Issue[],
): Instance[] {
  const { definition, at } = asker;
  const values = { variables, row: noRow };
  if (resource.when !== undefined) {
    const when = taken(resource.when.evaluate(values), definition, `${resource.id} $if`, at, issues);
    if (when !== true) return [];
  }
  const key =
    resource.key === undefined
      ? undefined
      : taken(resource.key.evaluate(values), definition, `${resource.id} key`, at, issues);
  if (resource.key !== undefined && typeof key !== 'string' && typeof key !== 'number') {
    issues.push(problem('InvalidKey', at, `${definition.name}: the key of ${resource.id} must be text`));
    return [];
  }
  const place = placeOf(asker, resource, key);
  const name = resource.loop === undefined ? resource.id : `${resource.id}/${key}`;
  if (places.has(name)) {
    issues.push(problem('DuplicateKey', at, `${definition.name}: two ${resource.id} have the key ${key}`));
    return [];
  }
  places.set(name, place);
  return [{ resource, place, variables }];
}

function placeOf({ target, component, trait }: Asker, resource: CompiledResource, key: Json | undefined): string {
  if (resource.scope === 'application') return `${target}/-/${resource.type}/${key}`;
  return `${target}/${component}/${trait}/${resource.id}${key === undefined ? '' : `/${key}`}`;
}
