/** What it takes to look at one kind of input: the question, and what it needs of IAM. */
import { OamError } from '../../errors.ts';
import type { Asks } from '../../ports.ts';
import type { ResourceType } from '../../resource/resource.ts';

/** What stands behind a name now. */
export interface Taken {
  /** Another one is another input: a version, a digest. */
  readonly value: string;
  /** The same for people: `version 3sL4, put 14:02`. */
  readonly says: string;
  /** What users should know before they rely on it, and what to do. */
  readonly warns?: string;
}

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
