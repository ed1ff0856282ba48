/** The definitions that some applications need, read from the store in few requests. */
import type { Catalog } from '../definition/definition.ts';
import { OamError } from '../errors.ts';
import { type JsonObject, listOf, objectOf, textOf, trusted } from '../json.ts';
import { systemNamespace } from '../oam/application.ts';
import type { DefinitionKind, DefinitionRef, StoredDefinition } from '../ports.ts';
import type { Environment } from '../reconcile/appfile.ts';
import { refsOf as refsOfApplication } from '../reconcile/refs.ts';
import type { ApiDeps } from './deps.ts';

/** The target every application has today. */
export const target = 'local';
/** DynamoDB reads 100 items at once; one is the environment. */
const refsAtOnce = 99;

export interface Loaded {
  readonly catalog: Catalog;
  readonly environment: Environment;
}

/** What an application asks for by name. */
export interface Need {
  readonly namespace: string;
  readonly document: JsonObject;
}

/** `fresh` are definitions of the same request, which hide stored ones; `pinned` are the only revisions to use (rollback). */
export async function loadCatalog(
  deps: ApiDeps,
  needs: readonly Need[],
  fresh: readonly StoredDefinition[] = [],
  pinned?: readonly DefinitionRef[],
): Promise<Loaded> {
  const stored: StoredDefinition[] = [];
  let environment: JsonObject | undefined;
  async function fetch(refs: readonly DefinitionRef[]): Promise<void> {
    for (let from = 0; from === 0 || from < refs.length; from += refsAtOnce) {
      const answer = await deps.store.catalog(refs.slice(from, from + refsAtOnce), target);
      environment = answer.environment;
      stored.push(...answer.definitions);
    }
  }
  await fetch(pinned ?? refsOf(needs));
  if (environment === undefined) {
    const message = 'This installation is not finished: its environment row is missing. Run its resync function';
    throw new OamError('Unavailable', message);
  }
  const catalog = deps.pipeline.catalog([...stored, ...fresh]);
  const missing = needs
    .flatMap(typesOf)
    .filter(({ kind, name, namespace }) => catalog.find(kind, name, namespace) === undefined);
  const written = await namesOf(deps, missing);
  const names: Catalog['names'] = (kind, namespace) => [
    ...new Set([...catalog.names(kind, namespace), ...(written.get(`${kind}#${namespace}`) ?? [])]),
  ];
  return { catalog: { ...catalog, names }, environment: trusted<Environment>(environment) };
}

interface Named {
  readonly kind: DefinitionKind;
  readonly namespace: string;
  /** As the author writes it: `name`, `namespace/name`, `name@v2`. */
  readonly name: string;
}

function typesOf({ namespace, document }: Need): Named[] {
  const { components: parts, policies } = objectOf(document.spec);
  const components = listOf(parts).map(objectOf);
  const ofPolicies = listOf(policies).map(policy => ({
    kind: 'PolicyDefinition' as const,
    name: textOf(objectOf(policy).type),
  }));
  const types: Omit<Named, 'namespace'>[] = components.flatMap(component => [
    { kind: 'ComponentDefinition' as const, name: textOf(component.type) },
    ...listOf(component.traits).map(trait => ({
      kind: 'TraitDefinition' as const,
      name: textOf(objectOf(trait).type),
    })),
  ]);
  return [...types, ...ofPolicies].filter(({ name }) => name !== '').map(type => ({ ...type, namespace }));
}

/** Where each of their types may be, once. */
function refsOf(needs: readonly Need[]): DefinitionRef[] {
  const refs = needs.flatMap(need => {
    const metadata = { name: '', namespace: need.namespace, labels: {}, annotations: {} };
    const types = typesOf(need);
    const used = { name: '', properties: {}, dependsOn: [] };
    const traits = types
      .filter(({ kind }) => kind === 'TraitDefinition')
      .map(({ name }) => ({ type: name, properties: {} }));
    const components = types
      .filter(({ kind }) => kind === 'ComponentDefinition')
      .map(({ name }) => ({ ...used, type: name, traits: [] }));
    const policies = types
      .filter(({ kind }) => kind === 'PolicyDefinition')
      .map(({ name }, index) => ({ index, type: name, properties: {} }));
    return refsOfApplication({ metadata, components: [...components, { ...used, type: '', traits }], policies });
  });
  return [...new Map(refs.map(ref => [JSON.stringify(ref), ref])).values()].filter(({ name }) => name !== '');
}

/** Names to suggest, read only where something is missing. */
async function namesOf(deps: ApiDeps, missing: readonly Named[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const names = new Map<string, readonly string[]>();
  for (const { kind, namespace } of missing) {
    const slot = `${kind}#${namespace}`;
    if (names.has(slot)) continue;
    const pages = [...new Set([namespace, systemNamespace])].map(place => deps.store.list(kind, place, { limit: 500 }));
    names.set(
      slot,
      (await Promise.all(pages)).flatMap(({ items }) => items.map(({ key }) => key.name)),
    );
  }
  return names;
}
