/** The trait `hpa`: as many tasks as keep CPU and memory near their values. */
import type { JsonObject } from '../../../json.ts';
import {
  scalingBetween,
  scalingParameters,
  scalingPatch,
  scalingPolicy,
  scalingValidations,
} from '../parts/auto-scaling.ts';
import { refusedOnAws } from '../parts/says.ts';
import { traitOf } from '../parts/trait.ts';

const metric = (what: string): JsonObject => ({
  type: 'object',
  description: `Percent of the ${what} of its tasks that it aims at`,
  properties: {
    type: {
      type: 'string',
      enum: ['Utilization', 'AverageValue'],
      description: 'What value is: percent of what the tasks have',
      ...refusedOnAws('AWS scales by percent of what the tasks have, not by an amount', 'type: Utilization', [
        'Utilization',
      ]),
    },
    value: { type: 'integer', minimum: 1, maximum: 100, default: 50, description: 'Percent' },
  },
});

export const hpa: JsonObject = traitOf('hpa', 'Scale by CPU and memory', {
  conflictsWith: ['cpuscaler'],
  single: true,
  cel: {
    parameters: {
      type: 'object',
      properties: {
        ...scalingParameters,
        cpu: { ...metric('CPU'), default: { value: 50 } },
        mem: metric('memory'),
        podCustomMetrics: {
          type: 'array',
          description: 'Metrics of pods: there are none',
          items: {
            type: 'object',
            properties: { name: { type: 'string' }, value: { type: 'string' } },
          },
          ...refusedOnAws(
            'Auto scaling has no metrics of pods',
            'cpu and mem, or a definition of your own with a ScalingPolicy on a CloudWatch metric',
            [[]],
          ),
        },
      },
    },
    patch: scalingPatch('hpa'),
    resources: [
      scalingBetween,
      scalingPolicy('policy', '${outputs.scalableTarget.metric}', '${parameter.cpu.value}'),
      scalingPolicy('memory', 'ECSServiceAverageMemoryUtilization', '${parameter.mem.value}', {
        $if: 'has(parameter.mem)',
      }),
    ],
    validations: scalingValidations,
  },
});
