/** AWS::ECS::Service. */
import type * as sdk from '@aws-sdk/client-ecs';
import { type Json, type JsonObject, listOf, objectOf, textOf, trusted } from '../../json.ts';
import type { Asks } from '../../ports.ts';
import type { ResourceType } from '../../resource/resource.ts';
import { asSet, asTags, type Comparison, differences, members } from '../diff.ts';
import { absent, gone } from '../missing.ts';
import { operation } from '../operation.ts';
import { tagList as listOfTags, retag, tagMap, withOwner } from '../ownership.ts';
import { reset, said } from '../properties.ts';
import { resourceType } from '../resource-type.ts';
import { flag, integer, list, structure, tagList, text, type ValueOf, word } from '../schema.ts';
import { failedDeployment, serviceHealth } from './service-health.ts';
import { ecsSpelling, ourSpelling } from './spelling.ts';
import { newestStart, stopsOf, whyStopped } from './stopped.ts';
import { ecsTags } from './tags.ts';

const createService = operation<sdk.CreateServiceCommand>('ecs', 'CreateService');
const describeServices = operation<sdk.DescribeServicesCommand>('ecs', 'DescribeServices');
const updateService = operation<sdk.UpdateServiceCommand>('ecs', 'UpdateService');
const deleteService = operation<sdk.DeleteServiceCommand>('ecs', 'DeleteService');
const tagResource = operation<sdk.TagResourceCommand>('ecs', 'TagResource');
const untagResource = operation<sdk.UntagResourceCommand>('ecs', 'UntagResource');

/** Where tasks run: subnets, security groups, a public address or none. */
export const network: JsonObject = structure({
  AwsvpcConfiguration: structure(
    { Subnets: list(text()), SecurityGroups: list(text()), AssignPublicIp: word('ENABLED', 'DISABLED') },
    'Subnets',
  ),
});

const asNetwork: Comparison['forms'] = {
  NetworkConfiguration: members({ AwsvpcConfiguration: members({ Subnets: asSet, SecurityGroups: asSet }) }),
};

const schema = structure(
  {
    Cluster: text({ minLength: 1 }),
    ServiceName: text({ minLength: 1, maxLength: 255 }),
    TaskDefinition: text({ minLength: 1 }),
    DesiredCount: integer(0),
    LaunchType: word('FARGATE', 'EC2', 'EXTERNAL'),
    PlatformVersion: text(),
    NetworkConfiguration: network,
    ServiceRegistries: list(
      structure({
        RegistryArn: text(),
        Port: integer(1, 65_535),
        ContainerName: text(),
        ContainerPort: integer(1, 65_535),
      }),
    ),
    LoadBalancers: list(
      structure({ TargetGroupArn: text(), ContainerName: text(), ContainerPort: integer(1, 65_535) }),
    ),
    HealthCheckGracePeriodSeconds: integer(0),
    DeploymentConfiguration: structure({
      DeploymentCircuitBreaker: structure({ Enable: flag, Rollback: flag }, 'Enable', 'Rollback'),
      MaximumPercent: integer(0),
      MinimumHealthyPercent: integer(0),
    }),
    EnableExecuteCommand: flag,
    EnableECSManagedTags: flag,
    PropagateTags: word('SERVICE', 'TASK_DEFINITION', 'NONE'),
    Tags: tagList,
  },
  'Cluster',
  'TaskDefinition',
);
type Properties = ValueOf<typeof schema>;

/** What a removed property is reset to. */
const usual: JsonObject = {
  DesiredCount: 1,
  PlatformVersion: 'LATEST',
  HealthCheckGracePeriodSeconds: 0,
  ServiceRegistries: [],
  LoadBalancers: [],
  DeploymentConfiguration: {
    DeploymentCircuitBreaker: { Enable: false, Rollback: false },
    MaximumPercent: 200,
    MinimumHealthyPercent: 100,
  },
  EnableExecuteCommand: false,
  EnableECSManagedTags: false,
  PropagateTags: 'NONE',
};
const comparison: Comparison = {
  defaults: usual,
  forms: { ...asNetwork, LoadBalancers: asSet, ServiceRegistries: asSet, Tags: asTags },
};

const services = 'arn:${partition}:ecs:${region}:${account}:service/${cluster}/${prefix}*';
const definitions = 'arn:${partition}:ecs:${region}:${account}:task-definition/${prefix}*:*';

/**
 * Tasks that are kept running. Cluster, ServiceName and LaunchType replace it.
 *
 * AWS is odd here: a name is free again as soon as the service is inactive, and the old one is described for a while; a first deployment
 * may call itself completed before anything runs, so what counts is how many run; after the circuit breaker rolled back, the service has
 * the old task definition again, and why is only in its events and in the tasks that stopped; one whose tasks crash again and again has
 * as many as are wanted in between, and only the tasks tell.
 */
export const ecsService: ResourceType = resourceType<Properties>({
  type: 'AWS::ECS::Service',
  schema,
  createOnly: ['Cluster', 'ServiceName', 'LaunchType'],
  attributes: ['ServiceArn', 'Name'],
  naming: 'ours',
  deadline: 600,
  name: { property: 'ServiceName', limit: 255 },
  tags: { property: 'Tags', form: 'list' },
  toldBy: 'service',
  iam: [
    { action: 'ecs:CreateService', resource: services },
    { action: 'ecs:DescribeServices', resource: services },
    { action: 'ecs:UpdateService', resource: [services, definitions] },
    { action: 'ecs:DeleteService', resource: services },
    { action: 'ecs:TagResource', resource: services },
    { action: 'ecs:UntagResource', resource: services },
    // By the cluster: these know no services.
    {
      action: 'ecs:ListTasks',
      resource: '*',
      condition: { ArnEquals: { 'ecs:cluster': 'arn:${partition}:ecs:${region}:${account}:cluster/${cluster}' } },
    },
    {
      action: 'ecs:DescribeTasks',
      resource: 'arn:${partition}:ecs:${region}:${account}:task/${cluster}/*',
      because:
        'why the tasks of a service stopped, and since when those run that took their place, is asked where some stopped',
    },
  ],
  identity: (properties, name) => ({ Cluster: properties.Cluster, ServiceName: properties.ServiceName ?? name }),
  identify: observed => idOf(observed),
  owner: observed => tagMap(observed.Tags),
  *observe(identity) {
    const { Cluster: cluster, ServiceName } = idOf(identity);
    const answer = yield* absent(describeServices({ cluster, services: [ServiceName], include: ['TAGS'] }));
    const found = answer?.services?.[0];
    if (found === undefined || found.status === 'INACTIVE') return undefined;
    return yield* withTasks(told(cluster, trusted(found)));
  },
  *create(properties, name, _token, owner) {
    const { Tags, Cluster: cluster, ServiceName: serviceName = name, ...rest } = properties;
    const tags = ecsTags(withOwner(Tags, owner));
    const answer = yield* createService(
      trusted<sdk.CreateServiceCommandInput>({ ...ecsSpelling(rest), cluster, serviceName, tags }),
    );
    const made = told(cluster, { tags, ...trusted<JsonObject>(answer.service ?? {}) });
    return listOf(made.Deployments).some(one => objectOf(one).RolloutState === 'FAILED')
      ? yield* withTasks(made)
      : made;
  },
  *update(identity, desired, observed, diff, applied) {
    if (diff.length === 0) return observed;
    const { Cluster: cluster, ServiceName: service } = idOf(identity);
    const changed = reset(
      diff.filter(name => name !== 'Tags'),
      desired,
      usual,
    );
    let next: JsonObject = observed;
    if (Object.keys(changed).length > 0) {
      const answer = yield* updateService(
        trusted<sdk.UpdateServiceCommandInput>({ ...ecsSpelling(changed), cluster, service }),
      );
      next = { ...told(cluster, trusted<JsonObject>(answer.service ?? {})), Tags: observed.Tags ?? [] };
    }
    if (!diff.includes('Tags')) return next;
    const resourceArn = textOf(observed.ServiceArn);
    const tags = yield* retag(
      { desired: desired.Tags, observed: observed.Tags, applied },
      set => tagResource({ resourceArn, tags: ecsTags(set) }),
      tagKeys => untagResource({ resourceArn, tagKeys }),
    );
    return { ...next, Tags: listOfTags(tags) };
  },
  *restart(identity, observed) {
    const { Cluster: cluster, ServiceName: service } = idOf(identity);
    const answer = yield* updateService({ cluster, service, forceNewDeployment: true });
    return { ...told(cluster, trusted<JsonObject>(answer.service ?? {})), Tags: observed.Tags ?? [] };
  },
  *delete(identity) {
    const { Cluster: cluster, ServiceName: service } = idOf(identity);
    yield* gone(deleteService({ cluster, service, force: true }));
  },
  diff: (desired, applied, observed) => differences(comparison, desired, applied, observed),
  health: serviceHealth,
  trouble: observed => [textOf(observed.Trouble), textOf(observed.FailedReason)].filter(part => part !== '').join(': '),
});

function idOf(value: Json): { readonly Cluster: string; readonly ServiceName: string } {
  const { Cluster, ServiceName } = objectOf(value);
  return { Cluster: textOf(Cluster), ServiceName: textOf(ServiceName) };
}

function told(Cluster: string, service: JsonObject): JsonObject {
  const ours = ourSpelling(service);
  return {
    ...said(schema, ours),
    Cluster,
    DesiredCount: Number(ours.DesiredCount ?? 0),
    Tags: listOfTags(ours.Tags),
    ServiceArn: textOf(ours.ServiceArn),
    Name: textOf(ours.ServiceName),
    Status: textOf(ours.Status),
    RunningCount: Number(ours.RunningCount ?? 0),
    Deployments: listOf(ours.Deployments).map(deployment),
    Trouble: troubleIn(listOf(ours.Events)),
  };
}

/** What health asks of a deployment. */
function deployment(value: Json): JsonObject {
  const { Status, TaskDefinition, CreatedAt, RolloutState, RolloutStateReason, RunningCount, DesiredCount } =
    objectOf(value);
  return {
    Status: textOf(Status),
    TaskDefinition: textOf(TaskDefinition),
    CreatedAt: textOf(CreatedAt),
    RolloutState: textOf(RolloutState),
    RolloutStateReason: textOf(RolloutStateReason),
    RunningCount: Number(RunningCount ?? 0),
    DesiredCount: Number(DesiredCount ?? 0),
  };
}

/** The newest of the last events that tells of a deployment which failed, in ECS' words. */
function troubleIn(events: readonly Json[]): string {
  const words = events.slice(0, 10).map(event => textOf(objectOf(event).Message));
  return words.find(text => /deployment failed|roll(ed|ing) back/i.test(text)) ?? '';
}

/**
 * What only its tasks tell: how many stopped by themselves and why, and, where some did, since when the newest one runs. Why a deployment
 * failed is said by the tasks of its own task definition; once ECS has gone back and forgotten it, by those that are not of this one.
 */
function* withTasks(observed: JsonObject): Asks<JsonObject> {
  if (Number(observed.DesiredCount) === 0) return observed;
  const { Cluster, ServiceName } = idOf(observed);
  const stops = yield* stopsOf(Cluster, ServiceName);
  const lastOf = (isIt: (definition: string) => boolean): string =>
    whyOf(stops.find(one => isIt(textOf(one.taskDefinitionArn))));
  const own = stops.filter(one => one.taskDefinitionArn === observed.TaskDefinition && !isBefore(one, observed));
  const failed = failedDeployment(observed);
  const StopReason = whyOf(own[0]);
  const FailedReason =
    failed !== undefined
      ? lastOf(definition => definition === failed.TaskDefinition)
      : textOf(observed.Trouble) === ''
        ? ''
        : lastOf(definition => definition !== observed.TaskDefinition) || StopReason;
  const told = { ...observed, Stops: own.length, StopReason, FailedReason };
  const enough = own.length === 0 || Number(observed.RunningCount) < Number(observed.DesiredCount);
  return enough ? told : { ...told, NewestStart: yield* newestStart(Cluster, ServiceName) };
}

/** Its newest deployment may be of the same definition: what stopped before that began is none of its own. */
function isBefore({ stoppedAt }: JsonObject, { Deployments }: JsonObject): boolean {
  const primary = listOf(Deployments)
    .map(objectOf)
    .find(one => one.Status === 'PRIMARY');
  return Date.parse(textOf(stoppedAt)) < Date.parse(textOf(primary?.CreatedAt));
}

function whyOf(task: JsonObject | undefined): string {
  return task === undefined ? '' : whyStopped(task);
}
