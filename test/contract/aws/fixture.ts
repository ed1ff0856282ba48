/** What the contract suite must know of a type to use each of its properties: a fixture is data, the suite does the rest. */
import type { Json, JsonObject } from '../../../lib/json.ts';

/** Where a test stands: the harness's account, a name nobody else uses, and what was made before. */
/** A zip in a bucket, as Lambda's Code names it, and what Lambda says of its content. */
export interface Code {
  readonly source: JsonObject;
  /** SHA-256 in base64. */
  readonly sha256: string;
}

export interface Place {
  readonly account: string;
  readonly region: string;
  readonly code: readonly [Code, Code];
  /** ARNs of two layers' versions. */
  readonly layers: readonly [string, string];
  /** A VPC and three subnets of it. */
  readonly network: { readonly vpc: string; readonly subnets: readonly [string, string, string] };
  /** Unique for each resource that a test makes. */
  readonly name: string;
  /** What the fixture `needs`, as observed, by id. */
  readonly made: Readonly<Record<string, JsonObject>>;
}

export type Of<T> = (place: Place) => T;

export interface PropertyFixture {
  /** Sent at create, read back. */
  readonly first: Of<Json>;
  /** What it is changed to: not what it is without being sent. Absent: it is create-only. */
  readonly second?: Of<Json>;
  /** Properties that must stand beside it; `null` takes one of the base away. */
  readonly with?: Of<JsonObject>;
  /** The same, beside the second value. */
  readonly withSecond?: Of<JsonObject>;
  /** What AWS is to say then, where it is not the value itself; `observed` is the driver's whole answer. */
  readonly reads?: (observed: JsonObject, value: Json, place: Place) => boolean;
  /** Why it cannot be taken away, where the schema does not require it. */
  readonly stays?: string;
  /** What AWS says after it was taken away, where that is not what it says of one that was never sent; `<name>` stands for the place's. */
  readonly after?: Json;
  /** It cannot stand beside every other property. */
  readonly alone?: true;
}

export interface Fixture {
  readonly type: string;
  /** Made first, in this order, by the drivers of their own types. */
  readonly needs?: readonly { readonly id: string; readonly type: string; readonly properties: Of<JsonObject> }[];
  /** The least that the type asks for. */
  readonly base: Of<JsonObject>;
  readonly properties: Readonly<Record<string, PropertyFixture>>;
}

/** The base with a property at its first or second value, or without it. */
export function properties(
  fixture: Fixture,
  property: string,
  which: 'first' | 'second' | 'none',
  place: Place,
): JsonObject {
  const how = fixture.properties[property];
  const beside = which === 'second' ? (how?.withSecond ?? how?.with) : how?.with;
  const { [property]: _, ...base } = { ...fixture.base(place), ...beside?.(place) };
  const value = which === 'none' ? undefined : how?.[which]?.(place);
  const all = { ...base, ...(value === undefined ? {} : { [property]: value }) };
  return Object.fromEntries(Object.entries(all).filter(([, inner]) => inner !== null));
}
