/** Who may do what: the roles of the packaged template, their policies and the boundary. */
import { describe, expect, it } from 'vitest';
import { countLimit, emulatorPolicy, problemOf, reconcilerPolicies, sizeLimit, sizeOf } from '../../infra/policy.ts';
import { vpcLink } from '../../lib/aws/apigatewayv2/vpc-link.ts';
import { iamStatements } from '../../lib/aws/registry.ts';
import { containerWorkload } from '../../lib/definition/builtin/workload/container.ts';
import { actionsOf, verbs } from '../../lib/template/iam.ts';
import { packaged } from './packaged.ts';

const { ofType, get } = await packaged();

/** Who runs what the reconciler makes. */
const passable = ['ecs-tasks.amazonaws.com', 'lambda.amazonaws.com', 'scheduler.amazonaws.com'];
/** What changes something and may be done to anything, because AWS knows no resource (and no tag) for it; reading has many such actions. */
const withoutArn = [
  'cloudformation:CreateResource',
  'cloudformation:DeleteResource',
  'cloudformation:UpdateResource',
  'ecs:DeregisterTaskDefinition',
  'route53:CreateHostedZone',
  'servicediscovery:TagResource',
  'servicediscovery:UntagResource',
  'sns:SetSubscriptionAttributes',
  'sns:Unsubscribe',
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
    // What the operator attaches for the types that he allowed is not ours.
    const ours = ManagedPolicyArns.filter((arn: object) => 'Ref' in arn);
    const attached = ours.map(({ Ref }: { Ref: string }) => get(Ref).Properties);
    return [...Policies, ...attached].flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  };
  const allowing = (role: string, action: string): Statement[] =>
    statementsOf(role).filter(({ Action }) => [Action].flat().includes(action));

  it('of functions and tasks allow no wildcard action, and everything only where AWS has no ARN', () => {
    const roles = ofType('AWS::IAM::Role').map(([id]) => id);
    expect(roles.sort()).toEqual([
      'ApiRole',
      'BasicRole',
      'EventsRole',
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
    const [invoke] = allowing('SchedulerRole', 'lambda:InvokeFunction');
    expect(JSON.stringify(invoke?.Resource)).toContain(':function:lt-t1-*');
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

  it('let the API see what stands in buckets of code, beside the code it was sent', () => {
    const seen = JSON.stringify(allowing('ApiRole', 's3:GetObject').map(({ Resource }) => Resource));
    expect(seen).toContain(':s3:::lt-t1-*/*');
    expect(JSON.stringify(allowing('ApiRole', 's3:PutObject'))).not.toContain('lt-t1-');
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
    expect(problemOf(policies)).toBeUndefined();
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
    expect(problemOf({ Compute: [one] })).toContain('Compute');
    const many = Object.fromEntries(Array.from({ length: countLimit }, (_, n) => [`P${n}`, []]));
    expect(problemOf(many)).toContain(`${countLimit} policies`);
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
    const most = [...allow.Action, ...secrets.Action].map((action: string) => action.split('*')[0] ?? '');
    const granted = Object.entries(verbs).flatMap(([service, of]) =>
      Object.keys(of).flatMap(verb => actionsOf(service, verb)),
    );
    // What roles of containers are allowed by their lowering: secrets, logs, images, ECS Exec, file systems.
    const lowered: string[] = [];
    JSON.stringify(containerWorkload, (name, value) => {
      if (name === 'Action') lowered.push(...[value].flat());
      return value;
    });
    expect(lowered).toEqual(expect.arrayContaining(['elasticfilesystem:ClientRootAccess', 'ssm:GetParameters']));
    expect([...granted, ...lowered].filter(action => !most.some(other => action.startsWith(other)))).toEqual([]);
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
