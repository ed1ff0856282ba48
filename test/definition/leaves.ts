/** The leaves of a document: where they are, and another value for each, to see that none is ignored. */
import { isList, isObject, type Json, pointer, textOf } from '../../lib/json.ts';

/** Pointers to everything that holds nothing else. */
export function leavesOf(value: Json, path: string): string[] {
  if (isList(value) && value.length > 0) return value.flatMap((item, i) => leavesOf(item, path + pointer(i)));
  if (isObject(value) && Object.keys(value).length > 0)
    return Object.entries(value).flatMap(([name, item]) => leavesOf(item, path + pointer(name)));
  return [path];
}

/** Another value of the same kind that the schema allows where it is free to choose. */
export function otherThan(value: Json | undefined): Json {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return Number.isInteger(value) ? value + 1 : value / 2;
  const text = textOf(value);
  return /^[0-9a-f]{64}$/.test(text) ? text.replaceAll(/./g, text.startsWith('b') ? 'a' : 'b') : `${text}x`;
}
