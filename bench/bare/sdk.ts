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
export const services: Readonly<Record<string, () => Promise<object>>> = {
  apigatewayv2: () => import('../../lib/aws/clients/apigatewayv2.ts'),
  'application-auto-scaling': () => import('../../lib/aws/clients/application-auto-scaling.ts'),
  cloudwatch: () => import('../../lib/aws/clients/cloudwatch.ts'),
  'cloudwatch-logs': () => import('../../lib/aws/clients/cloudwatch-logs.ts'),
  iam: () => import('../../lib/aws/clients/iam.ts'),
  lambda: () => import('../../lib/aws/clients/lambda.ts'),
};
