/** Tasks of a service that stopped, why, in the engine's own words, and since when those run that took their place. */
import type * as sdk from '@aws-sdk/client-ecs';
import { isObject, type JsonObject, listOf, objectOf, textOf, trusted } from '../../json.ts';
import type { Asks } from '../../ports.ts';
import { isNothing } from '../diff.ts';
import { operation } from '../operation.ts';
import { explained } from './image-trouble.ts';

const listTasks = operation<sdk.ListTasksCommand>('ecs', 'ListTasks');
const describeTasks = operation<sdk.DescribeTasksCommand>('ecs', 'DescribeTasks');

/** Tasks come in pages of a hundred, in no order; a service with more than these would take the calls of everything else. */
const mostPages = 5;

/** The tasks of a service that stopped by themselves, the last one first: ECS remembers them for an hour. */
export function* stopsOf(cluster: string, serviceName: string): Asks<readonly JsonObject[]> {
  const tasks = yield* tasksOf(cluster, serviceName, 'STOPPED');
  return tasks
    .filter(task => byItself(textOf(task.stopCode)))
    .sort((a, b) => (textOf(a.stoppedAt) < textOf(b.stoppedAt) ? 1 : -1));
}

/** When the newest running task of a service started (ISO 8601); empty where none runs. */
export function* newestStart(cluster: string, serviceName: string): Asks<string> {
  const tasks = yield* tasksOf(cluster, serviceName, 'RUNNING');
  return (
    tasks
      .map(task => textOf(task.startedAt))
      .sort()
      .at(-1) ?? ''
  );
}

function* tasksOf(cluster: string, serviceName: string, desiredStatus: sdk.DesiredStatus): Asks<readonly JsonObject[]> {
  const found: JsonObject[] = [];
  let nextToken: string | undefined;
  for (let page = 1; page <= mostPages; page++) {
    const answer = yield* listTasks({ cluster, serviceName, desiredStatus, maxResults: 100, nextToken });
    const arns = answer.taskArns ?? [];
    if (arns.length > 0)
      found.push(...trusted<JsonObject[]>((yield* describeTasks({ cluster, tasks: [...arns] })).tasks ?? []));
    nextToken = answer.nextToken;
    if (isNothing(nextToken)) break;
  }
  return found;
}

/** Not because a service scaled in, deployed anew or was told to. */
function byItself(stopCode: string): boolean {
  return stopCode === 'EssentialContainerExited' || stopCode === 'TaskFailedToStart';
}

/** The task's reason, and the container's that brought it about: `Essential container in task exited: web exited with 1 (no such file)`. */
export function whyStopped(task: JsonObject): string {
  const culprit = listOf(task.containers)
    .filter(isObject)
    .find(
      container => (container.exitCode !== undefined && container.exitCode !== 0) || textOf(container.reason) !== '',
    );
  const parts = [textOf(task.stoppedReason)];
  if (culprit !== undefined) {
    const exit = culprit.exitCode === undefined ? '' : ` exited with ${String(culprit.exitCode)}`;
    const reason = textOf(culprit.reason);
    if (exit !== '' || (reason !== '' && !parts.includes(reason)))
      parts.push(
        `${textOf(culprit.name)}${exit}${reason === '' ? '' : `${exit === '' ? ': ' : ' ('}${reason}${exit === '' ? '' : ')'}`}`,
      );
  }
  const images = listOf(task.containers).map(container => textOf(objectOf(container).image));
  const words = parts.filter(part => part !== '').join(': ');
  return explained(
    words,
    images.filter(image => image !== ''),
  );
}
