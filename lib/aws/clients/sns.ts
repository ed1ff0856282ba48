/** The SNS client with the commands that drivers send. */
import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListTagsForResourceCommand,
  ListTopicsCommand,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
  TagResourceCommand,
  UnsubscribeCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-sns';
import type { ServiceClient } from './client.ts';

export const service: ServiceClient = {
  create: config => new SNSClient(config),
  commands: {
    CreateTopic: CreateTopicCommand,
    DeleteTopic: DeleteTopicCommand,
    GetSubscriptionAttributes: GetSubscriptionAttributesCommand,
    GetTopicAttributes: GetTopicAttributesCommand,
    ListSubscriptionsByTopic: ListSubscriptionsByTopicCommand,
    ListTagsForResource: ListTagsForResourceCommand,
    ListTopics: ListTopicsCommand,
    SetSubscriptionAttributes: SetSubscriptionAttributesCommand,
    SetTopicAttributes: SetTopicAttributesCommand,
    Subscribe: SubscribeCommand,
    TagResource: TagResourceCommand,
    Unsubscribe: UnsubscribeCommand,
    UntagResource: UntagResourceCommand,
  },
};
