/** What the contract suite must know of a type to use each of its properties: a fixture is data, the suite does the rest. */
import type { Json, JsonObject } from '../../../lib/json.ts';

/** Where a test stands: the harness's account, a name nobody else uses, and what was made before. */
export interface Place {
  readonly account: string;
  readonly region: string;
  /** ARN of a role that Lambda may assume. */
  readonly role: string;
  /** Unique for each resource that a test makes. */
  readonly name: string;
  /** What the fixture `needs`, as observed, by id. */
  readonly made: Readonly<Record<string, JsonObject>>;
}

export type Of<T> = (place: Place) => T;

export interface PropertyFixture {
  /** Sent at create, read back. */
  readonly first: Of<Json>;
  /** What it is changed to. Absent: it is create-only. */
  readonly second?: Of<Json>;
  /** Properties that must stand beside it. */
  readonly with?: Of<JsonObject>;
  /** What AWS is to say then, where it is not the value itself; `observed` is the driver's whole answer. */
  readonly reads?: (observed: JsonObject, value: Json) => boolean;
  /** 'required': it cannot be taken away. */
  readonly removal?: 'required';
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
