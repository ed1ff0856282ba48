/** SNS: topics with their subscriptions; who reads an address has to confirm, and nobody does here. */
import { type Json, type JsonObject, listOf, objectOf, textOf } from '../../../lib/json.ts';
import { fault } from './fault.ts';
import { assign, copy, type Service, type TopicItem, tagList, tagMap, type World, without } from './world.ts';

function found(world: World, arn: Json | undefined): TopicItem {
  const topic = world.state.topics[textOf(arn)];
  if (topic === undefined) throw fault('NotFoundException', 404, 'Topic does not exist');
  return topic;
}

function subscribed(world: World, arn: Json | undefined): { topic: TopicItem; config: JsonObject } {
  for (const topic of Object.values(world.state.topics)) {
    const config = topic.subscriptions[textOf(arn)];
    if (config !== undefined) return { topic, config };
  }
  throw fault('NotFoundException', 404, 'Subscription does not exist');
}

/** A filter that says nothing is none, and then has no scope either. */
function told(config: JsonObject): JsonObject {
  const { FilterPolicy, FilterPolicyScope = 'MessageAttributes', ...rest } = config;
  const filters = FilterPolicy !== undefined && FilterPolicy !== '{}' && FilterPolicy !== '';
  return filters ? { ...rest, FilterPolicy, FilterPolicyScope } : rest;
}

function pending(protocol: string): boolean {
  return protocol === 'email' || protocol === 'https';
}

export const sns: Service = {
  CreateTopic: (world, input) => {
    const name = textOf(input.Name);
    const attributes = objectOf(input.Attributes);
    if ((attributes.FifoTopic === 'true') !== name.endsWith('.fifo'))
      throw fault('InvalidParameterException', 400, 'The name of a FIFO topic ends with .fifo, no other does');
    if (attributes.FifoTopic === 'false')
      throw fault(
        'InvalidParameterException',
        400,
        'Invalid parameter: Attributes Reason: Unknown attribute FifoTopic',
      );
    const TopicArn = `arn:aws:sns:${world.region}:${world.account}:${name}`;
    const before = world.state.topics[TopicArn];
    if (before === undefined)
      world.state.topics[TopicArn] = {
        config: { TopicArn, DisplayName: '', ...attributes },
        tags: tagMap(input.Tags),
        subscriptions: {},
      };
    else if (Object.entries(attributes).some(([key, value]) => before.config[key] !== value))
      throw fault('InvalidParameterException', 400, 'Topic already exists with different attributes');
    return { TopicArn };
  },
  ListTopics: world => ({ Topics: Object.keys(world.state.topics).map(TopicArn => ({ TopicArn })) }),
  GetTopicAttributes: (world, input) => ({ Attributes: copy(found(world, input.TopicArn).config) }),
  SetTopicAttributes: (world, input) => {
    const topic = found(world, input.TopicArn);
    const { [textOf(input.AttributeName)]: _, ...rest } = topic.config;
    const value = textOf(input.AttributeValue);
    topic.config = value === '' ? rest : { ...rest, [textOf(input.AttributeName)]: value };
    return {};
  },
  // What is not there is deleted: SNS says nothing of it.
  DeleteTopic: (world, input) => {
    delete world.state.topics[textOf(input.TopicArn)];
    return {};
  },
  ListTagsForResource: (world, input) => ({ Tags: tagList(found(world, input.ResourceArn).tags) }),
  TagResource: (world, input) => {
    const topic = found(world, input.ResourceArn);
    topic.tags = { ...topic.tags, ...tagMap(input.Tags) };
    return {};
  },
  UntagResource: (world, input) => {
    const topic = found(world, input.ResourceArn);
    topic.tags = without(topic.tags, input.TagKeys);
    return {};
  },
  Subscribe: (world, input) => {
    const topic = found(world, input.TopicArn);
    const Protocol = textOf(input.Protocol);
    const Endpoint = textOf(input.Endpoint);
    const [there] = Object.entries(topic.subscriptions).find(
      ([, one]) => one.Protocol === Protocol && one.Endpoint === Endpoint,
    ) ?? [undefined];
    if (there !== undefined) return { SubscriptionArn: there };
    const SubscriptionArn = `${textOf(input.TopicArn)}:${assign(world, `${Protocol} ${Endpoint}`, 12)}`;
    topic.subscriptions[SubscriptionArn] = {
      SubscriptionArn,
      TopicArn: textOf(input.TopicArn),
      Protocol,
      Endpoint,
      RawMessageDelivery: 'false',
      PendingConfirmation: String(pending(Protocol)),
      ...objectOf(input.Attributes),
    };
    return { SubscriptionArn };
  },
  ListSubscriptionsByTopic: (world, input) => ({
    Subscriptions: Object.values(found(world, input.TopicArn).subscriptions).map(one => ({
      SubscriptionArn: one.PendingConfirmation === 'true' ? 'PendingConfirmation' : textOf(one.SubscriptionArn),
      TopicArn: textOf(one.TopicArn),
      Protocol: textOf(one.Protocol),
      Endpoint: textOf(one.Endpoint),
    })),
  }),
  GetSubscriptionAttributes: (world, input) => ({
    Attributes: copy(told(subscribed(world, input.SubscriptionArn).config)),
  }),
  SetSubscriptionAttributes: (world, input) => {
    const { topic, config } = subscribed(world, input.SubscriptionArn);
    const name = textOf(input.AttributeName);
    const nests = listOf(Object.values(objectOf(JSON.parse(textOf(config.FilterPolicy) || '{}')))).some(
      inner => !Array.isArray(inner),
    );
    if (name === 'FilterPolicyScope' && input.AttributeValue === 'MessageAttributes' && nests)
      throw fault('InvalidParameterException', 400, 'Filter policy scope MessageAttributes does not support nesting');
    topic.subscriptions[textOf(input.SubscriptionArn)] = { ...config, [name]: textOf(input.AttributeValue) };
    return {};
  },
  Unsubscribe: (world, input) => {
    const { topic, config } = subscribed(world, input.SubscriptionArn);
    if (config.PendingConfirmation === 'true')
      throw fault('InvalidParameterException', 400, 'This subscription is pending confirmation');
    delete topic.subscriptions[textOf(input.SubscriptionArn)];
    return {};
  },
};
