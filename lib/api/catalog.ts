/** The definitions that some applications need, read from the store in few requests. */
import type { Catalog } from '../definition/definition.ts';
import { OamError } from '../errors.ts';
import { type JsonObject, listOf, objectOf, textOf, trusted } from '../json.ts';
import { systemNamespace } from '../oam/application.ts';
import type { DefinitionKind, DefinitionRef, StoredDefinition } from '../ports.ts';
import type { Environment } from '../reconcile/appfile.ts';
import type { ApiDeps } from './deps.ts';
import { canonicalNamespaceOf } from './namespaces.ts';

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
  const asked = needs.flatMap(typesOf);
  await fetch(pinned ?? refsOf(asked));
  const known = deps.pipeline.catalog([...stored, ...fresh]);
  if (pinned === undefined) {
    const lowerings = asked.flatMap(({ kind, namespace, name }) => {
      const type = kind === 'ComponentDefinition' ? known.find(kind, name, namespace)?.workloadType : undefined;
      return type === undefined ? [] : [{ kind: 'WorkloadDefinition' as const, namespace, name: type }];
    });
    if (lowerings.length > 0) await fetch(refsOf(lowerings));
  }
  if (environment === undefined) {
    const message = 'This installation is not finished: its environment row is missing. Run its resync function';
    throw new OamError('Unavailable', message);
  }
  const catalog = deps.pipeline.catalog([...stored, ...fresh]);
  const missing = asked.filter(({ kind, name, namespace }) => catalog.find(kind, name, namespace) === undefined);
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
    const [, place, plain = name, revision] = /^(?:([^/]*)\/)?([^/@]+)(?:@v(\d{1,9}))?$/.exec(name) ?? [];
    for (const where of place === undefined ? [namespace, systemNamespace] : [canonicalNamespaceOf(place)]) {
      const ref = { kind, namespace: where, name: plain };
      refs.set(
        `${kind} ${where}/${plain}@${revision}`,
        revision === undefined ? ref : { ...ref, revision: Number(revision) },
      );
    }
  }
  return [...refs.values()];
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
