/** The lowering of the workload `function`: Lambda with a log group, and an alias `live` that everyone else points at. */
import type { JsonObject } from '../../../json.ts';
import { documentOf } from '../parts/document.ts';
import { grantedRole, grantPolicies } from '../parts/role.ts';

export const functionWorkload: JsonObject = documentOf('WorkloadDefinition', 'function', 'A function on AWS Lambda', {
  schematic: {
    cel: {
      let: [
        { grants: '${workload.?grants.orValue([])}' },
        { env: '${workload.?env.orValue([])}' },
        { logsArn: 'arn:${environment.partition}:logs:${context.region}:${context.account}:log-group' },
      ],
      resources: [
        {
          id: 'logs',
          type: 'AWS::Logs::LogGroup',
          properties: { RetentionInDays: '${workload.?logRetention.orValue(30)}' },
        },
        // Without grants the installation's ready-made role is used: no wait for IAM on the way to a URL.
        grantedRole('lambda'),
        {
          id: 'logging',
          $if: 'size(grants) > 0',
          type: 'AWS::IAM::RolePolicy',
          properties: {
            RoleName: '${resources.role.RoleName}',
            PolicyDocument: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
                  Resource: ['${logsArn}:${resources.logs.LogGroupName}:*'],
                },
              ],
            },
          },
        },
        grantPolicies,
        {
          id: 'function',
          type: 'AWS::Lambda::Function',
          properties: {
            Description: '${workload.?description}',
            Runtime: '${workload.runtime}',
            Handler: '${workload.handler}',
            Code: {
              S3Bucket: '${has(workload.code.blob) ? environment.blobBucket : workload.code.s3.bucket}',
              S3Key: '${has(workload.code.blob) ? "blobs/" + workload.code.blob : workload.code.s3.key}',
              S3ObjectVersion: '${workload.code.?s3.?version}',
            },
            Role: '${size(grants) > 0 ? resources.role.Arn : environment.basicRole}',
            MemorySize: '${workload.?memory}',
            Timeout: '${workload.?timeout}',
            Architectures: ['${workload.?architecture.orValue("x86_64")}'],
            Layers: '${workload.?layers}',
            ReservedConcurrentExecutions: '${workload.?concurrency.?reserved}',
            LoggingConfig: { LogGroup: '${resources.logs.LogGroupName}' },
            Environment: {
              $if: 'size(env) > 0',
              Variables: { $for: 'e in env', $key: '${e.name}', $value: '${e.value}' },
            },
          },
        },
        {
          id: 'live',
          type: 'AWS::Lambda::Alias',
          properties: {
            FunctionName: '${resources.function.FunctionName}',
            Name: 'live',
            FunctionVersion: '${resources.function.Version}',
            ProvisionedConcurrencyConfig: {
              // Once auto scaling owns it, it brings capacity to the minimum by itself.
              $if: 'has(workload.concurrency) && has(workload.concurrency.provisioned) && !has(workload.scaledBy)',
              ProvisionedConcurrentExecutions: '${workload.concurrency.provisioned}',
            },
          },
        },
      ],
      outputs: {
        // A function answers every port.
        integration: {
          '*': {
            type: 'AWS_PROXY',
            uri: '${resources.live.AliasArn}',
            payload: '2.0',
          },
        },
        // Whoever calls it from AWS needs a permission to.
        invoke: '${resources.live.AliasArn}',
        alias: { functionName: '${resources.live.FunctionName}', name: '${resources.live.Name}' },
        // Who needs a right that the workload was granted waits for its policy.
        granted: [{ $for: 'grant in grants', $key: '${grant.id}', $value: '${resources.grant[grant.id].PolicyName}' }],
        scalableTarget: {
          namespace: 'lambda',
          id: 'function:${resources.live.FunctionName}:${resources.live.Name}',
          dimension: 'lambda:function:ProvisionedConcurrency',
          metric: 'LambdaProvisionedConcurrencyUtilization',
        },
        metrics: {
          errors: { namespace: 'AWS/Lambda', name: 'Errors', statistic: 'Sum' },
          duration: { namespace: 'AWS/Lambda', name: 'Duration', percentile: 'p95' },
          throttles: { namespace: 'AWS/Lambda', name: 'Throttles', statistic: 'Sum' },
        },
        metricDimensions: { FunctionName: '${resources.function.FunctionName}' },
      },
      // Both name what may be invoked: the name alone would be the version $LATEST, which nobody is given a right to.
      link: {
        NAME: '${resources.live.FunctionName}:${resources.live.Name}',
        ARN: '${resources.live.AliasArn}',
      },
      grants: { invoke: { actions: ['lambda:InvokeFunction'], resources: ['${resources.live.AliasArn}'] } },
    },
  },
});
