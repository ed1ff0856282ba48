import { describe, expect, it } from 'vitest';
import { scalableTarget } from '../../../lib/aws/application-auto-scaling/scalable-target.ts';
import { scalingPolicy } from '../../../lib/aws/application-auto-scaling/scaling-policy.ts';
import { fault } from '../../doubles/aws.ts';
import { play } from '../script.ts';

const id = {
  ServiceNamespace: 'lambda',
  ResourceId: 'function:f:live',
  ScalableDimension: 'lambda:function:ProvisionedConcurrency',
};
const gone = fault('ObjectNotFoundException', 400, 'No scalable target found');

describe('a scalable target', () => {
  const desired = { ...id, MinCapacity: 1, MaxCapacity: 4 };

  it('is known by what it scales', () => {
    expect(scalableTarget.identity(desired, '')).toEqual(id);
    const { inputs } = play(scalableTarget.create(desired, '', 'token', {}), [['RegisterScalableTarget']]);
    expect(inputs).toEqual([desired]);
    const seen = play(scalableTarget.observe(id), [['DescribeScalableTargets', { ScalableTargets: [desired] }]]);
    expect(seen.inputs).toEqual([
      { ServiceNamespace: 'lambda', ResourceIds: ['function:f:live'], ScalableDimension: id.ScalableDimension },
    ]);
    expect(scalableTarget.diff(desired, desired, seen.result ?? {})).toEqual([]);
    expect(play(scalableTarget.delete(id), [['DeregisterScalableTarget', gone]]).result).toBeUndefined();
  });
});

describe('a scaling policy', () => {
  const configuration = {
    TargetValue: 0.7,
    PredefinedMetricSpecification: { PredefinedMetricType: 'LambdaProvisionedConcurrencyUtilization' },
    ScaleInCooldown: 60,
  };
  const desired = {
    ...id,
    PolicyType: 'TargetTrackingScaling',
    TargetTrackingScalingPolicyConfiguration: configuration,
  };

  it('answers its ARN when it is put, and follows a change of the whole configuration', () => {
    const { result } = play(scalingPolicy.create(desired, 'app-1', 'token', {}), [
      ['PutScalingPolicy', { PolicyARN: 'arn', Alarms: [] }],
    ]);
    expect(result).toMatchObject({ Arn: 'arn', PolicyName: 'app-1' });
    const { ScaleInCooldown: _, ...rest } = configuration;
    const wanted = { ...desired, TargetTrackingScalingPolicyConfiguration: rest };
    expect(scalingPolicy.diff(wanted, desired, result)).toEqual(['TargetTrackingScalingPolicyConfiguration']);
    const { inputs } = play(
      scalingPolicy.update(
        scalingPolicy.identify(result),
        wanted,
        result,
        ['TargetTrackingScalingPolicyConfiguration'],
        desired,
      ),
      [['PutScalingPolicy', { PolicyARN: 'arn' }]],
    );
    expect(inputs[0]).toEqual({ ...wanted, PolicyName: 'app-1' });
  });

  it('takes scaling in for allowed where AWS says so by itself', () => {
    const TargetTrackingScalingPolicyConfiguration = { ...configuration, DisableScaleIn: false };
    const seen = {
      PolicyName: 'app-1',
      PolicyARN: 'arn',
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration,
    };
    const { result } = play(scalingPolicy.observe({ ...id, PolicyName: 'app-1' }), [
      ['DescribeScalingPolicies', { ScalingPolicies: [seen] }],
    ]);
    expect(scalingPolicy.diff(desired, desired, result ?? {})).toEqual([]);
  });
});
