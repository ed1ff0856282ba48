/** AWS::CloudWatch::Alarm: alarms on one metric. */
import type * as sdk from '@aws-sdk/client-cloudwatch';
import { type Json, type JsonObject, objectOf, textOf, trusted } from '../../json.ts';
import type { ResourceType } from '../../resource/resource.ts';
import { asSet, asTags, type Comparison, differences } from '../diff.ts';
import { absent, gone } from '../missing.ts';
import { operation, type Plain } from '../operation.ts';
import { tagList as listOfTags, retag, tagMap, withOwner } from '../ownership.ts';
import { said } from '../properties.ts';
import { resourceType } from '../resource-type.ts';
import { flag, integer, list, number, structure, tagList, text, type ValueOf, word } from '../schema.ts';

const service = 'cloudwatch';
const putMetricAlarm = operation<sdk.PutMetricAlarmCommand>(service, 'PutMetricAlarm');
const describeAlarms = operation<sdk.DescribeAlarmsCommand>(service, 'DescribeAlarms');
const deleteAlarms = operation<sdk.DeleteAlarmsCommand>(service, 'DeleteAlarms');
const listTags = operation<sdk.ListTagsForResourceCommand>(service, 'ListTagsForResource');
const tagResource = operation<sdk.TagResourceCommand>(service, 'TagResource');
const untagResource = operation<sdk.UntagResourceCommand>(service, 'UntagResource');

const schema = structure(
  {
    AlarmName: text({ minLength: 1, maxLength: 255 }),
    AlarmDescription: text({ maxLength: 1024 }),
    Namespace: text({ minLength: 1, maxLength: 255 }),
    MetricName: text({ minLength: 1, maxLength: 255 }),
    Dimensions: list(structure({ Name: text(), Value: text() }, 'Name', 'Value')),
    Statistic: word('SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'),
    ExtendedStatistic: text(),
    Period: integer(10),
    EvaluationPeriods: integer(1),
    DatapointsToAlarm: integer(1),
    Threshold: number,
    ComparisonOperator: word(
      'GreaterThanOrEqualToThreshold',
      'GreaterThanThreshold',
      'LessThanThreshold',
      'LessThanOrEqualToThreshold',
    ),
    TreatMissingData: word('breaching', 'notBreaching', 'ignore', 'missing'),
    Unit: text(),
    ActionsEnabled: flag,
    AlarmActions: list(text()),
    OKActions: list(text()),
    InsufficientDataActions: list(text()),
    Tags: tagList,
  },
  'Namespace',
  'MetricName',
  'Period',
  'EvaluationPeriods',
  'Threshold',
  'ComparisonOperator',
);
type Properties = ValueOf<typeof schema>;

const comparison: Comparison = {
  defaults: { ActionsEnabled: true, TreatMissingData: 'missing' },
  forms: {
    Dimensions: asSet,
    AlarmActions: asSet,
    OKActions: asSet,
    InsufficientDataActions: asSet,
    Tags: asTags,
  },
};

const alarm = 'arn:${partition}:cloudwatch:${region}:${account}:alarm:${prefix}*';
const everyAlarm = 'arn:${partition}:cloudwatch:${region}:${account}:alarm:*';

/**
 * An alarm on one metric. AlarmName replaces it.
 *
 * AWS is odd here: PutMetricAlarm creates or overwrites the whole alarm (so one whose name was chosen is looked at first), takes tags only
 * when it creates, and answers nothing (so the ARN is no attribute; it is `arn:...:alarm:${AlarmName}`).
 */
export const metricAlarm: ResourceType = resourceType<Properties>({
  type: 'AWS::CloudWatch::Alarm',
  schema,
  createOnly: ['AlarmName'],
  attributes: ['AlarmName'],
  naming: 'upsert',
  name: { property: 'AlarmName', limit: 255 },
  tags: { property: 'Tags', form: 'list' },
  toldBy: 'alarm',
  iam: [
    { action: 'cloudwatch:PutMetricAlarm', resource: alarm },
    { action: 'cloudwatch:DescribeAlarms', resource: everyAlarm },
    { action: 'cloudwatch:DeleteAlarms', resource: alarm },
    { action: 'cloudwatch:ListTagsForResource', resource: alarm },
    { action: 'cloudwatch:TagResource', resource: alarm },
    { action: 'cloudwatch:UntagResource', resource: alarm },
  ],
  identity: (properties, name) => ({ AlarmName: properties.AlarmName ?? name }),
  identify: observed => ({ AlarmName: textOf(observed.AlarmName) }),
  owner: observed => tagMap(observed.Tags),
  *observe(identity) {
    const { MetricAlarms } = yield* describeAlarms({ AlarmNames: [nameOf(identity)], AlarmTypes: ['MetricAlarm'] });
    const found = MetricAlarms?.[0];
    if (found === undefined) return undefined;
    const answer = yield* absent(listTags({ ResourceARN: found.AlarmArn }));
    return answer === undefined ? undefined : { ...told(found), Tags: listOfTags(answer.Tags) };
  },
  *create(properties, name, _token, owner) {
    const Tags = listOfTags(withOwner(properties.Tags, owner));
    const alarm = { ...properties, AlarmName: properties.AlarmName ?? name, Tags };
    yield* putMetricAlarm(trusted<sdk.PutMetricAlarmCommandInput>(alarm));
    return alarm;
  },
  *update(identity, desired, observed, diff, applied) {
    let next = observed;
    if (diff.some(property => property !== 'Tags')) {
      const { Tags: _, ...rest } = desired;
      const alarm = { ...rest, AlarmName: nameOf(identity) };
      yield* putMetricAlarm(trusted<sdk.PutMetricAlarmCommandInput>(alarm));
      // Its state is what it was until CloudWatch looks at the metric again.
      const { Arn = '', State = '', StateReason = '' } = observed;
      next = { ...comparison.defaults, ...alarm, Arn, State, StateReason, Tags: observed.Tags ?? [] };
    }
    if (diff.includes('Tags')) {
      const ResourceARN = textOf(observed.Arn);
      const tags = yield* retag(
        { desired: desired.Tags, observed: observed.Tags, applied },
        tags => tagResource({ ResourceARN, Tags: listOfTags(tags) }),
        TagKeys => untagResource({ ResourceARN, TagKeys }),
      );
      next = { ...next, Tags: listOfTags(tags) };
    }
    return next;
  },
  *delete(identity) {
    yield* gone(deleteAlarms({ AlarmNames: [nameOf(identity)] }));
  },
  diff: (desired, applied, observed) => differences(comparison, desired, applied, observed),
  // An alarm that rings does what it is there for: what it rings for is said, and holds nothing up.
  health: ({ State, StateReason }) => ({
    state: 'ready',
    message: State === 'ALARM' ? `ALARM: ${textOf(StateReason) || 'CloudWatch does not say why'}` : '',
  }),
});

function nameOf(identity: Json): string {
  return textOf(objectOf(identity).AlarmName);
}

/** What the schema knows of the alarm, its ARN and its state. An extended statistic stands alone: emulators put an average beside it. */
function told(alarm: Plain<sdk.MetricAlarm>): JsonObject {
  const { Statistic, ...rest } = said(schema, trusted(alarm));
  return {
    ...rest,
    ...(Statistic === undefined || rest.ExtendedStatistic !== undefined ? {} : { Statistic }),
    AlarmName: alarm.AlarmName ?? '',
    Arn: alarm.AlarmArn ?? '',
    State: alarm.StateValue ?? '',
    StateReason: alarm.StateReason ?? '',
  };
}
