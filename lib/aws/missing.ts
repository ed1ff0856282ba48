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

/** Asks about what was made a moment ago: not all of AWS may know it yet. */
export function* soon<T>(asks: Asks<T>): Asks<T> {
  try {
    return yield* asks;
  } catch (error) {
    if (!(error instanceof OamError) || error.code !== 'Missing') throw error;
    const { awsName } = error;
    throw new OamError('NotReady', error.message, awsName === undefined ? {} : { awsName });
  }
}

/** Deletes; what is not there is deleted. */
export function* gone(asks: Asks<unknown>): Asks<void> {
  yield* absent(asks);
}
