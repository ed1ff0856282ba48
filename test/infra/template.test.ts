/** What osls makes of serverless.yml: who may do what, what is closed, what is alarmed, and the times that are shipped. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problemOf } from '../../infra/checks.ts';
import { emulatorPolicy, reconcilerPolicy, sizeLimit, sizeOf } from '../../infra/policy.ts';
import { iamStatements } from '../../lib/aws/registry.ts';
import { trusted } from '../../lib/json.ts';
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

const ofType = (type: string): [string, Resource][] =>
  Object.entries(resources).filter(([, resource]) => resource.Type === type);
const get = (id: string): Resource => resources[id]!;

beforeAll(async () => {
  await packageFunctions();
  const deployment = { installation: installationOf('t1'), region: 'eu-west-1', log: join(into, 'osls.log') };
  await packageStack(deployment, into);
  const file = join(into, 'cloudformation-template-update-stack.json');
  resources = JSON.parse(readFileSync(file, 'utf8')).Resources;
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

describe('roles', () => {
  const statementsOf = (role: string): { Effect: string; Action: string | string[]; Resource: unknown }[] =>
    get(role).Properties.Policies.flatMap(
      (policy: { PolicyDocument: { Statement: unknown } }) => policy.PolicyDocument.Statement,
    );

  it('of functions allow no wildcard action, and everything only where Application Auto Scaling has no ARN', () => {
    for (const role of ['ApiRole', 'ReconcilerRole', 'ResyncRole', 'BasicRole']) {
      for (const { Effect, Action, Resource } of statementsOf(role)) {
        if (Effect !== 'Allow') continue;
        const actions = [Action].flat();
        expect(actions.filter(action => action.includes('*'))).toEqual([]);
        if ([Resource].flat().includes('*')) {
          expect(actions.filter(action => !action.startsWith('application-autoscaling:Describe'))).toEqual([]);
        }
      }
    }
  });

  it("let the reconciler do what the drivers' lists say, on what begins with the applications' prefix", () => {
    const allowed = new Set(statementsOf('ReconcilerRole').flatMap(({ Action }) => Action));
    for (const { Action } of iamStatements()) for (const action of Action) expect(allowed).toContain(action);
    const text = JSON.stringify(statementsOf('ReconcilerRole'));
    expect(text).toContain('function:lt-t1-*');
    expect(text).not.toMatch(/\$\{(self|param|prefix|path|codeBucket)/);
    expect(sizeOf(reconcilerPolicy())).toBeLessThan(sizeLimit);
  });

  it('let the reconciler make only bounded roles and pass them only to Lambda', () => {
    const statements = get('ReconcilerRole').Properties.Policies.flatMap(
      (policy: { PolicyDocument: { Statement: unknown } }) => policy.PolicyDocument.Statement,
    );
    for (const action of [
      'iam:CreateRole',
      'iam:PutRolePermissionsBoundary',
      'iam:PutRolePolicy',
      'iam:DeleteRolePolicy',
    ]) {
      const allowing = statements.filter(({ Action }: { Action: string[] }) => Action.includes(action));
      expect(allowing).toHaveLength(1);
      expect(allowing[0].Condition.StringEquals).toEqual({ 'iam:PermissionsBoundary': { 'Fn::Sub': '${Boundary}' } });
    }
    const passing = statements.filter(({ Action }: { Action: string[] }) => Action.includes('iam:PassRole'));
    expect(passing).toHaveLength(1);
    expect(passing[0].Condition).toEqual({ StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } });
    expect(JSON.stringify(passing[0].Resource)).toContain('role/lateen-t1/');
  });

  it('of applications are bounded, and the boundary denies IAM and Lateen itself', () => {
    expect(get('BasicRole').Properties).toMatchObject({
      Path: '/lateen-t1/',
      PermissionsBoundary: { Ref: 'Boundary' },
    });
    const [allow, control, own] = get('Boundary').Properties.PolicyDocument.Statement;
    expect(allow.Action.filter((action: string) => /^(iam|sts|organizations|cloudformation):/.test(action))).toEqual(
      [],
    );
    expect(
      allow.Action.filter((action: string) =>
        /:(Create|Delete|Put|Update)(Function|Table|Queue|Bucket|Role)/.test(action),
      ),
    ).toEqual([]);
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
    const { Statement } = trusted<{ Statement: { Action: string[] }[] }>(emulatorPolicy());
    expect(Statement.flatMap(({ Action }) => Action).filter(action => !known.has(action))).toEqual([]);
  });
});

describe('deploy parameters', () => {
  it.each([
    [90, 60, false],
    [60, 60, true],
    [30, 60, true],
  ])('a lease of %i s with a time-out of %i s', (lease, timeout, refused) => {
    const service = { functions: { reconciler: { timeout, environment: { LEASE_SECONDS: lease } } } };
    expect(problemOf(service) !== undefined).toBe(refused);
  });
});
