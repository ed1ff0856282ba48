/** The trait `trigger`: a function is called by what arrives in a queue, a stream, a bucket or a topic. */
import type { JsonObject } from '../../../json.ts';
import { outsidePrefixes, prefixesLet } from '../parts/arn.ts';
import { traitOf } from '../parts/trait.ts';
import { triggerParameters } from '../parts/trigger-parameters.ts';
import { only, sourceGrants, sourceLets, sourceValidations } from '../parts/trigger-source.ts';

const partial = 'parameter.?partialFailures.orValue(true)';

/** Lambda polls it. */
const mapping: JsonObject = {
  id: 'mapping',
  $if: 'polled',
  type: 'AWS::Lambda::EventSourceMapping',
  properties: {
    EventSourceArn: '${arns[0]}',
    FunctionName: '${outputs.invoke}',
    BatchSize: '${parameter.?batchSize}',
    MaximumBatchingWindowInSeconds: '${parameter.?window}',
    FilterCriteria: { $if: 'has(parameter.filter)', Filters: [{ Pattern: '${json.text(parameter.filter)}' }] },
    FunctionResponseTypes: [{ $if: partial, $value: 'ReportBatchItemFailures' }],
    ScalingConfig: { $if: 'has(parameter.maxConcurrency)', MaximumConcurrency: '${parameter.maxConcurrency}' },
    StartingPosition: {
      $if: 'kind == "stream"',
      $value: '${parameter.?startFrom.orValue("oldest") == "oldest" ? "TRIM_HORIZON" : "LATEST"}',
    },
    MaximumRetryAttempts: { $if: 'kind == "stream"', $value: '${parameter.?retries.orValue(5)}' },
    DestinationConfig: {
      $if: 'has(parameter.failed)',
      OnFailure: { Destination: '${aside.source.arn}' },
    },
    BisectBatchOnFunctionError: { $if: 'kind == "stream"', $value: true },
    // AWS asks whether the function may do it before it takes the mapping: this comes after the rights.
    Tags: [
      { Key: 'reads-by', Value: '${outputs.granted[grant]}' },
      { $if: 'has(parameter.failed)', Key: 'reports-by', Value: '${outputs.granted[asideGrant]}' },
    ],
  },
};

const rule: JsonObject = {
  id: 'rule',
  $if: 'kind == "bucket"',
  type: 'AWS::Events::Rule',
  properties: {
    EventPattern: {
      source: ['aws.s3'],
      'detail-type': ['Object Created'],
      detail: {
        bucket: { name: ['${outside ? parameter.from.split(":")[5] : own.name}'] },
        object: {
          $if: 'has(parameter.prefix) || has(parameter.suffix)',
          key: [
            {
              prefix: { $if: '!has(parameter.suffix)', $value: '${parameter.?prefix}' },
              suffix: { $if: '!has(parameter.prefix)', $value: '${parameter.?suffix}' },
              wildcard: {
                $if: 'has(parameter.prefix) && has(parameter.suffix)',
                $value: '${parameter.prefix}*${parameter.suffix}',
              },
            },
          ],
        },
      },
    },
    Targets: [{ Id: 'function', Arn: '${outputs.invoke}' }],
  },
};

const permission = (id: string, kind: string, service: string, SourceArn: string): JsonObject => ({
  id,
  $if: `kind == "${kind}"`,
  type: 'AWS::Lambda::Permission',
  properties: {
    Action: 'lambda:InvokeFunction',
    FunctionName: '${outputs.invoke}',
    Principal: `${service}.amazonaws.com`,
    SourceArn,
  },
});

const subscription: JsonObject = {
  id: 'subscription',
  $if: 'kind == "topic"',
  type: 'AWS::SNS::Subscription',
  properties: {
    TopicArn: '${arns[0]}',
    Protocol: 'lambda',
    Endpoint: '${outputs.invoke}',
    FilterPolicy: '${parameter.?filter}',
    FilterPolicyScope: { $if: 'has(parameter.filter)', $value: 'MessageBody' },
  },
};

export const trigger: JsonObject = traitOf('trigger', 'Call it with what arrives in a queue, table, bucket or topic', {
  appliesTo: ['function', 'container'],
  cel: {
    parameters: triggerParameters,
    let: [prefixesLet, ...sourceLets],
    patch: { function: { grants: sourceGrants } },
    resources: [
      mapping,
      rule,
      permission('rulePermission', 'bucket', 'events', '${resources.rule.Arn}'),
      subscription,
      permission('topicPermission', 'topic', 'sns', '${arns[0]}'),
    ],
    validations: [
      {
        workload: 'container',
        if: 'true',
        code: 'NotForWorkload',
        message: 'AWS calls functions; a container takes messages itself',
        hint: 'The trait link with verbs: [consume], and a loop in the container that receives from <NAME>_URL',
      },
      ...sourceValidations,
      outsidePrefixes('[parameter.from].filter(from, outside)', '/from'),
      only('batchSize', ['queue', 'stream']),
      only('window', ['queue', 'stream']),
      only('partialFailures', ['queue', 'stream']),
      only('filter', ['queue', 'stream', 'topic'], 'For a bucket say prefix and suffix'),
      only('maxConcurrency', ['queue'], 'The trait scaler says reserved: N for the whole function'),
      only('startFrom', ['stream']),
      only('retries', ['stream'], 'The queue says maxReceiveCount'),
      only('failed', ['stream'], 'A queue has a dead-letter queue of its own'),
      only('prefix', ['bucket']),
      only('suffix', ['bucket']),
      {
        if: 'kind == "queue" && fifo && parameter.?batchSize.orValue(10) > 10',
        pointer: '/batchSize',
        code: 'InvalidParameter',
        message: 'From a fifo queue come at most 10 at once',
      },
      {
        if: 'kind == "queue" && fifo && has(parameter.window)',
        pointer: '/window',
        code: 'InvalidParameter',
        message: 'Nothing is gathered from a fifo queue',
        hint: 'Leave window out',
      },
      {
        if: 'kind == "queue" && parameter.?batchSize.orValue(10) > 10 && parameter.?window.orValue(0) == 0',
        pointer: '/window',
        code: 'MissingParameter',
        message: 'More than 10 messages at once have to be gathered, which takes at least a second',
        hint: 'window: 1',
      },
      {
        workload: 'function',
        if: 'has(own.visibilityTimeout) && workload.?timeout.orValue(3) > own.visibilityTimeout',
        pointer: '/from',
        code: 'InvalidParameter',
        message:
          'A call may take ${string(workload.?timeout.orValue(3))} seconds (timeout), and ${parameter.from} shows a message to others again after ${string(own.visibilityTimeout)}: AWS refuses that',
        hint: "Give the queue a visibilityTimeout of six times the function's timeout",
      },
      {
        workload: 'function',
        if: 'has(own.visibilityTimeout) && workload.?timeout.orValue(3) <= own.visibilityTimeout && workload.?timeout.orValue(3) * 6 > own.visibilityTimeout',
        pointer: '/from',
        severity: 'warning',
        code: 'ShortVisibility',
        message:
          '${parameter.from} shows a message to others again after ${string(own.visibilityTimeout)} seconds, and a call may take ${string(workload.?timeout.orValue(3))}: AWS advises six times as long, or throttled batches come twice',
        hint: "Give the queue a visibilityTimeout of six times the function's timeout",
      },
    ],
  },
});
