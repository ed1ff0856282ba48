/** Words that the workloads' JSON Schemas share. `x-list-key` says by which property a list is merged, `x-late` where a reference may stand. */
import type { JsonObject } from '../json.ts';

export const text: JsonObject = { type: 'string' };
export const name: JsonObject = { type: 'string', minLength: 1 };
export const texts: JsonObject = { type: 'array', items: text };
export const labels: JsonObject = { type: 'object', additionalProperties: text };

/** A text that AWS may say later. */
export const lateText: JsonObject = { type: 'string', 'x-late': true };

export function whole(minimum: number, maximum?: number): JsonObject {
  return { type: 'integer', minimum, ...(maximum === undefined ? {} : { maximum }) };
}

/** An object that has these properties and no others. */
export function record(properties: JsonObject, required: readonly string[] = []): JsonObject {
  return { type: 'object', additionalProperties: false, properties, ...(required.length > 0 ? { required } : {}) };
}

/** A list whose entries are found again by `key`. */
export function keyed(key: string, properties: JsonObject, required: readonly string[] = []): JsonObject {
  return { type: 'array', 'x-list-key': key, items: record(properties, [key, ...required]) };
}

/** A value, or `{$initial: value}`: what it is at first, when auto scaling owns it afterwards. */
export function initially(value: JsonObject): JsonObject {
  return { anyOf: [value, record({ $initial: value }, ['$initial'])] };
}

/** What the workload may do: verbs of other components' `grants`, found by `<component>-<verb>`. */
export const grants: JsonObject = keyed(
  'id',
  { id: name, actions: texts, resources: { type: 'array', items: lateText } },
  ['actions', 'resources'],
);
