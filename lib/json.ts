/** JSON values and the few pure operations on them that every room needs; the only file that may cast. */
import { hash } from 'node:crypto';

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: unknown): value is readonly Json[] {
  return Array.isArray(value);
}

/** The object, or an empty one where `value` is anything else. */
export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** The list, or an empty one where `value` is anything else. */
export function listOf(value: unknown): readonly Json[] {
  return isList(value) ? value : [];
}

/** The string, or `''` where `value` is anything else. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** States that `value` has the shape `T`: for answers of the AWS SDK and of JSON.parse, whose shape their own contract fixes. */
export function trusted<T>(value: unknown): T {
  return value as T;
}

/** A JSON text with sorted keys: equal values give equal texts. Properties that are undefined are left out. */
export function canonical(value: unknown): string {
  if (isList(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? 'null';
  const parts: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const inner = value[key];
    if (inner !== undefined) parts.push(`${JSON.stringify(key)}:${canonical(inner)}`);
  }
  return `{${parts.join(',')}}`;
}

/** Deep equality without regard to the order of keys. */
export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (isList(a)) return isList(b) && a.length === b.length && a.every((item, i) => equal(item, b[i]));
  if (!isObject(a) || !isObject(b) || isList(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every(key => Object.hasOwn(b, key) && equal(a[key], b[key]));
}

/** Both objects in one, member by member; where both have a value that is no object, the second's stands. */
export function merged(first: JsonObject, second: JsonObject): JsonObject {
  const both: Record<string, Json> = { ...first };
  for (const [key, value] of Object.entries(second)) {
    const before = first[key];
    both[key] = isObject(before) && isObject(value) ? merged(before, value) : value;
  }
  return both;
}

/** SHA-256 of the canonical text, in lower-case hex (64 characters). */
export function digest(value: unknown): string {
  return hash('sha256', canonical(value));
}

/** Eight characters a-z and 0-9 (about 41 bits) that stand for the value in physical names and row keys. */
export function hash8(value: unknown): string {
  return textHash8(canonical(value));
}

const base = 36;
/** All texts of two digits: a number's own toString(36) is slow, and a large application has thousands of rows. */
const pairs: readonly string[] = Array.from({ length: base ** 2 }, (_, i) => i.toString(base).padStart(2, '0'));

function fourDigits(value: number): string {
  const low = value % base ** 2;
  return `${pairs[(value - low) / base ** 2]}${pairs[low]}`;
}

/** hash8 of a text that is canonical already: the last eight digits, base 36, of the hash's first 64 bits. */
export function textHash8(text: string): string {
  const bytes = hash('sha256', text, 'binary');
  let rest = 0;
  // Modulo in steps, since 64 bits do not fit a number.
  for (let i = 0; i < 8; i += 1) rest = (rest * 256 + bytes.charCodeAt(i)) % base ** 8;
  const low = rest % base ** 4;
  return `${fourDigits((rest - low) / base ** 4)}${fourDigits(low)}`;
}

/** A JSON Pointer (RFC 6901) of the segments. */
export function pointer(...segments: readonly (string | number)[]): string {
  let path = '';
  for (const segment of segments) {
    const text = String(segment);
    path += `/${/[~/]/.test(text) ? text.replaceAll('~', '~0').replaceAll('/', '~1') : text}`;
  }
  return path;
}

/** The segments of a JSON Pointer. */
export function segments(path: string): string[] {
  if (path === '') return [];
  return path
    .slice(1)
    .split('/')
    .map(segment => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The value at a JSON Pointer, or undefined. */
export function at(value: unknown, path: string): Json | undefined {
  let here: unknown = value;
  for (const segment of segments(path)) {
    if (isList(here)) here = here[Number(segment)];
    else if (isObject(here) && Object.hasOwn(here, segment)) here = here[segment];
    else return undefined;
  }
  return here as Json | undefined;
}
