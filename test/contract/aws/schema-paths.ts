/** The properties of a JSON Schema, nested ones too, as paths; and the paths that a value has. */
import { isList, isObject, type Json, type JsonObject, listOf, objectOf } from '../../../lib/json.ts';

/** `Environment`, `Environment/Variables`, `Metrics/Id`: lists do not count as a step, free maps end a path. */
export function schemaPaths(schema: JsonObject, prefix = ''): string[] {
  const found: string[] = [];
  for (const [name, inner] of Object.entries(objectOf(schema.properties))) {
    const path = prefix === '' ? name : `${prefix}/${name}`;
    found.push(path, ...schemaPaths(objectOf(inner), path));
  }
  if (schema.items !== undefined) found.push(...schemaPaths(objectOf(schema.items), prefix));
  for (const word of ['anyOf', 'oneOf', 'allOf'])
    for (const branch of listOf(schema[word])) found.push(...schemaPaths(objectOf(branch), prefix));
  return [...new Set(found)];
}

export function valuePaths(value: Json, prefix = ''): string[] {
  if (isList(value)) return value.flatMap(item => valuePaths(item, prefix));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const path = prefix === '' ? name : `${prefix}/${name}`;
    return [path, ...valuePaths(inner, path)];
  });
}
