/** The clients: they carry what the drivers ask for and nothing else, and it is known which commands change nothing. */
import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ServiceClient } from '../../lib/aws/clients/client.ts';
import { services } from '../../lib/aws/clients/services.ts';
import { mutates } from '../../lib/aws/operation.ts';

describe('the clients', () => {
  const clients: Record<string, ServiceClient> = {};
  beforeAll(async () => {
    for (const [name, load] of Object.entries(services)) clients[name] = (await load()).service;
  });

  it('carry exactly what the drivers ask for', () => {
    const asked = new Set<string>();
    for (const file of readdirSync('lib/aws', { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts')) continue;
      const source = readFileSync(`lib/aws/${file}`, 'utf8');
      const service = /const service = '([\w-]+)'/.exec(source)?.[1];
      for (const [, command, own, action] of source.matchAll(
        /operation<sdk\.(\w+)Command>\(\s*(?:service|'([\w-]+)'),\s*'(\w+)'/g,
      )) {
        expect(command, file).toBe(action);
        asked.add(`${own ?? service} ${action}`);
      }
    }
    const carried = Object.entries(clients).flatMap(([name, { commands }]) =>
      Object.keys(commands).map(action => `${name} ${action}`),
    );
    expect(carried.sort()).toEqual([...asked].sort());
  });

  it('know a command by the name it has in the API', () => {
    for (const { commands } of Object.values(clients))
      for (const [action, command] of Object.entries(commands)) expect(command.name).toBe(`${action}Command`);
  });

  it('change nothing by these commands, and something by all others', () => {
    const all = Object.values(clients).flatMap(({ commands }) => Object.keys(commands));
    expect([...new Set(all.filter(action => !mutates(action)))].sort()).toEqual([
      'DescribeAccessPoints',
      'DescribeAlarms',
      'DescribeBackupPolicy',
      'DescribeClusters',
      'DescribeContinuousBackups',
      'DescribeFileSystemPolicy',
      'DescribeFileSystems',
      'DescribeImages',
      'DescribeLifecycleConfiguration',
      'DescribeListeners',
      'DescribeLoadBalancerAttributes',
      'DescribeLoadBalancers',
      'DescribeLogGroups',
      'DescribeMountTargetSecurityGroups',
      'DescribeMountTargets',
      'DescribeParameters',
      'DescribeRule',
      'DescribeScalableTargets',
      'DescribeScalingPolicies',
      'DescribeSecret',
      'DescribeSecurityGroups',
      'DescribeServices',
      'DescribeTable',
      'DescribeTags',
      'DescribeTargetGroupAttributes',
      'DescribeTargetGroups',
      'DescribeTaskDefinition',
      'DescribeTasks',
      'DescribeTimeToLive',
      'DescribeType',
      'FilterLogEvents',
      'GetAlias',
      'GetApi',
      'GetApiMapping',
      'GetApiMappings',
      'GetApis',
      'GetAuthorizer',
      'GetAuthorizers',
      'GetBucketCors',
      'GetBucketEncryption',
      'GetBucketLifecycleConfiguration',
      'GetBucketLocation',
      'GetBucketNotificationConfiguration',
      'GetBucketOwnershipControls',
      'GetBucketTagging',
      'GetBucketVersioning',
      'GetDomainName',
      'GetEventSourceMapping',
      'GetFunction',
      'GetFunctionUrlConfig',
      'GetIntegration',
      'GetIntegrations',
      'GetNamespace',
      'GetOperation',
      'GetParameter',
      'GetPolicy',
      'GetProvisionedConcurrencyConfig',
      'GetPublicAccessBlock',
      'GetQueueAttributes',
      'GetQueueUrl',
      'GetRandomPassword',
      'GetResource',
      'GetResourceRequestStatus',
      'GetRole',
      'GetRolePolicy',
      'GetRoute',
      'GetRoutes',
      'GetSchedule',
      'GetService',
      'GetStage',
      'GetSubscriptionAttributes',
      'GetTopicAttributes',
      'GetVpcLink',
      'GetVpcLinks',
      'HeadObject',
      'ListEventSourceMappings',
      'ListNamespaces',
      'ListQueueTags',
      'ListResources',
      'ListServices',
      'ListSubscriptionsByTopic',
      'ListTags',
      'ListTagsForResource',
      'ListTagsOfResource',
      'ListTargetsByRule',
      'ListTaskDefinitions',
      'ListTasks',
      'ListTopics',
      'ListVersionsByFunction',
    ]);
  });
});
