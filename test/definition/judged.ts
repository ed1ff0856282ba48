/** Components with traits on them, and what the built-in traits make of an application that has them. */
import { builtins } from '../../lib/definition/builtin/list.ts';
import { type JsonObject, objectOf } from '../../lib/json.ts';
import { type Containers, openContainers } from '../reconcile/container-world.ts';

export const traits: readonly JsonObject[] = builtins.filter(document => document.kind === 'TraitDefinition');

/** Containers of every kind, functions, and all traits. */
export const world: Containers = openContainers(
  builtins.filter(({ kind, metadata }) => kind === 'TraitDefinition' || objectOf(metadata).name === 'function'),
);

/** A component of a type of container, with traits. */
export function on(type: string, name: string, properties: JsonObject, ...list: readonly JsonObject[]): JsonObject {
  return { name, type, properties: { image: 'x:1', ...properties }, traits: list };
}

export function trait(type: string, properties: JsonObject = {}): JsonObject {
  return { type, properties };
}

export function errorsOf(document: JsonObject): string[] {
  return world
    .judge(document)
    .issues.filter(issue => issue.severity === 'error')
    .map(issue => `${issue.code} ${issue.pointer}`);
}
