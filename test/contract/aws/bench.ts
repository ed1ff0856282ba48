/** One type under test on one harness: makes what its fixture needs, sends what its driver asks, and takes everything away again. */
import { type Json, type JsonObject, textOf } from '../../../lib/json.ts';
import type { Call } from '../../../lib/ports.ts';
import { tagged } from '../../../lib/reconcile/perform.ts';
import type { ResourceType } from '../../../lib/resource/resource.ts';
import { converge, drive, type Send, settled } from './drive.ts';
import type { Fixture, Place } from './fixture.ts';

export interface Harness {
  readonly name: 'double' | 'ministack' | 'moto';
  readonly send: Send;
  readonly account: string;
  readonly region: string;
  /** What stands ready for functions, once the harness was started. */
  readonly ready: () => Pick<Place, 'code' | 'layers' | 'network'>;
  /** Lets time pass between two looks. */
  readonly pause: () => Promise<void>;
}

export const owner: Readonly<Record<string, string>> = {
  'oam.dev/app': 'default/contract',
  'oam.dev/component': 'web',
};

/** A resource under test: what was asked for, and what AWS says. */
export interface Made {
  readonly desired: JsonObject;
  readonly identity: Json;
  /** What create answered. */
  readonly answer: JsonObject;
  readonly observed: JsonObject;
}

export interface Bench {
  readonly type: ResourceType;
  /** Calls that this type's own verbs sent since the last time this was asked. */
  readonly calls: Call[];
  readonly send: Send;
  /** A new place with a name of its own. */
  place(): Place;
  prepare(): Promise<void>;
  create(place: Place, properties: JsonObject): Promise<Made>;
  converge(made: Made, properties: JsonObject): Promise<Made>;
  look(made: Made): Promise<JsonObject | undefined>;
  remove(made: Made): Promise<void>;
  clear(): Promise<void>;
}

let counter = 0;

export function createBench(harness: Harness, types: ReadonlyMap<string, ResourceType>, fixture: Fixture): Bench {
  const type = typeOf(types, fixture.type);
  const calls: Call[] = [];
  const cleanUps: (() => Promise<void>)[] = [];
  let needs: Record<string, JsonObject> = {};
  const send: Send = call => {
    calls.push(call);
    return harness.send(call);
  };
  const name = (): string => `oam-contract-${textOf(fixture.type.split('::').at(-1)).toLowerCase()}-${++counter}`;
  const place = (): Place => {
    const { account, region } = harness;
    return { account, region, ...harness.ready(), name: name(), made: needs };
  };
  const make = async (of: ResourceType, at: string, properties: JsonObject, through: Send): Promise<Made> => {
    const desired = tagged(of, properties, owner);
    const answer = await drive(of.create(desired, at, `token-${at}`, owner), through);
    const identity = of.identify(answer);
    const seen = await settled(of, identity, through, harness.pause);
    // Where AWS was still at work, create may leave something to the next wave.
    const whole = of.health(answer).state !== 'progressing' || of.diff(desired, desired, seen.observed).length === 0;
    const last = whole ? seen : await converge(of, desired, desired, seen.identity, through, harness.pause);
    return { desired, answer, ...last };
  };
  return {
    type,
    calls,
    send,
    place,
    async prepare() {
      needs = {};
      for (const need of fixture.needs ?? []) {
        const of = typeOf(types, need.type);
        const at = place();
        const made = await make(of, at.name, need.properties(at), harness.send);
        cleanUps.push(() => drive(of.delete(made.identity), harness.send));
        needs = { ...needs, [need.id]: made.observed };
      }
    },
    create: (at, properties) => make(type, at.name, properties, send),
    async converge(made, properties) {
      const desired = tagged(type, properties, owner);
      const seen = await converge(type, desired, made.desired, made.identity, send, harness.pause);
      return { desired, answer: made.answer, ...seen };
    },
    look: made => drive(type.observe(made.identity), send),
    remove: made => drive(type.delete(made.identity), send),
    async clear() {
      for (const cleanUp of cleanUps.reverse()) await cleanUp();
      cleanUps.length = 0;
    },
  };
}

function typeOf(types: ReadonlyMap<string, ResourceType>, name: string): ResourceType {
  const type = types.get(name);
  if (type === undefined) throw new Error(`There is no driver for ${name}`);
  return type;
}
