/** What AWS made a moment ago and does not know everywhere: the create is tried again, and nobody is called wrong. */
import { expect, it } from 'vitest';
import { rule } from '../../lib/aws/events/rule.ts';
import { failureOf } from '../../lib/aws/failure.ts';
import { bucket } from '../../lib/aws/s3/bucket.ts';
import { subscription } from '../../lib/aws/sns/subscription.ts';
import { queue } from '../../lib/aws/sqs/queue.ts';
import { queuePolicy } from '../../lib/aws/sqs/queue-policy.ts';
import type { Asks } from '../../lib/ports.ts';
import { fault } from '../doubles/aws.ts';
import { type Line, play } from './script.ts';

const lost = (name: string): Error => fault(name, 404, 'It does not exist');
const Sns = { TopicArn: 'arn:aws:sns:us-east-1:1:news', Protocol: 'sqs', Endpoint: 'arn:aws:sqs:us-east-1:1:jobs' };
const Targets = [{ Id: 'f', Arn: 'arn:f' }];
const statement = { PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow' }] } };

it.each<[string, () => Asks<unknown>, readonly Line[]]>([
  [
    'a queue',
    () => queue.create({}, 'jobs', 't', {}),
    [
      ['CreateQueue', { QueueUrl: 'u' }],
      ['GetQueueAttributes', lost('QueueDoesNotExist')],
    ],
  ],
  [
    'the policy of a queue',
    () => queuePolicy.create({ Queues: ['u'], ...statement }, '', 't', {}),
    [['SetQueueAttributes', lost('QueueDoesNotExist')]],
  ],
  ['a subscription', () => subscription.create(Sns, '', 't', {}), [['Subscribe', lost('NotFoundException')]]],
  [
    'a bucket',
    () => bucket.create({}, 'files', 't', {}),
    [
      ['CreateBucket', {}],
      ['GetBucketLocation', lost('NoSuchBucket')],
    ],
  ],
  [
    'a setting of a bucket',
    () => bucket.create({ VersioningConfiguration: { Status: 'Enabled' } }, 'files', 't', {}),
    [
      ['CreateBucket', {}],
      ['GetBucketLocation', {}],
      ['PutBucketVersioning', lost('NoSuchBucket')],
    ],
  ],
  [
    'targets of a rule',
    () => rule.create({ EventPattern: { source: ['aws.s3'] }, Targets }, 'r', 't', {}),
    [
      ['PutRule', { RuleArn: 'arn' }],
      ['PutTargets', lost('ResourceNotFoundException')],
    ],
  ],
])('%s', (_, verb, script) => {
  expect(() => play(verb(), script)).toThrow(expect.objectContaining({ code: 'NotReady', retry: true }));
});

it.each([
  [
    'sqs',
    'InvalidParameterValue',
    'Value {...} for parameter RedrivePolicy is invalid. Reason: Dead letter target does not exist.',
  ],
  [
    'lambda',
    'InvalidParameterValueException',
    'Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue.',
  ],
  ['lambda', 'InvalidParameterValueException', 'Stream not found: arn:aws:dynamodb:us-east-1:1:table/t/stream/1'],
])('%s does not know yet what it is to use: %s', (service, name, message) => {
  expect(failureOf(fault(name, 400, message), { service, action: 'Create' }).code).toBe('NotReady');
});
