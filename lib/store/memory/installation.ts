/** What belongs to the installation and to no object: environments, who may do what, definitions as both sides read them. */
import type { JsonObject } from '../../json.ts';
import type { DefinitionRef, StoredDefinition } from '../../ports.ts';
import type { Access } from '../desired.ts';
import { copy, type Partitions, read } from './partitions.ts';

export interface Installation {
  catalog(
    refs: readonly DefinitionRef[],
    target: string,
  ): { readonly definitions: readonly StoredDefinition[]; readonly environment: JsonObject | undefined };
  access(): readonly Access[];
  install(target: string, facts: JsonObject, access: readonly Access[]): void;
  environments(): Record<string, JsonObject>;
}

export function createInstallation(partitions: Partitions): Installation {
  const environments = new Map<string, string>();
  const principals = new Map<string, Access>();
  return {
    catalog(refs, target) {
      const definitions: StoredDefinition[] = [];
      const asked = new Set<string>();
      for (const ref of refs) {
        const name = `${ref.kind}#${ref.namespace}/${ref.name}#${ref.revision ?? ''}`;
        if (asked.has(name)) continue;
        asked.add(name);
        const found = definitionOf(partitions, ref);
        if (found !== undefined) definitions.push(found);
      }
      const environment = environments.get(target);
      return { definitions, environment: environment === undefined ? undefined : read<JsonObject>(environment) };
    },
    access: () => [...principals].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, access]) => copy(access)),
    install(target, facts, access) {
      environments.set(target, JSON.stringify(facts));
      for (const one of access) principals.set(one.principal, copy(one));
    },
    environments: () => Object.fromEntries([...environments].map(([target, text]) => [target, read<JsonObject>(text)])),
  };
}

function definitionOf(partitions: Partitions, ref: DefinitionRef): StoredDefinition | undefined {
  const partition = partitions.find(ref);
  if (ref.revision !== undefined) {
    const text = partition?.revisions.get(ref.revision);
    return text === undefined ? undefined : read<StoredDefinition>(text);
  }
  if (partition?.desired === undefined || partition.definition === undefined) return undefined;
  const { kind, namespace, name } = ref;
  return { kind, namespace, name, ...partition.definition, document: copy(partition.desired.document) };
}
