/** Resources of a definition: each compiled in the scope of the others, compared with its type, and free of cycles. */
import { problem, under } from '../errors.ts';
import { isObject, type JsonObject, textOf } from '../json.ts';
import { fields } from '../oam/fields.ts';
import { didYouMean } from '../oam/nearest.ts';
import type { ResourceSchema } from '../resource/resource.ts';
import type { Scope } from '../template/template.ts';
import { type Compiling, compileAt, conditionAt, idCheck, loopAt, scopeOf } from './compiling.ts';
import type { CompiledResource } from './definition.ts';
import { entriesOf } from './read.ts';
import { treeIssues } from './tree-check.ts';

/** A resource as written, with its type found. */
interface Written {
  readonly id: string;
  readonly type: ResourceSchema;
  readonly entry: JsonObject;
  readonly at: string;
}

const resourceFields: readonly string[] = [
  'id',
  'type',
  'scope',
  'key',
  'unique',
  'retain',
  '$for',
  '$if',
  'properties',
];

/** `names` are the early variables; `late` says what else expressions may use (outputs, components). */
export function compileResources(
  compiling: Compiling,
  names: readonly string[],
  late: Partial<Scope>,
): { readonly resources: readonly CompiledResource[]; readonly scope: Scope['resources'] } {
  const written = readResources(compiling);
  const scope = new Map(
    written.map(({ id, type, entry }) => [
      id,
      { keyed: entry.$for !== undefined, attributes: new Set(type.attributes) },
    ]),
  );
  const resources = written.flatMap(one => compileResource(compiling, one, names, { ...late, resources: scope }));
  findCycle(compiling, resources, written);
  return { resources, scope };
}

function readResources(compiling: Compiling): Written[] {
  const { draft, issues, world } = compiling;
  const taken: string[] = [];
  return entriesOf(draft.cel, 'resources', issues).flatMap(({ entry, at }) => {
    fields(entry, at, resourceFields, issues);
    const id = textOf(entry.id);
    idCheck(compiling, id, `${at}/id`, taken);
    taken.push(id);
    const type = world.types.get(textOf(entry.type));
    if (type !== undefined) return [{ id, type, entry, at }];
    const hint = didYouMean(textOf(entry.type), world.types.keys());
    issues.push(
      problem(
        'UnknownType',
        `${at}/type`,
        `${textOf(entry.type) || 'It'} is not a resource type this installation knows`,
        hint,
      ),
    );
    return [];
  });
}

function compileResource(
  compiling: Compiling,
  { id, type, entry, at }: Written,
  names: readonly string[],
  late: Partial<Scope>,
): CompiledResource[] {
  const { issues } = compiling;
  // Conditions, loops and keys are early; the structure of outputs is known by then.
  const shape = { outputs: late.outputs ?? false };
  const loop =
    entry.$for === undefined ? undefined : loopAt(compiling, entry.$for, `${at}/$for`, scopeOf(names, shape));
  const inner = loop === undefined ? names : [...names, ...loop.names];
  const early = scopeOf(inner, shape);
  if (entry.scope !== undefined && entry.scope !== 'application')
    issues.push(problem('InvalidField', `${at}/scope`, 'scope is application, or left out'));
  const shared = entry.scope === 'application';
  if (entry.key === undefined && (shared || entry.$for !== undefined))
    issues.push(
      problem(
        'MissingKey',
        `${at}/key`,
        shared
          ? 'A resource of scope application needs a key: equal keys share it'
          : 'A repeated resource needs a key that stays the same when others come and go',
      ),
    );
  const properties = entry.properties ?? {};
  if (isObject(properties)) {
    const given = [type.name?.property ?? '', type.tags?.property ?? ''];
    const check = { root: type.schema, patch: false, given, owner: type.type };
    issues.push(...under(`${at}/properties`, treeIssues(properties, type.schema, check)));
  } else issues.push(problem('InvalidField', `${at}/properties`, 'properties must be a map'));
  const compiled = compileAt(compiling, properties, `${at}/properties`, scopeOf(inner, late));
  const when = entry.$if === undefined ? undefined : conditionAt(compiling, entry.$if, `${at}/$if`, early);
  const key = entry.key === undefined ? undefined : compileAt(compiling, entry.key, `${at}/key`, early);
  const unique = compileAt(compiling, entry.unique, `${at}/unique`, early);
  const retain = retainAt(compiling, entry.retain, `${at}/retain`, early);
  if (compiled === undefined) return [];
  const scope = shared ? 'application' : 'component';
  return [{ id, type: type.type, scope, when, loop, key, unique, retain, properties: compiled }];
}

/** `retain`: true, false or an expression; an expression's value is known, and looked at, when it is rendered. */
function retainAt(
  compiling: Compiling,
  given: JsonObject[string] | undefined,
  at: string,
  early: Scope,
): CompiledResource['retain'] {
  if (given === undefined) return undefined;
  if (typeof given !== 'boolean' && !(typeof given === 'string' && /^\$\{.*\}$/s.test(given))) {
    const hint = "retain: ${parameter.onDelete == 'retain'}";
    compiling.issues.push(problem('InvalidField', at, 'retain is true, false or an expression that is one', hint));
  }
  return compileAt(compiling, given, at, early);
}

/** References make the order in which resources are made; a circle has none. */
function findCycle(compiling: Compiling, resources: readonly CompiledResource[], written: readonly Written[]): void {
  const byId = new Map(resources.map(resource => [resource.id, resource]));
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (id: string): string[] | undefined => {
    if (path.includes(id)) return [...path.slice(path.indexOf(id)), id];
    if (done.has(id)) return undefined;
    path.push(id);
    for (const next of byId.get(id)?.properties.refers ?? []) {
      const cycle = visit(next);
      if (cycle !== undefined) return cycle;
    }
    path.pop();
    done.add(id);
    return undefined;
  };
  for (const { id, at } of written) {
    const cycle = visit(id);
    if (cycle === undefined) continue;
    compiling.issues.push(problem('ResourceCycle', at, `Resources need each other in a circle: ${cycle.join(' -> ')}`));
    return;
  }
}
