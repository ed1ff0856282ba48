/** A command in a running container (ECS Exec): which task, whether it can take one, and the session that a client goes on with. */
import type * as sdk from '@aws-sdk/client-ecs';
import { OamError } from '../../errors.ts';
import type { Asks, Session, SessionQuery } from '../../ports.ts';
import { operation, type Plain } from '../operation.ts';

const listTasks = operation<sdk.ListTasksCommand>('ecs', 'ListTasks');
const describeTasks = operation<sdk.DescribeTasksCommand>('ecs', 'DescribeTasks');
const executeCommand = operation<sdk.ExecuteCommandCommand>('ecs', 'ExecuteCommand');

type Task = Plain<sdk.Task>;

export function* startSession({ cluster, service, container, command }: SessionQuery): Asks<Session> {
  const { taskArns = [] } = yield* listTasks({ cluster, serviceName: service, desiredStatus: 'RUNNING' });
  if (taskArns.length === 0) throw refused('No task of it runs: lateen status says why');
  const { tasks = [] } = yield* describeTasks({ cluster, tasks: taskArns.slice(0, 100) });
  const running = tasks.filter(task => task.lastStatus === 'RUNNING');
  const enabled = running.filter(task => task.enableExecuteCommand === true);
  // Tasks that were started before it was switched on never take commands.
  if (enabled.length === 0)
    throw refused('Its tasks are being replaced by some that take commands: try again in a minute');
  const name = container ?? '';
  const found = enabled.flatMap(task => placeIn(task, name))[0];
  if (found === undefined) throw refused(`There is no container ${name}; there are ${namesIn(enabled).join(', ')}`);
  if (!found.ready) throw refused('The agent in the container does not run yet: try again in a minute');
  const { task, runtimeId } = found;
  const answer = yield* executeCommand({ cluster, task, container: found.name, command, interactive: true });
  const { sessionId = '', streamUrl = '', tokenValue = '' } = answer.session ?? {};
  const [taskId = ''] = task.split('/').slice(-1);
  return { sessionId, streamUrl, tokenValue, target: `ecs:${cluster}_${taskId}_${runtimeId}`, container: found.name };
}

interface Place {
  readonly task: string;
  readonly name: string;
  readonly runtimeId: string;
  readonly ready: boolean;
}

/** The container of that name in a task; without a name the first that has an agent. */
function placeIn(task: Task, name: string): Place[] {
  const { taskArn = '', containers = [] } = task;
  return containers
    .filter(each => name === '' || each.name === name)
    .map(each => ({
      task: taskArn,
      name: each.name ?? '',
      runtimeId: each.runtimeId ?? '',
      ready: (each.managedAgents ?? []).some(({ lastStatus }) => lastStatus === 'RUNNING'),
    }))
    .sort((a, b) => Number(b.ready) - Number(a.ready));
}

function namesIn(tasks: readonly Task[]): string[] {
  return [...new Set(tasks.flatMap(task => task.containers ?? []).map(each => each.name ?? ''))];
}

function refused(sentence: string): OamError {
  return new OamError('Conflict', sentence);
}
