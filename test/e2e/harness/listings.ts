/** What there is in the emulator, by name: equal listings before and after mean that nothing was left behind. */
import { ApiGatewayV2Client, GetApisCommand } from '@aws-sdk/client-apigatewayv2';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { DescribeSecurityGroupsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { ECSClient, ListServicesCommand, ListTaskDefinitionsCommand, ListTasksCommand } from '@aws-sdk/client-ecs';
import {
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { GetRolePolicyCommand, IAMClient, ListRolePoliciesCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import {
  ListServicesCommand as ListEntriesCommand,
  ListNamespacesCommand,
  ServiceDiscoveryClient,
} from '@aws-sdk/client-servicediscovery';
import { listServices, names, type Root, type ServiceListings } from './service-listings.ts';

export interface Listings extends ServiceListings {
  readonly functions: readonly string[];
  readonly apis: readonly string[];
  readonly alarms: readonly string[];
  readonly logGroups: readonly string[];
  readonly roles: readonly string[];
  /** Of the installation's cluster. */
  readonly services: readonly string[];
  readonly tasks: readonly string[];
  /** Those that are not deregistered. */
  readonly taskDefinitions: readonly string[];
  readonly loadBalancers: readonly string[];
  readonly targetGroups: readonly string[];
  readonly securityGroups: readonly string[];
  readonly namespaces: readonly string[];
  /** Of Cloud Map. */
  readonly entries: readonly string[];
  readonly schedules: readonly string[];
}

/** Asks the emulator itself, as its root. `installation` is also what its cluster is called. */
export async function list(endpoint: string, region: string, installation: string): Promise<Listings> {
  const config = rootOf(endpoint, region);
  const containers = await listContainers(endpoint, region, installation);
  const services = await listServices(config);
  const [functions, apis, alarms, logGroups, roles] = await Promise.all([
    new LambdaClient(config).send(new ListFunctionsCommand({})),
    new ApiGatewayV2Client(config).send(new GetApisCommand({})),
    new CloudWatchClient(config).send(new DescribeAlarmsCommand({ MaxRecords: 100 })),
    new CloudWatchLogsClient(config).send(new DescribeLogGroupsCommand({})),
    new IAMClient(config).send(new ListRolesCommand({ MaxItems: 1000 })),
  ]);
  return {
    functions: names(functions.Functions, one => one.FunctionName),
    apis: names(apis.Items, one => one.Name),
    alarms: names(alarms.MetricAlarms, one => one.AlarmName),
    logGroups: names(logGroups.logGroups, one => one.logGroupName),
    roles: names(roles.Roles, one => one.RoleName),
    ...containers,
    ...services,
  };
}

type ForContainers = Omit<Listings, 'functions' | 'apis' | 'alarms' | 'logGroups' | 'roles' | keyof ServiceListings>;

async function listContainers(endpoint: string, region: string, cluster: string): Promise<ForContainers> {
  const config = rootOf(endpoint, region);
  const ecs = new ECSClient(config);
  const balancing = new ElasticLoadBalancingV2Client(config);
  const discovery = new ServiceDiscoveryClient(config);
  const [services, tasks, definitions, balancers, groups, firewalls, namespaces, entries, schedules] =
    await Promise.all([
      ecs.send(new ListServicesCommand({ cluster, maxResults: 100 })),
      ecs.send(new ListTasksCommand({ cluster })),
      ecs.send(new ListTaskDefinitionsCommand({ status: 'ACTIVE' })),
      balancing.send(new DescribeLoadBalancersCommand({})),
      balancing.send(new DescribeTargetGroupsCommand({})),
      new EC2Client(config).send(new DescribeSecurityGroupsCommand({})),
      discovery.send(new ListNamespacesCommand({})),
      discovery.send(new ListEntriesCommand({})),
      new SchedulerClient(config).send(new ListSchedulesCommand({})),
    ]);
  return {
    services: names(services.serviceArns, arn => arn),
    tasks: names(tasks.taskArns, arn => arn),
    taskDefinitions: names(definitions.taskDefinitionArns, arn => arn),
    loadBalancers: names(balancers.LoadBalancers, one => one.LoadBalancerName),
    targetGroups: names(groups.TargetGroups, one => one.TargetGroupName),
    securityGroups: names(firewalls.SecurityGroups, one => one.GroupName),
    namespaces: names(namespaces.Namespaces, one => one.Name),
    entries: names(entries.Services, one => one.Name),
    schedules: names(schedules.Schedules, one => one.Name),
  };
}

export interface Statement {
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

/** What the inline policies of a role say. */
export async function policiesOf(endpoint: string, role: string): Promise<Statement[]> {
  const iam = new IAMClient(rootOf(endpoint));
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName: role }));
  const documents = await Promise.all(
    PolicyNames.map(name => iam.send(new GetRolePolicyCommand({ RoleName: role, PolicyName: name }))),
  );
  return documents.flatMap(({ PolicyDocument = '{}' }) => JSON.parse(decodeURIComponent(PolicyDocument)).Statement);
}

/** The records of a log group, oldest first. */
export async function recordsOf(endpoint: string, logGroupName: string): Promise<string[]> {
  const { events = [] } = await new CloudWatchLogsClient(rootOf(endpoint)).send(
    new FilterLogEventsCommand({ logGroupName }),
  );
  return events.map(event => event.message ?? '');
}

export function rootOf(endpoint: string, region = 'us-east-1'): Root {
  return { endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
}
