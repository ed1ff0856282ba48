/** Why tasks stopped, in the engine's own words, and since when those run that took their place. */
import type * as sdk from '@aws-sdk/client-ecs';
import { isObject, type JsonObject, listOf, objectOf, textOf } from '../../json.ts';
import type { Asks } from '../../ports.ts';
import { operation } from '../operation.ts';
import { explained } from './image-trouble.ts';

const listTasks = operation<sdk.ListTasksCommand>('ecs', 'ListTasks');
const describeTasks = operation<sdk.DescribeTasksCommand>('ecs', 'DescribeTasks');

export interface Stops {
  /** Tasks of that task definition that stopped by themselves. */
  readonly count: number;
  /** Why the last of them did; else, why the last one of another task definition did; empty where none did. */
  readonly reason: string;
}

/** Looks at the stopped tasks of a service: ECS remembers them for an hour. */
export function* stopsOf(cluster: string, serviceName: string, taskDefinition: string): Asks<Stops> {
  const { taskArns = [] } = yield* listTasks({ cluster, serviceName, desiredStatus: 'STOPPED', maxResults: 100 });
  if (taskArns.length === 0) return { count: 0, reason: '' };
  const { tasks = [] } = yield* describeTasks({ cluster, tasks: [...taskArns] });
  const failed = tasks
    .filter(task => byItself(textOf(task.stopCode)))
    .sort((a, b) => (textOf(a.stoppedAt) < textOf(b.stoppedAt) ? 1 : -1));
  const own = failed.filter(task => task.taskDefinitionArn === taskDefinition);
  const last = own[0] ?? failed[0];
  return {
    count: own.length,
    reason: last === undefined ? '' : whyStopped(objectOf(JSON.parse(JSON.stringify(last)))),
  };
}

/** When the newest running task of a service started (ISO 8601); empty where none runs. */
export function* newestStart(cluster: string, serviceName: string): Asks<string> {
  const { taskArns = [] } = yield* listTasks({ cluster, serviceName, desiredStatus: 'RUNNING', maxResults: 100 });
  if (taskArns.length === 0) return '';
  const { tasks = [] } = yield* describeTasks({ cluster, tasks: [...taskArns] });
  const starts = tasks.map(task => textOf(task.startedAt)).filter(start => start !== '');
  return starts.sort().at(-1) ?? '';
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
