/** Plays a verb by hand: each call it yields must be the next of the script, which answers it or throws. */
import { expect } from 'vitest';
import { failureOf } from '../../lib/aws/failure.ts';
import type { Json, JsonObject } from '../../lib/json.ts';
import type { Asks, Call } from '../../lib/ports.ts';
import { fault } from '../doubles/aws.ts';

/** The action expected next, and its answer; an Error is thrown into the verb as `send` would throw it. */
export type Line = readonly [action: string, answer?: Json | Error];

export interface Played<T> {
  readonly result: T;
  readonly calls: readonly Call[];
  /** The inputs, in order. */
  readonly inputs: readonly JsonObject[];
}

export function play<T>(verb: Asks<T>, script: readonly Line[]): Played<T> {
  const calls: Call[] = [];
  let step = verb.next();
  for (const [action, answer = {}] of script) {
    if (step.done) throw new Error(`The verb ended before ${action}`);
    const call = step.value;
    expect(call.action).toBe(action);
    calls.push(call);
    step = answer instanceof Error ? verb.throw(failureOf(answer, call)) : verb.next(answer);
  }
  if (!step.done) throw new Error(`The verb asks for ${step.value.action}, which the script does not have`);
  return { result: step.value, calls, inputs: calls.map(call => call.input) };
}

export const missing: Error = fault('ResourceNotFoundException', 404, 'Not found');
