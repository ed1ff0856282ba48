/** Lateen::ECS::Task: tasks that run once. */
import type * as sdk from '@aws-sdk/client-ecs';
import { OamError } from '../../errors.ts';
import { type Json, type JsonObject, listOf, objectOf, textOf, trusted } from '../../json.ts';
import type { Asks } from '../../ports.ts';
import type { ResourceType } from '../../resource/resource.ts';
import { differences } from '../diff.ts';
import { absent } from '../missing.ts';
import { operation } from '../operation.ts';
import { tagList as listOfTags, tagMap, withOwner } from '../ownership.ts';
import { resourceType } from '../resource-type.ts';
import { integer, structure, tagList, text, type ValueOf, word } from '../schema.ts';
import { isKeptOut } from './kept-out.ts';
import { network } from './service.ts';
import { ecsSpelling, ourSpelling } from './spelling.ts';
import { whyStopped } from './stopped.ts';
import { ecsTags } from './tags.ts';

const runTask = operation<sdk.RunTaskCommand>('ecs', 'RunTask');
const listTasks = operation<sdk.ListTasksCommand>('ecs', 'ListTasks');
const describeTasks = operation<sdk.DescribeTasksCommand>('ecs', 'DescribeTasks');
const describeDefinition = operation<sdk.DescribeTaskDefinitionCommand>('ecs', 'DescribeTaskDefinition');
const stopTask = operation<sdk.StopTaskCommand>('ecs', 'StopTask');

const schema = structure(
  {
    Cluster: text({ minLength: 1 }),
    TaskDefinition: text({ minLength: 1 }),
    Count: integer(1, 10),
    LaunchType: word('FARGATE', 'EC2', 'EXTERNAL'),
    PlatformVersion: text(),
    NetworkConfiguration: network,
    Run: text(),
    Tags: tagList,
  },
  'Cluster',
  'TaskDefinition',
);
type Properties = ValueOf<typeof schema>;

/** So many times a task of a run is started again. Each takes ECS about half a minute to fail; IAM needs 15 seconds. */
const restarts = 5;

const cluster = 'arn:${partition}:ecs:${region}:${account}:cluster/${cluster}';
const tasks = 'arn:${partition}:ecs:${region}:${account}:task/${cluster}/*';

/**
 * Tasks that run to their end, once. Run and Cluster make it another run; what it was started with is never compared: it is done.
 *
 * AWS is odd here: a stopped task is described for an hour and then unknown, so its row is what tells that it ran, and a run of several is
 * known by the ARNs it began with, however many are still described; `startedBy` has room for 36 characters, and is how an interrupted start
 * is found again; a request may start some tasks and refuse others; which containers are essential, only the task definition says; what EFS
 * keeps out because its role may mount since a moment only is not tried again by ECS: a task that never began is started again here.
 */
export const task: ResourceType = resourceType<Properties>({
  type: 'Lateen::ECS::Task',
  schema,
  createOnly: ['Cluster', 'Run'],
  attributes: ['TaskArns'],
  naming: 'once',
  deadline: 3600,
  tags: { property: 'Tags', form: 'list' },
  iam: [
    {
      action: 'ecs:RunTask',
      resource: 'arn:${partition}:ecs:${region}:${account}:task-definition/${prefix}*:*',
      condition: { ArnEquals: { 'ecs:cluster': cluster } },
    },
    { action: 'ecs:ListTasks', resource: '*', condition: { ArnEquals: { 'ecs:cluster': cluster } } },
    { action: 'ecs:DescribeTasks', resource: tasks },
    { action: 'ecs:DescribeTaskDefinition', resource: '*', because: 'asked only where a container ended badly' },
    { action: 'ecs:StopTask', resource: tasks },
    { action: 'ecs:TagResource', resource: tasks, because: 'tasks are tagged as they start' },
  ],
  identity: () => undefined,
  identify: observed => ({
    Cluster: textOf(observed.Cluster),
    TaskArns: arnsOf(observed),
    Wanted: Number(observed.Wanted ?? 1),
    ...again(observed),
  }),
  owner: observed => tagMap(observed.Tags),
  *find({ Cluster, Count = 1 }, token) {
    const startedBy = short(token);
    const arns: string[] = [];
    for (const desiredStatus of ['RUNNING', 'STOPPED'] as const) {
      const answer = yield* absent(listTasks({ cluster: Cluster, startedBy, desiredStatus }));
      arns.push(...(answer?.taskArns ?? []));
    }
    return arns.length === 0 ? undefined : { Cluster, TaskArns: arns.sort(), Wanted: Count };
  },
  *observe(identity) {
    const { Cluster } = objectOf(identity);
    const answer = yield* absent(
      describeTasks({ cluster: textOf(Cluster), tasks: [...arnsOf(identity)], include: ['TAGS'] }),
    );
    const found: readonly JsonObject[] = trusted(answer?.tasks ?? []);
    if (found.length === 0) return undefined;
    return told(identity, found, yield* essentialOf(found));
  },
  *create(properties, _name, token, owner) {
    const { Count = 1 } = properties;
    const clientToken = short(token);
    const started = yield* start(withOwned(properties, owner), Count, { clientToken, startedBy: clientToken });
    const TaskArns = started.map(one => textOf(one.taskArn)).sort();
    return told({ Cluster: properties.Cluster, TaskArns, Wanted: Count }, started, undefined);
  },
  *update(_identity, desired, observed) {
    const [out] = keptOut(observed);
    if (out === undefined) return observed;
    // One at a time, known by the task whose place it takes: asked twice, ECS answers with the same.
    const started = yield* start(desired, 1, { clientToken: short(out) });
    const rest = arnsOf(observed).filter(arn => arn !== out);
    const TaskArns = [...rest, ...started.map(one => textOf(one.taskArn))].sort();
    const { Cluster, Wanted } = observed;
    const next = told({ Cluster: textOf(Cluster), TaskArns, Wanted: Number(Wanted) }, started, undefined);
    const others = listOf(observed.Tasks).filter(one => objectOf(one).KeptOut !== out);
    return { ...next, Tasks: [...others, ...listOf(next.Tasks)], Again: Number(observed.Again ?? 0) + 1 };
  },
  *delete(identity) {
    const { Cluster } = objectOf(identity);
    for (const arn of arnsOf(identity))
      yield* absent(stopTask({ cluster: textOf(Cluster), task: arn, reason: 'Its application no longer wants it' }));
  },
  diff: (desired, applied, observed) => [
    ...differences({}, only(desired), applied && only(applied), observed),
    ...(keptOut(observed).length > 0 ? ['TaskArns'] : []),
  ],
  health(observed) {
    const all = listOf(observed.Tasks).map(objectOf);
    if (keptOut(observed).length > 0)
      return { state: 'progressing', message: 'its files did not let it in yet: it is started again' };
    const failed = all.find(one => one.Status === 'STOPPED' && one.Failed === true);
    if (failed !== undefined) return { state: 'failed', message: textOf(failed.Reason) };
    const [begun, wanted] = [arnsOf(observed).length, Number(observed.Wanted ?? 1)];
    if (begun < wanted) return { state: 'failed', message: `ECS started ${begun} of ${wanted} tasks` };
    const over = all.filter(one => one.Status === 'STOPPED').length;
    if (over === all.length) return { state: 'ready', message: '' };
    return { state: 'progressing', message: all.length === 1 ? 'it runs' : `${over} of ${all.length} are done` };
  },
});

/** What makes another run of it. */
function only({ Cluster }: JsonObject): JsonObject {
  return Cluster === undefined ? {} : { Cluster };
}

function withOwned(properties: Properties, owner: Readonly<Record<string, string>>): Properties {
  return { ...properties, Tags: listOfTags(withOwner(properties.Tags, owner)) };
}

function* start(
  properties: Properties,
  count: number,
  known: { readonly clientToken: string; readonly startedBy?: string },
): Asks<readonly JsonObject[]> {
  const { Cluster, Tags, Run: _run, Count: _count, ...rest } = properties;
  const tags = ecsTags(tagMap(Tags));
  const answer = yield* runTask(
    trusted<sdk.RunTaskCommandInput>({ ...ecsSpelling(rest), cluster: Cluster, count, ...known, tags }),
  );
  const started: readonly JsonObject[] = trusted(answer.tasks ?? []);
  const [failure] = answer.failures ?? [];
  // Where some began they are the run, and what is missing of it makes it a failure.
  if (failure !== undefined && started.length === 0) {
    const { reason = '', detail = '' } = failure;
    const code = /capacity|RESOURCE|AGENT|unavailable/i.test(reason) ? 'Unavailable' : 'Rejected';
    throw new OamError(code, `ecs RunTask: ${[reason, detail].filter(part => part !== '').join(': ')}`);
  }
  return started;
}

/** ARNs of tasks to start again: of a run of which nothing else went wrong, within its number of times. */
function keptOut(observed: JsonObject): readonly string[] {
  const failed = listOf(observed.Tasks)
    .map(objectOf)
    .filter(one => one.Failed === true);
  const over = Number(observed.Again ?? 0) >= restarts * Number(observed.Wanted ?? 1);
  return over || failed.some(one => one.KeptOut === undefined) ? [] : failed.map(one => textOf(one.KeptOut));
}

/** How many were started again, where any were. */
function again({ Again }: JsonObject): JsonObject {
  return Again === undefined ? {} : { Again };
}

/** ECS takes 36 characters. */
function short(token: string): string {
  return token.slice(-36);
}

function arnsOf(value: Json): readonly string[] {
  return listOf(objectOf(value).TaskArns).map(textOf);
}

/** `essential`: by name, where that had to be asked. */
function told(identity: Json, found: readonly JsonObject[], essential: ReadonlySet<string> | undefined): JsonObject {
  const { Cluster, Wanted } = objectOf(identity);
  const TaskArns = arnsOf(identity);
  return {
    Cluster: textOf(Cluster),
    TaskArns,
    Wanted: Number(Wanted ?? TaskArns.length),
    ...again(objectOf(identity)),
    Count: TaskArns.length,
    TaskDefinition: textOf(found[0]?.taskDefinitionArn),
    LaunchType: textOf(found[0]?.launchType),
    PlatformVersion: textOf(found[0]?.platformVersion),
    Tags: listOfTags(ourSpelling({ tags: found[0]?.tags ?? [] }).Tags),
    Tasks: found.map(one => ({
      Status: textOf(one.lastStatus),
      Failed: wasStopped(one) || badContainers(one).some(name => essential?.has(name) !== false),
      Reason: whyStopped(one),
      ...(isKeptOut(one) ? { KeptOut: textOf(one.taskArn) } : {}),
    })),
  };
}

/** Asked only where it decides: a container that is not essential may end as it likes. */
function* essentialOf(found: readonly JsonObject[]): Asks<ReadonlySet<string> | undefined> {
  const bad = found.find(one => textOf(one.lastStatus) === 'STOPPED' && badContainers(one).length > 0);
  if (bad === undefined) return undefined;
  const answer = yield* absent(describeDefinition({ taskDefinition: textOf(bad.taskDefinitionArn) }));
  const containers = answer?.taskDefinition?.containerDefinitions;
  return containers && new Set(containers.filter(one => one.essential !== false).map(one => textOf(one.name)));
}

/** By ECS, before it ran, or by somebody. */
function wasStopped(one: JsonObject): boolean {
  return textOf(one.stopCode) === 'TaskFailedToStart' || textOf(one.stopCode) === 'UserInitiated';
}

function badContainers(one: JsonObject): string[] {
  return listOf(one.containers)
    .map(objectOf)
    .filter(container => container.exitCode !== undefined && container.exitCode !== 0)
    .map(container => textOf(container.name));
}
