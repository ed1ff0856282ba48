/** The trait `k8s-update-strategy`: how many tasks are added and taken while a new version comes. */
import type { JsonObject } from '../../../json.ts';
import { notReplaced } from '../parts/job.ts';
import { notNeeded, refusedOnAws } from '../parts/says.ts';
import { traitOf } from '../parts/trait.ts';

const amount = (description: string): JsonObject => ({
  type: 'string',
  pattern: '^[0-9]{1,5}%?$',
  description,
  default: '25%',
});
/** Kubernetes rounds what is added up and what is taken away down; `up` are the 99 hundredths of rounding up. */
const counted = (text: string, up: number): string =>
  `(${text}.endsWith("%") ? (int(${text}.substring(0, size(${text}) - 1)) * tasks + ${up}) / 100 : int(${text}))`;

export const k8sUpdateStrategy: JsonObject = traitOf('k8s-update-strategy', 'Say how tasks are replaced', {
  single: true,
  cel: {
    parameters: {
      type: 'object',
      required: ['strategy'],
      properties: {
        targetAPIVersion: {
          type: 'string',
          description: 'Of the Kubernetes object',
          ...notNeeded('targetAPIVersion is not needed: there is no Kubernetes object', undefined, ['apps/v1']),
        },
        targetKind: {
          type: 'string',
          enum: ['Deployment', 'StatefulSet', 'DaemonSet'],
          description: 'Of the Kubernetes object: all are services of ECS',
          ...notNeeded('targetKind is not needed: all are services of ECS', undefined, ['Deployment']),
        },
        strategy: {
          type: 'object',
          description: 'How',
          properties: {
            type: {
              type: 'string',
              enum: ['RollingUpdate', 'Recreate', 'OnDelete'],
              default: 'RollingUpdate',
              description: 'New ones beside the old, or after they are gone',
              ...refusedOnAws('Nobody deletes tasks by hand', 'type: RollingUpdate or Recreate', [
                'RollingUpdate',
                'Recreate',
              ]),
            },
            rollingStrategy: {
              type: 'object',
              default: {},
              properties: {
                maxSurge: amount('How many more there may be: 25%, or a number'),
                maxUnavailable: amount('How many fewer there may be: 25%, or a number'),
                partition: {
                  type: 'integer',
                  description: 'Which ones stay old',
                  ...refusedOnAws('Tasks of ECS have no numbers: none can stay old', 'partition: 0', [0]),
                },
              },
            },
          },
        },
      },
    },
    let: [
      { surgeText: '${parameter.strategy.rollingStrategy.maxSurge}' },
      { goneText: '${parameter.strategy.rollingStrategy.maxUnavailable}' },
      { scaled: '${has(workload.scaledBy)}' },
      // Of those that auto scaling moves nobody knows how many there are: one will always do.
      { tasks: '${scaled || workload.?replicas.orValue(1) == 0 ? 1 : workload.?replicas.orValue(1)}' },
      { more: `\${${counted('surgeText', 99)}}` },
      { fewer: `\${${counted('goneText', 0)}}` },
      // Neither one more nor one fewer: nothing would ever be replaced.
      { gone: '${more == 0 && fewer == 0 ? 1 : fewer}' },
      { recreate: '${parameter.strategy.type == "Recreate"}' },
      { most: '${100 + (more * 100 + tasks - 1) / tasks}' },
      { least: '${100 - (gone * 100 + tasks - 1) / tasks}' },
    ],
    patch: {
      container: {
        deployment: {
          minimumHealthyPercent: '${recreate ? 0 : clamp(least, 0, 100)}',
          maximumPercent: '${recreate ? 100 : clamp(most, 100, 200)}',
        },
      },
    },
    validations: [
      notReplaced,
      {
        if: '!recreate && most > 200',
        pointer: '/strategy/rollingStrategy/maxSurge',
        severity: 'warning',
        code: 'Adapted',
        message: 'ECS at most doubles the number of tasks',
      },
      {
        if: 'scaled && !recreate',
        pointer: '/strategy/rollingStrategy',
        severity: 'warning',
        code: 'Adapted',
        message: 'Auto scaling moves the number of tasks: percentages are those of one task',
      },
    ],
  },
});
