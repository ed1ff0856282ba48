/** The trait `alarm`: a CloudWatch alarm on a metric of the component, or on any metric. */
import type { JsonObject } from '../../../json.ts';
import { ends } from '../parts/job.ts';
import { traitOf } from '../parts/trait.ts';

const another = 'For another metric name its namespace and dimensions';

export const alarm: JsonObject = traitOf('alarm', 'Raise an alarm when a metric passes a threshold', {
  appliesTo: ['container', 'function'],
  cel: {
    parameters: {
      type: 'object',
      required: ['metric', 'threshold'],
      properties: {
        metric: {
          type: 'string',
          minLength: 1,
          maxLength: 255,
          description:
            'Of a function errors, duration (p95, in milliseconds) or throttles; of containers cpu or memory, in percent; with a namespace, any metric of it',
        },
        namespace: {
          type: 'string',
          minLength: 1,
          maxLength: 255,
          description: 'The CloudWatch namespace of another metric',
        },
        dimensions: {
          type: 'object',
          description: 'The dimensions of another metric',
          maxProperties: 30,
          additionalProperties: { type: 'string', minLength: 1 },
        },
        statistic: {
          type: 'string',
          description: 'How measurements are put together; Sum for another metric',
          enum: ['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount'],
        },
        percentile: {
          type: 'string',
          description: 'A percentile in place of a statistic: p99',
          pattern: '^p[0-9]{1,2}(\\.[0-9]{1,2})?$',
        },
        threshold: { type: 'number', description: 'The value that raises the alarm' },
        comparison: {
          type: 'string',
          description: 'How the metric compares',
          enum: ['>=', '>', '<=', '<'],
          default: '>=',
        },
        period: {
          type: 'integer',
          description: 'Seconds of one measurement: 10, 30 or a multiple of 60',
          minimum: 10,
          maximum: 86400,
          default: 60,
        },
        periods: {
          type: 'integer',
          description: 'So many measurements in a row',
          minimum: 1,
          maximum: 100,
          default: 1,
        },
        topic: {
          type: 'string',
          description: 'ARN of the SNS topic that is told',
          pattern: '^arn:[^:]+:sns:[^:]+:[0-9]{12}:.+$',
          examples: ['arn:aws:sns:eu-west-1:123456789012:on-call'],
        },
        description: { type: 'string', maxLength: 1024, description: 'What to do when it rings' },
      },
    },
    let: [
      { own: '${!has(parameter.namespace)}' },
      { chosen: '${has(parameter.statistic) || has(parameter.percentile)}' },
    ],
    resources: [
      {
        id: 'alarm',
        type: 'AWS::CloudWatch::Alarm',
        properties: {
          AlarmDescription: '${parameter.?description}',
          Namespace: '${own ? outputs.metrics[parameter.metric].namespace : parameter.namespace}',
          MetricName: '${own ? outputs.metrics[parameter.metric].name : parameter.metric}',
          Dimensions: [
            {
              $for: 'name, value in own ? outputs.metricDimensions : parameter.?dimensions.orValue({})',
              Name: '${name}',
              Value: '${value}',
            },
          ],
          Statistic:
            '${chosen ? parameter.?statistic : own ? outputs.metrics[parameter.metric].?statistic : optional.of("Sum")}',
          ExtendedStatistic:
            '${chosen ? parameter.?percentile : own ? outputs.metrics[parameter.metric].?percentile : optional.none()}',
          Period: '${parameter.period}',
          EvaluationPeriods: '${parameter.periods}',
          Threshold: '${parameter.threshold}',
          ComparisonOperator:
            '${{">=": "GreaterThanOrEqualToThreshold", ">": "GreaterThanThreshold", "<=": "LessThanOrEqualToThreshold", "<": "LessThanThreshold"}[parameter.comparison]}',
          TreatMissingData: 'notBreaching',
          AlarmActions: ['${parameter.?topic}'],
          OKActions: ['${parameter.?topic}'],
        },
      },
    ],
    validations: [
      {
        workload: 'container',
        if: 'own && !(parameter.metric in ["cpu", "memory"])',
        pointer: '/metric',
        code: 'InvalidParameter',
        message: '${parameter.metric} is not a metric of the component: cpu, memory',
        hint: another,
      },
      {
        workload: 'container',
        if: `own && ${ends}`,
        pointer: '/metric',
        code: 'NotForWorkload',
        message: 'AWS measures services only: work that ends has no metrics of its own',
        hint: another,
      },
      {
        workload: 'function',
        if: 'own && !(parameter.metric in ["errors", "duration", "throttles"])',
        pointer: '/metric',
        code: 'InvalidParameter',
        message: '${parameter.metric} is not a metric of the component: errors, duration, throttles',
        hint: another,
      },
      {
        if: 'own && has(parameter.dimensions)',
        pointer: '/dimensions',
        code: 'InvalidParameter',
        message: 'dimensions belong to another metric, which needs its namespace',
      },
      {
        if: 'has(parameter.statistic) && has(parameter.percentile)',
        pointer: '/percentile',
        code: 'InvalidParameter',
        message: 'An alarm has a statistic or a percentile, not both',
      },
      {
        if: '!(parameter.period in [10, 30]) && parameter.period != 60 * int(parameter.period / 60)',
        pointer: '/period',
        code: 'InvalidParameter',
        message: 'period must be 10, 30 or a multiple of 60',
      },
    ],
  },
});
