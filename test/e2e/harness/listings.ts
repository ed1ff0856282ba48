/** What there is in the emulator, by name: equal listings before and after mean that nothing was left behind. */
import { ApiGatewayV2Client, GetApisCommand } from '@aws-sdk/client-apigatewayv2';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { GetRolePolicyCommand, IAMClient, ListRolePoliciesCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';

export interface Listings {
  readonly functions: readonly string[];
  readonly apis: readonly string[];
  readonly alarms: readonly string[];
  readonly logGroups: readonly string[];
  readonly roles: readonly string[];
}

/** Asks the emulator itself, as its root. */
export async function list(endpoint: string, region: string): Promise<Listings> {
  const config = rootOf(endpoint, region);
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
  };
}

function names<T>(items: readonly T[] | undefined, name: (item: T) => string | undefined): string[] {
  return (items ?? []).map(item => name(item) ?? '').sort();
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

function rootOf(endpoint: string, region = 'us-east-1') {
  return { endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
}
