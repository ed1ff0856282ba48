/** Writes down every call with its answer, for the check against AWS's own service models. */
import { OamError } from '../../../lib/errors.ts';
import type { Json } from '../../../lib/json.ts';
import type { Harness } from './bench.ts';

export interface Recorded {
  readonly service: string;
  readonly action: string;
  readonly input: Json;
  readonly output?: Json;
  readonly error?: string;
}

/** The harness, recording. */
export function recording(harness: Harness, into: Recorded[]): Harness {
  return {
    ...harness,
    async send(call) {
      const { service, action, input } = call;
      try {
        const output = await harness.send(call);
        into.push({ service, action, input, output });
        return output;
      } catch (error) {
        const name = error instanceof OamError ? error.awsName : undefined;
        into.push({ service, action, input, ...(name === undefined ? {} : { error: name }) });
        throw error;
      }
    },
  };
}
