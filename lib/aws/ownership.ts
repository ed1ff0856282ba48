/** Tags: the two forms AWS takes them in, what of them is ours, and what a change has to set and to remove. */
import { isList, isObject, type Json, type JsonObject, objectOf, textOf } from '../json.ts';

export type Tags = Readonly<Record<string, string>>;

/** Finds the create that was interrupted, for types whose id AWS assigns. Never compared, never removed. */
export const tokenTag = 'oam.dev/token';

/** The tags as a map, from `[{Key, Value}]` or from `{key: value}`. */
export function tagMap(tags: unknown): Record<string, string> {
  const map: Record<string, string> = {};
  if (isList(tags)) for (const tag of tags) map[textOf(objectOf(tag).Key)] = textOf(objectOf(tag).Value);
  else if (isObject(tags)) for (const [key, value] of Object.entries(tags)) map[key] = textOf(value);
  return map;
}

/** The tags as `[{Key, Value}]`, sorted by key. */
export function tagList(tags: unknown): { readonly Key: string; readonly Value: string }[] {
  const map = tagMap(tags);
  return Object.keys(map)
    .sort()
    .map(Key => ({ Key, Value: map[Key] ?? '' }));
}

/** The tags of a create: the declared ones and the owner's, which win. */
export function withOwner(tags: Json | undefined, owner: Tags): Record<string, string> {
  return { ...tagMap(tags), ...owner };
}

/** What TagResource has to set and UntagResource to remove. Removed is what was applied and is no longer declared; where that is not
 * known, everything undeclared but what AWS and the engine keep for themselves. Others' tags survive a change of ours. */
export function tagChanges(
  desired: Json | undefined,
  observed: Json | undefined,
  applied: JsonObject | undefined,
  property: string,
): { readonly set: Record<string, string>; readonly remove: string[] } {
  const wanted = tagMap(desired);
  const there = tagMap(observed);
  const before = applied === undefined ? undefined : tagMap(applied[property]);
  const kept = (key: string): boolean =>
    Object.hasOwn(wanted, key) || (before === undefined ? /^(aws:|oam\.dev\/)/.test(key) : !Object.hasOwn(before, key));
  return {
    set: Object.fromEntries(Object.entries(wanted).filter(([key, value]) => there[key] !== value)),
    remove: Object.keys(there).filter(key => !kept(key)),
  };
}

/** The tags after such a change. */
export function changedTags(
  observed: Json | undefined,
  changes: { readonly set: Tags; readonly remove: readonly string[] },
): Record<string, string> {
  const after = { ...tagMap(observed), ...changes.set };
  for (const key of changes.remove) delete after[key];
  return after;
}
