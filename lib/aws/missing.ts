/** Asking for what may not be there. */
import { OamError } from '../errors.ts';
import type { Asks } from '../ports.ts';

/** The answer, or undefined where AWS says that there is no such thing. */
export function* absent<T>(asks: Asks<T>): Asks<T | undefined> {
  try {
    return yield* asks;
  } catch (error) {
    if (error instanceof OamError && error.code === 'Missing') return undefined;
    throw error;
  }
}

/** Deletes; what is not there is deleted. */
export function* gone(asks: Asks<unknown>): Asks<void> {
  yield* absent(asks);
}
