/** The frame of every built-in document: what an operator would write above its spec. */
import type { JsonObject } from '../../../json.ts';

type Kind = 'ComponentDefinition' | 'PolicyDefinition' | 'TraitDefinition' | 'WorkloadDefinition';

export function documentOf(kind: Kind, name: string, description: string, spec: JsonObject): JsonObject {
  return {
    apiVersion: 'core.oam.dev/v1beta1',
    kind,
    metadata: { name, namespace: 'lateen-system', annotations: { 'definition.oam.dev/description': description } },
    spec,
  };
}
