/** The Application Auto Scaling client with the commands that drivers send. */
import {
  ApplicationAutoScalingClient,
  DeleteScalingPolicyCommand,
  DeregisterScalableTargetCommand,
  DescribeScalableTargetsCommand,
  DescribeScalingPoliciesCommand,
  PutScalingPolicyCommand,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling';
import type { ServiceClient } from './client.ts';

export const service: ServiceClient = {
  create: config => new ApplicationAutoScalingClient(config),
  commands: {
    DeleteScalingPolicy: DeleteScalingPolicyCommand,
    DeregisterScalableTarget: DeregisterScalableTargetCommand,
    DescribeScalableTargets: DescribeScalableTargetsCommand,
    DescribeScalingPolicies: DescribeScalingPoliciesCommand,
    PutScalingPolicy: PutScalingPolicyCommand,
    RegisterScalableTarget: RegisterScalableTargetCommand,
  },
};
