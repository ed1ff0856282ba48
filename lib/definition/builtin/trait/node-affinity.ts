/** The trait `node-affinity`: nodes by their labels, which Fargate does not have. */
import type { JsonObject } from '../../../json.ts';
import { refusedOnAws } from '../parts/says.ts';
import { notTainted, saysNothing } from '../parts/scheduling.ts';
import { traitOf } from '../parts/trait.ts';

export const nodeAffinity: JsonObject = traitOf('node-affinity', 'Say which nodes tasks go to: there are none', {
  cel: {
    parameters: {
      type: 'object',
      properties: {
        affinity: {
          type: 'object',
          description: 'Labels of nodes',
          additionalProperties: { type: 'array', items: { type: 'string' } },
          ...refusedOnAws('Fargate has no nodes', 'Leave it out: tasks are spread over the zones of the subnets', [{}]),
        },
        tolerations: {
          type: 'object',
          description: 'Taints of nodes',
          additionalProperties: { type: 'string' },
          ...notTainted,
        },
      },
    },
    validations: [saysNothing],
  },
});
