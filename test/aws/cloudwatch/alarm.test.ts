import { describe, expect, it } from 'vitest';
import { metricAlarm } from '../../../lib/aws/cloudwatch/alarm.ts';
import type { JsonObject } from '../../../lib/json.ts';
import { play } from '../script.ts';

const desired = {
  Namespace: 'AWS/Lambda',
  MetricName: 'Duration',
  ExtendedStatistic: 'p95',
  Dimensions: [
    { Name: 'Resource', Value: 'f:live' },
    { Name: 'FunctionName', Value: 'f' },
  ],
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 1500,
  ComparisonOperator: 'GreaterThanThreshold',
  TreatMissingData: 'notBreaching',
};
const identity = { AlarmName: 'app-1' };
const arn = 'arn:aws:cloudwatch:us-east-1:1:alarm:app-1';
const look = (rest: JsonObject = {}): JsonObject =>
  play(metricAlarm.observe(identity), [
    [
      'DescribeAlarms',
      {
        MetricAlarms: [
          {
            ...desired,
            AlarmName: 'app-1',
            AlarmArn: arn,
            ActionsEnabled: true,
            OKActions: [],
            Statistic: 'Average',
            StateValue: 'OK',
            Dimensions: [...desired.Dimensions].reverse(),
            ...rest,
          },
        ],
      },
    ],
    ['ListTagsForResource', { Tags: [] }],
  ]).result ?? {};

describe('an alarm', () => {
  it('is made by one call', () => {
    const { result, inputs } = play(metricAlarm.create(desired, 'app-1', 'token', { 'oam.dev/app': 'x' }), [
      ['PutMetricAlarm'],
    ]);
    expect(inputs).toEqual([{ ...desired, AlarmName: 'app-1', Tags: [{ Key: 'oam.dev/app', Value: 'x' }] }]);
    expect(metricAlarm.diff(desired, undefined, result)).toEqual([]);
  });

  it('takes the order of dimensions for nothing, and no average beside a percentile', () => {
    expect(metricAlarm.diff(desired, desired, look())).toEqual([]);
    expect(look()).not.toHaveProperty('Statistic');
  });

  it('is put anew as a whole, without the tags that AWS would ignore', () => {
    const wanted = { ...desired, Threshold: 2000, Tags: [{ Key: 'a', Value: '1' }] };
    const { result, inputs } = play(metricAlarm.update(identity, wanted, look(), ['Tags', 'Threshold'], desired), [
      ['PutMetricAlarm'],
      ['TagResource'],
    ]);
    expect(inputs).toEqual([
      { ...desired, Threshold: 2000, AlarmName: 'app-1' },
      { ResourceARN: arn, Tags: [{ Key: 'a', Value: '1' }] },
    ]);
    expect(metricAlarm.diff(wanted, desired, result)).toEqual([]);
  });

  it('loses what is no longer declared by being put without it', () => {
    const before = { ...desired, AlarmActions: ['arn:aws:sns:us-east-1:1:t'] };
    const { TreatMissingData: _, ...wanted } = desired;
    const observed = look({ AlarmActions: before.AlarmActions });
    const diff = metricAlarm.diff(wanted, before, observed);
    expect(diff).toEqual(['AlarmActions', 'TreatMissingData']);
    const { result, inputs } = play(metricAlarm.update(identity, wanted, observed, diff, before), [['PutMetricAlarm']]);
    expect(inputs).toEqual([{ ...wanted, AlarmName: 'app-1' }]);
    expect(metricAlarm.diff(wanted, before, result)).toEqual([]);
  });

  it('that rings is well all the same, and says why it rings', () => {
    const of = (rest: JsonObject) => metricAlarm.health(look(rest));
    const StateReason = 'Threshold Crossed: 1 datapoint [3.0] was greater than the threshold (1.0).';
    expect(of({ StateValue: 'ALARM', StateReason })).toEqual({ state: 'ready', message: `ALARM: ${StateReason}` });
    expect(of({ StateValue: 'OK', StateReason })).toEqual({ state: 'ready', message: '' });
    expect(of({ StateValue: 'INSUFFICIENT_DATA', StateReason })).toEqual({ state: 'ready', message: '' });
    const ringing = look({ StateValue: 'ALARM', StateReason });
    const wanted = { ...desired, Threshold: 2000 };
    const { result } = play(metricAlarm.update(identity, wanted, ringing, ['Threshold'], desired), [
      ['PutMetricAlarm'],
    ]);
    expect(metricAlarm.health(result ?? {}).message).toBe(`ALARM: ${StateReason}`);
  });

  it('is absent where no alarm has exactly its name', () => {
    expect(play(metricAlarm.observe(identity), [['DescribeAlarms', { MetricAlarms: [] }]]).result).toBeUndefined();
  });
});
