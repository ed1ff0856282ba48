/** AWS::ApplicationAutoScaling::ScalableTarget. */
import type * as sdk from '@aws-sdk/client-application-auto-scaling';
import { type Json, type JsonObject, objectOf, textOf, trusted } from '../../json.ts';
import type { ResourceType } from '../../resource/resource.ts';
import { differences } from '../diff.ts';
import { gone } from '../missing.ts';
import { operation } from '../operation.ts';
import { resourceType } from '../resource-type.ts';
import { integer, structure, text, type ValueOf } from '../schema.ts';

const service = 'application-auto-scaling';
const register = operation<sdk.RegisterScalableTargetCommand>(service, 'RegisterScalableTarget');
const describe = operation<sdk.DescribeScalableTargetsCommand>(service, 'DescribeScalableTargets');
const deregister = operation<sdk.DeregisterScalableTargetCommand>(service, 'DeregisterScalableTarget');

const schema = structure(
  {
    ServiceNamespace: text({ minLength: 1 }),
    ResourceId: text({ minLength: 1, maxLength: 1600 }),
    ScalableDimension: text({ minLength: 1 }),
    MinCapacity: integer(0),
    MaxCapacity: integer(0),
  },
  'ServiceNamespace',
  'ResourceId',
  'ScalableDimension',
  'MinCapacity',
  'MaxCapacity',
);
type Properties = ValueOf<typeof schema>;

const target = 'arn:${partition}:application-autoscaling:${region}:${account}:scalable-target/*';

/**
 * What may be scaled, between which bounds: a function's provisioned concurrency, a service's tasks. ServiceNamespace, ResourceId and
 * ScalableDimension replace it.
 *
 * AWS is odd here: registering overwrites (so it is looked at first), and it takes capacity up to the minimum at once. Deregistering takes
 * the policies and their alarms away. It is owned by the inventory: the target's own resource carries the tags.
 */
export const scalableTarget: ResourceType = resourceType<Properties>({
  type: 'AWS::ApplicationAutoScaling::ScalableTarget',
  schema,
  createOnly: ['ServiceNamespace', 'ResourceId', 'ScalableDimension'],
  attributes: ['ResourceId', 'ScalableDimension', 'ServiceNamespace'],
  naming: 'upsert',
  iam: [
    { action: 'application-autoscaling:RegisterScalableTarget', resource: target },
    { action: 'application-autoscaling:DescribeScalableTargets', resource: '*' },
    { action: 'application-autoscaling:DeregisterScalableTarget', resource: target },
    {
      action: 'iam:CreateServiceLinkedRole',
      resource: 'arn:${partition}:iam::${account}:role/aws-service-role/lambda.application-autoscaling.amazonaws.com/*',
      condition: { StringLike: { 'iam:AWSServiceName': 'lambda.application-autoscaling.amazonaws.com' } },
      because: 'The first target of a service in an account makes the role by which Auto Scaling acts',
    },
  ],
  identity: properties => idOf(properties),
  identify: observed => idOf(observed),
  *observe(identity) {
    const { ServiceNamespace, ResourceId, ScalableDimension } = sdkId(identity);
    const { ScalableTargets } = yield* describe({ ServiceNamespace, ResourceIds: [ResourceId], ScalableDimension });
    const found = ScalableTargets?.[0];
    if (found === undefined) return undefined;
    return { ...idOf(identity), MinCapacity: found.MinCapacity ?? 0, MaxCapacity: found.MaxCapacity ?? 0 };
  },
  *create(properties) {
    const { MinCapacity, MaxCapacity } = properties;
    yield* register({ ...sdkId(properties), MinCapacity, MaxCapacity });
    return properties;
  },
  *update(identity, desired, observed, diff) {
    if (diff.length === 0) return observed;
    const { MinCapacity, MaxCapacity } = desired;
    yield* register({ ...sdkId(identity), MinCapacity, MaxCapacity });
    return { ...observed, MinCapacity, MaxCapacity };
  },
  *delete(identity) {
    yield* gone(deregister(sdkId(identity)));
  },
  diff: (desired, applied, observed) => differences({}, desired, applied, observed),
});

/** What names a scalable target, alone. */
export function idOf(value: Json): JsonObject {
  const { ServiceNamespace, ResourceId, ScalableDimension } = objectOf(value);
  return {
    ServiceNamespace: textOf(ServiceNamespace),
    ResourceId: textOf(ResourceId),
    ScalableDimension: textOf(ScalableDimension),
  };
}

/** The same, as the SDK wants it: the words it knows are AWS's to judge. */
export function sdkId(value: Json): {
  readonly ServiceNamespace: sdk.ServiceNamespace;
  readonly ResourceId: string;
  readonly ScalableDimension: sdk.ScalableDimension;
} {
  return trusted(idOf(value));
}
