/** ECS: services that become steady, tasks that end; ecs-definitions.ts says how. */
import { isObject, type Json, type JsonObject, listOf, objectOf, textOf } from '../../../lib/json.ts';
import { arn, definitionOf, register, tagList, tagsOf, trouble } from './ecs-definitions.ts';
import { fault } from './fault.ts';
import {
  assign,
  begin,
  copy,
  ongoing,
  type Service,
  type ServiceItem,
  type TaskItem,
  time,
  type World,
} from './world.ts';

function serviceOf(world: World, input: JsonObject): ServiceItem {
  const name = textOf(input.service).split('/').at(-1) ?? '';
  const item = world.state.services[`${textOf(input.cluster)}/${name}`];
  if (item === undefined || item.config.status === 'INACTIVE')
    throw fault('ServiceNotFoundException', 400, 'Service not found.');
  return item;
}

function createService(world: World, input: JsonObject): Json {
  const { tags, cluster, serviceName, clientToken: _, ...rest } = input;
  const key = `${textOf(cluster)}/${textOf(serviceName)}`;
  if (world.state.services[key]?.config.status === 'ACTIVE')
    throw fault('InvalidParameterException', 400, 'Creation of service was not idempotent.');
  for (const balancer of listOf(rest.loadBalancers).map(objectOf)) {
    const group = world.state.targetGroups[textOf(balancer.targetGroupArn)];
    if (group === undefined || !isAttached(world, textOf(balancer.targetGroupArn)))
      throw fault(
        'InvalidParameterException',
        400,
        `The target group with targetGroupArn ${textOf(balancer.targetGroupArn)} does not have an associated load balancer.`,
      );
  }
  const { config: definition } = definitionOf(world, rest.taskDefinition);
  const item: ServiceItem = {
    config: {
      desiredCount: 1,
      deploymentConfiguration: {
        maximumPercent: 200,
        minimumHealthyPercent: 100,
        deploymentCircuitBreaker: { enable: false, rollback: false },
      },
      enableECSManagedTags: false,
      enableExecuteCommand: false,
      healthCheckGracePeriodSeconds: 0,
      loadBalancers: [],
      platformVersion: 'LATEST',
      propagateTags: 'NONE',
      serviceRegistries: [],
      ...rest,
      serviceName: textOf(serviceName),
      serviceArn: arn(world, `service/${key}`),
      clusterArn: arn(world, `cluster/${textOf(cluster)}`),
      status: 'ACTIVE',
      taskDefinition: textOf(definition.taskDefinitionArn),
    },
    tags: tagsOf(tags),
    work: begin(world, 'create'),
    before: undefined,
  };
  world.state.services[key] = item;
  return { service: shown(world, item, false) };
}

function isAttached(world: World, targetGroup: string): boolean {
  return Object.values(world.state.listeners).some(listener =>
    listOf(listener.config.DefaultActions).some(action => objectOf(action).TargetGroupArn === targetGroup),
  );
}

/** The service as it is described: its newest deployment is at work, done, or failed and rolled back. */
function shown(world: World, item: ServiceItem, read: boolean): JsonObject {
  const working = ongoing(world, item.work, read) !== undefined;
  const desired = Number(item.config.desiredCount);
  const bad = item.gaveUp === true || trouble(world, textOf(item.config.taskDefinition)) !== undefined;
  const breaker = objectOf(objectOf(item.config.deploymentConfiguration).deploymentCircuitBreaker);
  if (!working && bad && item.before !== undefined && breaker.rollback === true) {
    item.config = { ...item.config, taskDefinition: item.before };
    item.before = undefined;
    item.event = `(service ${textOf(item.config.serviceName)}) rolled back to the last completed deployment.`;
    return shown(world, item, false);
  }
  if (!working && !bad) item.before = undefined;
  // Nothing starts any more until there is another deployment.
  if (!working && bad && breaker.enable === true) item.gaveUp = true;
  const running = working || bad ? 0 : desired;
  const rolloutState = working
    ? 'IN_PROGRESS'
    : bad
      ? breaker.enable === true
        ? 'FAILED'
        : 'IN_PROGRESS'
      : 'COMPLETED';
  return {
    ...item.config,
    runningCount: running,
    pendingCount: working ? desired : 0,
    events: item.event === undefined ? [] : [{ message: item.event }],
    deployments: [
      {
        status: 'PRIMARY',
        taskDefinition: item.config.taskDefinition ?? '',
        desiredCount: desired,
        runningCount: running,
        rolloutState,
        rolloutStateReason: rolloutState === 'FAILED' ? 'ECS deployment circuit breaker: tasks failed to start.' : '',
      },
    ],
    tags: tagList(item.tags),
  };
}

function updateService(world: World, input: JsonObject): Json {
  const item = serviceOf(world, input);
  const { cluster: _, service: __, taskDefinition, forceNewDeployment, ...rest } = input;
  const next =
    taskDefinition === undefined ? undefined : textOf(definitionOf(world, taskDefinition).config.taskDefinitionArn);
  const before = textOf(item.config.taskDefinition);
  if (next !== undefined && next !== before && trouble(world, before) === undefined) item.before = before;
  item.config = { ...item.config, ...rest, ...(next === undefined ? {} : { taskDefinition: next }) };
  item.event = undefined;
  if (forceNewDeployment === true || (next !== undefined && next !== before)) item.gaveUp = false;
  item.work = begin(world, 'update');
  return { service: shown(world, item, false) };
}

function runTask(world: World, input: JsonObject): Json {
  const token = textOf(input.clientToken);
  const again = Object.values(world.state.tasks).filter(one => token !== '' && one.token === token);
  if (again.length > 0) return { tasks: again.map(one => shownTask(world, one, false)), failures: [] };
  const { config } = definitionOf(world, input.taskDefinition);
  const made: TaskItem[] = Array.from({ length: Number(input.count ?? 1) }, () => {
    const id = assign(world, `task ${textOf(config.taskDefinitionArn)}`, 32);
    const taskArn = arn(world, `task/${textOf(input.cluster)}/${id}`);
    const item: TaskItem = {
      config: {
        taskArn,
        clusterArn: arn(world, `cluster/${textOf(input.cluster)}`),
        taskDefinitionArn: config.taskDefinitionArn ?? '',
        startedBy: textOf(input.startedBy),
        launchType: input.launchType ?? 'EC2',
        platformVersion: input.platformVersion ?? 'LATEST',
        createdAt: time(world),
      },
      tags: tagsOf(input.tags),
      token,
      stopped: undefined,
      work: begin(world, 'create'),
    };
    world.state.tasks[taskArn] = item;
    return item;
  });
  return { tasks: made.map(one => shownTask(world, one, false)), failures: [] };
}

function shownTask(world: World, item: TaskItem, read: boolean): JsonObject {
  const { config } = definitionOf(world, item.config.taskDefinitionArn);
  const names = listOf(config.containerDefinitions).map(one => textOf(objectOf(one).name));
  if (item.stopped === undefined && ongoing(world, item.work, read) === undefined) {
    const bad = trouble(world, textOf(item.config.taskDefinitionArn));
    item.stopped =
      bad === undefined
        ? { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', exitCode: 0 }
        : {
            stopCode: bad.stopCode,
            stoppedReason: bad.reason,
            ...(bad.exitCode === undefined ? {} : { exitCode: bad.exitCode }),
          };
  }
  const { exitCode, ...why } = objectOf(item.stopped);
  return {
    ...item.config,
    lastStatus: item.stopped === undefined ? 'RUNNING' : 'STOPPED',
    ...why,
    containers: names.map(name => ({ name, ...(exitCode === undefined ? {} : { exitCode }) })),
    tags: tagList(item.tags),
  };
}

/** Task definitions, services and tasks take tags by their ARNs. */
function tagged(world: World, resource: string): { tags: JsonObject } {
  const found =
    Object.values(world.state.services).find(one => one.config.serviceArn === resource) ??
    Object.values(world.state.definitions).find(one => one.config.taskDefinitionArn === resource) ??
    Object.values(world.state.clusters).find(one => one.config.clusterArn === resource) ??
    world.state.tasks[resource];
  if (found === undefined) throw fault('InvalidParameterException', 400, 'The specified resource was not found.');
  return found;
}

export const ecs: Service = {
  RegisterTaskDefinition: register,
  DescribeTaskDefinition: (world, input) => {
    const { config, tags } = definitionOf(world, input.taskDefinition);
    return { taskDefinition: copy(config), tags: tagList(tags) };
  },
  ListTaskDefinitions: (world, input) => {
    const all = Object.values(world.state.definitions)
      .map(one => one.config)
      .filter(config => config.family === input.familyPrefix && config.status === (input.status ?? 'ACTIVE'))
      .map(config => textOf(config.taskDefinitionArn));
    return { taskDefinitionArns: input.sort === 'DESC' ? all.reverse() : all };
  },
  DeregisterTaskDefinition: (world, input) => {
    const item = definitionOf(world, input.taskDefinition);
    item.config = { ...item.config, status: 'INACTIVE' };
    return { taskDefinition: copy(item.config) };
  },
  CreateService: createService,
  DescribeServices: (world, input) => {
    const found = listOf(input.services).flatMap(name => {
      const item = world.state.services[`${textOf(input.cluster)}/${textOf(name).split('/').at(-1)}`];
      return item === undefined ? [] : [shown(world, item, true)];
    });
    return { services: found, failures: [] };
  },
  UpdateService: updateService,
  DeleteService: (world, input) => {
    const item = serviceOf(world, input);
    const key = `${textOf(input.cluster)}/${textOf(item.config.serviceName)}`;
    delete world.state.services[key];
    return { service: { ...item.config, status: 'DRAINING' } };
  },
  RunTask: runTask,
  StopTask: (world, input) => {
    const item = world.state.tasks[textOf(input.task)];
    if (item === undefined) throw fault('InvalidParameterException', 400, 'The referenced task was not found.');
    item.stopped ??= { stopCode: 'UserInitiated', stoppedReason: textOf(input.reason) };
    return { task: shownTask(world, item, false) };
  },
  ListTasks: (world, input) => {
    const { startedBy, serviceName, desiredStatus = 'RUNNING' } = input;
    const tasks = Object.values(world.state.tasks).filter(
      one => one.config.startedBy === startedBy && textOf(shownTask(world, one, false).lastStatus) === desiredStatus,
    );
    if (startedBy !== undefined) return { taskArns: tasks.map(one => textOf(one.config.taskArn)) };
    const service = world.state.services[`${textOf(input.cluster)}/${textOf(serviceName)}`];
    const bad = service === undefined ? undefined : trouble(world, textOf(service.config.taskDefinition));
    return {
      taskArns: bad !== undefined && desiredStatus === 'STOPPED' ? [`${textOf(service?.config.serviceArn)}#1`] : [],
    };
  },
  DescribeTasks: (world, input) => {
    const tasks = listOf(input.tasks).flatMap(reference => {
      const item = world.state.tasks[textOf(reference)];
      if (item !== undefined) return [shownTask(world, item, true)];
      const stopped = stoppedOf(world, textOf(reference));
      return stopped === undefined ? [] : [stopped];
    });
    return { tasks, failures: [] };
  },
  TagResource: (world, input) => {
    const item = tagged(world, textOf(input.resourceArn));
    item.tags = { ...item.tags, ...tagsOf(input.tags) };
    return {};
  },
  UntagResource: (world, input) => {
    const item = tagged(world, textOf(input.resourceArn));
    const gone = new Set(listOf(input.tagKeys));
    item.tags = Object.fromEntries(Object.entries(item.tags).filter(([key]) => !gone.has(key)));
    return {};
  },
};

/** A task of a service that stopped by itself. */
function stoppedOf(world: World, reference: string): JsonObject | undefined {
  const [serviceArn] = reference.split('#');
  const service = Object.values(world.state.services).find(one => one.config.serviceArn === serviceArn);
  const taskDefinitionArn = service?.config.taskDefinition;
  const bad = taskDefinitionArn === undefined ? undefined : trouble(world, textOf(taskDefinitionArn));
  if (!isObject(bad)) return undefined;
  return {
    taskArn: reference,
    taskDefinitionArn: textOf(taskDefinitionArn),
    lastStatus: 'STOPPED',
    stopCode: bad.stopCode,
    stoppedReason: bad.reason,
    stoppedAt: time(world),
    containers: [{ name: 'main', ...(bad.exitCode === undefined ? {} : { exitCode: bad.exitCode }) }],
  };
}
