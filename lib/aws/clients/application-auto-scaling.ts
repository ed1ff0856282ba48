/** The Application Auto Scaling client with the commands that drivers send. */
import {
  ApplicationAutoScalingClient,
  DeleteScalingPolicyCommand,
  DeregisterScalableTargetCommand,
  DescribeScalableTargetsCommand,
  DescribeScalingPoliciesCommand,
  ListTagsForResourceCommand,
  PutScalingPolicyCommand,
  RegisterScalableTargetCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-application-auto-scaling';
import type { ServiceClient } from './client.ts';

export const service: ServiceClient = {
  create: config => new ApplicationAutoScalingClient(config),
  commands: {
    DeleteScalingPolicy: DeleteScalingPolicyCommand,
    DeregisterScalableTarget: DeregisterScalableTargetCommand,
    DescribeScalableTargets: DescribeScalableTargetsCommand,
    DescribeScalingPolicies: DescribeScalingPoliciesCommand,
    ListTagsForResource: ListTagsForResourceCommand,
    PutScalingPolicy: PutScalingPolicyCommand,
    RegisterScalableTarget: RegisterScalableTargetCommand,
    TagResource: TagResourceCommand,
    UntagResource: UntagResourceCommand,
  },
};
