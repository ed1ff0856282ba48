/** A document without what was found wrong in its shape, so that the later steps can find what else is wrong. Never stored. */
import type { Issue } from '../errors.ts';
import { isList, isObject, type Json, type JsonObject, objectOf, segments } from '../json.ts';

/** Fields without which nothing can be said about the rest. */
const needed = new Set(['apiVersion', 'kind', 'metadata', 'spec', 'components', 'name', 'type']);

export function prune(document: JsonObject, issues: readonly Issue[], namespace: string): JsonObject {
  const errors = issues.filter(issue => issue.severity === 'error');
  const pruned = errors.reduce<Json>((left, { pointer }) => without(left, cut(pointer)), document);
  const faulty = errors.some(({ pointer }) => pointer.startsWith('/metadata'));
  return faulty ? { ...objectOf(pruned), metadata: { name: 'unnamed', namespace } } : objectOf(pruned);
}

/** The path to the field that holds the fault: items of lists stay, or the pointers of the others would shift. */
function cut(pointer: string): string[] {
  const path = segments(pointer);
  while (path.length > 0 && /^\d+$/.test(path.at(-1) ?? '')) path.pop();
  return path;
}

function without(value: Json, [head, ...rest]: readonly string[]): Json {
  if (head === undefined) return value;
  if (isList(value)) return value.map((item, index) => (String(index) === head ? without(item, rest) : item));
  const inner = isObject(value) ? value[head] : undefined;
  if (inner === undefined) return value;
  if (rest.length > 0) return { ...objectOf(value), [head]: without(inner, rest) };
  if (needed.has(head)) return value;
  const { [head]: _, ...others } = objectOf(value);
  return others;
}
