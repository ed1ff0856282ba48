/** Containers as the engine itself tells of them: not the emulator's word. */

import { isObject, type JsonObject, listOf, objectOf, textOf } from '../../../lib/json.ts';
import { askEngine } from '../../../lib/local/containers.ts';

export interface Container {
  readonly id: string;
  readonly image: string;
  readonly state: string;
  readonly name: string;
  /** What a task definition's container is called. */
  readonly container: string;
}

/** Those that run for a component (`<application>-<component>`): the engine runs those of other installations too. */
export async function running(host: string, part: string): Promise<Container[]> {
  const { text } = await askEngine(host, 'GET', '/containers/json');
  const all: unknown = JSON.parse(text);
  return listOf(Array.isArray(all) ? all : [])
    .filter(isObject)
    .map(told)
    .filter(one => one.family.startsWith(`lt-e2e-${part}-`) && one.state === 'running');
}

function told(one: JsonObject): Container & { readonly family: string } {
  const labels = objectOf(one.Labels);
  return {
    id: textOf(one.Id),
    image: textOf(one.Image),
    state: textOf(one.State),
    name: textOf(listOf(one.Names)[0]),
    container: textOf(labels['com.amazonaws.ecs.container-name']),
    family: textOf(labels['com.amazonaws.ecs.task-definition-family']),
  };
}

/** The environment and the command of a container's process. */
export async function processOf(
  host: string,
  id: string,
): Promise<{ env: readonly string[]; command: readonly string[] }> {
  const { text } = await askEngine(host, 'GET', `/containers/${id}/json`);
  const { Config } = objectOf(JSON.parse(text));
  const { Env, Cmd } = objectOf(Config);
  return { env: listOf(Env).map(textOf), command: listOf(Cmd).map(textOf) };
}
