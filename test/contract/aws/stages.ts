/** Runs the stages of a test against the table of exceptions: an expected failure ends the test, a missing one fails it. */
import { type Exception, exceptionFor, type Stage } from './exceptions.ts';

export interface Stages {
  /** False: the emulator fails here as its exception says, and what would follow is not asked. */
  run(stage: Stage, body: () => Promise<void>): Promise<boolean>;
}

export function stagesOf(emulator: string, type: string, property: string, met: Exception[]): Stages {
  return {
    async run(stage, body) {
      const exception = exceptionFor(emulator, type, property, stage);
      if (exception === undefined) {
        await body();
        return true;
      }
      met.push(exception);
      try {
        await body();
      } catch {
        return false;
      }
      throw new Error(
        `${emulator} now keeps ${type} ${property} (${stage}): take "${exception.reason}" out of exceptions.ts`,
      );
    },
  };
}
