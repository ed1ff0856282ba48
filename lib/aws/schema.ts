/** Writes the JSON Schemas of resource properties in few words, and reads the TypeScript type off them: each shape is said once. */
import type { Json, JsonObject } from '../json.ts';

type Shape = JsonObject;
type Members = { readonly [name: string]: Shape };

type Text = { readonly type: 'string' };
type Numeric = { readonly type: 'number' | 'integer' };
type Flag = { readonly type: 'boolean' };
type List<I extends Shape> = { readonly type: 'array'; readonly items: I };
type Dictionary<V extends Shape> = { readonly type: 'object'; readonly additionalProperties: V };
type Structure<M extends Members, R extends string> = {
  readonly type: 'object';
  readonly properties: M;
  readonly required: readonly R[];
  readonly additionalProperties: false;
};

/** The TypeScript type of the values that a schema admits. */
export type ValueOf<S> = S extends { readonly enum: readonly (infer E)[] }
  ? E
  : S extends Text
    ? string
    : S extends Numeric
      ? number
      : S extends Flag
        ? boolean
        : S extends List<infer I>
          ? readonly ValueOf<I>[]
          : S extends Structure<infer M, infer R>
            ? { readonly [K in keyof M as K extends R ? K : never]: ValueOf<M[K]> } & {
                readonly [K in keyof M as K extends R ? never : K]?: ValueOf<M[K]>;
              }
            : S extends Dictionary<infer V>
              ? { readonly [key: string]: ValueOf<V> }
              : Json;

export function text(limits: { readonly minLength?: number; readonly maxLength?: number } = {}): Text & JsonObject {
  return { type: 'string', ...limits };
}

export function integer(minimum?: number, maximum?: number): { readonly type: 'integer' } & JsonObject {
  return {
    type: 'integer',
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
  };
}

export const number: { readonly type: 'number' } & JsonObject = { type: 'number' };
export const flag: Flag & JsonObject = { type: 'boolean' };

/** One of a few words. */
export function word<const E extends string>(...words: readonly E[]): { type: 'string'; enum: readonly E[] } {
  return { type: 'string', enum: words };
}

export function list<const I extends Shape>(items: I): List<I> {
  return { type: 'array', items };
}

/** A map with any keys. */
export function dictionary<const V extends Shape>(values: V): Dictionary<V> {
  return { type: 'object', additionalProperties: values };
}

/** An object with these properties and no others. */
export function structure<const M extends Members, const R extends string & keyof M = never>(
  properties: M,
  ...required: readonly R[]
): Structure<M, R> {
  return { type: 'object', properties, required, additionalProperties: false };
}

/** Tags as most types take them: a list of Key and Value. */
export const tagList: List<Structure<{ Key: Text & JsonObject; Value: Text & JsonObject }, 'Key' | 'Value'>> = list(
  structure({ Key: text({ minLength: 1, maxLength: 128 }), Value: text({ maxLength: 256 }) }, 'Key', 'Value'),
);

/** An IAM policy document, as data. */
export const policy: { readonly type: 'object' } & JsonObject = { type: 'object' };
