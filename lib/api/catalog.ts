/** The definitions that some applications need: read from the store in few requests, compiled once per hash. */
import type { Catalog, CompiledDefinition } from '../definition/definition.ts';
import { type Issue, OamError, under } from '../errors.ts';
import { type JsonObject, listOf, objectOf, textOf, trusted } from '../json.ts';
import { systemNamespace } from '../oam/application.ts';
import type { DefinitionKind, DefinitionRef, StoredDefinition } from '../ports.ts';
import type { Environment } from '../reconcile/appfile.ts';
import type { ApiDeps } from './deps.ts';

/** The target every application has today. */
export const target = 'local';
/** DynamoDB reads 100 items at once; one is the environment. */
const refsAtOnce = 99;

export interface Loaded {
  readonly catalog: Catalog;
  readonly environment: Environment;
  /** Stored definitions that this version can no longer compile. */
  readonly broken: readonly Issue[];
}

/** What an application asks for by name. */
interface Needs {
  readonly namespace: string;
  readonly document: JsonObject;
}

type Compile = (definition: StoredDefinition) => CompiledDefinition | undefined;

/** `fresh` are definitions of the same request, which hide stored ones; `pinned` are the only revisions to use (rollback). */
export async function loadCatalog(
  deps: ApiDeps,
  needs: readonly Needs[],
  fresh: readonly CompiledDefinition[] = [],
  pinned?: readonly DefinitionRef[],
): Promise<Loaded> {
  const found = new Map<string, CompiledDefinition>();
  const broken: Issue[] = [];
  const compile: Compile = definition => {
    const { value, issues } = deps.pipeline.admit(definition);
    const name = `${definition.kind} ${definition.namespace}/${definition.name}`;
    if (value === undefined) {
      broken.push(...under('', issues).map(issue => ({ ...issue, message: `${name}: ${issue.message}` })));
    }
    return value;
  };
  let environment: JsonObject | undefined;
  async function fetch(refs: readonly DefinitionRef[]): Promise<void> {
    for (let from = 0; from === 0 || from < refs.length; from += refsAtOnce) {
      const answer = await deps.store.catalog(refs.slice(from, from + refsAtOnce), target);
      environment = answer.environment;
      for (const stored of answer.definitions) {
        const compiled = compile(stored);
        if (compiled !== undefined) found.set(keyOf(compiled.kind, compiled.namespace, compiled.name), compiled);
      }
    }
  }
  if (pinned !== undefined) await fetch(pinned);
  else await fetch(refsOf(needs.flatMap(typesOf)));
  for (const definition of fresh) found.set(keyOf(definition.kind, definition.namespace, definition.name), definition);
  const find: Catalog['find'] = (kind, name, namespace) =>
    found.get(keyOf(kind, namespace, name)) ?? found.get(keyOf(kind, systemNamespace, name));
  if (pinned === undefined) {
    const lowerings = needs.flatMap(need =>
      typesOf(need).flatMap(({ kind, namespace, name }) => {
        const workload = kind === 'ComponentDefinition' ? find(kind, name, namespace)?.workloadType : undefined;
        if (workload === undefined || find('WorkloadDefinition', workload, namespace) !== undefined) return [];
        return [{ kind: 'WorkloadDefinition' as const, namespace, name: workload }];
      }),
    );
    if (lowerings.length > 0) await fetch(refsOf(lowerings));
  }
  if (environment === undefined) {
    const message = 'This installation is not finished: its environment row is missing. Run its resync function';
    throw new OamError('Unavailable', message);
  }
  const missing = needs
    .flatMap(typesOf)
    .filter(({ kind, name, namespace }) => find(kind, name, namespace) === undefined);
  const names = await namesOf(deps, missing, found);
  return {
    catalog: { find, names: (kind, namespace) => names.get(`${kind}#${namespace}`) ?? [] },
    environment: trusted<Environment>(environment),
    broken,
  };
}

interface Named {
  readonly kind: DefinitionKind;
  readonly namespace: string;
  readonly name: string;
}

function keyOf(kind: DefinitionKind, namespace: string, name: string): string {
  return `${kind}#${namespace}/${name}`;
}

function typesOf({ namespace, document }: Needs): Named[] {
  const components = listOf(objectOf(document.spec).components).map(objectOf);
  const types = components.flatMap(component => [
    { kind: 'ComponentDefinition' as const, name: textOf(component.type) },
    ...listOf(component.traits).map(trait => ({
      kind: 'TraitDefinition' as const,
      name: textOf(objectOf(trait).type),
    })),
  ]);
  return types.filter(({ name }) => name !== '').map(type => ({ ...type, namespace }));
}

/** Each once, in the namespace and in the system's. */
function refsOf(named: readonly Named[]): DefinitionRef[] {
  const refs = new Map<string, DefinitionRef>();
  for (const { kind, namespace, name } of named) {
    for (const place of [namespace, systemNamespace]) {
      refs.set(keyOf(kind, place, name), { kind, namespace: place, name });
    }
  }
  return [...refs.values()];
}

/** Names to suggest, read only where something is missing. */
async function namesOf(
  deps: ApiDeps,
  missing: readonly Named[],
  found: ReadonlyMap<string, CompiledDefinition>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const names = new Map<string, readonly string[]>();
  for (const { kind, namespace } of missing) {
    const slot = `${kind}#${namespace}`;
    if (names.has(slot)) continue;
    const seen = new Set<string>();
    for (const place of new Set([namespace, systemNamespace])) {
      const { items } = await deps.store.list(kind, place, { limit: 500 });
      for (const { key } of items) seen.add(key.name);
    }
    for (const definition of found.values()) {
      if (definition.kind === kind && [namespace, systemNamespace].includes(definition.namespace))
        seen.add(definition.name);
    }
    names.set(slot, [...seen].sort());
  }
  return names;
}
