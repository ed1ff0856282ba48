/** What a trigger may be told: what it takes from, in which portions, and what becomes of that which fails. */
import type { JsonObject } from '../../../json.ts';

export const triggerParameters: JsonObject = {
  type: 'object',
  required: ['from'],
  properties: {
    from: {
      type: 'string',
      minLength: 1,
      maxLength: 512,
      description:
        'A component: queue, table with a stream, bucket or topic; or an ARN under a prefix that the operator allowed',
    },
    batchSize: {
      type: 'integer',
      minimum: 1,
      maximum: 10_000,
      description: 'At most so many at once, from a queue or a stream; AWS takes 10 and 100',
    },
    window: {
      type: 'integer',
      minimum: 0,
      maximum: 300,
      description: 'Seconds that Lambda gathers a batch, from a queue or a stream',
    },
    filter: {
      type: 'object',
      additionalProperties: true,
      minProperties: 1,
      description:
        'Only what matches this pattern: of a record of a queue or a stream {body: {kind: [order]}}, of the message of a topic {kind: [order]}',
    },
    partialFailures: {
      type: 'boolean',
      description:
        'The function answers which of a batch failed ({batchItemFailures: [{itemIdentifier}]}), and only these come again; true where it is left out',
    },
    maxConcurrency: {
      type: 'integer',
      minimum: 2,
      maximum: 1000,
      description: 'At most so many calls at once for this queue',
    },
    startFrom: {
      type: 'string',
      enum: ['oldest', 'newest'],
      description: 'Where in a stream a new trigger begins; oldest (up to 24 hours back) where it is left out',
    },
    retries: {
      type: 'integer',
      minimum: 0,
      maximum: 10_000,
      description:
        'So many times records of a stream are tried again before they are passed over; 5 where it is left out',
    },
    failed: {
      type: 'string',
      minLength: 1,
      description: 'A queue of the application that hears which records of a stream were passed over',
    },
    prefix: {
      type: 'string',
      minLength: 1,
      maxLength: 1024,
      pattern: '^[^*\\\\]+$',
      description: 'Only objects of a bucket whose names begin so',
    },
    suffix: {
      type: 'string',
      minLength: 1,
      maxLength: 1024,
      pattern: '^[^*\\\\]+$',
      description: 'Only objects of a bucket whose names end so: .csv',
    },
  },
};
