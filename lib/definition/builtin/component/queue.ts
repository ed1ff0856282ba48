/** The component `queue`: messages that wait until somebody takes them (Amazon SQS), with a dead-letter queue beside it. */
import type { JsonObject } from '../../../json.ts';
import { componentOf } from '../parts/component.ts';

const FifoQueue: JsonObject = { $if: 'parameter.fifo', $value: true };

export const queue: JsonObject = componentOf('queue', 'Messages that wait to be worked on (Amazon SQS)', 'resources', {
  parameters: {
    type: 'object',
    properties: {
      visibilityTimeout: {
        type: 'integer',
        minimum: 0,
        maximum: 43_200,
        default: 30,
        description: 'Seconds that a message is hidden from others while it is worked on',
      },
      retention: {
        type: 'integer',
        minimum: 60,
        maximum: 1_209_600,
        description: 'Seconds that a message waits at most; AWS keeps it 4 days where it is left out',
      },
      delay: { type: 'integer', minimum: 0, maximum: 900, description: 'Seconds before a new message can be taken' },
      fifo: { type: 'boolean', default: false, description: 'Messages of a group are taken in their order, each once' },
      deduplicate: {
        type: 'boolean',
        description: 'Two messages with one text within 5 minutes are one; for fifo',
      },
      maxReceiveCount: {
        type: 'integer',
        minimum: 1,
        maximum: 1000,
        default: 5,
        description: 'So many times a message is tried before it goes to the dead-letter queue, which keeps it 14 days',
      },
    },
  },
  resources: [
    { id: 'dead', type: 'AWS::SQS::Queue', properties: { FifoQueue, MessageRetentionPeriod: 1_209_600 } },
    {
      id: 'queue',
      type: 'AWS::SQS::Queue',
      properties: {
        FifoQueue,
        VisibilityTimeout: '${parameter.visibilityTimeout}',
        MessageRetentionPeriod: '${parameter.?retention}',
        DelaySeconds: '${parameter.?delay}',
        ContentBasedDeduplication: '${parameter.?deduplicate}',
        RedrivePolicy: {
          deadLetterTargetArn: '${resources.dead.Arn}',
          maxReceiveCount: '${parameter.maxReceiveCount}',
        },
      },
    },
  ],
  link: { NAME: '${resources.queue.QueueName}', ARN: '${resources.queue.Arn}', URL: '${resources.queue.QueueUrl}' },
  grants: {
    send: { actions: '${iam.actions("sqs", "send")}', resources: ['${resources.queue.Arn}'] },
    consume: { actions: '${iam.actions("sqs", "consume")}', resources: ['${resources.queue.Arn}'] },
  },
  source: {
    kind: 'queue',
    arn: '${resources.queue.Arn}',
    fifo: '${parameter.fifo}',
    visibilityTimeout: '${parameter.visibilityTimeout}',
  },
  validations: [
    {
      if: 'has(parameter.deduplicate) && !parameter.fifo',
      pointer: '/deduplicate',
      code: 'InvalidParameter',
      message: 'Only a fifo queue knows messages that it had before',
      hint: 'fifo: true',
    },
  ],
});
