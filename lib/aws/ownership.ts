/** Tags: the two forms AWS takes them in, what of them is ours, and what a change has to set and to remove. */
import { isList, isObject, type Json, type JsonObject, objectOf, textOf } from '../json.ts';
import type { Asks } from '../ports.ts';

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

/** The tags of one property as wanted, as AWS has them, and as they were applied (undefined: not known). */
export interface TagSides {
  readonly desired: Json | undefined;
  readonly observed: Json | undefined;
  readonly applied: JsonObject | undefined;
}

/** Changes the tags: sets what differs, removes what was applied and is no longer declared (where that is not known: everything
 * undeclared but what AWS and the engine keep for themselves). Others' tags survive. Answers with the tags then. */
export function* retag(
  sides: TagSides,
  set: (tags: Record<string, string>) => Asks<unknown>,
  remove: (keys: string[]) => Asks<unknown>,
): Asks<Record<string, string>> {
  const wanted = tagMap(sides.desired);
  const there = tagMap(sides.observed);
  const before = sides.applied === undefined ? undefined : tagMap(sides.applied.Tags);
  const isKept = (key: string): boolean =>
    Object.hasOwn(wanted, key) || (before === undefined ? /^(aws:|oam\.dev\/)/.test(key) : !Object.hasOwn(before, key));
  const changed = Object.fromEntries(Object.entries(wanted).filter(([key, value]) => there[key] !== value));
  const gone = Object.keys(there).filter(key => !isKept(key));
  if (Object.keys(changed).length > 0) yield* set(changed);
  if (gone.length > 0) yield* remove(gone);
  return Object.fromEntries(Object.entries({ ...there, ...wanted }).filter(([key]) => !gone.includes(key)));
}
