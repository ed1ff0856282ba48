/** AWS::SQS::Queue. */
import type * as sdk from '@aws-sdk/client-sqs';
import { type Json, type JsonObject, objectOf, textOf } from '../../json.ts';
import type { Asks } from '../../ports.ts';
import type { ResourceType } from '../../resource/resource.ts';
import { asTags, type Comparison, differences } from '../diff.ts';
import { absent, gone, soon } from '../missing.ts';
import { operation } from '../operation.ts';
import { tagList as listOfTags, retag, tagMap, withOwner } from '../ownership.ts';
import { resourceType } from '../resource-type.ts';
import { flag, integer, structure, tagList, text, type ValueOf, word } from '../schema.ts';

const service = 'sqs';
const createQueue = operation<sdk.CreateQueueCommand>(service, 'CreateQueue');
const getUrl = operation<sdk.GetQueueUrlCommand>(service, 'GetQueueUrl');
const getAttributes = operation<sdk.GetQueueAttributesCommand>(service, 'GetQueueAttributes');
const setAttributes = operation<sdk.SetQueueAttributesCommand>(service, 'SetQueueAttributes');
const deleteQueue = operation<sdk.DeleteQueueCommand>(service, 'DeleteQueue');
const listTags = operation<sdk.ListQueueTagsCommand>(service, 'ListQueueTags');
const tagQueue = operation<sdk.TagQueueCommand>(service, 'TagQueue');
const untagQueue = operation<sdk.UntagQueueCommand>(service, 'UntagQueue');

const schema = structure({
  QueueName: text({ minLength: 1, maxLength: 80 }),
  FifoQueue: flag,
  ContentBasedDeduplication: flag,
  DeduplicationScope: word('messageGroup', 'queue'),
  FifoThroughputLimit: word('perQueue', 'perMessageGroupId'),
  DelaySeconds: integer(0, 900),
  MaximumMessageSize: integer(1024, 1_048_576),
  MessageRetentionPeriod: integer(60, 1_209_600),
  ReceiveMessageWaitTimeSeconds: integer(0, 20),
  VisibilityTimeout: integer(0, 43_200),
  RedrivePolicy: structure(
    { deadLetterTargetArn: text({ minLength: 1 }), maxReceiveCount: integer(1, 1000) },
    'deadLetterTargetArn',
    'maxReceiveCount',
  ),
  SqsManagedSseEnabled: flag,
  KmsMasterKeyId: text(),
  Tags: tagList,
});
type Properties = ValueOf<typeof schema>;

/** What AWS has by itself; `''` takes a policy or a key away. */
const usual: JsonObject = {
  ContentBasedDeduplication: false,
  DeduplicationScope: 'queue',
  FifoThroughputLimit: 'perQueue',
  DelaySeconds: 0,
  MaximumMessageSize: 1_048_576,
  MessageRetentionPeriod: 345_600,
  ReceiveMessageWaitTimeSeconds: 0,
  VisibilityTimeout: 30,
  SqsManagedSseEnabled: true,
};

const comparison: Comparison = { defaults: { ...usual, FifoQueue: false }, forms: { Tags: asTags } };
const queues = 'arn:${partition}:sqs:${region}:${account}:${prefix}*';

/**
 * A queue. QueueName and FifoQueue replace it.
 *
 * AWS is odd here: every setting is text; a FIFO queue's name ends in `.fifo`, which is added to ours; creating the same queue again answers
 * as if it was new; a name that was deleted cannot be used for 60 s; a key and SQS's own encryption exclude each other; what makes a FIFO
 * queue is unknown to any other.
 */
export const queue: ResourceType = resourceType<Properties>({
  type: 'AWS::SQS::Queue',
  schema,
  createOnly: ['FifoQueue', 'QueueName'],
  attributes: ['Arn', 'QueueName', 'QueueUrl'],
  naming: 'upsert',
  stateful: true,
  name: { property: 'QueueName', limit: 75 },
  tags: { property: 'Tags', form: 'list' },
  iam: [
    'CreateQueue',
    'GetQueueUrl',
    'GetQueueAttributes',
    'SetQueueAttributes',
    'DeleteQueue',
    'ListQueueTags',
    'TagQueue',
    'UntagQueue',
  ].map(action => ({ action: `sqs:${action}`, resource: queues })),
  identity: (properties, name) => ({ QueueName: nameFor(properties, name) }),
  identify: ({ QueueName, QueueUrl }) => ({ QueueName: textOf(QueueName), QueueUrl: textOf(QueueUrl) }),
  owner: observed => tagMap(observed.Tags),
  *observe(identity) {
    const { QueueName } = objectOf(identity);
    const QueueUrl = yield* urlOf(identity);
    if (QueueUrl === undefined) return undefined;
    const found = yield* absent(getAttributes({ QueueUrl, AttributeNames: ['All'] }));
    if (found === undefined) return undefined;
    const tags = yield* absent(listTags({ QueueUrl }));
    const { QueueArn = '', ...attributes } = found.Attributes ?? {};
    return { ...told(attributes), QueueName: textOf(QueueName), QueueUrl, Arn: QueueArn, Tags: listOfTags(tags?.Tags) };
  },
  *create(properties, name, _token, owner) {
    const { QueueName: _, Tags, ...settings } = properties;
    const QueueName = nameFor(properties, name);
    const tags = withOwner(Tags, owner);
    const { QueueUrl = '' } = yield* createQueue({ QueueName, Attributes: asTexts(known(settings)), tags });
    // Creation answers the URL alone.
    const { Attributes } = yield* soon(getAttributes({ QueueUrl, AttributeNames: ['QueueArn'] }));
    return { ...settings, QueueName, QueueUrl, Arn: Attributes?.QueueArn ?? '', Tags: listOfTags(tags) };
  },
  *update(identity, desired, observed, diff, applied) {
    const QueueUrl = textOf(observed.QueueUrl) || ((yield* urlOf(identity)) ?? '');
    const changed = diff.filter(name => name !== 'Tags');
    let next: JsonObject = observed;
    if (changed.length > 0) {
      const { QueueName: _, FifoQueue: __, ...rest } = objectOf(desired);
      const settings: JsonObject = {
        // Without its key a queue is not encrypted at all until that is said.
        ...(changed.includes('KmsMasterKeyId') && rest.KmsMasterKeyId === undefined
          ? { SqsManagedSseEnabled: rest.SqsManagedSseEnabled ?? true }
          : {}),
        ...Object.fromEntries(changed.map(name => [name, rest[name] ?? usual[name] ?? ''])),
      };
      yield* setAttributes({ QueueUrl, Attributes: asTexts(settings) });
      next = { ...observed, ...settings };
    }
    if (!diff.includes('Tags')) return next;
    const tags = yield* retag(
      { desired: desired.Tags, observed: observed.Tags, applied },
      Tags => tagQueue({ QueueUrl, Tags }),
      TagKeys => untagQueue({ QueueUrl, TagKeys }),
    );
    return { ...next, Tags: listOfTags(tags) };
  },
  *delete(identity) {
    const QueueUrl = yield* urlOf(identity);
    if (QueueUrl !== undefined) yield* gone(deleteQueue({ QueueUrl }));
  },
  diff: (desired, applied, observed) => differences(comparison, desired, applied, observed),
});

function nameFor({ QueueName, FifoQueue }: Properties, name: string): string {
  return QueueName ?? (FifoQueue === true ? `${name}.fifo` : name);
}

function* urlOf(identity: Json): Asks<string | undefined> {
  const { QueueName, QueueUrl } = objectOf(identity);
  if (typeof QueueUrl === 'string' && QueueUrl !== '') return QueueUrl;
  return (yield* absent(getUrl({ QueueName: textOf(QueueName) })))?.QueueUrl;
}

const ofFifo = ['ContentBasedDeduplication', 'DeduplicationScope', 'FifoQueue', 'FifoThroughputLimit'];

/** AWS does not know the settings of FIFO queues on any other, not even as `false`. */
function known(settings: JsonObject): JsonObject {
  if (settings.FifoQueue === true) return settings;
  return Object.fromEntries(
    Object.entries(settings).filter(([name, value]) => !ofFifo.includes(name) || value !== (usual[name] ?? false)),
  );
}

function asTexts(settings: JsonObject): Record<string, string> {
  const texts = Object.entries(settings).map(([name, value]) => [
    name,
    typeof value === 'object' ? JSON.stringify(value) : String(value),
  ]);
  return Object.fromEntries(texts);
}

/** Attributes as properties: numbers, flags and policies out of texts; of the rest (counts, times) nothing. */
function told(attributes: Readonly<Record<string, string>>): Record<string, Json> {
  const properties: Record<string, Json> = {};
  for (const [name, value] of Object.entries(attributes)) {
    const kind = objectOf(objectOf(schema.properties)[name]).type;
    if (kind === undefined || value === '') continue;
    if (kind === 'integer') properties[name] = Number(value);
    else if (kind === 'boolean') properties[name] = value === 'true';
    else properties[name] = kind === 'object' ? policyOf(value) : value;
  }
  return properties;
}

/** The count arrives as text where it was sent as text. */
function policyOf(value: string): Json {
  const { maxReceiveCount, ...rest } = objectOf(JSON.parse(value));
  return { ...rest, maxReceiveCount: Number(maxReceiveCount) };
}
