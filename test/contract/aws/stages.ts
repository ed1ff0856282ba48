/** Runs the stages of a test against the table of exceptions: an expected failure ends the test, a missing one fails it. */
import { type Exception, exceptionFor, type Stage } from './exceptions.ts';

export interface Stages {
  /** False: the emulator fails here as its exception says, and what would follow is not asked. */
  run(stage: Stage, body: () => Promise<void>): Promise<boolean>;
  /** Takes away what the test made. After an expected failure an emulator may be beyond that. */
  clean(work: () => Promise<void>): Promise<void>;
}

export function stagesOf(emulator: string, type: string, property: string, met: Exception[]): Stages {
  let excused = false;
  return {
    async clean(work) {
      await work().catch((error: unknown) => {
        if (!excused) throw error;
      });
    },
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
        excused = true;
        return false;
      }
      throw new Error(
        `${emulator} now keeps ${type} ${property} (${stage}): take "${exception.reason}" out of exceptions.ts`,
      );
    },
  };
}
