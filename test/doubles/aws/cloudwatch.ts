/** CloudWatch: metric alarms. */
import { type Json, type JsonObject, listOf, textOf } from '../../../lib/json.ts';
import { fault } from './fault.ts';
import { type AlarmItem, copy, pick, type Service, tagList, tagMap, time, type World, without } from './world.ts';

const members = [
  'AlarmName',
  'AlarmDescription',
  'ActionsEnabled',
  'OKActions',
  'AlarmActions',
  'InsufficientDataActions',
  'MetricName',
  'Namespace',
  'Statistic',
  'ExtendedStatistic',
  'Dimensions',
  'Period',
  'Unit',
  'EvaluationPeriods',
  'DatapointsToAlarm',
  'Threshold',
  'ComparisonOperator',
  'TreatMissingData',
  'EvaluateLowSampleCountPercentile',
  'Metrics',
  'ThresholdMetricId',
];

export function alarmArn(world: World, name: string): string {
  return `arn:aws:cloudwatch:${world.region}:${world.account}:alarm:${name}`;
}

/** Creates or replaces the whole alarm; the tags of one that exists are left alone, as the API does. */
export function putAlarm(world: World, input: JsonObject): Json {
  const name = textOf(input.AlarmName);
  const old = world.state.alarms[name];
  if (input.MetricName === undefined && input.Metrics === undefined)
    throw fault('ValidationException', 400, 'Either MetricName or Metrics must be specified.');
  world.state.alarms[name] = {
    config: {
      AlarmArn: alarmArn(world, name),
      AlarmConfigurationUpdatedTimestamp: time(world),
      ActionsEnabled: true,
      OKActions: [],
      AlarmActions: [],
      InsufficientDataActions: [],
      Dimensions: [],
      StateValue: old?.config.StateValue ?? 'INSUFFICIENT_DATA',
      StateReason: 'Unchecked: Initial alarm creation',
      StateUpdatedTimestamp: old?.config.StateUpdatedTimestamp ?? time(world),
      ...pick(input, members),
    },
    tags: old === undefined ? tagMap(input.Tags) : old.tags,
  };
  return {};
}

function byArn(world: World, input: JsonObject): AlarmItem {
  const alarm = world.state.alarms[textOf(input.ResourceARN).split(':alarm:')[1] ?? ''];
  if (alarm === undefined) throw fault('ResourceNotFoundException', 404, `${textOf(input.ResourceARN)} does not exist`);
  return alarm;
}

function describe(world: World, input: JsonObject): Json {
  const names = input.AlarmNames === undefined ? undefined : new Set(listOf(input.AlarmNames));
  const prefix = textOf(input.AlarmNamePrefix);
  const found = Object.values(world.state.alarms)
    .map(alarm => alarm.config)
    .filter(
      config =>
        (names === undefined || names.has(config.AlarmName ?? '')) && textOf(config.AlarmName).startsWith(prefix),
    );
  const size = Number(input.MaxRecords ?? 50);
  const from = Number(input.NextToken ?? 0);
  const more = from + size < found.length ? { NextToken: String(from + size) } : {};
  return { MetricAlarms: copy(found.slice(from, from + size)), CompositeAlarms: [], ...more };
}

export const cloudwatch: Service = {
  PutMetricAlarm: putAlarm,
  DescribeAlarms: describe,
  // Nothing is deleted where one of the names does not exist.
  DeleteAlarms: (world, input) => {
    const names = listOf(input.AlarmNames).map(textOf);
    const missing = names.filter(name => world.state.alarms[name] === undefined);
    if (missing.length > 0) throw fault('ResourceNotFound', 404, `Alarms not found: ${missing.join(', ')}`);
    for (const name of names) delete world.state.alarms[name];
    return {};
  },
  TagResource: (world, input) => {
    const alarm = byArn(world, input);
    alarm.tags = { ...alarm.tags, ...tagMap(input.Tags) };
    return {};
  },
  UntagResource: (world, input) => {
    const alarm = byArn(world, input);
    alarm.tags = without(alarm.tags, input.TagKeys);
    return {};
  },
  ListTagsForResource: (world, input) => ({ Tags: tagList(byArn(world, input).tags) }),
};
