/** The DynamoDB client with the commands that drivers send. */
import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  ListTagsOfResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import type { ServiceClient } from './client.ts';

export const service: ServiceClient = {
  create: config => new DynamoDBClient(config),
  commands: {
    CreateTable: CreateTableCommand,
    DeleteTable: DeleteTableCommand,
    DescribeContinuousBackups: DescribeContinuousBackupsCommand,
    DescribeTable: DescribeTableCommand,
    DescribeTimeToLive: DescribeTimeToLiveCommand,
    ListTagsOfResource: ListTagsOfResourceCommand,
    TagResource: TagResourceCommand,
    UntagResource: UntagResourceCommand,
    UpdateContinuousBackups: UpdateContinuousBackupsCommand,
    UpdateTable: UpdateTableCommand,
    UpdateTimeToLive: UpdateTimeToLiveCommand,
  },
};
