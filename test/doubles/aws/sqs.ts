/** SQS: queues, their settings and tags. */
import { type Json, type JsonObject, objectOf, textOf } from '../../../lib/json.ts';
import { fault } from './fault.ts';
import { copy, type GroupItem, type Service, type World, without } from './world.ts';

const usual: Readonly<Record<string, string>> = {
  DelaySeconds: '0',
  MaximumMessageSize: '1048576',
  MessageRetentionPeriod: '345600',
  ReceiveMessageWaitTimeSeconds: '0',
  VisibilityTimeout: '30',
  SqsManagedSseEnabled: 'true',
};
const usualFifo: Readonly<Record<string, string>> = {
  ContentBasedDeduplication: 'false',
  DeduplicationScope: 'queue',
  FifoThroughputLimit: 'perQueue',
};

function urlOf(world: World, name: string): string {
  return `https://sqs.${world.region}.amazonaws.com/${world.account}/${name}`;
}

function found(world: World, name: string): GroupItem {
  const queue = world.state.queues[name];
  if (queue === undefined) throw fault('QueueDoesNotExist', 400, 'The specified queue does not exist.');
  return queue;
}

const named = (world: World, input: JsonObject): GroupItem =>
  found(world, textOf(input.QueueUrl).split('/').at(-1) ?? '');

/** Empty text takes a setting away; a key puts SQS's own encryption off. */
function settle(queue: GroupItem, attributes: JsonObject): void {
  const next: Record<string, Json> = { ...queue.config, ...attributes };
  if (textOf(attributes.KmsMasterKeyId) !== '') next.SqsManagedSseEnabled = 'false';
  for (const [name, value] of Object.entries(next)) if (value === '') delete next[name];
  queue.config = next;
}

export const sqs: Service = {
  CreateQueue: (world, input) => {
    const name = textOf(input.QueueName);
    const attributes = objectOf(input.Attributes);
    if ((attributes.FifoQueue === 'true') !== name.endsWith('.fifo'))
      throw fault('InvalidParameterValue', 400, 'The name of a FIFO queue ends with .fifo, no other does.');
    for (const attribute of Object.keys(usualFifo).concat('FifoQueue'))
      if (attributes[attribute] !== undefined && attributes.FifoQueue !== 'true')
        throw fault('InvalidAttributeName', 400, `Unknown Attribute ${attribute}.`);
    const before = world.state.queues[name];
    if (before !== undefined) {
      const differs = Object.entries(attributes).some(([key, value]) => before.config[key] !== value);
      if (differs)
        throw fault('QueueNameExists', 400, 'A queue already exists with the same name and a different value');
      return { QueueUrl: urlOf(world, name) };
    }
    const queue: GroupItem = {
      config: {
        ...usual,
        ...(attributes.FifoQueue === 'true' ? usualFifo : {}),
        QueueArn: `arn:aws:sqs:${world.region}:${world.account}:${name}`,
      },
      tags: objectOf(input.tags),
    };
    settle(queue, attributes);
    world.state.queues[name] = queue;
    return { QueueUrl: urlOf(world, name) };
  },
  GetQueueUrl: (world, input) => {
    found(world, textOf(input.QueueName));
    return { QueueUrl: urlOf(world, textOf(input.QueueName)) };
  },
  GetQueueAttributes: (world, input) => ({ Attributes: copy(named(world, input).config) }),
  SetQueueAttributes: (world, input) => {
    settle(named(world, input), objectOf(input.Attributes));
    return {};
  },
  DeleteQueue: (world, input) => {
    named(world, input);
    delete world.state.queues[textOf(input.QueueUrl).split('/').at(-1) ?? ''];
    return {};
  },
  ListQueueTags: (world, input) => ({ Tags: copy(named(world, input).tags) }),
  TagQueue: (world, input) => {
    const queue = named(world, input);
    queue.tags = { ...queue.tags, ...objectOf(input.Tags) };
    return {};
  },
  UntagQueue: (world, input) => {
    const queue = named(world, input);
    queue.tags = without(queue.tags, input.TagKeys);
    return {};
  },
};
