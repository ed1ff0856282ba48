/** The drivers as a whole: against AWS's own specification, against the clients that carry them, and what they ask of IAM. */
import { readdirSync, readFileSync } from 'node:fs';
import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec';
import { beforeAll, describe, expect, it } from 'vitest';
import { service as apigatewayv2 } from '../../lib/aws/clients/apigatewayv2.ts';
import { service as autoscaling } from '../../lib/aws/clients/application-auto-scaling.ts';
import { service as cloudwatch } from '../../lib/aws/clients/cloudwatch.ts';
import { service as logs } from '../../lib/aws/clients/cloudwatch-logs.ts';
import { service as ec2 } from '../../lib/aws/clients/ec2.ts';
import { service as ecs } from '../../lib/aws/clients/ecs.ts';
import { service as elb } from '../../lib/aws/clients/elastic-load-balancing-v2.ts';
import { service as iam } from '../../lib/aws/clients/iam.ts';
import { service as lambda } from '../../lib/aws/clients/lambda.ts';
import { service as scheduler } from '../../lib/aws/clients/scheduler.ts';
import { service as servicediscovery } from '../../lib/aws/clients/servicediscovery.ts';
import { mutates } from '../../lib/aws/operation.ts';
import { iamStatements, types } from '../../lib/aws/registry.ts';
import { objectOf } from '../../lib/json.ts';
import type { ResourceType } from '../../lib/resource/resource.ts';

const drivers = [...types.values()].map(driver => [driver.type, driver] as const);

/** Where a driver differs from AWS's specification, and why. Nothing else may. */
const reviewed: Readonly<Record<string, string>> = {
  'AWS::ApiGatewayV2::Api attribute ExecuteApiArn lacks':
    'No answer contains it; it is arn:...:execute-api:<region>:<account>:<ApiId>',
  'AWS::ApiGatewayV2::Stage tags lack': 'Its API carries the tags; changing them takes an ARN that no answer contains',
  'AWS::ApiGatewayV2::VpcLink createOnly Tags added':
    'Changing them takes an ARN with a region that no answer contains',
  'AWS::ApplicationAutoScaling::ScalableTarget attribute Id lacks':
    'It is its three names joined; policies take the names',
  'AWS::ApplicationAutoScaling::ScalableTarget tags lack': 'What is scaled carries the tags',
  'AWS::ApplicationAutoScaling::ScalingPolicy createOnly PolicyType added': 'There is one type of policy as yet',
  'AWS::CloudWatch::Alarm attribute Arn lacks': 'PutMetricAlarm answers nothing; it is arn:...:alarm:<AlarmName>',
  ...Object.fromEntries(
    [
      'Cpu',
      'ContainerDefinitions',
      'EphemeralStorage',
      'ExecutionRoleArn',
      'Memory',
      'NetworkMode',
      'RequiresCompatibilities',
      'RuntimePlatform',
      'TaskRoleArn',
      'Volumes',
    ].map(name => [
      `AWS::ECS::TaskDefinition createOnly ${name} lacks`,
      'A change registers another revision of the family: the old ones stay for a rollback, and the name stays the same',
    ]),
  ),
  'AWS::ECS::TaskDefinition attribute Family added': 'Its name: policies and people go by it',
  'AWS::ElasticLoadBalancingV2::Listener attribute TargetGroupArn added':
    'ECS takes a target group only when a listener uses it: a service names it through its listener, and so waits for it',
  'AWS::ElasticLoadBalancingV2::Listener tags lack': 'Its load balancer carries the tags',
  'AWS::ElasticLoadBalancingV2::LoadBalancer attribute SecurityGroups lacks': 'They are a property',
  'AWS::ElasticLoadBalancingV2::TargetGroup attribute LoadBalancerArns lacks': 'It changes as listeners come and go',
  'AWS::Lambda::Alias attribute FunctionName added':
    'Half of its name: what scales the alias is named by both halves, and waits for it',
  'AWS::Lambda::Alias attribute Name added': 'The other half',
  'AWS::Lambda::Function attribute SnapStartResponse lacks': 'SnapStart is not handled',
  'AWS::Lambda::Function attribute SnapStartResponse.ApplyOn lacks': 'SnapStart is not handled',
  'AWS::Lambda::Function attribute SnapStartResponse.OptimizationStatus lacks': 'SnapStart is not handled',
  'AWS::Lambda::Function attribute Version added':
    'The driver publishes; CloudFormation has a resource of its own for that',
  'AWS::Logs::LogGroup attribute Arn lacks': 'CreateLogGroup answers nothing; it is arn:...:log-group:<LogGroupName>',
  'AWS::Logs::LogGroup createOnly LogGroupClass added':
    'AWS cannot change it; the specification marks it as fixed only in its text',
};

interface Spec {
  readonly properties: readonly string[];
  readonly createOnly: readonly string[];
  readonly attributes: readonly string[];
  readonly identifier: readonly string[];
  readonly tags: { readonly property: string; readonly form: string } | undefined;
}

describe("AWS's own specification", () => {
  const specs = new Map<string, Spec>();
  beforeAll(async () => {
    const database = await loadAwsServiceSpec();
    for (const name of types.keys()) {
      const [resource] = database.lookup('resource', 'cloudFormationType', 'equals', name);
      if (resource === undefined) continue;
      const tags = resource.tagInformation;
      specs.set(name, {
        properties: Object.keys(resource.properties),
        createOnly: Object.entries(resource.properties)
          .filter(([, property]) => property.causesReplacement === 'yes')
          .map(([property]) => property),
        attributes: Object.keys(resource.attributes),
        identifier: resource.primaryIdentifier ?? [],
        tags: tags && { property: tags.tagPropertyName, form: tags.variant === 'map' ? 'map' : 'list' },
      });
    }
  }, 60_000);

  function differences(driver: ResourceType): string[] {
    const spec = specs.get(driver.type);
    // One-shot work is no resource of AWS's.
    if (driver.type.startsWith('Lateen::')) return driver.naming === 'once' ? [] : [`${driver.type} is no work`];
    if (spec === undefined) return [`${driver.type} is unknown`];
    const properties = Object.keys(objectOf(driver.schema.properties));
    const found: string[] = [];
    const note = (what: string, names: readonly string[], how: string): void => {
      found.push(...names.map(name => `${driver.type} ${what} ${name} ${how}`));
    };
    const fixed = spec.createOnly.filter(name => properties.includes(name));
    note(
      'property',
      properties.filter(name => !spec.properties.includes(name)),
      'added',
    );
    note(
      'createOnly',
      driver.createOnly.filter(name => !fixed.includes(name)),
      'added',
    );
    note(
      'createOnly',
      fixed.filter(name => !driver.createOnly.includes(name)),
      'lacks',
    );
    const known = [...spec.attributes, ...spec.identifier];
    note(
      'attribute',
      driver.attributes.filter(name => !known.includes(name)),
      'added',
    );
    note(
      'attribute',
      spec.attributes.filter(name => !driver.attributes.includes(name)),
      'lacks',
    );
    if (driver.tags === undefined && spec.tags !== undefined) found.push(`${driver.type} tags lack`);
    else if (JSON.stringify(driver.tags) !== JSON.stringify(spec.tags)) found.push(`${driver.type} tags differ`);
    return found;
  }

  it.each(drivers)('agrees with %s but for what was reviewed', (_, driver) => {
    expect(differences(driver).filter(difference => !(difference in reviewed))).toEqual([]);
  });

  it('differs wherever a review says so', () => {
    const found = drivers.flatMap(([, driver]) => differences(driver));
    expect(Object.keys(reviewed).filter(difference => !found.includes(difference))).toEqual([]);
  });
});

describe('every driver', () => {
  it.each(drivers)('%s closes its schema, and fixes only what it handles', (_, driver) => {
    const open: string[] = [];
    const walk = (schema: unknown, path: string): void => {
      const { type, properties, additionalProperties, items } = objectOf(schema);
      const isDocument = type === 'object' && properties === undefined && additionalProperties === undefined;
      if (type === 'object' && properties !== undefined && additionalProperties !== false) open.push(path);
      if (isDocument && !/Document$/.test(path)) open.push(path);
      for (const [name, inner] of Object.entries(objectOf(properties))) walk(inner, `${path}/${name}`);
      if (items !== undefined) walk(items, `${path}/*`);
    };
    walk(driver.schema, '');
    expect(open).toEqual([]);
    const properties = Object.keys(objectOf(driver.schema.properties));
    expect(driver.createOnly.filter(name => !properties.includes(name))).toEqual([]);
    expect((driver.volatile ?? []).filter(name => !driver.attributes.includes(name))).toEqual([]);
    if (driver.tags !== undefined) expect(properties).toContain(driver.tags.property);
    if (driver.name !== undefined) expect([...properties, ...driver.attributes]).toContain(driver.name.property);
  });
});

describe('the clients', () => {
  const clients = {
    apigatewayv2,
    'application-auto-scaling': autoscaling,
    cloudwatch,
    'cloudwatch-logs': logs,
    ec2,
    ecs,
    'elastic-load-balancing-v2': elb,
    iam,
    lambda,
    scheduler,
    servicediscovery,
  };

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
      'DescribeAlarms',
      'DescribeListeners',
      'DescribeLoadBalancerAttributes',
      'DescribeLoadBalancers',
      'DescribeLogGroups',
      'DescribeScalableTargets',
      'DescribeScalingPolicies',
      'DescribeSecurityGroups',
      'DescribeServices',
      'DescribeTags',
      'DescribeTargetGroupAttributes',
      'DescribeTargetGroups',
      'DescribeTaskDefinition',
      'DescribeTasks',
      'GetAlias',
      'GetApi',
      'GetApiMapping',
      'GetApiMappings',
      'GetApis',
      'GetDomainName',
      'GetFunction',
      'GetIntegration',
      'GetIntegrations',
      'GetNamespace',
      'GetOperation',
      'GetPolicy',
      'GetProvisionedConcurrencyConfig',
      'GetRole',
      'GetRolePolicy',
      'GetRoute',
      'GetRoutes',
      'GetSchedule',
      'GetService',
      'GetStage',
      'GetVpcLink',
      'GetVpcLinks',
      'ListNamespaces',
      'ListServices',
      'ListTagsForResource',
      'ListTaskDefinitions',
      'ListTasks',
      'ListVersionsByFunction',
    ]);
  });
});

describe("the reconciler's policy", () => {
  /** Resources that AWS gives no name of ours, and actions that it does not scope. */
  const unscoped = [
    '${executionRole}',
    '${schedulerRole}',
    '*',
    'arn:${partition}:apigateway:${region}::/apis',
    'arn:${partition}:apigateway:${region}::/apis/*',
    'arn:${partition}:apigateway:${region}::/domainnames',
    'arn:${partition}:apigateway:${region}::/domainnames/*',
    'arn:${partition}:apigateway:${region}::/tags/*',
    'arn:${partition}:apigateway:${region}::/vpclinks',
    'arn:${partition}:apigateway:${region}::/vpclinks/*',
    'arn:${partition}:application-autoscaling:${region}:${account}:scalable-target/*',
    'arn:${partition}:cloudwatch:${region}:${account}:alarm:*',
    'arn:${partition}:cloudwatch:${region}:${account}:alarm:TargetTracking-*',
    'arn:${partition}:ec2:${region}:${account}:security-group/*',
    'arn:${partition}:ec2:${region}:${account}:vpc/*',
    'arn:${partition}:ecs:${region}:${account}:task/${cluster}/*',
    'arn:${partition}:iam::${account}:role/aws-service-role/elasticloadbalancing.amazonaws.com/*',
    'arn:${partition}:iam::${account}:role/aws-service-role/lambda.application-autoscaling.amazonaws.com/*',
    'arn:${partition}:iam::${account}:role/aws-service-role/ops.apigateway.amazonaws.com/*',
    'arn:${partition}:lambda:*:*:layer:*',
    'arn:${partition}:logs:${region}:${account}:log-group:*',
    'arn:${partition}:route53:::hostedzone/*',
    'arn:${partition}:servicediscovery:${region}:${account}:namespace/*',
    'arn:${partition}:servicediscovery:${region}:${account}:service/*',
  ];

  it('is scoped to what is ours, but for what AWS cannot scope', () => {
    const resources = iamStatements().flatMap(statement => statement.Resource);
    const ours = /\$\{(prefix|path|codeBucket)\}/;
    expect([...new Set(resources.filter(resource => !ours.test(resource)))].sort()).toEqual(unscoped);
  });

  it('holds every action of every driver, never a wildcard', () => {
    const actions = iamStatements().flatMap(statement => statement.Action);
    expect(actions.filter(action => action.includes('*'))).toEqual([]);
    const wanted = drivers.flatMap(([, driver]) => driver.iam.map(item => item.action));
    expect([...new Set(actions)].sort()).toEqual([...new Set(wanted)].sort());
  });

  it('changes nothing on every resource, but for what AWS does not scope', () => {
    const everywhere = iamStatements().filter(statement => statement.Resource.includes('*'));
    expect(
      everywhere.flatMap(statement => statement.Action).filter(action => mutates(action.split(':')[1] ?? '')),
    ).toEqual([
      'ecs:DeregisterTaskDefinition',
      'route53:CreateHostedZone',
      'servicediscovery:TagResource',
      'servicediscovery:UntagResource',
      'servicediscovery:CreatePrivateDnsNamespace',
    ]);
  });

  it('makes and bounds roles with the boundary only, and passes them to Lambda, ECS tasks and Scheduler only', () => {
    const of = (action: string) => iamStatements().find(statement => statement.Action.includes(action))?.Condition;
    const bounded = { StringEquals: { 'iam:PermissionsBoundary': '${boundary}' } };
    for (const action of [
      'iam:CreateRole',
      'iam:PutRolePermissionsBoundary',
      'iam:PutRolePolicy',
      'iam:DeleteRolePolicy',
    ]) {
      expect(of(action), action).toEqual(bounded);
    }
    expect(iamStatements().flatMap(statement => statement.Action)).not.toContain('iam:DeleteRolePermissionsBoundary');
    const passing = iamStatements().filter(statement => statement.Action.includes('iam:PassRole'));
    for (const { Condition } of passing)
      expect([
        { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
        { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
        { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
      ]).toContainEqual(Condition);
  });

  it('is filled in with facts, and leaves what it lacks for a template engine', () => {
    const filled = JSON.stringify(iamStatements({ prefix: 'la-', account: '123456789012', boundary: 'arn:"b' }));
    expect(filled).toContain('arn:${partition}:lambda:${region}:123456789012:function:la-*');
    expect(filled).not.toContain('${prefix}');
    expect(
      iamStatements({ boundary: 'arn:b' }).some(({ Condition }) => JSON.stringify(Condition ?? {}).includes('arn:b')),
    ).toBe(true);
  });
});
