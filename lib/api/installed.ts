/** The definitions that are installed, as the applications of a namespace see them. */
import type { CompiledDefinition } from '../definition/definition.ts';
import { systemNamespace } from '../oam/application.ts';
import type { DefinitionKind, StoredDefinition } from '../ports.ts';
import type { ApiDeps } from './deps.ts';

const kinds: readonly DefinitionKind[] = ['ComponentDefinition', 'TraitDefinition', 'PolicyDefinition'];
/** Objects that the store reads at once. */
const pageSize = 500;

/** What can no longer be admitted is left out: no application can use it. */
export async function installedDefinitions(deps: ApiDeps, namespace: string): Promise<readonly CompiledDefinition[]> {
  const places = [...new Set([namespace, systemNamespace])];
  const stored = await Promise.all(kinds.flatMap(kind => places.map(place => storedIn(deps, kind, place))));
  const catalog = deps.pipeline.catalog(stored.flat());
  return kinds.flatMap(kind =>
    catalog.names(kind, namespace).flatMap(name => catalog.find(kind, name, namespace) ?? []),
  );
}

async function storedIn({ store }: ApiDeps, kind: DefinitionKind, namespace: string): Promise<StoredDefinition[]> {
  const found: StoredDefinition[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.list(kind, namespace, { limit: pageSize, ...(cursor === undefined ? {} : { cursor }) });
    for (const { key, desired, definition } of page.items)
      if (definition !== undefined) found.push({ ...key, kind, ...definition, document: desired.document });
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found;
}
