/** Questions that are asked again and again: one that fails in passing is asked again, for a while. */
import { setTimeout as sleep } from 'node:timers/promises';
import { OamError } from '../errors.ts';

/** An API that was reached and is silent for this long is not coming back by itself. */
const patienceMs = 15_000;

export async function persist<T>(ask: () => Promise<T>): Promise<T> {
  const end = Date.now() + patienceMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!isPassing(error) || Date.now() > end) throw error;
      await sleep(1000);
    }
  }
}

/** Whether the same question may have an answer a moment later. */
export function isPassing(error: unknown): boolean {
  return error instanceof OamError && (error.retry || error.code === 'Internal');
}
