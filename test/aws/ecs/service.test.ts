/** What a service's deployments say of its health, and of an update that ECS took back. */
import { describe, expect, it } from 'vitest';
import { ecsService } from '../../../lib/aws/ecs/service.ts';
import type { JsonObject } from '../../../lib/json.ts';
import { play } from '../script.ts';

const identity = { Cluster: 'c', ServiceName: 's' };

function service(more: JsonObject, ...deployments: JsonObject[]): JsonObject {
  const base = { serviceName: 's', serviceArn: 'arn:s', status: 'ACTIVE', taskDefinition: 'arn:d:1', desiredCount: 2 };
  return { services: [{ ...base, events: [], ...more, deployments }] };
}
const primary = (runningCount: number, rolloutState = 'COMPLETED'): JsonObject => ({
  status: 'PRIMARY',
  runningCount,
  rolloutState,
  taskDefinition: 'arn:d:1',
});

const stop = (definition: string, stoppedAt: string, exitCode: number): JsonObject => ({
  taskDefinitionArn: definition,
  stopCode: 'EssentialContainerExited',
  stoppedReason: 'Essential container in task exited',
  stoppedAt,
  containers: [{ name: 'web', exitCode }],
});

function seen(answer: JsonObject, ...script: Parameters<typeof play>[1]): JsonObject {
  const { result } = play(ecsService.observe(identity), [['DescribeServices', answer], ...script]);
  if (result === undefined) throw new Error('It is not there');
  return result;
}

describe('a service', () => {
  it('is ready when as many run as are wanted and none stopped by itself', () => {
    const observed = seen(service({}, primary(2)), ['ListTasks', {}]);
    expect(ecsService.health(observed, 0)).toEqual({ state: 'ready', message: '' });
  });

  it('asks after no tasks where none are wanted', () => {
    const observed = seen(service({ desiredCount: 0 }, primary(0)));
    expect(ecsService.health(observed, 0)).toEqual({ state: 'ready', message: '' });
  });

  describe('that crashes again and again and runs at the moment', () => {
    const start = Date.parse('2026-01-01T00:10:00Z');
    const crashed = (times: number, definition = 'arn:d:1'): JsonObject => {
      const stops = Array.from({ length: times }, (_, n) => stop(definition, `2026-01-01T00:0${n}:00Z`, 7));
      const own = definition === 'arn:d:1';
      return seen(
        service({ runningCount: 2 }, primary(2)),
        ['ListTasks', { taskArns: stops.map((_, n) => `stopped-${n}`) }],
        ['DescribeTasks', { tasks: stops }],
        ...(own
          ? ([
              ['ListTasks', { taskArns: ['old', 'new'] }],
              ['DescribeTasks', { tasks: running }],
            ] as const)
          : []),
      );
    };
    const running = [{ startedAt: '2026-01-01T00:10:00Z' }, { startedAt: '2026-01-01T00:00:00Z' }];

    it('is not ready before its newest task has stayed up for a minute, and says why the last one stopped', () => {
      const observed = crashed(1);
      expect(ecsService.health(observed, start + 59_999)).toEqual({
        state: 'progressing',
        message: '2 of 2 tasks run, not for long yet; 1 stopped: Essential container in task exited: web exited with 7',
      });
      expect(ecsService.health(observed, start + 60_000)).toEqual({ state: 'ready', message: '' });
    });

    it('has failed from the third time on', () => {
      const observed = crashed(3);
      expect(ecsService.health(observed, start + 1).state).toBe('failed');
      expect(ecsService.health(observed, start + 60_000).state).toBe('ready');
    });

    it('is not blamed for tasks of another definition', () => {
      expect(ecsService.health(crashed(3, 'arn:d:0'), start + 1).state).toBe('ready');
    });
  });

  it('is not ready because its first deployment calls itself completed', () => {
    expect(ecsService.health(seen(service({}, primary(0)), ['ListTasks', {}]))).toEqual({
      state: 'progressing',
      message: '0 of 2 tasks run',
    });
  });

  it('failed when its tasks stop again and again, and says why the last one did', () => {
    const stops = [1, 2, 3].map(n => stop('arn:d:1', `2026-01-01T00:00:0${n}Z`, n));
    const observed = seen(
      service({}, primary(1)),
      ['ListTasks', { taskArns: ['a', 'b', 'c'] }],
      ['DescribeTasks', { tasks: stops }],
    );
    const { state, message } = ecsService.health(observed);
    expect(state).toBe('failed');
    expect(message).toMatch(/^1 of 2 tasks run; 3 stopped: .*web exited with 3$/);
  });

  it('counts no stops of an earlier task definition against the newest one', () => {
    const stops = [1, 2, 3].map(n => stop('arn:d:0', `2026-01-01T00:00:0${n}Z`, n));
    const observed = seen(
      service({}, primary(1, 'IN_PROGRESS')),
      ['ListTasks', { taskArns: ['a', 'b', 'c'] }],
      ['DescribeTasks', { tasks: stops }],
    );
    expect(ecsService.health(observed).state).toBe('progressing');
  });

  it('that was rolled back is healthy, and tells why the update was not kept', () => {
    const events = [{ message: '(service s) rolled back to deployment x.' }];
    const observed = seen(
      service({ events }, primary(2)),
      ['ListTasks', { taskArns: ['a'] }],
      ['DescribeTasks', { tasks: [stop('arn:d:2', '2026-01-01T00:00:01Z', 9)] }],
    );
    expect(ecsService.health(observed).state).toBe('ready');
    expect(ecsService.trouble?.(observed)).toMatch(/rolled back.*web exited with 9/);
  });

  it('is gone when it is inactive, and going while it drains', () => {
    const gone = play(ecsService.observe(identity), [['DescribeServices', service({ status: 'INACTIVE' })]]);
    expect(gone.result).toBeUndefined();
    const draining = seen(service({ status: 'DRAINING' }, primary(1)), ['ListTasks', {}]);
    expect(ecsService.health(draining).state).toBe('progressing');
  });
});
