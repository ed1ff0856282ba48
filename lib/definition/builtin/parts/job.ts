/** Work that runs to its end: its parameters, how a trait knows it, and what is said of it. */
import type { JsonObject } from '../../../json.ts';

/** Whether the workload of a trait is such work. */
export const ends = 'workload.?run.orValue("service") != "service"';

export const jobParameters: JsonObject = {
  count: { type: 'integer', minimum: 1, maximum: 10, default: 1, description: 'Tasks that run at once' },
  restart: {
    type: 'string',
    description: 'What follows a failure: OnFailure and Never are the same on Fargate',
    enum: ['Never', 'OnFailure'],
    default: 'Never',
  },
};

/** Said where a restart is asked for. */
export const notRestarted = (said: JsonObject): JsonObject => ({
  if: 'parameter.restart == "OnFailure"',
  pointer: '/restart',
  severity: 'warning',
  code: 'Adapted',
  ...said,
});

/** Traits about how a new version comes are for services. */
export const notReplaced: JsonObject = {
  if: ends,
  code: 'NotForWorkload',
  message: 'A task that ends is not replaced by a newer one',
  hint: 'Leave it out',
};
