/** What it takes to look at one kind of input: the question, and what it needs of IAM. */
import { OamError } from '../../errors.ts';
import type { Asks } from '../../ports.ts';
import type { ResourceType, Taken } from '../../resource/resource.ts';

export interface InputKind {
  /** Undefined where nothing is there (or nobody may look): whoever uses it says so itself. */
  resolve(name: string): Asks<Taken | undefined>;
  readonly iam: ResourceType['iam'];
}

/** The answer, or undefined where there is no such thing or we may not know: S3 says of a missing object that it is forbidden. */
export function* unlessHidden<T>(asks: Asks<T>): Asks<T | undefined> {
  try {
    return yield* asks;
  } catch (error) {
    if (error instanceof OamError && (error.code === 'Missing' || error.code === 'Denied')) return undefined;
    throw error;
  }
}

/** `, put 14:02` of an ISO time, in UTC. */
export function at(verb: string, time: unknown): string {
  const clock = typeof time === 'string' ? /T(\d\d:\d\d)/.exec(time)?.[1] : undefined;
  return clock === undefined ? '' : `, ${verb} ${clock}`;
}
