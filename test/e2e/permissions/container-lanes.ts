/** The permissions that containers need: where each is missed, and those that the emulator cannot miss. */
import { lanesOfFiles } from './files-lanes.ts';
import { because, type Lane, tags } from './lane.ts';

const cluster = 'lateen-e2e';
const ofService = `service/${cluster}/lt-e2e-*`;
const ofBalancer = 'loadbalancer/app/lt-e2e-*';
const once = 'the emulator asks for the action once, for another of its resources';
const callers = "AWS asks it of whoever calls a service that acts in the caller's name, and the emulator does not";
const links = 'the emulator has no VPC links';

export const unnoticedOfContainers: Readonly<Record<string, string>> = {
  ...because(
    once,
    `ecs:TagResource ${ofService}`,
    `ecs:TagResource task/${cluster}/*`,
    `ecs:UntagResource ${ofService}`,
  ),
  ...because(once, 'ecs:TagResource cluster/lt-e2e-*', 'ecs:UntagResource cluster/lt-e2e-*'),
  ...because(once, 'ecs:UpdateService *', 'ec2:CreateSecurityGroup security-group/*'),
  ...because(once, 'elasticloadbalancing:AddTags targetgroup/lt-e2e-*'),
  ...because(once, 'elasticloadbalancing:RemoveTags targetgroup/lt-e2e-*', 'servicediscovery:CreateService service/*'),
  ...because(callers, 'ec2:DescribeAccountAttributes', 'ec2:DescribeAddresses', 'ec2:DescribeInternetGateways'),
  ...because(callers, 'ec2:DescribeRegions', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'),
  ...because(
    callers,
    'ec2:CreateNetworkInterface network-interface/*',
    'ec2:CreateNetworkInterface security-group/*',
    'ec2:CreateNetworkInterface subnet/*',
    'ec2:DeleteNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:ModifyNetworkInterfaceAttribute network-interface/*',
    'ec2:ModifyNetworkInterfaceAttribute security-group/*',
  ),
  ...because(callers, 'route53:ChangeResourceRecordSets', 'route53:CreateHostedZone', 'route53:DeleteHostedZone'),
  ...because(callers, 'route53:GetHostedZone', 'route53:ListHostedZonesByName'),
  ...because(
    callers,
    'iam:CreateServiceLinkedRole role/aws-service-role/elasticfilesystem.amazonaws.com/*',
    'iam:CreateServiceLinkedRole role/aws-service-role/elasticloadbalancing.amazonaws.com/*',
    'iam:CreateServiceLinkedRole role/aws-service-role/ops.apigateway.amazonaws.com/*',
  ),
  ...because(links, 'apigateway:DELETE /vpclinks/*', 'apigateway:GET /vpclinks/*', 'apigateway:PATCH /vpclinks/*'),
};

const running = { cpu: '512', insights: 'disabled', providers: ['FARGATE_SPOT'], tags: tags('b') };

const balancer = (n: 1 | 2): object => ({
  idle: String(10 * n),
  path: `/${n}`,
  port: 8000 + n,
  delay: String(10 * n),
  group: n === 1 ? 'link' : 'service',
  addresses: n === 1 ? 'ipv4' : 'dualstack',
  // Of the emulator's default network.
  subnets: [`subnet-0000000${n}`, `subnet-0000000${n + 1}`],
  tags: tags(`t${n}`),
});

export const lanesOfContainers: readonly Lane[] = [
  {
    service: 'ecs',
    type: 'bare-service',
    steps: [
      {
        properties: { cpu: '256', insights: 'enabled', providers: ['FARGATE'], tags: tags('a') },
        misses: [
          'ecs:CreateCluster',
          'ecs:DescribeClusters',
          'ecs:RegisterTaskDefinition',
          'ecs:DescribeTaskDefinition',
          'ecs:CreateService',
          'ecs:DescribeServices',
        ],
      },
      {
        properties: { cpu: '256', insights: 'enabled', providers: ['FARGATE'], tags: tags('b') },
        misses: ['ecs:TagResource *', 'ecs:UntagResource *'],
      },
      {
        properties: { ...running, cpu: '256' },
        misses: ['ecs:UpdateCluster', 'ecs:PutClusterCapacityProviders'],
      },
      { properties: running, misses: [`ecs:UpdateService ${ofService}`] },
      {
        properties: { ...running, run: true },
        misses: ['ecs:RunTask', 'ecs:ListTasks', 'ecs:DescribeTasks'],
        // No engine runs it, so it does not end.
        until: /it runs/,
      },
      {
        properties: 'delete',
        misses: [
          'ecs:StopTask',
          'ecs:DeleteService',
          'ecs:ListTaskDefinitions',
          'ecs:DeregisterTaskDefinition',
          'ecs:DeleteCluster',
        ],
      },
    ],
  },
  {
    service: 'elasticloadbalancing',
    type: 'bare-balancer',
    steps: [
      {
        properties: balancer(1),
        misses: [
          'elasticloadbalancing:CreateLoadBalancer',
          'elasticloadbalancing:DescribeLoadBalancers',
          'elasticloadbalancing:ModifyLoadBalancerAttributes',
          'elasticloadbalancing:DescribeLoadBalancerAttributes',
          'elasticloadbalancing:DescribeTags',
          'elasticloadbalancing:CreateTargetGroup',
          'elasticloadbalancing:DescribeTargetGroups',
          'elasticloadbalancing:ModifyTargetGroupAttributes',
          'elasticloadbalancing:DescribeTargetGroupAttributes',
          'elasticloadbalancing:CreateListener',
          'elasticloadbalancing:DescribeListeners',
        ],
      },
      {
        properties: balancer(2),
        misses: [
          'elasticloadbalancing:SetSubnets',
          'elasticloadbalancing:SetSecurityGroups',
          'elasticloadbalancing:SetIpAddressType',
          `elasticloadbalancing:AddTags ${ofBalancer}`,
          `elasticloadbalancing:RemoveTags ${ofBalancer}`,
          'elasticloadbalancing:ModifyTargetGroup',
          'elasticloadbalancing:ModifyListener',
        ],
      },
      {
        properties: 'delete',
        misses: [
          'elasticloadbalancing:DeleteListener',
          'elasticloadbalancing:DeleteTargetGroup',
          'elasticloadbalancing:DeleteLoadBalancer',
        ],
      },
    ],
  },
  {
    service: 'servicediscovery',
    type: 'bare-namespace',
    steps: [
      {
        // The emulator cannot find what an interrupted creation made: nothing of these makes anything before it is given.
        properties: { description: 'a', tags: tags('a') },
        misses: [
          'servicediscovery:CreatePrivateDnsNamespace',
          'servicediscovery:ListNamespaces',
          'servicediscovery:CreateService namespace/*',
          'servicediscovery:ListServices',
        ],
      },
      {
        properties: { description: 'b', tags: tags('b') },
        misses: [
          'servicediscovery:GetNamespace',
          'servicediscovery:ListTagsForResource',
          'servicediscovery:UpdatePrivateDnsNamespace',
          'servicediscovery:TagResource',
          'servicediscovery:UntagResource',
          'servicediscovery:UpdateService',
          'servicediscovery:GetOperation',
          'servicediscovery:GetService',
        ],
      },
      { properties: 'delete', misses: ['servicediscovery:DeleteService', 'servicediscovery:DeleteNamespace'] },
    ],
  },
  {
    service: 'ec2',
    type: 'bare-security-group',
    steps: [
      {
        properties: { port: 80, tags: tags('a') },
        misses: [
          'ec2:CreateSecurityGroup vpc/*',
          'ec2:DescribeSecurityGroups',
          'ec2:AuthorizeSecurityGroupIngress',
          'ec2:AuthorizeSecurityGroupEgress',
          'ec2:RevokeSecurityGroupEgress',
        ],
      },
      {
        properties: { port: 81, tags: tags('b') },
        misses: ['ec2:RevokeSecurityGroupIngress', 'ec2:CreateTags security-group/*', 'ec2:DeleteTags'],
      },
      { properties: 'delete', misses: ['ec2:DeleteSecurityGroup'] },
    ],
  },
  {
    service: 'scheduler',
    type: 'bare-schedule',
    steps: [
      { properties: { expression: 'rate(1 hour)' }, misses: ['scheduler:CreateSchedule', 'scheduler:GetSchedule'] },
      { properties: { expression: 'rate(2 hours)' }, misses: ['scheduler:UpdateSchedule'] },
      { properties: 'delete', misses: ['scheduler:DeleteSchedule'] },
    ],
  },
  ...lanesOfFiles,
];
