/** Application Auto Scaling: targets, their policies, and the alarms that a target tracking policy brings along. */
import { isList, type Json, type JsonObject, listOf, objectOf, textOf } from '../../../lib/json.ts';
import { alarmArn, putAlarm } from './cloudwatch.ts';
import { fault } from './fault.ts';
import { assign, copy, pick, type Service, type TargetItem, time, type World, without } from './world.ts';

function keyOf(input: JsonObject): string {
  return [input.ServiceNamespace, input.ResourceId, input.ScalableDimension].map(textOf).join('|');
}

function targetOf(world: World, input: JsonObject): TargetItem {
  const target = world.state.targets[keyOf(input)];
  if (target === undefined)
    throw fault(
      'ObjectNotFoundException',
      400,
      `No scalable target found for service namespace: ${textOf(input.ServiceNamespace)}, resource ID: ${textOf(input.ResourceId)}`,
    );
  return target;
}

function register(world: World, input: JsonObject): Json {
  const key = keyOf(input);
  const old = world.state.targets[key];
  if (old === undefined && (input.MinCapacity === undefined || input.MaxCapacity === undefined))
    throw fault('ValidationException', 400, 'Min capacity and max capacity are required for a new scalable target');
  const ScalableTargetARN =
    textOf(old?.config.ScalableTargetARN) ||
    `arn:aws:application-autoscaling:${world.region}:${world.account}:scalable-target/${assign(world, `target:${key}`, 20)}`;
  const suspended = {
    DynamicScalingInSuspended: false,
    DynamicScalingOutSuspended: false,
    ScheduledScalingSuspended: false,
  };
  const config: JsonObject = {
    RoleARN: `arn:aws:iam::${world.account}:role/aws-service-role/${textOf(input.ServiceNamespace)}.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling`,
    CreationTime: time(world),
    ...old?.config,
    ...pick(input, ['ServiceNamespace', 'ResourceId', 'ScalableDimension', 'MinCapacity', 'MaxCapacity']),
    SuspendedState: { ...suspended, ...objectOf(old?.config.SuspendedState), ...objectOf(input.SuspendedState) },
    ScalableTargetARN,
  };
  if (Number(config.MinCapacity) > Number(config.MaxCapacity))
    throw fault('ValidationException', 400, 'Maximum capacity cannot be less than minimum capacity');
  world.state.targets[key] = { config, tags: old?.tags ?? objectOf(input.Tags), policies: old?.policies ?? {} };
  return { ScalableTargetARN };
}

function putPolicy(world: World, input: JsonObject): Json {
  const target = targetOf(world, input);
  const name = textOf(input.PolicyName);
  const old = target.policies[name];
  const type = textOf(input.PolicyType) || textOf(old?.PolicyType) || 'StepScaling';
  const id = textOf(input.ResourceId);
  const PolicyARN =
    textOf(old?.PolicyARN) ||
    `arn:aws:autoscaling:${world.region}:${world.account}:scalingPolicy:${assign(world, `policy:${keyOf(input)}:${name}`, 20)}:resource/${textOf(input.ServiceNamespace)}/${id}:policyName/${name}`;
  const sides = type === 'TargetTrackingScaling' ? ['AlarmHigh', 'AlarmLow'] : [];
  const Alarms = sides.map(side => {
    const AlarmName = `TargetTracking-${id}-${side}-${name}`;
    putAlarm(world, { AlarmName, MetricName: 'Utilization', Namespace: 'AWS', AlarmActions: [PolicyARN] });
    return { AlarmName, AlarmARN: alarmArn(world, AlarmName) };
  });
  target.policies[name] = {
    CreationTime: old?.CreationTime ?? time(world),
    ...pick(input, ['PolicyName', 'ServiceNamespace', 'ResourceId', 'ScalableDimension']),
    ...pick(input, [
      'StepScalingPolicyConfiguration',
      'TargetTrackingScalingPolicyConfiguration',
      'PredictiveScalingPolicyConfiguration',
    ]),
    PolicyType: type,
    PolicyARN,
    Alarms,
  };
  return { PolicyARN, Alarms: copy(Alarms) };
}

function dropPolicy(world: World, target: TargetItem, name: string): void {
  for (const alarm of listOf(target.policies[name]?.Alarms))
    delete world.state.alarms[textOf(objectOf(alarm).AlarmName)];
  delete target.policies[name];
}

function matches(input: JsonObject, config: JsonObject): boolean {
  const ids = isList(input.ResourceIds)
    ? input.ResourceIds
    : input.ResourceId === undefined
      ? undefined
      : [input.ResourceId];
  return (
    config.ServiceNamespace === input.ServiceNamespace &&
    (ids === undefined || ids.includes(config.ResourceId ?? '')) &&
    (input.ScalableDimension === undefined || config.ScalableDimension === input.ScalableDimension) &&
    (input.PolicyNames === undefined || listOf(input.PolicyNames).includes(config.PolicyName ?? ''))
  );
}

function byArn(world: World, input: JsonObject): TargetItem {
  const target = Object.values(world.state.targets).find(item => item.config.ScalableTargetARN === input.ResourceARN);
  if (target === undefined) throw fault('ResourceNotFoundException', 400, 'The resource does not exist.');
  return target;
}

export const autoscaling: Service = {
  RegisterScalableTarget: register,
  DescribeScalableTargets: (world, input) => ({
    ScalableTargets: copy(
      Object.values(world.state.targets)
        .map(target => target.config)
        .filter(config => matches(input, config)),
    ),
  }),
  DeregisterScalableTarget: (world, input) => {
    const target = targetOf(world, input);
    for (const name of Object.keys(target.policies)) dropPolicy(world, target, name);
    delete world.state.targets[keyOf(input)];
    return {};
  },
  PutScalingPolicy: putPolicy,
  DescribeScalingPolicies: (world, input) => ({
    ScalingPolicies: copy(
      Object.values(world.state.targets)
        .flatMap(target => Object.values(target.policies))
        .filter(policy => matches(input, policy)),
    ),
  }),
  DeleteScalingPolicy: (world, input) => {
    const target = world.state.targets[keyOf(input)];
    const name = textOf(input.PolicyName);
    if (target?.policies[name] === undefined)
      throw fault('ObjectNotFoundException', 400, `No scaling policy found for policy name: ${name}`);
    dropPolicy(world, target, name);
    return {};
  },
  TagResource: (world, input) => {
    const target = byArn(world, input);
    target.tags = { ...target.tags, ...objectOf(input.Tags) };
    return {};
  },
  UntagResource: (world, input) => {
    const target = byArn(world, input);
    target.tags = without(target.tags, input.TagKeys);
    return {};
  },
  ListTagsForResource: (world, input) => ({ Tags: copy(byArn(world, input).tags) }),
};
