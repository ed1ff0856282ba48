/** What `up` and `def apply` share: a refusal that remembers the files it is about. */
import { OamError } from '../../errors.ts';
import type { Body } from '../sources.ts';

const bodies = new WeakMap<OamError, Body>();

/** Runs the request; a refusal keeps the body, so that its Issues can be shown in the files. */
export async function refusedBy<T>(body: Body, request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    if (error instanceof OamError) bodies.set(error, body);
    throw error;
  }
}

export function bodyOf(error: OamError): Body | undefined {
  return bodies.get(error);
}
