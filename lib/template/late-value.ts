/** Marks inside CEL: opaque values that may be handed on, and that fail on any other use. */
import { OamError } from '../errors.ts';
import type { JsonObject } from '../json.ts';

/** CEL tells types by the constructor of a value; this one is nobody else's. */
export const lateType: { readonly name: string; readonly constructor: () => void } = {
  name: 'template.Late',
  constructor: (): void => {},
};

/** Thrown where a late value would be computed with. CEL passes on what is not its own error. */
export const lateInEarly: OamError = new OamError(
  'Invalid',
  'the value is known only after AWS made the resource: it can be passed on or put into a text, not computed with',
);

export function failLate(): never {
  throw lateInEarly;
}

const marks = new WeakMap<object, JsonObject>();
const initials = new WeakMap<object, unknown>();

/** What stands for the mark in CEL. */
export function lateValue(mark: JsonObject): object {
  const value = opaque();
  marks.set(value, mark);
  return value;
}

/** `{$initial: value}` of a value of CEL. */
export function initialValue(value: unknown): object {
  const made = opaque();
  initials.set(made, value);
  return made;
}

function opaque(): object {
  const get = (_: object, key: string | symbol): unknown => {
    if (key === 'constructor') return lateType.constructor;
    return typeof key === 'symbol' ? undefined : failLate();
  };
  return new Proxy({}, { get });
}

/** The mark that the value stands for. */
export function markOf(value: object): JsonObject | undefined {
  return marks.get(value);
}

/** The value of CEL that `initialValue` was given. */
export function initialOf(value: object): { readonly value: unknown } | undefined {
  return initials.has(value) ? { value: initials.get(value) } : undefined;
}
