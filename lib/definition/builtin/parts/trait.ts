/** The frame of a built-in trait's document. */
import type { JsonObject } from '../../../json.ts';
import { documentOf } from './document.ts';

interface TraitSpec {
  readonly appliesTo?: readonly string[];
  readonly conflictsWith?: readonly string[];
  readonly single?: boolean;
  readonly cel: JsonObject;
}

/** A trait as an operator would post it; it sits on containers unless it says more. */
export function traitOf(name: string, description: string, spec: TraitSpec): JsonObject {
  return documentOf('TraitDefinition', name, description, {
    appliesToWorkloads: spec.appliesTo ?? ['container'],
    ...(spec.conflictsWith === undefined ? {} : { conflictsWith: spec.conflictsWith }),
    ...(spec.single === undefined ? {} : { single: spec.single }),
    schematic: { cel: spec.cel },
  });
}

/** A trait that AWS cannot have; `sentence` says so and names the AWS way. */
export function refusedTrait(name: string, description: string, sentence: string): JsonObject {
  return documentOf('TraitDefinition', name, description, { refused: sentence });
}
