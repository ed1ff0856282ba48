/** The only place that drives verbs: sends what they ask, under the lease's fence, the wave's budget and the account's quotas. */
import { OamError } from '../errors.ts';
import type { Json } from '../json.ts';
import type { Asks, Call, Io, Lease } from '../ports.ts';
import { errorWithoutSecrets, noteSecrets, withoutSecrets } from './secrets.ts';
import type { Settings } from './settings.ts';

export interface Runner {
  /** Drives one verb to its end. Errors of a call are thrown into the verb at its yield; what the verb lets pass is thrown here. */
  run<T>(verb: Asks<T>, target: string): Promise<T>;
  /** Calls sent so far. */
  readonly sent: () => number;
  /** Whether the wave's time is not over. */
  readonly inTime: () => boolean;
  /** Whether there is time to begin something new. */
  readonly mayGoOn: () => boolean;
}

export function createRunner(
  io: Pick<Io, 'now' | 'send'>,
  lease: Pick<Lease, 'until'>,
  settings: Pick<Settings, 'guardMs' | 'waveMs'>,
): Runner {
  const start = io.now();
  let sent = 0;
  const send = (call: Call): Promise<Json> => {
    // AWS takes no fencing token: a holder that may be past its lease must not change anything.
    if (call.mutates && io.now() > lease.until - settings.guardMs) {
      return Promise.reject(
        new OamError('Fenced', `The lease ends too soon for ${call.action}: the next wave goes on`),
      );
    }
    sent++;
    return io.send(call);
  };
  return {
    async run(verb, target) {
      const secrets = new Set<string>();
      try {
        let step = verb.next();
        while (!step.done) {
          const call: Call = { ...step.value, target };
          noteSecrets(call.input, call.secret, secrets);
          const answer = await settle(send(call));
          if (answer.ok) noteSecrets(answer.value, call.secret, secrets);
          step = answer.ok ? verb.next(answer.value) : verb.throw(answer.error);
        }
        return withoutSecrets(step.value, secrets);
      } catch (error) {
        throw errorWithoutSecrets(error, secrets);
      }
    },
    sent: () => sent,
    inTime: () => io.now() - start < settings.waveMs,
    mayGoOn: () => io.now() - start < settings.waveMs && io.now() < lease.until - settings.guardMs,
  };
}

/** Runs the tasks, at most `limit` at a time, and waits for all of them: nothing is left behind when one fails. */
export async function inParallel<A, B>(
  items: readonly A[],
  limit: number,
  task: (item: A) => Promise<B>,
): Promise<B[]> {
  const results: B[] = [];
  let next = 0;
  const failures: unknown[] = [];
  const worker = async (): Promise<void> => {
    while (next < items.length && failures.length === 0) {
      const index = next++;
      const item = items[index];
      if (item === undefined) continue;
      try {
        results[index] = await task(item);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  if (failures.length > 0) throw failures[0];
  return results;
}

type Settled = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly error: unknown };

async function settle(promise: Promise<Json>): Promise<Settled> {
  try {
    return { ok: true, value: await promise };
  } catch (error) {
    return { ok: false, error };
  }
}
