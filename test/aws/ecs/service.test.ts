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

    it('has not failed while as many run as are wanted, however many stopped', () => {
      const observed = crashed(9);
      expect(ecsService.health(observed, start + 1).state).toBe('progressing');
      expect(ecsService.health(observed, start + 60_000).state).toBe('ready');
    });

    it('is not blamed for tasks of another definition, nor are their reasons its own', () => {
      const observed = crashed(3, 'arn:d:0');
      expect(ecsService.health(observed, start + 1).state).toBe('ready');
      const { message } = ecsService.health({ ...observed, DesiredCount: 3 }, start + 1);
      expect(message).toBe('2 of 3 tasks run');
    });

    it('is not blamed for what stopped before it was deployed anew', () => {
      const deployed = (createdAt: string): JsonObject =>
        seen(
          service({ runningCount: 2 }, { ...primary(2), createdAt }),
          ['ListTasks', { taskArns: ['stopped'] }],
          ['DescribeTasks', { tasks: [stop('arn:d:1', '2026-01-01T00:05:00Z', 7)] }],
          ...(createdAt > '2026-01-01T00:05'
            ? []
            : ([
                ['ListTasks', { taskArns: ['new'] }],
                ['DescribeTasks', { tasks: running.slice(0, 1) }],
              ] as const)),
        );
      expect(ecsService.health(deployed('2026-01-01T00:06:00Z'), start + 1)).toEqual({ state: 'ready', message: '' });
      expect(ecsService.health(deployed('2026-01-01T00:04:00Z'), start + 1).state).toBe('progressing');
    });

    it('is known by tasks on any page of its list', () => {
      const observed = seen(
        service({ runningCount: 2 }, primary(2)),
        ['ListTasks', { taskArns: ['other'], nextToken: 'more' }],
        ['DescribeTasks', { tasks: [stop('arn:d:0', '2026-01-01T00:09:00Z', 1)] }],
        ['ListTasks', { taskArns: ['own'] }],
        ['DescribeTasks', { tasks: [stop('arn:d:1', '2026-01-01T00:08:00Z', 7)] }],
        ['ListTasks', { taskArns: ['old'], nextToken: 'more' }],
        ['DescribeTasks', { tasks: running.slice(1) }],
        ['ListTasks', { taskArns: ['new'], nextToken: 'empty' }],
        ['DescribeTasks', { tasks: running.slice(0, 1) }],
        ['ListTasks', { taskArns: [] }],
      );
      expect(ecsService.health(observed, start + 59_999)).toMatchObject({
        state: 'progressing',
        message: expect.stringMatching(/; 1 stopped: .*exited with 7$/),
      });
    });

    it('is not asked after for ever where it is very large', () => {
      const page = [
        ['ListTasks', { taskArns: ['a'], nextToken: 'more' }],
        ['DescribeTasks', { tasks: [stop('arn:d:0', '2026-01-01T00:09:00Z', 1)] }],
      ] as const;
      expect(seen(service({}, primary(2)), ...Array.from({ length: 5 }, () => page).flat()).Stops).toBe(0);
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

  it.each([
    [50, 3, 'progressing'],
    [50, 24, 'progressing'],
    [50, 25, 'failed'],
    [5, 2, 'progressing'],
    [5, 3, 'failed'],
    [1000, 199, 'progressing'],
    [1000, 200, 'failed'],
  ])('of %i tasks, one of which is missing, is after %i stops %s', (wanted, count, state) => {
    const stops = Array.from({ length: count }, () => stop('arn:d:1', '2026-01-01T00:00:00Z', 1));
    const observed = seen(
      service({ desiredCount: wanted, runningCount: wanted - 1 }, primary(wanted - 1)),
      ['ListTasks', { taskArns: ['a'] }],
      ['DescribeTasks', { tasks: stops }],
    );
    expect(ecsService.health(observed).state).toBe(state);
  });

  it('counts no stops of an earlier task definition against the newest one', () => {
    const stops = [1, 2, 3].map(n => stop('arn:d:0', `2026-01-01T00:00:0${n}Z`, n));
    const observed = seen(
      service({}, primary(1, 'IN_PROGRESS')),
      ['ListTasks', { taskArns: ['a', 'b', 'c'] }],
      ['DescribeTasks', { tasks: stops }],
    );
    expect(ecsService.health(observed)).toEqual({ state: 'progressing', message: '1 of 2 tasks run' });
  });

  describe('with a deployment that failed', () => {
    const failed: JsonObject = {
      status: 'ACTIVE',
      rolloutState: 'FAILED',
      rolloutStateReason: 'tasks failed to start',
      taskDefinition: 'arn:d:2',
      createdAt: '2026-01-01T00:00:00Z',
    };
    const tasks = [
      ['ListTasks', { taskArns: ['a', 'b', 'c'] }],
      [
        'DescribeTasks',
        {
          tasks: [
            stop('arn:d:2', '2026-01-01T00:00:01Z', 9),
            stop('arn:d:1', '2026-01-01T00:00:02Z', 3),
            stop('arn:d:0', '2026-01-01T00:00:03Z', 4),
          ],
        },
      ],
    ] as const;

    it('says why those of its task definition stopped, not others', () => {
      const back = { ...primary(1, 'IN_PROGRESS'), createdAt: '2026-01-01T00:01:00Z' };
      const observed = seen(
        service(
          {},
          { ...back, rolloutStateReason: 'ECS deployment circuit breaker: rolling back to deploymentId x.' },
          failed,
        ),
        ...tasks,
      );
      const { state, message } = ecsService.health(observed);
      expect(state).toBe('failed');
      expect(message).toMatch(/web exited with 9 \(tasks failed to start\)$/);
      const older = seen(
        service({}, { ...primary(1, 'IN_PROGRESS'), createdAt: '2025-12-31T00:00:00Z' }, failed),
        ...tasks,
      );
      expect(ecsService.health(older).message).toBe(message);
    });

    it('is past that once an update comes after it', () => {
      const update = { ...primary(0, 'IN_PROGRESS'), createdAt: '2026-01-01T00:01:00Z' };
      const observed = seen(
        service({}, update, failed),
        ['ListTasks', { taskArns: ['a'] }],
        ['DescribeTasks', { tasks: [stop('arn:d:2', '2026-01-01T00:00:01Z', 9)] }],
      );
      expect(ecsService.health(observed)).toEqual({ state: 'progressing', message: '0 of 2 tasks run' });
    });
  });

  it('that was rolled back is healthy, and tells why the update was not kept', () => {
    const events = [{ message: '(service s) rolled back to deployment x.' }];
    const observed = seen(
      service({ events, runningCount: 2 }, primary(2)),
      ['ListTasks', { taskArns: ['a', 'b'] }],
      // A later crash of what ECS went back to has nothing to do with it.
      [
        'DescribeTasks',
        { tasks: [stop('arn:d:1', '2026-01-01T00:00:02Z', 3), stop('arn:d:2', '2026-01-01T00:00:01Z', 9)] },
      ],
      ['ListTasks', { taskArns: ['c'] }],
      ['DescribeTasks', { tasks: [{ startedAt: '2026-01-01T00:00:03Z' }] }],
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
