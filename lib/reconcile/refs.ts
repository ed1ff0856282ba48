/** Which definitions must be loaded before an application can be resolved. */
import { placesOf } from '../definition/catalog.ts';
import type { Application } from '../oam/application.ts';
import type { DefinitionKind, DefinitionRef } from '../ports.ts';
import { workloads } from '../workload/workloads.ts';

/** Each type in each namespace where it may be, once; lowerings of all neutral workloads, since only the components' definitions
 * say which are used. */
export function refsOf(application: Application): DefinitionRef[] {
  const refs = new Map<string, DefinitionRef>();
  const { namespace } = application.metadata;
  const add = (kind: DefinitionKind, type: string): void => {
    for (const place of placesOf(type, namespace)) {
      const [name = '', version] = place.name.split('@v');
      const revision = version !== undefined && /^\d+$/.test(version) ? Number(version) : undefined;
      refs.set(`${kind} ${place.namespace}/${place.name}`, {
        kind,
        namespace: place.namespace,
        name,
        ...(revision === undefined ? {} : { revision }),
      });
    }
  };
  for (const component of application.components) {
    add('ComponentDefinition', component.type);
    for (const trait of component.traits) add('TraitDefinition', trait.type);
  }
  for (const policy of application.policies ?? []) add('PolicyDefinition', policy.type);
  for (const name of workloads.keys()) add('WorkloadDefinition', name);
  return [...refs.values()];
}
