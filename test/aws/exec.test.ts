/** A command in a container: which task takes it, and what is said where none can. */
import { expect, it } from 'vitest';
import { startSession } from '../../lib/aws/ecs/exec.ts';
import type { Json, JsonObject } from '../../lib/json.ts';
import type { Call } from '../../lib/ports.ts';

const wish = { cluster: 'lateen', service: 'lt-web', command: 'sh' };
const container = (name: string, agent?: string): JsonObject => ({
  name,
  runtimeId: `${name}-1`,
  managedAgents: agent === undefined ? [] : [{ name: 'ExecuteCommandAgent', lastStatus: agent }],
});
const task = (id: string, enabled: boolean, ...containers: JsonObject[]): JsonObject => ({
  taskArn: `arn:aws:ecs:eu-west-1:1:task/lateen/${id}`,
  lastStatus: 'RUNNING',
  enableExecuteCommand: enabled,
  containers,
});

/** Drives it against these tasks; what was sent, and the session. */
function ask(tasks: readonly JsonObject[], more: { container?: string } = {}) {
  const calls: Call[] = [];
  const answers: Readonly<Record<string, Json>> = {
    ListTasks: { taskArns: tasks.map(each => each.taskArn ?? '') },
    DescribeTasks: { tasks },
    ExecuteCommand: { session: { sessionId: 's', streamUrl: 'wss://x', tokenValue: 't' } },
  };
  const verb = startSession({ ...wish, ...more });
  let step = verb.next();
  while (!step.done) {
    calls.push(step.value);
    step = verb.next(answers[step.value.action] ?? {});
  }
  return { session: step.value, calls };
}

it('asks the first task that takes commands, in the container whose agent runs', () => {
  const old = task('old', false, container('web', 'RUNNING'));
  const now = task('now', true, container('probe'), container('web', 'RUNNING'));
  const { session, calls } = ask([old, now]);
  expect(session).toEqual({
    sessionId: 's',
    streamUrl: 'wss://x',
    tokenValue: 't',
    target: 'ecs:lateen_now_web-1',
    container: 'web',
  });
  expect(calls.map(call => call.action)).toEqual(['ListTasks', 'DescribeTasks', 'ExecuteCommand']);
  expect(calls[2]).toMatchObject({ mutates: true, input: { container: 'web', command: 'sh', interactive: true } });
});

it.each([
  [[], {}, /No task of it runs/],
  [[task('old', false, container('web', 'RUNNING'))], {}, /Its tasks are being replaced/],
  [[task('now', true, container('web', 'PENDING'))], {}, /agent in the container does not run yet/],
  [[task('now', true, container('web', 'RUNNING'))], { container: 'db' }, /no container db; there are web/],
])('says what is missing (%#)', (tasks, more, message) => {
  expect(() => ask(tasks, more)).toThrow(message);
});
