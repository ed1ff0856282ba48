/** The reconciler without Lateen: the SDK's clients with the very commands it sends, DynamoDB and SQS at start, the others on first use. */
import {
  BatchGetItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { services as all } from '../../lib/aws/clients/services.ts';

export const table: object = {
  client: new DynamoDBClient(),
  commands: [
    BatchGetItemCommand,
    GetItemCommand,
    PutItemCommand,
    QueryCommand,
    TransactWriteItemsCommand,
    UpdateItemCommand,
  ],
};
export const queue: object = { client: new SQSClient(), commands: [SendMessageCommand] };
/** The reconciler's own list, so that both always have the same. */
export const services: typeof all = all;
