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

/** Looks until AWS is done with it: at most 50 times. */
export async function settled(
  type: ResourceType,
  identity: Json,
  send: Send,
  pause: () => Promise<void>,
): Promise<JsonObject> {
  for (let looks = 0; looks < 50; looks++) {
    const observed = await drive(type.observe(identity), send);
    if (observed === undefined) throw new Error(`${type.type} ${JSON.stringify(identity)} is gone`);
    if (type.health(observed).state !== 'progressing') return observed;
    await pause();
  }
  throw new Error(`${type.type} ${JSON.stringify(identity)} does not come alive`);
}

/** Updates until nothing differs, as one wave after another would; answers with what AWS says then. */
export async function converge(
  type: ResourceType,
  desired: JsonObject,
  applied: JsonObject | undefined,
  identity: Json,
  send: Send,
  pause: () => Promise<void>,
): Promise<JsonObject> {
  for (let waves = 0; waves < 12; waves++) {
    const observed = await settled(type, identity, send, pause);
    const diff = type.diff(desired, applied, observed);
    if (diff.length === 0) return observed;
    try {
      const answer = await drive(type.update(identity, desired, observed, diff, applied), send);
      // What update answers is what a look would say, once AWS is done with it.
      const said = type.diff(desired, applied, answer);
      const seen = type.diff(desired, applied, await settled(type, identity, send, pause));
      if (said.join() !== seen.join())
        throw new Error(`update answers a difference in [${said.join()}], a look says [${seen.join()}]`);
    } catch (error) {
      if (!(error instanceof OamError) || error.code !== 'NotReady') throw error;
    }
    await pause();
  }
  const observed = await settled(type, identity, send, pause);
  throw new Error(`${type.type} still differs in ${type.diff(desired, applied, observed).join(', ')} after 12 updates`);
}
