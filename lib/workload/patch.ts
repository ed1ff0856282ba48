/** JSON merge patch on workloads: lists with `x-list-key` merge by that key, `null` and `$patch: delete` remove, `$patch: replace` replaces.
 * `writes` says what a patch writes, so that one trait's write over another's can be told. */
import { canonical, isList, isObject, type Json, type JsonObject, listOf, objectOf, pointer, textOf } from '../json.ts';
import { isMark, put } from '../template/data.ts';

/** The workload after the patch; the arguments are not changed. Entries of keyed lists stay in their order, new ones go to the end. */
export function mergePatch(workload: JsonObject, patch: JsonObject, schema: JsonObject): JsonObject {
  return mergeObject(workload, patch, schema);
}

function mergeValue(target: Json | undefined, patch: Json, schema: JsonObject): Json {
  if (isList(patch)) return mergeList(target, patch, schema);
  if (!isObject(patch) || isMark(patch)) return patch;
  return mergeObject(isObject(target) && !isMark(target) ? target : {}, patch, schema);
}

function mergeObject(target: JsonObject, patch: JsonObject, schema: JsonObject): JsonObject {
  const { $patch, ...changes } = patch;
  if ($patch === 'delete') return {};
  const merged: Record<string, Json> = {};
  if ($patch !== 'replace') for (const key in target) put(merged, key, target[key] ?? null);
  for (const key in changes) {
    const value = changes[key] ?? null;
    if (value === null || isDeleted(value)) delete merged[key];
    else put(merged, key, mergeValue(Object.hasOwn(merged, key) ? merged[key] : undefined, value, below(schema, key)));
  }
  return merged;
}

function isDeleted(patch: Json): boolean {
  return isObject(patch) && patch.$patch === 'delete';
}

function mergeList(target: Json | undefined, patch: readonly Json[], schema: JsonObject): readonly Json[] {
  const key = textOf(schema['x-list-key']);
  if (key === '') return patch;
  const items = objectOf(schema.items);
  // An entry that is nothing but `$patch: replace` means the whole list, as in Kubernetes.
  const whole = patch.some(entry => isObject(entry) && entry[key] === undefined && entry.$patch === 'replace');
  const merged: (Json | undefined)[] = whole ? [] : [...listOf(target)];
  for (const entry of patch) {
    if (!isObject(entry)) merged.push(entry);
    else if (entry[key] !== undefined) mergeEntry(merged, entry, key, items);
    else if (entry.$patch === undefined) merged.push(mergeObject({}, entry, items));
  }
  return merged.filter(entry => entry !== undefined);
}

function mergeEntry(merged: (Json | undefined)[], entry: JsonObject, key: string, items: JsonObject): void {
  const wanted = canonical(entry[key]);
  const found = merged.findIndex(other => isObject(other) && canonical(other[key]) === wanted);
  if (isDeleted(entry)) {
    if (found >= 0) merged[found] = undefined;
  } else if (found < 0) merged.push(mergeObject({}, entry, items));
  else merged[found] = mergeObject(objectOf(merged[found]), entry, items);
}

/** The schema of a property, or an empty one. */
function below(schema: JsonObject, key: string): JsonObject {
  const properties = objectOf(schema.properties);
  return objectOf(Object.hasOwn(properties, key) ? properties[key] : schema.additionalProperties);
}

/** Pointers of the leaves that the patch sets or removes. An entry of a keyed list is named by its key (`/containers/web/image`);
 * the key itself is no write, an entry removed or replaced is one as a whole. */
export function writes(patch: JsonObject, schema: JsonObject): string[] {
  const found: string[] = [];
  collect(patch, schema, '', '', found);
  return found;
}

function collect(patch: Json, schema: JsonObject, at: string, key: string, found: string[]): void {
  const listKey = textOf(schema['x-list-key']);
  if (isList(patch) && listKey !== '') {
    for (const entry of patch) collectEntry(entry, listKey, objectOf(schema.items), at, found);
    return;
  }
  if (!isObject(patch) || isMark(patch) || patch.$patch !== undefined) {
    found.push(at);
    return;
  }
  for (const name in patch)
    if (name !== key) collect(patch[name] ?? null, below(schema, name), at + pointer(name), '', found);
}

function collectEntry(entry: Json, key: string, items: JsonObject, at: string, found: string[]): void {
  const name = isObject(entry) ? entry[key] : undefined;
  if (typeof name === 'string' || typeof name === 'number') collect(entry, items, at + pointer(name), key, found);
  // Without a key it is `$patch: replace` for the list, or an entry that the schema refuses.
  else found.push(at);
}

/** The pointers of `later` that lie at, above or below one of `earlier`. */
export function overwritten(earlier: Iterable<string>, later: readonly string[]): string[] {
  const known = [...earlier];
  return later.filter(one => known.some(other => one === other || within(one, other) || within(other, one)));
}

function within(inner: string, outer: string): boolean {
  return inner.startsWith(`${outer}/`);
}
