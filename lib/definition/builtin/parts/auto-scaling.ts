/** Application Auto Scaling of a service of containers, for the traits that ask for it. */
import type { Json, JsonObject } from '../../../json.ts';
import { ends } from './job.ts';
import { notNeeded } from './says.ts';

const target = 'It scales the component that has the trait';

export const scalingParameters: JsonObject = {
  min: { type: 'integer', minimum: 0, default: 1, description: 'At least so many' },
  max: { type: 'integer', minimum: 1, default: 10, description: 'At most so many' },
  targetAPIVersion: { type: 'string', description: target, ...notNeeded(target) },
  targetKind: { type: 'string', description: target, ...notNeeded(target) },
};

/** Where it begins: what was said before, within the bounds; afterwards auto scaling owns it. */
export const scalingPatch = (by: string): JsonObject => ({
  container: {
    replicas: '${clamp(workload.?replicas.orValue(parameter.min), parameter.min, parameter.max)}',
    scaledBy: by,
  },
});

export const scalingTarget = (min: string, max: string, more: JsonObject = {}): JsonObject => ({
  id: 'target',
  ...more,
  type: 'AWS::ApplicationAutoScaling::ScalableTarget',
  properties: {
    ServiceNamespace: '${outputs.scalableTarget.namespace}',
    ResourceId: '${outputs.scalableTarget.id}',
    ScalableDimension: '${outputs.scalableTarget.dimension}',
    MinCapacity: min,
    MaxCapacity: max,
  },
});

/** Between the bounds of `scalingParameters`. */
export const scalingBetween: JsonObject = scalingTarget('${parameter.min}', '${parameter.max}');

/** Keeps a metric of the service near a value. */
export const scalingPolicy = (id: string, metric: string, value: string, more: JsonObject = {}): JsonObject => ({
  id,
  ...more,
  type: 'AWS::ApplicationAutoScaling::ScalingPolicy',
  properties: {
    PolicyType: 'TargetTrackingScaling',
    ServiceNamespace: '${resources.target.ServiceNamespace}',
    ResourceId: '${resources.target.ResourceId}',
    ScalableDimension: '${resources.target.ScalableDimension}',
    TargetTrackingScalingPolicyConfiguration: {
      TargetValue: value,
      PredefinedMetricSpecification: { PredefinedMetricType: metric },
    },
  },
});

export const servicesOnly: JsonObject = {
  workload: 'container',
  if: ends,
  code: 'NotForWorkload',
  message: 'Work that ends is not scaled',
  hint: 'count says how many run at once',
};

export const scalingValidations: readonly Json[] = [
  servicesOnly,
  {
    if: 'parameter.max < parameter.min',
    pointer: '/max',
    code: 'InvalidParameter',
    message: 'max must be at least min',
  },
];
