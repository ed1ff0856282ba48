/** Our marks (`$ref`, `$join`, `$initial`) and app data side by side: a key of app data that begins with `$` carries one `$` more.
 *
 * Where data enters (parameters, after their schema was checked) `escapeData` adds the `$`; where rendered properties leave
 * for AWS or for people `unescapeData`, or `unescapeKey` in a walk that resolves references, takes it away. In between an
 * object with a key of one `$` is ours, whatever an author or a user wrote, and expressions see the keys as they were written. */
import { isList, isObject, type Json, type JsonObject } from '../json.ts';

const dollar = 36;

/** `$ref` in data becomes `$$ref`, `$$x` becomes `$$$x`. */
export function escapeKey(key: string): string {
  return key.startsWith('$') ? `$${key}` : key;
}

export function unescapeKey(key: string): string {
  return key.charCodeAt(0) === dollar && key.charCodeAt(1) === dollar ? key.slice(1) : key;
}

/** The same data in the form that templates may read; the argument itself where nothing had to change. */
export function escapeData(data: Json): Json {
  return hasDollar(data) ? withKeys(data, escapeKey) : data;
}

/** The data as it was before `escapeData`. Marks of ours are left as they are. */
export function unescapeData(data: Json): Json {
  return hasDollar(data) ? withKeys(data, unescapeKey) : data;
}

/** A mark of ours: a reference, a text with references, a value for the creation only. */
export function isMark(value: Json | undefined): boolean {
  if (!isObject(value)) return false;
  for (const key in value) return key.startsWith('$') && !key.startsWith('$$') && key !== '$patch';
  return false;
}

/** Whether the mark stands for a value that AWS will say, and may thus be part of a text. */
export function isLate(value: Json | undefined): boolean {
  return isObject(value) && (value.$ref !== undefined || value.$join !== undefined);
}

/** The value of a key, or undefined: what JSON inherits are functions and `__proto__`, and asking for own keys takes longer. */
export function own(object: JsonObject, key: string): Json | undefined {
  if (key === '__proto__' && !Object.hasOwn(object, key)) return undefined;
  const value = object[key];
  return typeof value === 'function' ? undefined : value;
}

/** Sets a property, also one named `__proto__`, which an assignment would take for the prototype. */
export function put<T>(object: Record<string, T>, key: string, value: T): void {
  if (key === '__proto__')
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  else object[key] = value;
}

/** Whether a mark or an escaped key is anywhere in it. Nearly all data has none and is not copied. */
export function hasDollar(data: Json): boolean {
  if (isList(data)) return data.some(hasDollar);
  if (!isObject(data)) return false;
  for (const key in data) if (key.startsWith('$') || hasDollar(data[key] ?? null)) return true;
  return false;
}

function withKeys(data: Json, rename: (key: string) => string): Json {
  if (isList(data)) return data.map(item => withKeys(item, rename));
  if (!isObject(data)) return data;
  const copy: Record<string, Json> = {};
  for (const [key, value] of Object.entries(data)) put(copy, rename(key), withKeys(value, rename));
  return copy;
}
