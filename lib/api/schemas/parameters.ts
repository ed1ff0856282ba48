/** The parameters of one definition as a schema that stands beside others: closed, its references moved, the words of Lateen said in prose. */
import type { CompiledDefinition } from '../../definition/definition.ts';
import { saysKeyword } from '../../definition/schema-says.ts';
import { closed } from '../../definition/schema-shape.ts';
import { isList, isObject, type Json, type JsonObject, listOf, objectOf, textOf } from '../../json.ts';

/** `at` is the pointer of the place it gets in the whole document. */
export function parametersAt(definition: CompiledDefinition, at: string): JsonObject {
  const { description, ...schema } = closed(definition.parameters.schema);
  return objectOf(said({ description: description ?? definition.description, ...schema }, at));
}

/** The same where other components may give parameters by `inputs`: nothing is missing. */
export function openParametersAt(definition: CompiledDefinition, at: string): JsonObject {
  return objectOf(opened(parametersAt(definition, at)));
}

function opened(value: Json): Json {
  if (isList(value)) return value.map(opened);
  if (!isObject(value)) return value;
  const made: Record<string, Json> = {};
  for (const [keyword, inner] of Object.entries(value)) {
    if (named.includes(keyword) && isObject(inner))
      made[keyword] = Object.fromEntries(Object.entries(inner).map(([name, schema]) => [name, opened(schema)]));
    else if (keyword === 'oneOf') made.anyOf = opened(inner);
    else if (!demanding.includes(keyword)) made[keyword] = values.includes(keyword) ? inner : opened(inner);
  }
  return made;
}

/** Whether some parameter has to be given. */
export function demands(definition: CompiledDefinition): boolean {
  const { required } = definition.parameters.schema;
  return isList(required) && required.length > 0;
}

/** What `x-says` says of a parameter that is given, as one sentence. */
export function sayingOf(schema: JsonObject): string {
  const { message, hint } = objectOf(schema[saysKeyword]);
  return [message, hint].map(textOf).filter(Boolean).join(': ');
}

/** Keywords of our own go; values (`default`, `enum`, `const`, `examples`) are no schemas and stay as they are. */
function said(value: Json, at: string): Json {
  if (isList(value)) return value.map(item => said(item, at));
  if (!isObject(value)) return value;
  const made: Record<string, Json> = {};
  for (const [keyword, inner] of Object.entries(value)) {
    if (keyword === '$ref' && typeof inner === 'string') made.$ref = `#${at}${inner.slice(1)}`;
    else if (named.includes(keyword) && isObject(inner))
      made[keyword] = Object.fromEntries(Object.entries(inner).map(([name, schema]) => [name, said(schema, at)]));
    else if (values.includes(keyword)) made[keyword] = inner;
    else if (!keyword.startsWith('x-')) made[keyword] = said(inner, at);
  }
  // Editors offer nothing where so many properties stand already, and they count the one that is being written.
  const { maxProperties } = made;
  if (maxProperties !== undefined && made.properties !== undefined) {
    delete made.maxProperties;
    made.allOf = [...listOf(made.allOf), { maxProperties }];
  }
  const saying = sayingOf(value);
  if (saying !== '') made.description = [textOf(value.description), saying].filter(Boolean).join('. ');
  return made;
}

/** Keywords whose members are named by the author: none of them is a keyword. */
const named: readonly string[] = ['properties', 'patternProperties', '$defs', 'dependentSchemas'];
const values: readonly string[] = ['default', 'enum', 'const', 'examples', 'required', 'dependentRequired'];
const demanding: readonly string[] = ['required', 'dependentRequired', 'minProperties', 'minItems'];
