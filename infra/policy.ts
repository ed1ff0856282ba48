/** Writes dist/reconciler-policies.json (and others): what the reconciler may do to AWS is what the drivers say they call, and nothing else. */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { vpcLink } from '../lib/aws/apigatewayv2/vpc-link.ts';
import { iamStatements, type Statement } from '../lib/aws/registry.ts';
import { canonical, isList, isObject, type Json, type JsonObject } from '../lib/json.ts';
import { writeWhole } from './build.ts';

/** What stands for the facts of an installation (osls fills in `self:custom` and `param:`, CloudFormation the rest), and how long each may be. */
const facts: Readonly<Record<string, { readonly text: string; readonly longest: number }>> = {
  prefix: { text: '${self:custom.appPrefix}', longest: 20 },
  path: { text: '${self:custom.rolePath}', longest: 25 },
  secretPrefix: { text: '${param:secretPrefix}', longest: 40 },
  partition: { text: '${AWS::Partition}', longest: 10 },
  region: { text: '${AWS::Region}', longest: 14 },
  account: { text: '${AWS::AccountId}', longest: 12 },
  boundary: { text: '${Boundary}', longest: 80 },
  codeBucket: { text: '${BlobBucket.Arn}', longest: 80 },
  basicRole: { text: '${BasicRole.Arn}', longest: 110 },
  cluster: { text: '${Cluster}', longest: 23 },
  installation: { text: '${self:custom.installation}', longest: 23 },
  executionRole: { text: '${ExecutionRole.Arn}', longest: 110 },
  schedulerRole: { text: '${SchedulerRole.Arn}', longest: 90 },
};

/** AWS's limit for one managed policy (characters, white space not counted), and for how many a role takes. */
export const sizeLimit = 6144;
export const countLimit = 10;

/** Which services share a policy; each other one has a policy of its own. */
const shared: Readonly<Record<string, readonly string[]>> = {
  Compute: ['ecr', 'ecs', 'lambda', 's3'],
  Data: ['cloudformation', 'dynamodb', 'events', 'sns', 'sqs'],
  Network: ['apigateway', 'ec2', 'elasticloadbalancing', 'servicediscovery'],
  Identity: ['iam'],
  Operation: ['application-autoscaling', 'cloudwatch', 'logs', 'scheduler'],
  Storage: ['elasticfilesystem', 'kms', 'secretsmanager', 'ssm'],
};

/** By the name of the group. */
export type Policies = Readonly<Record<string, readonly Statement[]>>;

export function reconcilerPolicies(statements: readonly Statement[] = iamStatements()): Policies {
  const groups: Record<string, Statement[]> = {};
  for (const statement of statements) {
    const names = new Set(statement.Action.map(groupOf));
    for (const name of names) {
      const own = { ...statement, Action: statement.Action.filter(action => groupOf(action) === name) };
      groups[name] = [...(groups[name] ?? []), own];
    }
  }
  return Object.fromEntries(
    Object.entries(groups)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, own]) => [name, joined(own)]),
  );
}

function groupOf(action: string): string {
  const service = action.slice(0, action.indexOf(':'));
  const group = Object.entries(shared).find(([, services]) => services.includes(service));
  return group?.[0] ?? `${service.slice(0, 1).toUpperCase()}${service.slice(1).replaceAll(/\W/g, '')}`;
}

/** Statements with the same actions on the same condition become one: it is their text that AWS counts. */
function joined(statements: readonly Statement[]): Statement[] {
  const by = new Map<string, Statement>();
  for (const statement of statements) {
    const key = canonical([statement.Action, statement.Condition ?? null]);
    const before = by.get(key);
    by.set(
      key,
      before === undefined ? statement : { ...before, Resource: [...before.Resource, ...statement.Resource] },
    );
  }
  return [...by.values()];
}

/** The characters that AWS will count at most. */
export function sizeOf(statements: readonly Statement[]): number {
  const text = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  return text.replaceAll(/\$\{(\w+)\}/g, (_, word: string) => 'x'.repeat(factOf(word).longest)).length;
}

/** A sentence for whoever wrote a driver that makes the policies too large for AWS. */
export function problemOf(policies: Policies): string | undefined {
  for (const [name, statements] of Object.entries(policies)) {
    const size = sizeOf(statements);
    if (size > sizeLimit)
      return `The drivers' policy ${name} has ${size} characters and AWS takes ${sizeLimit}: give some of its services another group in infra/policy.ts`;
  }
  const count = Object.keys(policies).length;
  // One place is kept for the emulator's policy, one for the operator's.
  return count < countLimit - 1
    ? undefined
    : `The drivers need ${count} policies and AWS attaches ${countLimit} to a role, of which two are kept free: let services share one in infra/policy.ts`;
}

function factOf(word: string): { readonly text: string; readonly longest: number } {
  const fact = facts[word];
  if (fact === undefined) throw new Error(`A driver's iam list says \${${word}}: give it a text in infra/policy.ts`);
  return fact;
}

/** Texts with a fact in them become a Fn::Sub. */
function substituted(value: Json): Json {
  if (typeof value === 'string') {
    const filled = value.replaceAll(/\$\{(\w+)\}/g, (_, word: string) => factOf(word).text);
    return filled === value ? value : { 'Fn::Sub': filled };
  }
  if (isList(value)) return value.map(substituted);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, substituted(inner)]));
}

function documentOf(statements: readonly Statement[]): JsonObject {
  return {
    Version: '2012-10-17',
    Statement: statements.map(({ Effect, Action, Resource, Condition }) => ({
      Effect,
      Action,
      Resource: substituted(Resource),
      ...(Condition === undefined ? {} : { Condition: substituted(Condition) }),
    })),
  };
}

/** What the resync function does to VPC links, which it keeps by their driver. */
function linkPolicy(): readonly Statement[] {
  return joined(
    vpcLink.iam.map(({ action, resource, condition }) => ({
      Effect: 'Allow',
      Action: [action],
      Resource: [resource].flat(),
      ...(condition === undefined ? {} : { Condition: condition }),
    })),
  );
}

/** `Resources` as CloudFormation takes them, and `Arns` for the role: attached as it is made, before any function runs. */
function policyTemplate(policies: Policies): { readonly Resources: JsonObject; readonly Arns: readonly Json[] } {
  const entries = Object.entries(policies).map(([name, statements]): [string, JsonObject] => [
    `Drivers${name}Policy`,
    {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: {
        ManagedPolicyName: `\${self:custom.installation}-drivers-${name.toLowerCase()}`,
        Description: 'What the drivers of Lateen send, and nothing else',
        PolicyDocument: documentOf(statements),
      },
    },
  ]);
  const operators = { 'Fn::If': ['AllowsTypes', '${param:allowedTypesPolicy}', { Ref: 'AWS::NoValue' }] };
  return { Resources: Object.fromEntries(entries), Arns: [...entries.map(([Ref]) => ({ Ref })), operators] };
}

/** Where MiniStack (1.5.33) asks for another permission than AWS does, and why. */
const asked: readonly {
  readonly actions: RegExp;
  /** What it asks for in place of each of them. */
  readonly instead?: string;
  readonly resource: string;
  readonly because: string;
}[] = [
  { actions: /^lambda:CreateFunction$/, resource: '*', because: 'it does not look for the name in the body' },
  {
    actions: /^lambda:(Get|Update|Delete)Alias$/,
    instead: 'lambda:ListAliases',
    resource: 'arn:${partition}:lambda:${region}:${account}:function:${prefix}*',
    because: 'it tells the calls of an alias by their path, which is that of the list',
  },
  {
    actions: /^lambda:(Create|Update|Delete)EventSourceMapping$/,
    resource: '*',
    because: 'it knows no lambda:FunctionArn in conditions',
  },
  {
    actions: /^dynamodb:(ListTagsOfResource|TagResource|UntagResource)$/,
    resource: '*',
    because: 'it does not look for the ARN in the body',
  },
  {
    actions: /^events:(PutTargets|RemoveTargets|ListTargetsByRule|TagResource|UntagResource|ListTagsForResource)$/,
    resource: '*',
    because: 'it looks neither for the rule of targets nor for the ARN in the body',
  },
  {
    actions: /^sns:(ListTagsForResource|TagResource|UntagResource)$/,
    resource: '*',
    because: 'it does not look for the ARN of what is tagged',
  },
  { actions: /^logs:DescribeLogGroups$/, resource: '*', because: 'it does not take the prefix for a resource' },
  { actions: /^cloudwatch:/, resource: '*', because: 'it does not read the body, which is CBOR' },
  {
    actions: /^(servicediscovery:(Create|Update|Delete)|ec2:(?!Describe))/,
    resource: '*',
    because: 'it knows no tags of them in conditions',
  },
  {
    actions: /^servicediscovery:Get(Namespace|Service)$/,
    resource: '*',
    because: 'it does not look for the id in the body',
  },
  {
    actions:
      /^ecs:(CreateService|DeleteService|DescribeServices|DescribeTasks|ListTasks|RunTask|StopTask|UpdateService)$/,
    resource: 'arn:${partition}:ecs:${region}:${account}:cluster/${cluster}',
    because: 'it takes the cluster for the resource, and knows no ecs:cluster in conditions',
  },
  {
    actions: /^ecs:(DescribeClusters|RegisterTaskDefinition|TagResource|UntagResource)$/,
    resource: '*',
    because: 'it looks neither for the family, nor for names in a list, nor for the ARN in the body',
  },
  {
    actions: /^elasticfilesystem:/,
    resource: '*',
    because: 'it knows no tags of them in conditions, and looks for the file system in few of the paths',
  },
  {
    actions: /^elasticloadbalancing:(AddTags|CreateLoadBalancer|CreateTargetGroup|RemoveTags)$/,
    resource: '*',
    because: 'it looks neither for the name nor for the ARNs in the list',
  },
  {
    actions: /^iam:.*Role/,
    resource: 'arn:${partition}:iam::${account}:role/${prefix}*',
    because: "it leaves a role's path out, and knows no iam:PermissionsBoundary in conditions",
  },
];

/** What the reconciler's policies allow, said as the emulator asks for it, and nothing more. */
export function emulatorPolicy(): readonly Statement[] {
  const allowed = iamStatements().flatMap(statement => statement.Action);
  return asked.map(({ actions, instead, resource }) => {
    const which = [...new Set(allowed.filter(action => actions.test(action)))].sort();
    if (which.length === 0) throw new Error(`No driver sends ${actions} any more: drop its line in infra/policy.ts`);
    return { Effect: 'Allow', Action: instead === undefined ? which : [instead], Resource: [resource] };
  });
}

export function writePolicies(into: string = resolve(import.meta.dirname, '..', 'dist')): void {
  const policies = reconcilerPolicies();
  const emulator = emulatorPolicy();
  const problem = problemOf(policies) ?? problemOf({ Emulator: emulator });
  if (problem !== undefined) throw new Error(problem);
  mkdirSync(into, { recursive: true });
  const write = (name: string, content: JsonObject): void =>
    writeWhole(join(into, name), `${JSON.stringify(content, undefined, 2)}\n`);
  write('reconciler-policies.json', { ...policyTemplate(policies) });
  write('emulator-policy.json', documentOf(emulator));
  write('link-policy.json', documentOf(linkPolicy()));
}
