/** The CloudWatch Logs client with the commands that drivers send. */
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
  ListTagsForResourceCommand,
  PutRetentionPolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { ServiceClient } from './client.ts';

export const service: ServiceClient = {
  create: config => new CloudWatchLogsClient(config),
  commands: {
    CreateLogGroup: CreateLogGroupCommand,
    DeleteLogGroup: DeleteLogGroupCommand,
    DeleteRetentionPolicy: DeleteRetentionPolicyCommand,
    DescribeLogGroups: DescribeLogGroupsCommand,
    FilterLogEvents: FilterLogEventsCommand,
    ListTagsForResource: ListTagsForResourceCommand,
    PutRetentionPolicy: PutRetentionPolicyCommand,
    TagResource: TagResourceCommand,
    UntagResource: UntagResourceCommand,
  },
};
