/** What a row's identity is made of: its key without the hash, and the properties that cannot change in place. */
import { equal, isObject, type Json, type JsonObject } from '../json.ts';
import type { Row } from '../ports.ts';
import type { GraphResource, ResourceSchema } from '../resource/resource.ts';

/** A row key without its hash: what stays when the identity changes. */
export function stem(key: string): string {
  return key.slice(0, key.lastIndexOf('#'));
}

export function changedCreateOnly(type: ResourceSchema, resource: GraphResource, old: Row): string {
  const before = old.applied ?? old.intended ?? {};
  const names = differing(resource.properties, before).filter(name => type.createOnly.includes(name));
  return names.join(', ') || type.createOnly.join(', ');
}

export function differing(properties: Json, applied: JsonObject | undefined): string[] {
  if (!isObject(properties)) return [];
  const names = new Set([...Object.keys(properties), ...Object.keys(applied ?? {})]);
  return [...names].filter(name => !equal(properties[name], applied?.[name])).sort();
}
