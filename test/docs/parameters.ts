/** The parameters of a definition as rows of a table: each with its place, type, default and what is said of it. */
import { sayingOf } from '../../lib/api/schemas/parameters.ts';
import { at, isObject, type Json, type JsonObject, listOf, objectOf, textOf } from '../../lib/json.ts';

/** `place` as in `env[].name`; a map's key is `<name>`. */
interface Parameter {
  readonly place: string;
  readonly schema: JsonObject;
  readonly required: boolean;
}

export function parameterTable(schema: JsonObject): string {
  const found: Parameter[] = [];
  collect(schema, schema, '', [], found);
  if (found.length === 0) return 'None.\n';
  const rows = found.map(({ place, schema: own, required }) => {
    const name = required ? `**\`${place}\`**` : `\`${place}\``;
    const preset = own.default === undefined ? '' : code(JSON.stringify(own.default));
    return `| ${name} | ${typeOf(own, schema)} | ${required ? 'required' : preset} | ${cell(told(own))} |`;
  });
  return `| parameter | type | default | |\n|---|---|---|---|\n${rows.join('\n')}\n`;
}

/** What is said of parameters that are given: refusals and warnings, by place. */
export function sayings(schema: JsonObject): readonly { readonly place: string; readonly said: JsonObject }[] {
  const found: Parameter[] = [];
  collect(schema, schema, '', [], found);
  return found.flatMap(({ place, schema: own }) =>
    isObject(own['x-says']) ? [{ place, said: objectOf(own['x-says']) }] : [],
  );
}

function collect(
  given: JsonObject,
  root: JsonObject,
  place: string,
  above: readonly JsonObject[],
  found: Parameter[],
): void {
  const schema = resolved(given, root);
  // A schema that contains itself is told once.
  if (above.includes(schema)) return;
  const inner = [...above, schema];
  const needed = listOf(schema.required);
  for (const [name, value] of Object.entries(objectOf(schema.properties))) {
    const own = resolved(objectOf(value), root);
    const here = place === '' ? name : `${place}.${name}`;
    found.push({ place: here, schema: own, required: needed.includes(name) });
    below(own, root, here, inner, found);
  }
  for (const part of ['allOf', 'anyOf', 'oneOf'])
    for (const choice of listOf(schema[part])) collect(objectOf(choice), root, place, inner, found);
}

function below(
  schema: JsonObject,
  root: JsonObject,
  place: string,
  above: readonly JsonObject[],
  found: Parameter[],
): void {
  collect(schema, root, place, above, found);
  if (isObject(schema.items)) collect(schema.items, root, `${place}[]`, above, found);
  if (isObject(schema.additionalProperties))
    collect(schema.additionalProperties, root, `${place}.<name>`, above, found);
}

function resolved(schema: JsonObject, root: JsonObject): JsonObject {
  if (typeof schema.$ref !== 'string') return schema;
  const { $ref, ...own } = schema;
  return { ...objectOf(at(root, textOf($ref).slice(1))), ...own };
}

/** In a few words: what it is, and its bounds. */
function typeOf(schema: JsonObject, root: JsonObject): string {
  const values = listOf(schema.enum);
  if (values.length > 0) return values.map(value => code(String(value))).join(', ');
  if (schema.const !== undefined) return code(JSON.stringify(schema.const));
  const types = [schema.type ?? []].flat().map(String);
  if (types.includes('array'))
    return `list of ${isObject(schema.items) ? typeOf(resolved(schema.items, root), root) : 'values'}`;
  if (types.includes('object')) {
    const { additionalProperties: values } = schema;
    return isObject(values) && schema.properties === undefined
      ? `map of ${typeOf(resolved(values, root), root)}`
      : 'map';
  }
  const choices = [...listOf(schema.anyOf), ...listOf(schema.oneOf)];
  if (types.length === 0 && choices.length > 0)
    return [...new Set(choices.map(choice => typeOf(resolved(objectOf(choice), root), root)))].join(' or ');
  const { minimum, maximum, pattern } = schema;
  const bounds = [
    minimum === undefined ? '' : ` ≥ ${String(minimum)}`,
    maximum === undefined ? '' : ` ≤ ${String(maximum)}`,
    pattern === undefined ? '' : ` ${code(textOf(pattern))}`,
  ];
  return (types.join(' or ') || 'any value') + bounds.join('');
}

function told(schema: JsonObject): string {
  return [textOf(schema.description), sayingOf(schema)].filter(Boolean).join('. ');
}

/** Code in a table: a bar would end the cell. */
function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``;
}

export function cell(value: Json | undefined): string {
  return textOf(value).replaceAll('|', '\\|').replaceAll('\n', ' ').replaceAll('<', '&lt;');
}
