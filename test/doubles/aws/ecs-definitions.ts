/** ECS: task definitions, and what becomes of tasks by their images: one whose name has `fails` in it exits with 1, one with `missing`
 * cannot be pulled. */
import { type Json, type JsonObject, listOf, objectOf, textOf } from '../../../lib/json.ts';
import { fault } from './fault.ts';
import { copy, type World } from './world.ts';

export const arn = (world: World, rest: string): string => `arn:aws:ecs:${world.region}:${world.account}:${rest}`;

export function tagsOf(value: Json | undefined): Record<string, Json> {
  return Object.fromEntries(listOf(value).map(tag => [textOf(objectOf(tag).key), objectOf(tag).value ?? '']));
}

export function tagList(tags: JsonObject): Json {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}

/** `family`, `family:3` or an ARN: the newest active one of a family. */
export function definitionOf(world: World, reference: Json | undefined): { config: JsonObject; tags: JsonObject } {
  const [family = '', revision] = (textOf(reference).split('/').at(-1) ?? '').split(':');
  const all = Object.values(world.state.definitions).filter(one => one.config.family === family);
  const found =
    revision === undefined
      ? all.filter(one => one.config.status === 'ACTIVE').at(-1)
      : all.find(one => one.config.revision === Number(revision));
  if (found === undefined) throw fault('ClientException', 400, 'Unable to describe task definition.');
  return found;
}

export function register(world: World, input: JsonObject): Json {
  const { tags, family, ...rest } = input;
  if (listOf(rest.containerDefinitions).length === 0)
    throw fault('ClientException', 400, 'Container definitions should not be empty.');
  const name = textOf(family);
  const revision = (world.state.made[`definition ${name}`] ?? 0) + 1;
  world.state.made[`definition ${name}`] = revision;
  const item = {
    config: {
      ...rest,
      containerDefinitions: listOf(rest.containerDefinitions).map(filledIn),
      family: name,
      revision,
      status: 'ACTIVE',
      taskDefinitionArn: arn(world, `task-definition/${name}:${revision}`),
      compatibilities: ['EC2', 'FARGATE'],
      placementConstraints: [],
      volumes: rest.volumes ?? [],
    },
    tags: tagsOf(tags),
  };
  world.state.definitions[`${name}:${String(revision).padStart(6, '0')}`] = item;
  return { taskDefinition: copy(item.config), tags: tagList(item.tags) };
}

/** What ECS adds by itself. */
function filledIn(value: Json): JsonObject {
  const container = objectOf(value);
  return {
    cpu: 0,
    essential: true,
    mountPoints: [],
    volumesFrom: [],
    systemControls: [],
    environment: [],
    ...container,
    portMappings: listOf(container.portMappings)
      .map(objectOf)
      .map(port => ({ protocol: 'tcp', hostPort: port.containerPort ?? 0, ...port })),
  };
}

/** Why tasks of this definition end badly; undefined where they do not. */
export function trouble(
  world: World,
  definition: string,
): { exitCode?: number; reason: string; stopCode: string } | undefined {
  const { config } = definitionOf(world, definition);
  const images = listOf(config.containerDefinitions).map(one => textOf(objectOf(one).image));
  if (images.some(image => image.includes('missing') && !world.built.has(image)))
    return { reason: 'CannotPullContainerError: manifest unknown', stopCode: 'TaskFailedToStart' };
  if (images.some(image => image.includes('fails')))
    return { exitCode: 1, reason: 'Essential container in task exited', stopCode: 'EssentialContainerExited' };
  return undefined;
}
