/** JSON into CEL's values and back: whole numbers become CEL's ints, marks become opaque, keys are seen as they were written. */
import { OamError } from '../errors.ts';
import { isList, isObject, type Json, type JsonObject } from '../json.ts';
import { optionalOf } from './cel.ts';
import { escapeKey, isMark, put, unescapeKey } from './data.ts';
import { initialOf, lateValue, markOf } from './late-value.ts';

/** Limits of what one expression makes: values, and characters of text. */
const maxValues = 20_000;
export const maxText = 262_144;
const maxLevels = 200;

interface Converted {
  readonly value: object;
  /** The longest list or map in it: what bounds the turns of a comprehension. */
  readonly widest: number;
}

// Parameters are converted once, however many expressions read them; an object that needs no change stands for itself.
const converted = new WeakMap<object, Converted>();
const origins = new WeakMap<object, Json>();

export function toCel(value: Json): unknown {
  return convert(value, 0).value;
}

/** Says which JSON a value of CEL stands for. */
export function stands(value: object, origin: Json): void {
  origins.set(value, origin);
}

/** The longest list or map inside a value. */
export function widestOf(value: Json): number {
  return convert(value, 0).widest;
}

function convert(value: Json, level: number): { readonly value: unknown; readonly widest: number } {
  if (typeof value === 'number') return { value: Number.isSafeInteger(value) ? BigInt(value) : value, widest: 0 };
  if (typeof value === 'string') return { value, widest: 0 };
  if (!isList(value) && !isObject(value)) return { value, widest: 0 };
  const known = converted.get(value);
  if (known !== undefined) return known;
  if (level > maxLevels) throw new OamError('Invalid', `the data is nested deeper than ${maxLevels} levels`);
  const made = isList(value) ? convertList(value, level) : convertObject(value, level);
  converted.set(value, made);
  origins.set(made.value, value);
  return made;
}

function convertList(list: readonly Json[], level: number): Converted {
  let widest = list.length;
  let changed = false;
  const items = list.map(item => {
    const inner = convert(item, level + 1);
    changed ||= inner.value !== item;
    widest = Math.max(widest, inner.widest);
    return inner.value;
  });
  return { value: changed ? items : list, widest };
}

function convertObject(object: JsonObject, level: number): Converted {
  if (isMark(object)) return { value: lateValue(object), widest: 0 };
  const copy: Record<string, unknown> = {};
  let changed = false;
  let widest = Object.keys(object).length;
  for (const [key, value] of Object.entries(object)) {
    const inner = convert(value, level + 1);
    const name = unescapeKey(key);
    changed ||= inner.value !== value || name !== key;
    widest = Math.max(widest, inner.widest);
    put(copy, name, inner.value);
  }
  // CEL tells types by a value's constructor: an own property of that name would mislead it.
  if (Object.hasOwn(copy, 'constructor')) return { value: new Map(Object.entries(copy)), widest };
  return { value: changed ? copy : object, widest: widest };
}

/** The JSON of a result, or undefined for an absent optional. Throws OamError where it is none or too large. */
export function fromCel(value: unknown): Json | undefined {
  return back(value, { values: maxValues, text: maxText }, 0);
}

function back(value: unknown, left: { values: number; text: number }, level: number): Json | undefined {
  left.values -= 1;
  if (left.values < 0) throw new OamError('TooLarge', `the result has more than ${maxValues} values`);
  switch (typeof value) {
    case 'string':
      left.text -= value.length;
      if (left.text < 0) throw new OamError('TooLarge', `the result has more than ${maxText} characters`);
      return value;
    case 'boolean':
      return value;
    case 'bigint':
      return numberOf(Number(value));
    case 'number':
      return numberOf(value);
    case 'object':
      return value === null ? null : backObject(value, left, level);
    default:
      throw new OamError('Invalid', `the result is a ${typeof value}, which JSON does not have`);
  }
}

function numberOf(value: number): number {
  if (Number.isFinite(value)) return value;
  throw new OamError('Invalid', `the result is ${value}, which JSON does not have`);
}

function backObject(value: object, left: { values: number; text: number }, level: number): Json | undefined {
  const mark = markOf(value);
  if (mark !== undefined) return mark;
  const origin = origins.get(value);
  if (origin !== undefined) return origin;
  const initial = initialOf(value);
  if (initial !== undefined) {
    const inner = back(initial.value, left, level + 1);
    return inner === undefined ? undefined : { $initial: inner };
  }
  if (level > maxLevels) throw new OamError('TooLarge', `the result is nested deeper than ${maxLevels} levels`);
  const optional = optionalOf(value);
  if (optional !== undefined) return optional.value === undefined ? undefined : back(optional.value, left, level + 1);
  if (isList(value)) {
    const items: Json[] = [];
    for (const item of value) {
      const inner = back(item, left, level + 1);
      if (inner !== undefined) items.push(inner);
    }
    return items;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype)
    throw new OamError('Invalid', 'the result is of a type that JSON does not have');
  const copy: Record<string, Json> = {};
  for (const [key, item] of Object.entries(value)) {
    const inner = back(item, left, level + 1);
    if (inner !== undefined) put(copy, escapeKey(key), inner);
  }
  return copy;
}
