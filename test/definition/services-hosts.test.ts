/** What traits around services make, by what they are on: functions and containers alike, things of the application and ARNs of others. */
import { describe, expect, it } from 'vitest';
import { type JsonObject, listOf, objectOf } from '../../lib/json.ts';
import { application, fn } from '../reconcile/applications.ts';
import { refusalsOf } from './leaves.ts';
import { judge, trait } from './served.ts';

type Made = (type: string) => JsonObject[];

/** What the traits make on a component of that type, by resource type; nothing is refused. */
function made(type: string, traits: readonly JsonObject[], facts: JsonObject = {}): Made {
  const host = { name: 'a', type, properties: { image: 'x:1', ...(type === 'worker' ? {} : { port: 80 }) }, traits };
  const { graph, issues } = judge(application(type === 'function' ? fn('a', traits) : host), facts);
  expect(refusalsOf(issues)).toBe('');
  return wanted => graph.resources.filter(one => one.type === wanted).map(one => one.properties);
}

const arns = ['arn:aws:s3:::reports', 'arn:aws:s3:::reports/*'];
const hosts = ['function', 'worker', 'webservice'];

describe.each(hosts)('on a %s', host => {
  it('permissions are a policy of its role', () => {
    const policies = made(host, [trait('permissions', { verbs: ['read'], arns })])('AWS::IAM::RolePolicy');
    const statements = policies.flatMap(({ RoleName, PolicyDocument }) =>
      listOf(objectOf(PolicyDocument).Statement).map(one => ({ RoleName: RoleName ?? '', ...objectOf(one) })),
    );
    const role = { $ref: [expect.stringContaining('/role#'), 'RoleName'] };
    for (const arn of arns)
      expect(statements).toContainEqual({
        RoleName: role,
        Effect: 'Allow',
        Action: expect.arrayContaining(['s3:GetObject', 's3:ListBucket']),
        Resource: [arn],
      });
  });

  it('logs are kept for as many days as log-retention says', () => {
    const days = (...traits: JsonObject[]): unknown =>
      made(host, traits)('AWS::Logs::LogGroup').map(one => one.RetentionInDays);
    expect([days(trait('log-retention', { days: 7 })), days()]).toEqual([[7], [30]]);
  });

  it('an alarm is on the metric of its kind, with what tells its own from others', () => {
    const metric = host === 'function' ? 'throttles' : 'cpu';
    const [alarm] = made(host, [trait('alarm', { metric, threshold: 80 })])('AWS::CloudWatch::Alarm');
    const dimensions = host === 'function' ? ['FunctionName'] : ['ClusterName', 'ServiceName'];
    expect(alarm).toMatchObject({
      Namespace: host === 'function' ? 'AWS/Lambda' : 'AWS/ECS',
      MetricName: host === 'function' ? 'Throttles' : 'CPUUtilization',
      Threshold: 80,
      Dimensions: dimensions.map(Name => ({ Name })),
    });
  });
});

describe.each(hosts.filter(host => host !== 'worker'))('on a %s', host => {
  it('a gateway asks for tokens on every route', () => {
    const jwt = { issuer: 'https://issuer.example', audience: ['a'], scopes: ['s'] };
    const all = made(host, [trait('gateway', { http: { '/a': 80 }, jwt })]);
    expect(all('AWS::ApiGatewayV2::Authorizer')).toMatchObject([
      { AuthorizerType: 'JWT', JwtConfiguration: { Issuer: jwt.issuer, Audience: jwt.audience } },
    ]);
    const routes = all('AWS::ApiGatewayV2::Route');
    expect(routes.length).toBeGreaterThan(0);
    for (const route of routes)
      expect(route).toMatchObject({
        AuthorizationType: 'JWT',
        AuthorizationScopes: ['s'],
        AuthorizerId: { $ref: [expect.stringContaining('Authorizer'), 'AuthorizerId'] },
      });
  });
});

it('a service account is the role of the tasks, below what the namespace may use', () => {
  const all = made('worker', [trait('service-account', { name: 'reports' })]);
  expect(all('AWS::ECS::TaskDefinition').map(one => one.TaskRoleArn)).toEqual([
    'arn:aws:iam::123456789012:role/lateen/default/reports',
  ]);
});

it('volumes are what containers mount by their names: files that stay, or scratch', () => {
  const volumes = [
    { name: 'p', type: 'pvc', claimName: 'c' },
    { name: 'e', type: 'emptyDir' },
  ];
  const mounts = [
    { name: 'p', path: '/p' },
    { name: 'e', path: '/e' },
  ];
  const side = trait('sidecar', { name: 's', image: 'y:1', volumes: mounts });
  const all = made('worker', [trait('volumes', { volumes }), side]);
  const [task] = all('AWS::ECS::TaskDefinition');
  expect(task?.Volumes).toEqual([
    { Name: 'e' },
    { Name: 'p', EFSVolumeConfiguration: expect.objectContaining({ TransitEncryption: 'ENABLED' }) },
  ]);
  expect(all('AWS::EFS::FileSystem')).toHaveLength(1);
});

it('a statefulset stops its old task before the new one comes', () => {
  const of = (type: string) => made(type, [])('AWS::ECS::Service').map(one => one.DeploymentConfiguration);
  expect(of('statefulset')).toMatchObject([{ MinimumHealthyPercent: 0, MaximumPercent: 100 }]);
  expect(of('webservice')).not.toMatchObject([{ MinimumHealthyPercent: 0 }]);
});

describe('an address of its own', () => {
  const address = (auth: string): [unknown, unknown] => {
    const all = made('function', [trait('function-url', { auth })]);
    return [
      all('AWS::Lambda::Url').map(one => one.AuthType),
      all('AWS::Lambda::Permission').map(one => [one.Action, one.Principal]),
    ];
  };

  it('for who signs lets nobody else in', () => {
    expect(address('iam')).toEqual([['AWS_IAM'], []]);
  });

  it('for anybody says so where AWS asks for it', () => {
    const open = ['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction'].map(action => [action, '*']);
    expect(address('none')).toEqual([['NONE'], open]);
  });
});

describe('a trigger from an ARN', () => {
  it('of a bucket is a rule for its objects, which alone may call', () => {
    const all = made('function', [trait('trigger', { from: 'arn:aws:s3:::reports-in', prefix: 'in/' })]);
    const [rule] = all('AWS::Events::Rule');
    expect(rule?.EventPattern).toEqual({
      source: ['aws.s3'],
      'detail-type': ['Object Created'],
      detail: { bucket: { name: ['reports-in'] }, object: { key: [{ prefix: 'in/' }] } },
    });
    expect(all('AWS::Lambda::Permission')).toMatchObject([
      { Principal: 'events.amazonaws.com', SourceArn: { $ref: [expect.stringContaining('/rule#'), 'Arn'] } },
    ]);
    expect(all('AWS::SNS::Subscription')).toEqual([]);
  });

  it('of a topic is a subscription to it, which alone may call', () => {
    const topic = 'arn:aws:sns:eu-central-1:123456789012:shared-news';
    const all = made('function', [trait('trigger', { from: topic, filter: { kind: ['x'] } })], {
      grantPrefixes: ['arn:aws:sns:eu-central-1:123456789012:shared-'],
    });
    expect(all('AWS::SNS::Subscription')).toMatchObject([
      { TopicArn: topic, Protocol: 'lambda', FilterPolicy: { kind: ['x'] }, FilterPolicyScope: 'MessageBody' },
    ]);
    expect(all('AWS::Lambda::Permission')).toMatchObject([{ Principal: 'sns.amazonaws.com', SourceArn: topic }]);
    expect(all('AWS::Events::Rule')).toEqual([]);
  });
});
