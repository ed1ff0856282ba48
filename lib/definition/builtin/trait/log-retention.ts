/** The trait `log-retention`: how long the logs of a component are kept. */
import type { JsonObject } from '../../../json.ts';
import { traitOf } from '../parts/trait.ts';

const patch: JsonObject = { logRetention: '${parameter.days}' };

export const logRetention: JsonObject = traitOf('log-retention', 'Keep its logs longer or shorter than 30 days', {
  appliesTo: ['container', 'function'],
  single: true,
  cel: {
    parameters: {
      type: 'object',
      required: ['days'],
      properties: {
        days: {
          type: 'integer',
          description: 'Days that CloudWatch Logs keeps them',
          enum: [
            ...[
              1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
            ],
          ],
        },
      },
    },
    patch: { container: patch, function: patch },
  },
});
