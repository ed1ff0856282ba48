/** The leaves of a document: where they are, and another value for each that its schema allows, to see that none is ignored. */
import { builtins } from '../../lib/definition/builtin/list.ts';
import type { Issue } from '../../lib/errors.ts';
import { at, isList, isObject, type Json, type JsonObject, listOf, objectOf, pointer, textOf } from '../../lib/json.ts';

/** Pointers to everything that holds nothing else. */
export function leavesOf(value: Json, path: string): string[] {
  if (isList(value) && value.length > 0) return value.flatMap((item, i) => leavesOf(item, path + pointer(i)));
  if (isObject(value) && Object.keys(value).length > 0)
    return Object.entries(value).flatMap(([name, item]) => leavesOf(item, path + pointer(name)));
  return [path];
}

/** Another value for a leaf of an application: one that is taken, or else that the schema of its definition allows where that is a built-in. */
export function otherAt(document: JsonObject, path: string, takes: (value: Json) => boolean = () => true): Json {
  const [, owner = '', inside = ''] = /^(.*?)\/properties(\/.*)?$/.exec(path) ?? [];
  const kind = owner.includes('/traits/') ? 'TraitDefinition' : 'ComponentDefinition';
  const type = textOf(objectOf(at(document, owner)).type);
  const definition = builtins.find(one => one.kind === kind && objectOf(one.metadata).name === type);
  let schema = objectOf(at(definition ?? {}, '/spec/schematic/cel/parameters'));
  for (const step of inside.split('/').slice(1)) schema = partOf(schema, step);
  const others = othersThan(at(document, path), schema);
  return others.find(takes) ?? others[0] ?? null;
}

function partOf(schema: JsonObject, step: string): JsonObject {
  const own = objectOf(schema.properties)[step.replaceAll('~1', '/').replaceAll('~0', '~')];
  return objectOf(own ?? (/^\d+$/.test(step) ? schema.items : undefined) ?? schema.additionalProperties);
}

/** Other values of the same kind; where the schema says nothing, what is near. */
function othersThan(value: Json | undefined, schema: JsonObject): Json[] {
  if (schema.enum !== undefined)
    return listOf(schema.enum)
      .filter(one => one !== value)
      .toReversed();
  if (typeof value === 'boolean') return [!value];
  if (typeof value === 'number')
    return Number.isInteger(value) ? [value + 1, value - 1, value * 2, value + 8] : [value / 2];
  const text = textOf(value);
  if (/^[0-9a-f]{64}$/.test(text)) return [text.replaceAll(/./g, text.startsWith('b') ? 'a' : 'b')];
  // Something in the middle, so that units and endings stay what they are.
  const numbers = text.replace(/\d+/, digits => String(Number(digits) + 1));
  const letters = text.replace(/[a-z](?=[^a-z]*$)/, letter => (letter === 'y' ? 'z' : 'y'));
  const near = /^\d/.test(text) ? [numbers, `${text}x`] : [`${text}x`, numbers];
  return [...near, letters].filter(one => one !== text);
}

/** What is said against a document, by code. */
export function refusalsOf(issues: readonly Issue[]): string {
  return issues
    .filter(issue => issue.severity === 'error')
    .map(issue => issue.code)
    .join(' ');
}
