/** The trait `topologyspreadconstraints`: what Fargate does by itself, as well as it can. */
import type { JsonObject } from '../../../json.ts';
import { adapted } from '../parts/says.ts';
import { labelSelector } from '../parts/scheduling.ts';
import { traitOf } from '../parts/trait.ts';

const policy: JsonObject = { type: 'string', enum: ['Honor', 'Ignore'] };

export const topologyspreadconstraints: JsonObject = traitOf(
  'topologyspreadconstraints',
  'Spread tasks over zones, as Fargate does',
  {
    cel: {
      parameters: {
        type: 'object',
        required: ['constraints'],
        properties: {
          constraints: {
            type: 'array',
            description: 'How evenly, over what',
            items: {
              type: 'object',
              required: ['maxSkew', 'topologyKey', 'labelSelector'],
              properties: {
                maxSkew: { type: 'integer', minimum: 1 },
                topologyKey: { type: 'string' },
                whenUnsatisfiable: { type: 'string', enum: ['DoNotSchedule', 'ScheduleAnyway'] },
                labelSelector,
                minDomains: { type: 'integer', minimum: 1 },
                matchLabelKeys: { type: 'array', items: { type: 'string' } },
                nodeAffinityPolicy: policy,
                nodeTaintsPolicy: policy,
              },
              ...adapted(
                'Fargate spreads the tasks of a service over the zones of its subnets, each on a machine of its own; no other spread can be asked for, and none is enforced',
              ),
            },
          },
        },
      },
      validations: [
        {
          if: 'size(parameter.constraints) == 0',
          pointer: '/constraints',
          severity: 'warning',
          code: 'NotNeeded',
          message: 'There is nothing to spread by',
        },
      ],
    },
  },
);
