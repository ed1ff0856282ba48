/** The driver of SQS queues, call by call. */
import { describe, expect, it } from 'vitest';
import { failureOf } from '../../../lib/aws/failure.ts';
import { queue } from '../../../lib/aws/sqs/queue.ts';
import { queuePolicy } from '../../../lib/aws/sqs/queue-policy.ts';
import { OamError } from '../../../lib/errors.ts';
import { fault } from '../../doubles/aws.ts';
import { play } from '../script.ts';

const QueueUrl = 'https://sqs.us-east-1.amazonaws.com/1/jobs';
const QueueArn = 'arn:aws:sqs:us-east-1:1:jobs';
const arn = { Attributes: { QueueArn } };

describe('a queue', () => {
  it('is told its settings as texts', () => {
    const desired = {
      VisibilityTimeout: 60,
      SqsManagedSseEnabled: false,
      RedrivePolicy: { deadLetterTargetArn: 'arn:dead', maxReceiveCount: 5 },
    };
    const { inputs, result } = play(queue.create(desired, 'jobs', 't', { 'oam.dev/app': 'x' }), [
      ['CreateQueue', { QueueUrl }],
      ['GetQueueAttributes', arn],
    ]);
    expect(inputs[0]).toEqual({
      QueueName: 'jobs',
      Attributes: {
        VisibilityTimeout: '60',
        SqsManagedSseEnabled: 'false',
        RedrivePolicy: '{"deadLetterTargetArn":"arn:dead","maxReceiveCount":5}',
      },
      tags: { 'oam.dev/app': 'x' },
    });
    expect(result).toMatchObject({ QueueUrl, Arn: QueueArn, QueueName: 'jobs' });
  });

  it('is seen as numbers, flags and data again, whatever way SQS wrote the count', () => {
    const { result } = play(queue.observe({ QueueName: 'jobs', QueueUrl }), [
      [
        'GetQueueAttributes',
        {
          Attributes: {
            QueueArn,
            DelaySeconds: '5',
            SqsManagedSseEnabled: 'true',
            ApproximateNumberOfMessages: '3',
            RedrivePolicy: '{"deadLetterTargetArn":"arn:dead","maxReceiveCount":"5"}',
          },
        },
      ],
      ['ListQueueTags', {}],
    ]);
    expect(result).toEqual({
      QueueName: 'jobs',
      QueueUrl,
      Arn: QueueArn,
      DelaySeconds: 5,
      SqsManagedSseEnabled: true,
      RedrivePolicy: { deadLetterTargetArn: 'arn:dead', maxReceiveCount: 5 },
      Tags: [],
    });
  });

  it('with FIFO order bears its ending, any other is never told of it', () => {
    expect(queue.identity({ FifoQueue: true }, 'jobs')).toEqual({ QueueName: 'jobs.fifo' });
    expect(queue.identity({ FifoQueue: true, QueueName: 'mine.fifo' }, 'jobs')).toEqual({ QueueName: 'mine.fifo' });
    const { inputs } = play(queue.create({ FifoQueue: false, ContentBasedDeduplication: false }, 'jobs', 't', {}), [
      ['CreateQueue', { QueueUrl }],
      ['GetQueueAttributes', arn],
    ]);
    expect(inputs[0]).toMatchObject({ QueueName: 'jobs', Attributes: {} });
  });

  it('that loses its key is encrypted by SQS again', () => {
    const observed = { QueueUrl, KmsMasterKeyId: 'alias/own', Tags: [] };
    const { inputs } = play(queue.update({}, {}, observed, ['KmsMasterKeyId'], { KmsMasterKeyId: 'alias/own' }), [
      ['SetQueueAttributes'],
    ]);
    expect(inputs[0]).toEqual({ QueueUrl, Attributes: { KmsMasterKeyId: '', SqsManagedSseEnabled: 'true' } });
  });

  it('whose name was deleted a moment ago is tried again', () => {
    const error = failureOf(fault('QueueDeletedRecently', 400, 'You must wait 60 seconds'), {
      service: 'sqs',
      action: 'CreateQueue',
    });
    expect(error).toBeInstanceOf(OamError);
    expect(error).toMatchObject({ code: 'NotReady', retry: true });
  });
});

describe('the policy of a queue', () => {
  const identity = { QueueUrl };

  it('is a setting of its queue, and taken away by an empty text', () => {
    expect(play(queuePolicy.delete(identity), [['SetQueueAttributes']]).inputs).toEqual([
      { QueueUrl, Attributes: { Policy: '' } },
    ]);
  });

  it('is absent with its queue, and where it allows nothing', () => {
    const gone = fault('QueueDoesNotExist', 400, 'no');
    expect(play(queuePolicy.observe(identity), [['GetQueueAttributes', gone]]).result).toBeUndefined();
    for (const Policy of ['', '{"Statement":[]}'])
      expect(
        play(queuePolicy.observe(identity), [['GetQueueAttributes', { Attributes: { Policy } }]]).result,
      ).toBeUndefined();
  });
});
