/** The trait `cpuscaler`: as many tasks as keep the CPU near a value. */
import type { JsonObject } from '../../../json.ts';
import {
  scalingBetween,
  scalingParameters,
  scalingPatch,
  scalingPolicy,
  scalingValidations,
} from '../parts/auto-scaling.ts';
import { adapted } from '../parts/says.ts';
import { traitOf } from '../parts/trait.ts';

export const cpuscaler: JsonObject = traitOf('cpuscaler', 'Scale by CPU', {
  conflictsWith: ['hpa'],
  single: true,
  cel: {
    parameters: {
      type: 'object',
      properties: {
        ...scalingParameters,
        cpuUtil: {
          type: 'integer',
          minimum: 1,
          maximum: 100,
          default: 50,
          description: 'Percent of the CPU of its tasks that it aims at',
        },
        cpuPercent: {
          type: 'integer',
          minimum: 1,
          maximum: 100,
          deprecated: true,
          description: 'What cpuUtil was called before KubeVela 1.0; it goes first where both are given',
          ...adapted('cpuPercent is taken as cpuUtil, which is its name since KubeVela 1.0', 'cpuUtil'),
        },
      },
    },
    patch: scalingPatch('cpuscaler'),
    resources: [
      scalingBetween,
      scalingPolicy(
        'policy',
        '${outputs.scalableTarget.metric}',
        '${parameter.?cpuPercent.orValue(parameter.cpuUtil)}',
      ),
    ],
    validations: scalingValidations,
  },
});
