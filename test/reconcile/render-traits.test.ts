/** The traits env, labels, annotations, scaler and alarm, rendered. */
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../lib/json.ts';
import { objectOf } from '../../lib/json.ts';
import { application, fn, gateway, marks, only, propertiesOf, rendered } from './applications.ts';

const fnType = 'AWS::Lambda::Function';
const _route = 'AWS::ApiGatewayV2::Route';
const http = (path = '/'): JsonObject => gateway({ http: { [path]: 80 } });
const trait = (type: string, properties: JsonObject = {}): JsonObject => ({ type, properties });

describe('traits', () => {
  const variables = (...traits: readonly JsonObject[]): unknown => {
    const env = [
      { name: 'AA', value: '1' },
      { name: 'BB', value: '2' },
    ];
    const { graph } = rendered(application(fn('f', traits, { env })));
    return objectOf(propertiesOf(graph, fnType).Environment).Variables;
  };

  it('env sets, removes and replaces', () => {
    expect(variables(trait('env', { env: { BB: '3', CC: '4' }, unset: ['AA'] }))).toEqual({ BB: '3', CC: '4' });
    expect(variables(trait('env', { env: { CC: '4' }, replace: true }))).toEqual({ CC: '4' });
    expect(variables(trait('env', { unset: ['AA', 'BB'] }))).toBeUndefined();
    expect(variables(trait('env', { env: { AA: 'x' }, containerName: 'f' }))).toEqual({ AA: 'x', BB: '2' });
  });

  it('are applied in order, and say what they overwrite', () => {
    const document = application(
      fn('f', [trait('env', { env: { XX: '1', YY: '1' } }), trait('env', { env: { XX: '2' } })]),
    );
    const { graph, issues } = rendered(document);
    expect(propertiesOf(graph, fnType).Environment).toEqual({ Variables: { XX: '2', YY: '1' } });
    expect(marks(issues)).toEqual(['PatchOverwritten /spec/components/0/traits/1']);
    expect(issues[0]).toMatchObject({
      severity: 'warning',
      message: expect.stringMatching(/env#1 overwrites env\/XX\/value, which the trait env#0 set/),
    });
  });

  it('say that they overwrite the component', () => {
    const traits = [trait('env', { env: { AA: '2' }, unset: ['BB'] })];
    const { issues } = rendered(
      application(
        fn('f', traits, {
          env: [
            { name: 'AA', value: '1' },
            { name: 'BB', value: '1' },
          ],
        }),
      ),
    );
    expect(issues.map(issue => issue.message)).toEqual([
      'The trait env#0 overwrites env/BB, which the component set',
      'The trait env#0 overwrites env/AA/value, which the component set',
    ]);
  });

  it('labels become tags of everything that takes tags', () => {
    const traits = [http(), trait('labels', { team: 'a', old: 'x' }), trait('labels', { old: null, tier: 'web' })];
    const { graph } = rendered(application(fn('f', traits)));
    const tags = [
      { Key: 'team', Value: 'a' },
      { Key: 'tier', Value: 'web' },
    ];
    expect(
      graph.resources.filter(one => one.properties.Tags !== undefined).map(one => [one.type, one.properties.Tags]),
    ).toEqual([
      ['AWS::Logs::LogGroup', tags],
      [fnType, tags],
    ]);
  });

  it('annotations are kept and said', () => {
    const { issues } = rendered(application(fn('f', [trait('annotations', { a: 'b' })])));
    expect(issues).toMatchObject([
      { code: 'KeptOnly', severity: 'warning', pointer: '/spec/components/0/traits/0/properties' },
    ]);
  });

  it('scaler reserves, provisions and scales', () => {
    const of = (properties: JsonObject): JsonObject => {
      const { graph } = rendered(application(fn('f', [trait('scaler', properties)])));
      return {
        reserved: propertiesOf(graph, fnType).ReservedConcurrentExecutions ?? null,
        warm: propertiesOf(graph, 'AWS::Lambda::Alias').ProvisionedConcurrencyConfig ?? null,
        scaling: graph.resources.filter(one => one.type.startsWith('AWS::ApplicationAutoScaling')).length,
      };
    };
    expect(of({ reserved: 5 })).toEqual({ reserved: 5, warm: null, scaling: 0 });
    expect(of({ provisioned: { min: 2 } })).toEqual({
      reserved: null,
      warm: { ProvisionedConcurrentExecutions: 2 },
      scaling: 0,
    });
    expect(of({ provisioned: { min: 2, max: 2 } })).toMatchObject({
      warm: { ProvisionedConcurrentExecutions: 2 },
      scaling: 0,
    });
    expect(of({ provisioned: { min: 2, max: 9, target: 0.5 } })).toEqual({ reserved: null, warm: null, scaling: 2 });
    const { graph } = rendered(application(fn('f', [trait('scaler', { provisioned: { min: 2, max: 9 } })])));
    const alias = only(graph, 'AWS::Lambda::Alias').key;
    expect(propertiesOf(graph, 'AWS::ApplicationAutoScaling::ScalableTarget')).toEqual({
      ServiceNamespace: 'lambda',
      ResourceId: { $join: ['function:', { $ref: [alias, 'FunctionName'] }, ':', { $ref: [alias, 'Name'] }] },
      ScalableDimension: 'lambda:function:ProvisionedConcurrency',
      MinCapacity: 2,
      MaxCapacity: 9,
    });
    expect(
      propertiesOf(graph, 'AWS::ApplicationAutoScaling::ScalingPolicy').TargetTrackingScalingPolicyConfiguration,
    ).toEqual({
      TargetValue: 0.7,
      PredefinedMetricSpecification: { PredefinedMetricType: 'LambdaProvisionedConcurrencyUtilization' },
    });
  });

  it.each<[JsonObject, JsonObject]>([
    [
      { metric: 'errors', threshold: 1 },
      {
        Namespace: 'AWS/Lambda',
        MetricName: 'Errors',
        Statistic: 'Sum',
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        TreatMissingData: 'notBreaching',
      },
    ],
    [
      { metric: 'throttles', threshold: 0, comparison: '>', periods: 3, period: 300 },
      {
        MetricName: 'Throttles',
        Statistic: 'Sum',
        ComparisonOperator: 'GreaterThanThreshold',
        Period: 300,
        EvaluationPeriods: 3,
      },
    ],
    [
      { metric: 'duration', threshold: 900 },
      { MetricName: 'Duration', ExtendedStatistic: 'p95' },
    ],
    [
      { metric: 'duration', threshold: 900, statistic: 'Average' },
      { MetricName: 'Duration', Statistic: 'Average' },
    ],
    [
      { metric: 'duration', threshold: 900, percentile: 'p99.9' },
      { MetricName: 'Duration', ExtendedStatistic: 'p99.9' },
    ],
    [
      {
        metric: 'Orders',
        namespace: 'Shop',
        dimensions: { Stage: 'a' },
        threshold: 9,
        comparison: '<',
        description: 'Call me',
      },
      {
        Namespace: 'Shop',
        MetricName: 'Orders',
        Dimensions: [{ Name: 'Stage', Value: 'a' }],
        Statistic: 'Sum',
        ComparisonOperator: 'LessThanThreshold',
        AlarmDescription: 'Call me',
      },
    ],
    [
      {
        metric: 'Orders',
        namespace: 'Shop',
        threshold: 9,
        percentile: 'p50',
        topic: 'arn:aws:sns:eu-central-1:123456789012:ops',
      },
      {
        ExtendedStatistic: 'p50',
        Dimensions: [],
        AlarmActions: ['arn:aws:sns:eu-central-1:123456789012:ops'],
        OKActions: ['arn:aws:sns:eu-central-1:123456789012:ops'],
      },
    ],
  ])('alarm on %j', (properties, expected) => {
    const { graph, issues } = rendered(application(fn('f', [trait('alarm', properties)])));
    expect(issues).toEqual([]);
    const found = propertiesOf(graph, 'AWS::CloudWatch::Alarm');
    expect(found).toMatchObject(expected);
    expect(found.Statistic === undefined).toBe(found.ExtendedStatistic !== undefined);
  });
});
