/** The frame of a built-in trait's document. */
import type { JsonObject } from '../../../json.ts';

interface TraitSpec {
  readonly appliesTo?: readonly string[];
  readonly conflictsWith?: readonly string[];
  readonly single?: boolean;
  readonly cel: JsonObject;
}

/** A trait as an operator would post it; it sits on containers unless it says more. */
export function traitOf(name: string, description: string, spec: TraitSpec): JsonObject {
  return {
    ...head(name, description),
    spec: {
      appliesToWorkloads: spec.appliesTo ?? ['container'],
      ...(spec.conflictsWith === undefined ? {} : { conflictsWith: spec.conflictsWith }),
      ...(spec.single === undefined ? {} : { single: spec.single }),
      schematic: { cel: spec.cel },
    },
  };
}

/** A trait that AWS cannot have; `sentence` says so and names the AWS way. */
export function refusedTrait(name: string, description: string, sentence: string): JsonObject {
  return { ...head(name, description), spec: { refused: sentence } };
}

function head(name: string, description: string): JsonObject {
  return {
    apiVersion: 'core.oam.dev/v1beta1',
    kind: 'TraitDefinition',
    metadata: { name, namespace: 'lateen-system', annotations: { 'definition.oam.dev/description': description } },
  };
}
