/** The CloudWatch client with the commands that drivers send. */
import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  ListTagsForResourceCommand,
  PutMetricAlarmCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch';
import type { ServiceClient } from './client.ts';

export const service: ServiceClient = {
  create: config => new CloudWatchClient(config),
  commands: {
    DeleteAlarms: DeleteAlarmsCommand,
    DescribeAlarms: DescribeAlarmsCommand,
    ListTagsForResource: ListTagsForResourceCommand,
    PutMetricAlarm: PutMetricAlarmCommand,
    TagResource: TagResourceCommand,
    UntagResource: UntagResourceCommand,
  },
};
