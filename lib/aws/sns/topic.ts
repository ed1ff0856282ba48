/** AWS::SNS::Topic. */
import type * as sdk from '@aws-sdk/client-sns';
import { type Json, type JsonObject, objectOf, textOf } from '../../json.ts';
import type { Asks } from '../../ports.ts';
import type { ResourceType } from '../../resource/resource.ts';
import { asTags, type Comparison, differences } from '../diff.ts';
import { absent, gone } from '../missing.ts';
import { operation } from '../operation.ts';
import { tagList as listOfTags, retag, tagMap, withOwner } from '../ownership.ts';
import { findIn } from '../pages.ts';
import { resourceType } from '../resource-type.ts';
import { flag, structure, tagList, text, type ValueOf } from '../schema.ts';

const service = 'sns';
const createTopic = operation<sdk.CreateTopicCommand>(service, 'CreateTopic');
const listTopics = operation<sdk.ListTopicsCommand>(service, 'ListTopics');
const getAttributes = operation<sdk.GetTopicAttributesCommand>(service, 'GetTopicAttributes');
const setAttributes = operation<sdk.SetTopicAttributesCommand>(service, 'SetTopicAttributes');
const deleteTopic = operation<sdk.DeleteTopicCommand>(service, 'DeleteTopic');
const listTags = operation<sdk.ListTagsForResourceCommand>(service, 'ListTagsForResource');
const tagResource = operation<sdk.TagResourceCommand>(service, 'TagResource');
const untagResource = operation<sdk.UntagResourceCommand>(service, 'UntagResource');

const schema = structure({
  TopicName: text({ minLength: 1, maxLength: 256 }),
  FifoTopic: flag,
  ContentBasedDeduplication: flag,
  DisplayName: text({ maxLength: 100 }),
  KmsMasterKeyId: text(),
  Tags: tagList,
});
type Properties = ValueOf<typeof schema>;

const usual: JsonObject = { ContentBasedDeduplication: false, DisplayName: '', KmsMasterKeyId: '' };
const comparison: Comparison = { defaults: { ...usual, FifoTopic: false }, forms: { Tags: asTags } };

/** Of this installation's topics. */
export const topics = 'arn:${partition}:sns:${region}:${account}:${prefix}*';

/**
 * A topic. TopicName and FifoTopic replace it.
 *
 * AWS is odd here: a topic is known by its ARN only, so one whose making was interrupted is looked for among all; a FIFO topic's name ends in
 * `.fifo`, which is added to ours; making the same topic again answers as if it was new; settings are changed one at a time.
 */
export const topic: ResourceType = resourceType<Properties>({
  type: 'AWS::SNS::Topic',
  schema,
  createOnly: ['FifoTopic', 'TopicName'],
  attributes: ['TopicArn', 'TopicName'],
  naming: 'upsert',
  name: { property: 'TopicName', limit: 251 },
  tags: { property: 'Tags', form: 'list' },
  iam: [
    ...[
      'CreateTopic',
      'DeleteTopic',
      'GetTopicAttributes',
      'ListTagsForResource',
      'SetTopicAttributes',
      'TagResource',
      'UntagResource',
    ].map(action => ({ action: `sns:${action}`, resource: topics })),
    { action: 'sns:ListTopics', resource: '*' },
  ],
  identity: (properties, name) => ({ TopicName: nameFor(properties, name) }),
  identify: ({ TopicName, TopicArn }) => ({ TopicName: textOf(TopicName), TopicArn: textOf(TopicArn) }),
  owner: observed => tagMap(observed.Tags),
  *observe(identity) {
    const TopicArn = yield* arnOf(identity);
    if (TopicArn === undefined) return undefined;
    const found = yield* absent(getAttributes({ TopicArn }));
    if (found === undefined) return undefined;
    const tags = yield* absent(listTags({ ResourceArn: TopicArn }));
    const { DisplayName = '', KmsMasterKeyId = '', FifoTopic, ContentBasedDeduplication } = found.Attributes ?? {};
    return {
      TopicArn,
      TopicName: textOf(objectOf(identity).TopicName),
      DisplayName,
      KmsMasterKeyId,
      FifoTopic: FifoTopic === 'true',
      ContentBasedDeduplication: ContentBasedDeduplication === 'true',
      Tags: listOfTags(tags?.Tags),
    };
  },
  *create(properties, name, _token, owner) {
    const { TopicName: _, Tags: declared, ...settings } = properties;
    const TopicName = nameFor(properties, name);
    const Tags = listOfTags(withOwner(declared, owner));
    // What makes a FIFO topic is unknown to any other, even as `false`.
    const texts = Object.entries(settings)
      .filter(([, value]) => value !== false)
      .map(([setting, value]) => [setting, String(value)]);
    const { TopicArn = '' } = yield* createTopic({ Name: TopicName, Attributes: Object.fromEntries(texts), Tags });
    return { ...usual, ...settings, TopicName, TopicArn, Tags };
  },
  *update(_identity, desired, observed, diff, applied) {
    const TopicArn = textOf(observed.TopicArn);
    const next: Record<string, Json> = { ...observed };
    for (const AttributeName of diff.filter(name => name !== 'Tags')) {
      const value = objectOf(desired)[AttributeName] ?? usual[AttributeName] ?? '';
      yield* setAttributes({ TopicArn, AttributeName, AttributeValue: String(value) });
      next[AttributeName] = value;
    }
    if (!diff.includes('Tags')) return next;
    const tags = yield* retag(
      { desired: desired.Tags, observed: observed.Tags, applied },
      set => tagResource({ ResourceArn: TopicArn, Tags: listOfTags(set) }),
      TagKeys => untagResource({ ResourceArn: TopicArn, TagKeys }),
    );
    return { ...next, Tags: listOfTags(tags) };
  },
  *delete(identity) {
    const TopicArn = yield* arnOf(identity);
    if (TopicArn !== undefined) yield* gone(deleteTopic({ TopicArn }));
  },
  diff: (desired, applied, observed) => differences(comparison, desired, applied, observed),
});

function nameFor({ TopicName, FifoTopic }: Properties, name: string): string {
  return TopicName ?? (FifoTopic === true ? `${name}.fifo` : name);
}

function* arnOf(identity: Json): Asks<string | undefined> {
  const { TopicName, TopicArn } = objectOf(identity);
  if (typeof TopicArn === 'string' && TopicArn !== '') return TopicArn;
  const end = `:${textOf(TopicName)}`;
  const found = yield* findIn(
    function* (NextToken) {
      const answer = yield* listTopics({ NextToken });
      return { Items: answer.Topics, NextToken: answer.NextToken };
    },
    one => one.TopicArn?.endsWith(end) === true,
  );
  return found?.TopicArn;
}
