/** What a directly evaluated expression gives, JSON, an absent optional, or the request to ask CEL; and what it sees. */
import type { Json } from '../json.ts';
import { own } from './data.ts';
import { roots } from './names.ts';

export const bail: unique symbol = Symbol('ask CEL');

/** `undefined` is an absent optional. */
export type Value = Json | undefined | typeof bail;
export type Variables = Readonly<Record<string, Json>>;

/** A name of a `let`, or of a loop, whose value is another in each turn. */
export interface Bound {
  readonly name: string;
  value: Json;
  readonly outer: Bound | undefined;
}

/** The variables that the language names, and beside them what lets and loops call so, the last one first: nothing is copied for one name more. */
export interface Sees {
  readonly variables: Variables;
  readonly bound?: Bound | undefined;
}

/** Names with values that come before variables of the same name. */
export function bind(values: Variables, outer?: Bound): Bound | undefined {
  let bound = outer;
  for (const name in values) bound = { name, value: values[name] ?? null, outer: bound };
  return bound;
}

export interface Direct {
  /** Whether it is an optional in CEL's eyes. */
  readonly optional: boolean;
  readonly run: (variables: Variables, bound: Bound | undefined) => Value;
}

/** What a name stands for. */
export function lookUp(variables: Variables, bound: Bound | undefined, name: string): Json | undefined {
  return roots.has(name) ? variables[name] : named(variables, bound, name);
}

/** The same of a name that the language itself does not have. */
export function named(variables: Variables, bound: Bound | undefined, name: string): Json | undefined {
  for (let here = bound; here !== undefined; here = here.outer) if (here.name === name) return here.value;
  return own(variables, name);
}
