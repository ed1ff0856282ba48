/** What osls makes of serverless.yml: who may do what, what is closed, what is alarmed, and the times that are shipped. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problemOf } from '../../infra/checks.ts';
import {
  countLimit,
  emulatorPolicy,
  problemOf as policyProblemOf,
  reconcilerPolicies,
  sizeLimit,
  sizeOf,
} from '../../infra/policy.ts';
import { vpcLink } from '../../lib/aws/apigatewayv2/vpc-link.ts';
import { iamStatements } from '../../lib/aws/registry.ts';
import { packageFunctions, packageStack } from '../../lib/local/deploy.ts';
import { installationOf } from '../../lib/local/stack.ts';

interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template is read here as the JSON it is
  readonly Properties: any;
}

const into = mkdtempSync(join(tmpdir(), 'lateen-package-'));
let resources: Record<string, Resource>;
let conditions: Record<string, unknown>;

const ofType = (type: string): [string, Resource][] =>
  Object.entries(resources).filter(([, resource]) => resource.Type === type);
const get = (id: string): Resource => resources[id]!;

beforeAll(async () => {
  await packageFunctions();
  const deployment = { installation: installationOf('t1'), region: 'eu-west-1', log: join(into, 'osls.log') };
  await packageStack(deployment, into);
  const file = join(into, 'cloudformation-template-update-stack.json');
  const template = JSON.parse(readFileSync(file, 'utf8'));
  resources = template.Resources;
  conditions = template.Conditions;
}, 120_000);
afterAll(() => rmSync(into, { recursive: true, force: true }));

describe('the API', () => {
  it('wants a signature on every route but GET /healthz', () => {
    const routes = ofType('AWS::ApiGatewayV2::Route').map(([, { Properties }]) => [
      Properties.RouteKey,
      Properties.AuthorizationType ?? 'NONE',
    ]);
    expect(Object.fromEntries(routes)).toEqual({ $default: 'AWS_IAM', 'GET /healthz': 'NONE' });
  });
});

describe('the functions', () => {
  it('run on the runtime that scripts and tests run on, each with a role of its own', () => {
    const functions = ofType('AWS::Lambda::Function');
    for (const [, { Properties }] of functions) {
      expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
    }
    const roles = functions.map(([, { Properties }]) => Properties.Role['Fn::GetAtt'][0]);
    expect(new Set(roles).size).toBe(functions.length);
  });

  it('have the times that are shipped', () => {
    const { Timeout, Environment } = get('ReconcilerLambdaFunction').Properties;
    expect(Timeout).toBe(60);
    expect(Environment.Variables).toMatchObject({
      LEASE_SECONDS: '90',
      TIMEOUT_SECONDS: '60',
      REOBSERVE_SECONDS: '30',
      WAVE_SECONDS: '10',
      WAVE_CALLS: '60',
    });
    expect(get('WakeQueue').Properties.VisibilityTimeout).toBe(90);
  });

  it('keep their logs for a while, not for ever', () => {
    for (const [, { Properties }] of ofType('AWS::Logs::LogGroup')) expect(Properties.RetentionInDays).toBe(30);
  });
});

describe('the stream', () => {
  it('wakes the reconciler for what users want of applications and for nothing else', () => {
    const [mapping] = ofType('AWS::Lambda::EventSourceMapping').filter(
      ([, { Properties }]) => Properties.FilterCriteria,
    );
    const { FilterCriteria, ...settings } = mapping![1].Properties;
    expect(FilterCriteria.Filters.map((one: { Pattern: string }) => JSON.parse(one.Pattern))).toEqual([
      {
        eventName: ['INSERT', 'MODIFY'],
        dynamodb: { Keys: { pk: { S: [{ prefix: 'Application#' }] }, sk: { S: ['SPEC'] } } },
      },
    ]);
    expect(settings).toMatchObject({
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 4,
      MaximumRecordAgeInSeconds: 3600,
      ParallelizationFactor: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    expect(settings.DestinationConfig.OnFailure.Destination).toEqual({ 'Fn::GetAtt': ['DeadLetterQueue', 'Arn'] });
  });
});

describe('names', () => {
  it("of the installation never begin with the applications' prefix", () => {
    const names = Object.values(resources)
      .flatMap(({ Properties }) => Object.entries(Properties ?? {}))
      .filter(([key, value]) => key.endsWith('Name') && typeof value === 'string' && value.startsWith('l'))
      .map(([, value]) => String(value));
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter(name => name.startsWith('lt-t1-'))).toEqual([]);
    expect(names.filter(name => !name.startsWith('lateen-t1'))).toEqual([]);
  });
});

describe('code and state', () => {
  it('are private, encrypted, recoverable', () => {
    expect(get('BlobBucket').Properties).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
    });
    expect(get('BlobBucketPolicy').Properties.PolicyDocument.Statement[0]).toMatchObject({
      Effect: 'Deny',
      Condition: { Bool: { 'aws:SecureTransport': false } },
    });
    expect(get('Table').Properties.PointInTimeRecoverySpecification).toEqual({ PointInTimeRecoveryEnabled: true });
    expect(get('Table').Properties.TimeToLiveSpecification).toEqual({ AttributeName: 'expires', Enabled: true });
    for (const [, { Properties }] of ofType('AWS::SQS::Queue')) expect(Properties.SqsManagedSseEnabled).toBe(true);
  });
});

describe('alarms', () => {
  it('sound when something was given up, falls behind or fails', () => {
    const metrics = ofType('AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties.MetricName);
    expect(metrics.sort()).toEqual(['ApproximateNumberOfMessagesVisible', 'Errors', 'Errors', 'Errors', 'IteratorAge']);
  });
});

describe('the network', () => {
  it('costs nothing while nothing runs: no NAT, load balancer, interface endpoint or address', () => {
    const known = [
      'AWS::EC2::InternetGateway',
      'AWS::EC2::Route',
      'AWS::EC2::RouteTable',
      'AWS::EC2::SecurityGroup',
      'AWS::EC2::SecurityGroupIngress',
      'AWS::EC2::Subnet',
      'AWS::EC2::SubnetRouteTableAssociation',
      'AWS::EC2::VPC',
      'AWS::EC2::VPCEndpoint',
      'AWS::EC2::VPCGatewayAttachment',
    ];
    const network = Object.values(resources).filter(({ Type }) => /::(EC2|ElasticLoadBalancing\w*)::/.test(Type));
    expect([...new Set(network.map(({ Type }) => Type))].sort()).toEqual(known);
    for (const [, { Properties }] of ofType('AWS::EC2::VPCEndpoint'))
      expect(Properties.VpcEndpointType).toBe('Gateway');
  });

  it('is made unless the operator names one, and its namespace only for the ingress that needs it', () => {
    const made = Object.entries(resources).filter(([, { Condition }]) => Condition === 'MakesVpc');
    expect(made.map(([id]) => id).sort()).toEqual([
      'DynamoDbEndpoint',
      'InternetGateway',
      'InternetGatewayAttachment',
      'RouteTable',
      'RouteToInternet',
      'RoutesOfSubnetA',
      'RoutesOfSubnetB',
      'S3Endpoint',
      'SubnetA',
      'SubnetB',
      'Vpc',
    ]);
    expect(get('Namespace').Condition).toBe('MakesNamespace');
    expect(conditions.MakesNamespace).toEqual({
      'Fn::And': [{ Condition: 'OnAws' }, { 'Fn::Equals': ['cloud-map', 'cloud-map'] }],
    });
  });

  it('lets tasks and load balancers be reached by the link and by tasks, and by nothing else', () => {
    const link = { 'Fn::GetAtt': ['LinkSecurityGroup', 'GroupId'] };
    expect(get('ServiceSecurityGroup').Properties.SecurityGroupIngress).toMatchObject([
      { SourceSecurityGroupId: link },
    ]);
    expect(get('LinkSecurityGroup').Properties.SecurityGroupIngress).toBeUndefined();
    const rules = ofType('AWS::EC2::SecurityGroupIngress').map(([, { Properties }]) => Properties);
    const tasks = { 'Fn::GetAtt': ['ServiceSecurityGroup', 'GroupId'] };
    expect(rules).toMatchObject([
      { GroupId: tasks, SourceSecurityGroupId: tasks },
      { GroupId: link, SourceSecurityGroupId: tasks },
      { GroupId: link, SourceSecurityGroupId: link },
    ]);
    const open = ofType('AWS::EC2::SecurityGroup').flatMap(
      ([, { Properties }]) => Properties.SecurityGroupIngress ?? [],
    );
    expect([...open, ...rules].filter(rule => rule.CidrIp ?? rule.CidrIpv6 ?? rule.SourcePrefixListId)).toEqual([]);
  });

  it('is told to definitions, with everything else that they may name', () => {
    const [text, values] = get('ResyncLambdaFunction').Properties.Environment.Variables.ENVIRONMENT['Fn::Sub'];
    expect(Object.keys(values).sort()).toEqual(['Ingress', 'NamespaceId', 'NamespaceName', 'SubnetIds', 'VpcId']);
    const facts = JSON.parse(text.replaceAll(/\$\{[\w.:]+\}/g, 'x'));
    expect(Object.keys(facts).sort()).toEqual(
      [
        'account apiUrlPrefix apiUrlSuffix assignPublicIp basicRole blobBucket boundary certificates cluster containers',
        'emulatorIgnores executionRole ingress installation linkSecurityGroup loadBalancerUrl namespaceId namespaceName',
        'notEmulated partition prefix probeImage region rolePath schedulerRole secretPrefix serviceSecurityGroup subnets',
        'vpc vpcLink',
      ]
        .join(' ')
        .split(' '),
    );
    // All variables of a function together: 4 KB.
    expect(text.length).toBeLessThan(2500);
  });
});

/** Who runs what the reconciler makes. */
const passable = ['ecs-tasks.amazonaws.com', 'lambda.amazonaws.com', 'scheduler.amazonaws.com'];
/** What changes something and may be done to anything, because AWS knows no resource (and no tag) for it; reading has many such actions. */
const withoutArn = [
  'ecs:DeregisterTaskDefinition',
  'route53:CreateHostedZone',
  'servicediscovery:TagResource',
  'servicediscovery:UntagResource',
];
const reads = /:(Describe|Get|List)/;

describe('roles', () => {
  interface Statement {
    readonly Effect: string;
    readonly Action: string | string[];
    readonly Resource: unknown;
    // biome-ignore lint/suspicious/noExplicitAny: a template is read here as the JSON it is
    readonly Condition?: any;
  }
  const statementsOf = (role: string): Statement[] => {
    const { Policies, ManagedPolicyArns = [] } = get(role).Properties;
    const attached = ManagedPolicyArns.map(({ Ref }: { Ref: string }) => get(Ref).Properties);
    return [...Policies, ...attached].flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  };
  const allowing = (role: string, action: string): Statement[] =>
    statementsOf(role).filter(({ Action }) => [Action].flat().includes(action));

  it('of functions and tasks allow no wildcard action, and everything only where AWS has no ARN', () => {
    const roles = ofType('AWS::IAM::Role').map(([id]) => id);
    expect(roles.sort()).toEqual([
      'ApiRole',
      'BasicRole',
      'ExecutionRole',
      'ReconcilerRole',
      'ResyncRole',
      'SchedulerRole',
    ]);
    const everywhere = new Set<string>();
    for (const { Effect, Action, Resource, Condition } of roles.flatMap(statementsOf)) {
      if (Effect !== 'Allow') continue;
      const actions = [Action].flat();
      expect(actions.filter(action => action.includes('*'))).toEqual([]);
      const unconditional = [Resource].flat().includes('*') && Condition === undefined;
      if (unconditional) for (const action of actions) everywhere.add(action);
    }
    expect([...everywhere].filter(action => !reads.test(action) && !withoutArn.includes(action))).toEqual([]);
  });

  it('of tasks are assumed by their service for this account only, and read no secret', () => {
    const trusts = { ExecutionRole: 'ecs-tasks.amazonaws.com', SchedulerRole: 'scheduler.amazonaws.com' };
    for (const [role, Service] of Object.entries(trusts)) {
      expect(get(role).Properties.AssumeRolePolicyDocument.Statement).toEqual([
        {
          Effect: 'Allow',
          Principal: { Service },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        },
      ]);
    }
    expect(get('ExecutionRole').Properties).toMatchObject({
      Path: '/lateen-t1/',
      PermissionsBoundary: { Ref: 'Boundary' },
    });
    expect(
      statementsOf('ExecutionRole')
        .flatMap(({ Action }) => Action)
        .join(),
    ).not.toMatch(/secretsmanager|ssm/);
    // The reconciler may pass any role of the path to tasks: this one starts tasks, so it is not there.
    expect(get('SchedulerRole').Properties.Path).toBeUndefined();
    const [run] = allowing('SchedulerRole', 'ecs:RunTask');
    expect(JSON.stringify(run?.Resource)).toContain(':task-definition/lt-t1-*');
    expect(run?.Condition).toEqual({ ArnEquals: { 'ecs:cluster': { 'Fn::GetAtt': ['Cluster', 'Arn'] } } });
    const [pass] = allowing('SchedulerRole', 'iam:PassRole');
    expect(JSON.stringify(pass?.Resource)).toContain('role/lateen-t1/*');
    expect(pass?.Condition).toEqual({ StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } });
  });

  it("let the reconciler do what the drivers' lists say, on what begins with the applications' prefix", () => {
    const allowed = new Set(statementsOf('ReconcilerRole').flatMap(({ Action }) => Action));
    for (const { Action } of iamStatements()) for (const action of Action) expect(allowed).toContain(action);
    const text = JSON.stringify(statementsOf('ReconcilerRole'));
    expect(text).toContain('function:lt-t1-*');
    expect(text).not.toMatch(/\$\{(?!AWS::)[a-z]/);
  });

  it('let the resync function keep the VPC link, and nothing else of AWS', () => {
    for (const { action } of vpcLink.iam) expect(allowing('ResyncRole', action)).not.toEqual([]);
    const elsewhere = statementsOf('ResyncRole')
      .filter(({ Action }) => [Action].flat().some(action => action.startsWith('apigateway:')))
      .flatMap(({ Resource }) => Resource)
      .filter(resource => !JSON.stringify(resource).includes('::/vpclinks'));
    expect(elsewhere).toEqual([]);
  });

  it("keep the drivers' policies within AWS's limits, or say what to do", () => {
    const policies = reconcilerPolicies();
    expect(policyProblemOf(policies)).toBeUndefined();
    // What is counted is not less than what AWS will count.
    for (const [name, statements] of Object.entries(policies)) {
      const longest = JSON.stringify(get(`Drivers${name}Policy`).Properties.PolicyDocument)
        .replaceAll(/\{"Fn::Sub":("[^"]*")\}/g, '$1')
        .replaceAll('${AWS::Partition}', 'aws')
        .replaceAll('${AWS::Region}', 'ap-southeast-2')
        .replaceAll('${AWS::AccountId}', '123456789012')
        .replaceAll('${Boundary}', 'arn:aws:iam::123456789012:policy/lateen-t1-boundary');
      expect(sizeOf(statements)).toBeGreaterThanOrEqual(longest.replaceAll(/\$\{[\w.]+\}/g, '').length);
    }
    const one = { Effect: 'Allow', Action: ['ecs:RunTask'], Resource: ['x'.repeat(sizeLimit)] } as const;
    expect(policyProblemOf({ Compute: [one] })).toContain('Compute');
    const many = Object.fromEntries(Array.from({ length: countLimit }, (_, n) => [`P${n}`, []]));
    expect(policyProblemOf(many)).toContain(`${countLimit} policies`);
  });

  it('let the reconciler make only bounded roles, and pass roles only to what runs applications', () => {
    for (const action of [
      'iam:CreateRole',
      'iam:PutRolePermissionsBoundary',
      'iam:PutRolePolicy',
      'iam:DeleteRolePolicy',
    ]) {
      const statements = allowing('ReconcilerRole', action);
      expect(statements).toHaveLength(1);
      expect(statements[0]?.Condition.StringEquals).toEqual({
        'iam:PermissionsBoundary': { 'Fn::Sub': '${Boundary}' },
      });
    }
    for (const { Condition, Resource } of allowing('ReconcilerRole', 'iam:PassRole')) {
      const to = [Condition?.StringEquals?.['iam:PassedToService']].flat();
      expect(passable).toEqual(expect.arrayContaining(to));
      const which = JSON.stringify(Resource);
      if (to.includes('scheduler.amazonaws.com')) expect(which).toContain('${SchedulerRole.Arn}');
      else expect(which).toContain('role/lateen-t1/');
    }
  });

  it('of applications are bounded, and the boundary denies IAM and Lateen itself', () => {
    expect(get('BasicRole').Properties).toMatchObject({
      Path: '/lateen-t1/',
      PermissionsBoundary: { Ref: 'Boundary' },
    });
    const [allow, secrets, control, own] = get('Boundary').Properties.PolicyDocument.Statement;
    expect(allow.Action.filter((action: string) => /^(iam|sts|organizations|cloudformation):/.test(action))).toEqual(
      [],
    );
    expect(
      allow.Action.filter((action: string) =>
        /:(Create|Delete|Put|Update)(Function|Table|Queue|Bucket|Role)/.test(action),
      ),
    ).toEqual([]);
    expect(allow.Action.filter((action: string) => /^(secretsmanager|ssm):/.test(action))).toEqual([]);
    for (const { 'Fn::Sub': arn } of secrets.Resource) expect(arn).toMatch(/:(secret:|parameter\/)lateen-t1\/\*$/);
    expect(control).toMatchObject({ Effect: 'Deny', Resource: '*' });
    expect(control.Action).toEqual(expect.arrayContaining(['iam:*', 'sts:AssumeRole*']));
    expect(own).toMatchObject({ Effect: 'Deny', Action: '*' });
    expect(JSON.stringify(own.Resource)).toContain('function:lateen-t1-*');
    // AWS's limit for a managed policy.
    expect(JSON.stringify(get('Boundary').Properties.PolicyDocument).length).toBeLessThan(6144);
  });

  it('know an emulator only where it is said to be one, and then no more actions but one it asks for instead', () => {
    expect(get('EmulatorPolicy').Condition).toBe('OnEmulator');
    expect(get('BlobBucketPolicy').Condition).toBe('OnAws');
    const known = new Set([...iamStatements().flatMap(statement => statement.Action), 'lambda:ListAliases']);
    expect(
      emulatorPolicy()
        .flatMap(({ Action }) => Action)
        .filter(action => !known.has(action)),
    ).toEqual([]);
  });
});

describe('deploy parameters', () => {
  const shipped = { LEASE_SECONDS: '90', WAVE_SECONDS: '10', REOBSERVE_SECONDS: '30' };
  const problem = (timeout: number, times: object, checked: Record<string, unknown> = {}): string | undefined =>
    problemOf({
      functions: { reconciler: { timeout, environment: { ...shipped, ...times } } },
      custom: { checked },
    });

  it.each([
    [60, {}, undefined],
    [60, { LEASE_SECONDS: 60 }, 'leaseSeconds'],
    [60, { LEASE_SECONDS: 30 }, 'leaseSeconds'],
    [60, { LEASE_SECONDS: 'long' }, 'leaseSeconds'],
    [10, {}, 'waveSeconds'],
    [60, { WAVE_SECONDS: 60 }, 'waveSeconds'],
    [60, { WAVE_SECONDS: 59, REOBSERVE_SECONDS: 89 }, undefined],
    [60, { REOBSERVE_SECONDS: 90 }, 'reobserveSeconds'],
  ])('a time-out of %i s with %o: %s', (timeout, times, refused) => {
    expect(problem(timeout, times)?.split(' ')[0]).toBe(refused);
  });

  const arn = 'arn:aws:acm:eu-west-1:123456789012:certificate/1';
  it.each([
    [{ ingress: 'load-balancer', assignPublicIp: 'DISABLED', vpcId: 'vpc-1', subnetIds: 'subnet-1' }, undefined],
    [{ ingress: 'nginx' }, 'ingress'],
    [{ assignPublicIp: 'yes' }, 'assignPublicIp'],
    [{ vpcId: 'vpc-1', subnetIds: '' }, 'vpcId'],
    [{ vpcId: '', subnetIds: 'subnet-1' }, 'vpcId'],
    [{ secretPrefix: 'shop/prod/' }, undefined],
    [{ secretPrefix: '' }, 'secretPrefix'],
    [{ secretPrefix: 'shop' }, 'secretPrefix'],
    [{ secretPrefix: '*/' }, 'secretPrefix'],
    [{ certificates: '{}' }, undefined],
    [{ certificates: JSON.stringify({ 'shop.example.com': arn }) }, undefined],
    [{ certificates: JSON.stringify({ 'shop.example.com': 'mine' }) }, 'certificates'],
    [{ certificates: JSON.stringify([arn]) }, 'certificates'],
    [{ certificates: 'none' }, 'certificates'],
  ])('%o: %s', (checked, refused) => {
    expect(problem(60, {}, checked)?.split(' ')[0]).toBe(refused);
  });

  it('are all seen by the check', async () => {
    const text = readFileSync(join(import.meta.dirname, '..', '..', 'serverless.yml'), 'utf8');
    for (const name of ['ingress', 'assignPublicIp', 'vpcId', 'subnetIds', 'secretPrefix', 'certificates'])
      expect(text).toContain(`    ${name}: \${param:${name}}\n`);
  });
});
