/** What a directly evaluated expression gives: JSON, an absent optional, or the request to ask CEL. */
import type { Json } from '../json.ts';

export const bail: unique symbol = Symbol('ask CEL');

/** `undefined` is an absent optional. */
export type Value = Json | undefined | typeof bail;
export type Variables = Readonly<Record<string, Json>>;

export interface Direct {
  /** Whether it is an optional in CEL's eyes. */
  readonly optional: boolean;
  readonly run: (variables: Variables) => Value;
}
