/** The trait `rollout`: the number of tasks; ECS replaces them by itself. */
import type { JsonObject } from '../../../json.ts';
import { notReplaced } from '../parts/job.ts';
import { adapted } from '../parts/says.ts';
import { traitOf } from '../parts/trait.ts';

const rolls =
  'ECS brings a new version to all tasks at once, as many at a time as its deployment allows, and goes back by itself when they do not start: it has no batches to stop between';
const hint = 'The trait k8s-update-strategy says how many at a time';

export const rollout: JsonObject = traitOf('rollout', 'Run a number of tasks; they are replaced without batches', {
  conflictsWith: ['scaler'],
  single: true,
  cel: {
    parameters: {
      type: 'object',
      required: ['targetSize'],
      properties: {
        targetSize: { type: 'integer', minimum: 0, description: 'How many tasks run' },
        targetRevision: {
          type: 'string',
          description: 'Revision to bring',
          ...adapted('The revision is that of the application', 'lateen rollback brings an earlier one back'),
        },
        rolloutBatches: {
          type: 'array',
          description: 'How many at a time',
          items: {
            type: 'object',
            required: ['replicas'],
            properties: { replicas: { type: 'integer', minimum: 0 } },
          },
          ...adapted(rolls, hint),
        },
        batchPartition: { type: 'integer', description: 'After which batch to wait', ...adapted(rolls, hint) },
      },
    },
    patch: { container: { replicas: '${parameter.targetSize}' } },
    validations: [notReplaced],
  },
});
