/** What the drivers ask of IAM for the reconciler: for which actions, on what, under which conditions. */
import { describe, expect, it } from 'vitest';
import { inputKinds } from '../../lib/aws/inputs/inputs.ts';
import { mutates } from '../../lib/aws/operation.ts';
import { iamStatements, types } from '../../lib/aws/registry.ts';

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
    'arn:${partition}:ec2:${region}:${account}:network-interface/*',
    'arn:${partition}:ec2:${region}:${account}:security-group/*',
    'arn:${partition}:ec2:${region}:${account}:subnet/*',
    'arn:${partition}:ec2:${region}:${account}:vpc/*',
    'arn:${partition}:ecr:${region}:${account}:repository/*',
    'arn:${partition}:ecs:${region}:${account}:task/${cluster}/*',
    'arn:${partition}:elasticfilesystem:${region}:${account}:access-point/*',
    'arn:${partition}:elasticfilesystem:${region}:${account}:file-system/*',
    'arn:${partition}:iam::${account}:role/aws-service-role/elasticfilesystem.amazonaws.com/*',
    'arn:${partition}:iam::${account}:role/aws-service-role/elasticloadbalancing.amazonaws.com/*',
    'arn:${partition}:iam::${account}:role/aws-service-role/lambda.application-autoscaling.amazonaws.com/*',
    'arn:${partition}:iam::${account}:role/aws-service-role/ops.apigateway.amazonaws.com/*',
    'arn:${partition}:kms:${region}:${account}:key/*',
    'arn:${partition}:lambda:${region}:${account}:event-source-mapping:*',
    'arn:${partition}:lambda:*:*:layer:*',
    'arn:${partition}:logs:${region}:${account}:log-group:*',
    'arn:${partition}:route53:::hostedzone/*',
    'arn:${partition}:servicediscovery:${region}:${account}:namespace/*',
    'arn:${partition}:servicediscovery:${region}:${account}:service/*',
  ];

  it('is scoped to what is ours, but for what AWS cannot scope', () => {
    const resources = iamStatements().flatMap(statement => statement.Resource);
    const ours = /\$\{(prefix|path|codeBucket|secretPrefix)\}/;
    expect([...new Set(resources.filter(resource => !ours.test(resource)))].sort()).toEqual(unscoped);
  });

  it('holds every action of every driver, never a wildcard', () => {
    const actions = iamStatements().flatMap(statement => statement.Action);
    expect(actions.filter(action => action.includes('*'))).toEqual([]);
    const wanted = [...types.values(), ...inputKinds.values()].flatMap(one => one.iam.map(item => item.action));
    expect([...new Set(actions)].sort()).toEqual([...new Set(wanted)].sort());
  });

  it('changes nothing on every resource, but for what AWS does not scope', () => {
    const everywhere = iamStatements().filter(statement => statement.Resource.includes('*'));
    expect(
      everywhere
        .flatMap(statement => statement.Action)
        .filter(action => mutates(action.split(':')[1] ?? ''))
        .sort(),
    ).toEqual([
      'cloudformation:CreateResource',
      'cloudformation:DeleteResource',
      'cloudformation:UpdateResource',
      'ecs:CreateCluster',
      'ecs:DeregisterTaskDefinition',
      'lambda:CreateEventSourceMapping',
      'route53:CreateHostedZone',
      'servicediscovery:CreatePrivateDnsNamespace',
      'servicediscovery:TagResource',
      'servicediscovery:UntagResource',
      'sns:SetSubscriptionAttributes',
      'sns:Unsubscribe',
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
