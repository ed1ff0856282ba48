/** The SQS client with the commands that drivers send. */
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueueTagsCommand,
  SetQueueAttributesCommand,
  SQSClient,
  TagQueueCommand,
  UntagQueueCommand,
} from '@aws-sdk/client-sqs';
import type { ServiceClient } from './client.ts';

export const service: ServiceClient = {
  create: config => new SQSClient(config),
  commands: {
    CreateQueue: CreateQueueCommand,
    DeleteQueue: DeleteQueueCommand,
    GetQueueAttributes: GetQueueAttributesCommand,
    GetQueueUrl: GetQueueUrlCommand,
    ListQueueTags: ListQueueTagsCommand,
    SetQueueAttributes: SetQueueAttributesCommand,
    TagQueue: TagQueueCommand,
    UntagQueue: UntagQueueCommand,
  },
};
