/** The EventBridge client with the commands that drivers send. */
import {
  DeleteRuleCommand,
  DescribeRuleCommand,
  EventBridgeClient,
  ListTagsForResourceCommand,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-eventbridge';
import type { ServiceClient } from './client.ts';

export const service: ServiceClient = {
  create: config => new EventBridgeClient(config),
  commands: {
    DeleteRule: DeleteRuleCommand,
    DescribeRule: DescribeRuleCommand,
    ListTagsForResource: ListTagsForResourceCommand,
    ListTargetsByRule: ListTargetsByRuleCommand,
    PutRule: PutRuleCommand,
    PutTargets: PutTargetsCommand,
    RemoveTargets: RemoveTargetsCommand,
    TagResource: TagResourceCommand,
    UntagResource: UntagResourceCommand,
  },
};
