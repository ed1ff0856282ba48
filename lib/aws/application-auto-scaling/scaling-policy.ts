/** AWS::ApplicationAutoScaling::ScalingPolicy: target tracking. */
import type * as sdk from '@aws-sdk/client-application-auto-scaling';
import { type Json, type JsonObject, objectOf, textOf, trusted } from '../../json.ts';
import type { ResourceType } from '../../resource/resource.ts';
import { type Comparison, differences } from '../diff.ts';
import { gone } from '../missing.ts';
import { operation } from '../operation.ts';
import { resourceType } from '../resource-type.ts';
import { flag, integer, number, structure, text, type ValueOf, word } from '../schema.ts';
import { idOf, sdkId } from './scalable-target.ts';

const service = 'application-auto-scaling';
const put = operation<sdk.PutScalingPolicyCommand>(service, 'PutScalingPolicy');
const describe = operation<sdk.DescribeScalingPoliciesCommand>(service, 'DescribeScalingPolicies');
const deletePolicy = operation<sdk.DeleteScalingPolicyCommand>(service, 'DeleteScalingPolicy');

const schema = structure(
  {
    PolicyName: text({ minLength: 1, maxLength: 256 }),
    PolicyType: word('TargetTrackingScaling'),
    ServiceNamespace: text({ minLength: 1 }),
    ResourceId: text({ minLength: 1, maxLength: 1600 }),
    ScalableDimension: text({ minLength: 1 }),
    TargetTrackingScalingPolicyConfiguration: structure(
      {
        TargetValue: number,
        PredefinedMetricSpecification: structure(
          { PredefinedMetricType: text(), ResourceLabel: text() },
          'PredefinedMetricType',
        ),
        ScaleInCooldown: integer(0),
        ScaleOutCooldown: integer(0),
        DisableScaleIn: flag,
      },
      'TargetValue',
      'PredefinedMetricSpecification',
    ),
  },
  'PolicyType',
  'ServiceNamespace',
  'ResourceId',
  'ScalableDimension',
  'TargetTrackingScalingPolicyConfiguration',
);
type Properties = ValueOf<typeof schema>;

const comparison: Comparison = {
  defaults: { TargetTrackingScalingPolicyConfiguration: { DisableScaleIn: false } },
};

const target = 'arn:${partition}:application-autoscaling:${region}:${account}:scalable-target/*';

/**
 * How a scalable target follows a metric. PolicyName, PolicyType, ServiceNamespace, ResourceId and ScalableDimension replace it.
 *
 * AWS is odd here: putting overwrites the whole policy (so one whose name was chosen is looked at first), and target tracking brings alarms
 * of its own, which belong to AWS and go with the policy. It cannot be tagged.
 */
export const scalingPolicy: ResourceType = resourceType<Properties>({
  type: 'AWS::ApplicationAutoScaling::ScalingPolicy',
  schema,
  createOnly: ['PolicyName', 'PolicyType', 'ServiceNamespace', 'ResourceId', 'ScalableDimension'],
  attributes: ['Arn', 'ScalableDimension'],
  naming: 'upsert',
  name: { property: 'PolicyName', limit: 256 },
  iam: [
    { action: 'application-autoscaling:PutScalingPolicy', resource: target },
    { action: 'application-autoscaling:DescribeScalingPolicies', resource: '*' },
    { action: 'application-autoscaling:DeleteScalingPolicy', resource: target },
    ...['cloudwatch:DescribeAlarms', 'cloudwatch:PutMetricAlarm', 'cloudwatch:DeleteAlarms'].map(action => ({
      action,
      resource: 'arn:${partition}:cloudwatch:${region}:${account}:alarm:TargetTracking-*',
      because: "Auto Scaling asks for its caller's right to the alarms that the policy brings along",
    })),
  ],
  identity: (properties, name) => ({ ...idOf(properties), PolicyName: properties.PolicyName ?? name }),
  identify: observed => ({ ...idOf(observed), PolicyName: textOf(observed.PolicyName) }),
  *observe(identity) {
    const PolicyName = nameOf(identity);
    const { ScalingPolicies } = yield* describe({ ...sdkId(identity), PolicyNames: [PolicyName] });
    const found = ScalingPolicies?.[0];
    if (found === undefined) return undefined;
    const configuration: JsonObject = trusted(found.TargetTrackingScalingPolicyConfiguration ?? {});
    return {
      ...idOf(identity),
      PolicyName,
      PolicyType: found.PolicyType ?? '',
      TargetTrackingScalingPolicyConfiguration: configuration,
      Arn: found.PolicyARN ?? '',
    };
  },
  *create(properties, name) {
    const PolicyName = properties.PolicyName ?? name;
    return { ...properties, PolicyName, Arn: yield* putPolicy(properties, PolicyName) };
  },
  *update(identity, desired, observed, diff) {
    if (diff.length === 0) return observed;
    const PolicyName = nameOf(identity);
    return { ...desired, PolicyName, Arn: yield* putPolicy(desired, PolicyName) };
  },
  *delete(identity) {
    yield* gone(deletePolicy({ ...sdkId(identity), PolicyName: nameOf(identity) }));
  },
  diff: (desired, applied, observed) => differences(comparison, desired, applied, observed),
});

function* putPolicy(properties: Properties, PolicyName: string) {
  const answer = yield* put({
    ...sdkId(properties),
    PolicyName,
    PolicyType: properties.PolicyType,
    TargetTrackingScalingPolicyConfiguration: trusted(properties.TargetTrackingScalingPolicyConfiguration),
  });
  return answer.PolicyARN ?? '';
}

function nameOf(identity: Json): string {
  return textOf(objectOf(identity).PolicyName);
}
