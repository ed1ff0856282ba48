/** How a run of tasks ends: what counts as failed, what AWS has forgotten, what it did not start. */
import { describe, expect, it } from 'vitest';
import { task } from '../../../lib/aws/ecs/task.ts';
import type { JsonObject } from '../../../lib/json.ts';
import { play } from '../script.ts';

const desired = { Cluster: 'c', TaskDefinition: 'arn:d:1', Count: 2, Run: 'r' };
const one = { taskArn: 'arn:1', taskDefinitionArn: 'arn:d:1', lastStatus: 'RUNNING', containers: [{ name: 'main' }] };
const two = { ...one, taskArn: 'arn:2' };
const identity = { Cluster: 'c', TaskArns: ['arn:1', 'arn:2'], Wanted: 2 };

const stopped = (of: JsonObject, ...containers: JsonObject[]): JsonObject => ({
  ...of,
  lastStatus: 'STOPPED',
  stopCode: 'EssentialContainerExited',
  stoppedReason: 'Essential container in task exited',
  containers,
});
const definition = {
  taskDefinition: {
    containerDefinitions: [
      { name: 'main', essential: true },
      { name: 'side', essential: false },
    ],
  },
};

function seen(...script: Parameters<typeof play>[1]): JsonObject {
  const { result } = play(task.observe(identity), script);
  if (result === undefined) throw new Error('It is not there');
  return result;
}

describe('a run', () => {
  it('is done when every task ended well', () => {
    const both = { tasks: [stopped(one, { name: 'main', exitCode: 0 }), stopped(two, { name: 'main', exitCode: 0 })] };
    expect(task.health(seen(['DescribeTasks', both]))).toEqual({ state: 'ready', message: '' });
  });

  it('is not failed by a container that is not essential', () => {
    const both = [one, two].map(of => stopped(of, { name: 'main', exitCode: 0 }, { name: 'side', exitCode: 137 }));
    const observed = seen(['DescribeTasks', { tasks: both }], ['DescribeTaskDefinition', definition]);
    expect(task.health(observed).state).toBe('ready');
  });

  it('failed where an essential one ended badly, and says with what', () => {
    const bad = stopped(one, { name: 'main', exitCode: 7 });
    const observed = seen(['DescribeTasks', { tasks: [bad, two] }], ['DescribeTaskDefinition', definition]);
    expect(task.health(observed)).toMatchObject({ state: 'failed', message: expect.stringContaining('exited with 7') });
  });

  it('is known by the tasks it began with, though AWS describes only some of them yet', () => {
    const observed = seen(['DescribeTasks', { tasks: [two] }]);
    expect(task.identify(observed)).toEqual(identity);
    expect(task.health(observed).state).toBe('progressing');
    expect(play(task.observe(identity), [['DescribeTasks', { tasks: [] }]]).result).toBeUndefined();
  });

  it('that began in part failed, and keeps what began', () => {
    const { result } = play(task.create(desired, '', 'token', {}), [
      ['RunTask', { tasks: [one], failures: [{ reason: 'RESOURCE:CPU' }] }],
    ]);
    expect(task.identify(result)).toEqual({ Cluster: 'c', TaskArns: ['arn:1'], Wanted: 2 });
    expect(task.health(result)).toEqual({ state: 'failed', message: 'ECS started 1 of 2 tasks' });
    const found = play(task.find(desired, 'token'), [
      ['ListTasks', { taskArns: ['arn:1'] }],
      ['ListTasks', {}],
    ]).result;
    expect(found).toEqual({ Cluster: 'c', TaskArns: ['arn:1'], Wanted: 2 });
  });

  it('that began nowhere comes back later where capacity lacked, and is refused otherwise', () => {
    const verb = (reason: string) => () =>
      play(task.create(desired, '', 'token', {}), [['RunTask', { tasks: [], failures: [{ reason }] }]]);
    expect(verb('Capacity is unavailable at this time.')).toThrow(expect.objectContaining({ code: 'Unavailable' }));
    expect(verb('MISSING')).toThrow(expect.objectContaining({ code: 'Rejected' }));
  });

  describe('that EFS did not let in', () => {
    const stoppedReason =
      "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: b'mount.nfs4: access denied by server while mounting 127.0.0.1:/'";
    const out = (of: JsonObject): JsonObject => ({
      ...of,
      lastStatus: 'STOPPED',
      stopCode: 'TaskFailedToStart',
      stoppedReason,
    });
    const again = (observed: JsonObject, taskArn: string) =>
      play(task.update(task.identify(observed), desired, observed, ['TaskArns']), [
        ['RunTask', { tasks: [{ ...one, taskArn, lastStatus: 'PROVISIONING' }] }],
      ]);

    it('is started again, only the task that never began, and known when it is asked for twice', () => {
      const observed = seen(['DescribeTasks', { tasks: [out(one), two] }]);
      expect(task.health(observed).state).toBe('progressing');
      expect(task.diff(desired, undefined, observed)).toEqual(['TaskArns']);
      const { result, inputs } = again(observed, 'arn:3');
      expect(inputs).toMatchObject([{ count: 1, clientToken: 'arn:1', taskDefinition: 'arn:d:1' }]);
      expect(task.identify(result)).toEqual({ Cluster: 'c', TaskArns: ['arn:2', 'arn:3'], Wanted: 2, Again: 1 });
      expect(task.diff(desired, undefined, result)).toEqual([]);
    });

    it('is given up after five times each', () => {
      let arn = 'arn:1';
      let known: JsonObject = { Cluster: 'c', TaskArns: [arn], Wanted: 1 };
      for (let times = 0; times < 5; times++) {
        const { result = {} } = play(task.observe(known), [
          ['DescribeTasks', { tasks: [out({ ...one, taskArn: arn })] }],
        ]);
        expect(task.diff(desired, undefined, result)).toEqual(['TaskArns']);
        arn = `arn:next-${times}`;
        known = { ...(task.identify(again(result, arn).result) as JsonObject) };
      }
      const { result = {} } = play(task.observe(known), [
        ['DescribeTasks', { tasks: [out({ ...one, taskArn: arn })] }],
      ]);
      expect(task.diff(desired, undefined, result)).toEqual([]);
      expect(task.health(result)).toMatchObject({
        state: 'failed',
        message: expect.stringContaining('access denied by server'),
      });
    });

    it.each<[string, JsonObject]>([
      ['a container of it ran', { containers: [{ name: 'main', runtimeId: 'x' }] }],
      ['it began', { startedAt: '2026-01-01T00:00:00Z' }],
      ['something else kept it from starting', { stoppedReason: 'CannotPullContainerError: x' }],
    ])('is not started again where %s', (_why, more) => {
      const observed = seen(['DescribeTasks', { tasks: [{ ...out(one), ...more }, two] }]);
      expect(task.diff(desired, undefined, observed)).toEqual([]);
      expect(task.health(observed).state).toBe('failed');
    });
  });
});
