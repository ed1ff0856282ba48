/** Turns a schema as people write it into the one that is checked: unknown properties refused, late values let through. */
import { isList, isObject, type Json, type JsonObject } from '../json.ts';

export type Late = 'nowhere' | 'marked' | 'anywhere';

/** Keywords whose value is one schema. */
export const oneSchema: readonly string[] = ['items', 'additionalProperties', 'contains', 'not', 'if', 'then', 'else'];
/** Keywords whose value is a list of schemas. */
export const listOfSchemas: readonly string[] = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];
/** Keywords whose value is a map of schemas. */
export const mapOfSchemas: readonly string[] = ['properties', 'patternProperties', '$defs', 'dependentSchemas'];
/** Keywords beside which a property may be declared elsewhere. */
export const composing: readonly string[] = ['allOf', 'anyOf', 'oneOf', 'if', '$ref', 'dependentSchemas'];
/** Below these a schema describes the same value again, so that closing it would refuse what its neighbours allow. */
const same: readonly string[] = ['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else', 'dependentSchemas'];

/** `additionalProperties: false` wherever an object lists its properties and says nothing of others. */
export function closed(schema: JsonObject): JsonObject {
  return close(schema, true);
}

function close(schema: JsonObject, whole: boolean): JsonObject {
  const inner = mapSchemas(schema, (child, keyword) => close(child, !same.includes(keyword)));
  if (!whole || schema.properties === undefined || schema.patternProperties !== undefined) return inner;
  if (schema.additionalProperties !== undefined || schema.unevaluatedProperties !== undefined) return inner;
  const keyword = composing.some(name => schema[name] !== undefined) ? 'unevaluatedProperties' : 'additionalProperties';
  return { ...inner, [keyword]: false };
}

/** True of a late value. A keyword of our own: the same in JSON Schema's words, at every property, takes ajv far longer to compile. */
export const lateKeyword = 'x-is-late';
const late: JsonObject = { [lateKeyword]: true };

/** Lets `{"$ref"}` and `{"$join"}` stand for any value below the root, or for those marked `x-late`. */
export function tolerant(schema: JsonObject, where: Late): JsonObject {
  if (where === 'nowhere') return schema;
  return mapSchemas(schema, (child, keyword) => {
    const inner = tolerant(child, where);
    if (same.includes(keyword) || keyword === '$defs') return inner;
    if (where === 'marked' && child['x-late'] !== true) return inner;
    return { if: late, else: inner };
  });
}

/** The schema with each schema directly below it replaced. */
function mapSchemas(schema: JsonObject, change: (child: JsonObject, keyword: string) => JsonObject): JsonObject {
  const made: Record<string, Json> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (oneSchema.includes(keyword) && isObject(value)) made[keyword] = change(value, keyword);
    else if (listOfSchemas.includes(keyword) && isList(value))
      made[keyword] = value.map(child => (isObject(child) ? change(child, keyword) : child));
    else if (mapOfSchemas.includes(keyword) && isObject(value))
      made[keyword] = Object.fromEntries(
        Object.entries(value).map(([name, child]) => [name, isObject(child) ? change(child, keyword) : child]),
      );
    else made[keyword] = value;
  }
  return made;
}
