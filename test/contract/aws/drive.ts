/** Drives a driver's verbs as the engine's runner does, without lease and budget; and converges as waves do. */
import { OamError } from '../../../lib/errors.ts';
import type { Json, JsonObject } from '../../../lib/json.ts';
import type { Asks, Call } from '../../../lib/ports.ts';
import type { ResourceType } from '../../../lib/resource/resource.ts';

export type Send = (call: Call) => Promise<Json>;

/** Drives one verb to its end; what a call throws is thrown into the verb. */
export async function drive<T>(verb: Asks<T>, send: Send): Promise<T> {
  let step = verb.next();
  while (!step.done) {
    const call: Call = { ...step.value, target: 'local' };
    const answer = await send(call).then(
      value => ({ value }),
      (error: unknown) => ({ error }),
    );
    step = 'error' in answer ? verb.throw(answer.error) : verb.next(answer.value);
  }
  return step.value;
}

/** What AWS says of a resource, and the identity that the driver draws from it. */
export interface Seen {
  readonly identity: Json;
  readonly observed: JsonObject;
}

/** Looks until AWS is done with it: at most 500 times. */
export async function settled(type: ResourceType, known: Json, send: Send, pause: () => Promise<void>): Promise<Seen> {
  let identity = known;
  for (let looks = 0; looks < 500; looks++) {
    const observed = await drive(type.observe(identity), send);
    if (observed === undefined) throw new Error(`${type.type} ${JSON.stringify(identity)} is gone`);
    identity = type.identify(observed);
    if (type.health(observed).state !== 'progressing') return { identity, observed };
    await pause();
  }
  throw new Error(`${type.type} ${JSON.stringify(identity)} does not come alive`);
}

/** Updates until nothing differs, as one wave after another would. */
export async function converge(
  type: ResourceType,
  desired: JsonObject,
  applied: JsonObject | undefined,
  known: Json,
  send: Send,
  pause: () => Promise<void>,
): Promise<Seen> {
  let seen = await settled(type, known, send, pause);
  for (let waves = 0; waves < 12; waves++) {
    const diff = type.diff(desired, applied, seen.observed);
    if (diff.length === 0) return seen;
    const answer = await step(type, desired, applied, seen, diff, send);
    await pause();
    seen = await settled(type, answer === undefined ? seen.identity : type.identify(answer), send, pause);
    if (answer === undefined) continue;
    // What update answers is what a look would say, once AWS is done with it: the engine goes on with the answer.
    const said = type.diff(desired, applied, answer).join();
    const looked = type.diff(desired, applied, seen.observed).join();
    if (said !== looked) throw new Error(`update answers a difference in [${said}], a look says [${looked}]`);
  }
  throw new Error(
    `${type.type} still differs in ${type.diff(desired, applied, seen.observed).join(', ')} after 12 updates`,
  );
}

/** One update; undefined where AWS was not ready for it. */
async function step(
  type: ResourceType,
  desired: JsonObject,
  applied: JsonObject | undefined,
  { identity, observed }: Seen,
  diff: readonly string[],
  send: Send,
): Promise<JsonObject | undefined> {
  try {
    return await drive(type.update(identity, desired, observed, diff, applied), send);
  } catch (error) {
    if (error instanceof OamError && error.code === 'NotReady') return undefined;
    throw error;
  }
}
