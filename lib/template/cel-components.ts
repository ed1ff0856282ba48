/** `components` for CEL: each entry is converted when it is read, for that is when it is made, and nobody pays for the others. */
import { isObject, type Json } from '../json.ts';
import { stands, toCel } from './cel-values.ts';
import { isMark, unescapeKey } from './data.ts';

const known = new WeakMap<object, object>();

export function componentsToCel(components: Json): unknown {
  if (!isObject(components) || isMark(components)) return toCel(components);
  const before = known.get(components);
  if (before !== undefined) return before;
  const names = Object.keys(components);
  const get = (name: string): unknown => toCel(components[name] ?? null);
  // CEL tells types by a value's constructor: an own property of that name would mislead it.
  const strange = names.includes('constructor');
  const made: object = strange ? new Map(names.map(name => [unescapeKey(name), get(name)])) : {};
  stands(made, components);
  if (strange) return made;
  for (const name of names) Object.defineProperty(made, unescapeKey(name), { enumerable: true, get: () => get(name) });
  known.set(components, made);
  return made;
}
