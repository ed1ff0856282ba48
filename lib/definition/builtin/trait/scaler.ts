/** The trait `scaler`: how many tasks run; how much of a function may run at once, and how much is kept warm. */
import type { JsonObject } from '../../../json.ts';
import { scalingPolicy, scalingTarget, servicesOnly } from '../parts/auto-scaling.ts';
import { traitOf } from '../parts/trait.ts';

export const scaler: JsonObject = traitOf('scaler', 'Set how many instances may run and how many are kept warm', {
  appliesTo: ['container', 'function'],
  single: true,
  cel: {
    parameters: {
      type: 'object',
      properties: {
        replicas: { type: 'integer', minimum: 0, description: 'Number of tasks, 1 where it is left out' },
        reserved: {
          type: 'integer',
          minimum: 0,
          description: 'At most so many run at once, and so many are set aside; 0 stops the function',
        },
        provisioned: {
          type: 'object',
          description: 'Instances that are kept warm; they cost while they wait',
          required: ['min'],
          properties: {
            min: { type: 'integer', minimum: 1, description: 'Always so many' },
            max: { type: 'integer', minimum: 1, description: 'Auto scaling goes up to so many' },
            target: {
              type: 'number',
              exclusiveMinimum: 0,
              maximum: 0.9,
              description: 'The share in use that auto scaling aims at; 0.7 where it is left out',
            },
          },
        },
      },
    },
    let: [
      { provisioned: '${parameter.?provisioned.orValue({})}' },
      { scales: '${has(provisioned.max) && provisioned.max > provisioned.min}' },
    ],
    patch: {
      container: { replicas: '${parameter.?replicas.orValue(1)}' },
      function: {
        concurrency: { reserved: '${parameter.?reserved}', provisioned: '${provisioned.?min}' },
        scaledBy: { $if: 'scales', $value: 'scaler' },
      },
    },
    resources: [
      scalingTarget('${provisioned.min}', '${provisioned.max}', { $if: 'scales' }),
      scalingPolicy('policy', '${outputs.scalableTarget.metric}', '${provisioned.?target.orValue(0.7)}', {
        $if: 'scales',
      }),
    ],
    validations: [
      servicesOnly,
      {
        workload: 'container',
        if: 'has(parameter.reserved) || has(parameter.provisioned)',
        code: 'NotForWorkload',
        message: 'reserved and provisioned are for functions',
        hint: 'replicas: N; the trait cpuscaler scales between min and max',
      },
      {
        workload: 'container',
        if: 'has(workload.scaledBy)',
        severity: 'warning',
        code: 'Adapted',
        message: 'replicas is what it begins with: the trait ${workload.scaledBy} scales it',
      },
      {
        workload: 'function',
        if: 'has(parameter.replicas)',
        pointer: '/replicas',
        code: 'NotForWorkload',
        message: 'A function has no replicas: Lambda starts an instance for each call that needs one',
        hint: 'reserved: N limits how many run at once, provisioned: { min: N } keeps N warm',
      },
      {
        workload: 'function',
        if: '!has(parameter.replicas) && !has(parameter.reserved) && !has(parameter.provisioned)',
        code: 'MissingParameter',
        message: 'The scaler says nothing',
        hint: 'reserved: N limits how many run at once, provisioned: { min: N } keeps N warm',
      },
      {
        if: 'has(provisioned.max) && provisioned.max < provisioned.min',
        pointer: '/provisioned/max',
        code: 'InvalidParameter',
        message: 'provisioned.max must be at least provisioned.min',
      },
      {
        if: 'has(provisioned.target) && !scales',
        pointer: '/provisioned/target',
        code: 'InvalidParameter',
        message: 'provisioned.target means something only between min and a greater max',
      },
      {
        if: 'has(parameter.reserved) && parameter.reserved < provisioned.?max.orValue(provisioned.?min.orValue(0))',
        pointer: '/reserved',
        code: 'InvalidParameter',
        message: 'reserved must be at least as much as is provisioned',
      },
    ],
  },
});
