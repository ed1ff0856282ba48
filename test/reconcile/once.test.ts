/** One-shot work under the engine: it runs once, whatever happens around it. */
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../lib/json.ts';
import { createWorld, type World, web } from './world.ts';

function application(...components: JsonObject[]): JsonObject {
  return {
    apiVersion: 'core.oam.dev/v1beta1',
    kind: 'Application',
    metadata: { name: 'web', namespace: 'default' },
    spec: { components },
  };
}
const task = (image: string, more: JsonObject = {}): JsonObject => ({
  name: 'job',
  type: 'task',
  properties: { image, ...more },
});
const worker: JsonObject = { name: 'side', type: 'worker', properties: { image: 'good' } };

const runs = (world: World): number => world.aws.calls.filter(call => call.action === 'RunTask').length;
const running = async (world: World): Promise<void> =>
  expect(await world.status(web), JSON.stringify((await world.status(web)).cause)).toMatchObject({ status: 'running' });

describe('a task', () => {
  it('runs once, and is not even looked at by sweeps', async () => {
    const world = await createWorld();
    await world.apply(application(task('good')));
    await world.run();
    await running(world);
    const before = world.aws.calls.length;
    world.clock.now += 60_000;
    await world.wake(web, 'sweep');
    await world.run();
    const asked = world.aws.calls.slice(before).map(call => call.action);
    // The rest of it was looked at.
    expect(asked).toContain('DescribeTaskDefinition');
    expect(asked).not.toContain('DescribeTasks');
    expect(runs(world)).toBe(1);
  });

  it('runs again when it changed, and not when it comes back to what ran', async () => {
    const world = await createWorld();
    for (const image of ['good', 'better', 'good']) {
      await world.apply(application(task(image)));
      await world.run();
      await running(world);
    }
    expect(runs(world)).toBe(2);
    await world.apply(application(worker));
    await world.run();
    await world.apply(application(task('good'), worker));
    await world.run();
    await running(world);
    expect(runs(world)).toBe(2);
  });

  it('is remembered a few times beside what is named, and forgotten without a call', async () => {
    const world = await createWorld();
    for (let i = 0; i < 9; i++) {
      await world.apply(application(task(`image${i}`)));
      await world.run();
      world.clock.now += 1000;
    }
    await running(world);
    const done = (await world.view(web)).rows.filter(row => row.type === 'Lateen::ECS::Task');
    expect(done.map(row => row.phase)).toEqual(Array.from({ length: 6 }, () => 'done'));
    const before = runs(world);
    await world.apply(application(task('image7')));
    await world.run();
    expect(runs(world)).toBe(before);
    await world.apply(application(task('image0')));
    await world.run();
    expect(runs(world)).toBe(before + 1);
    expect(world.aws.calls.map(call => call.action)).not.toContain('StopTask');
  });

  it('goes with its application, without a call for what is done', async () => {
    const world = await createWorld();
    const empty = world.aws.listing();
    await world.apply(application(task('good')));
    await world.run();
    const before = world.aws.calls.length;
    await world.remove(web);
    await world.run();
    expect(world.aws.listing()).toEqual(empty);
    expect(world.aws.calls.slice(before).map(call => call.action)).not.toContain('StopTask');
    expect(await world.store.get([{ kind: 'Application', ...web }])).toEqual([]);
  });

  it('that failed stays failed until somebody asks for it, and then runs as another run', async () => {
    const world = await createWorld();
    await world.apply(application(task('fails', { count: 2 })));
    await world.run();
    const status = await world.status(web);
    expect(status).toMatchObject({ status: 'workflowFailed', next: expect.stringContaining('lateen retry') });
    expect(String(status.cause)).toContain('exited with 1');
    world.clock.now += 60_000;
    await world.wake(web, 'sweep');
    await world.run();
    expect(runs(world)).toBe(1);
    await world.wake(web, 'retry');
    await world.run();
    const tokens = world.aws.calls
      .filter(call => call.action === 'RunTask')
      .map(call => (call.input as JsonObject).clientToken);
    expect(tokens).toHaveLength(2);
    expect(new Set(tokens).size).toBe(2);
    // What was left of the old run was stopped before the new one began.
    const order = world.aws.calls.map(call => call.action).filter(action => /^(RunTask|StopTask)$/.test(action));
    expect(order).toEqual(['RunTask', 'StopTask', 'StopTask', 'RunTask']);
    expect(await world.status(web)).toMatchObject({ status: 'workflowFailed' });
  });

  it.each(['before', 'after'] as const)('is run once though the process dies %s any request', async side => {
    const calm = await createWorld();
    await calm.apply(application(task('good')));
    await calm.run();
    const steps = calm.steps();
    for (let step = 1; step <= steps; step++) {
      const world = await createWorld();
      world.crashAt = { step, side };
      await world.apply(application(task('good')));
      await world.run();
      await running(world);
      const made = Object.keys(world.aws.snapshot().tasks);
      expect(made, `died ${side} step ${step}`).toHaveLength(1);
    }
  });
});
