/** The engine's rules 7, 10, 11 and 12, in a whole installation: what is tried again, how fast, how long, and what is given up. */
import { describe, expect, test } from 'vitest';
import { listOf, objectOf } from '../../lib/json.ts';
import { denied, fault } from '../doubles/aws.ts';
import { hello, running, shape } from './running.ts';
import { code, createWorld, functions, start, web } from './world.ts';

test('rule 7: a throttle or a conflict at any call comes back by a wake and ends well', async () => {
  const calm = await createWorld();
  await running(calm);
  const faults = [
    fault('TooManyRequestsException', 429, 'Rate Exceeded.'),
    fault(
      'ResourceConflictException',
      409,
      'The operation cannot be performed at this time. An update is in progress for resource',
    ),
  ];
  for (let nth = 1; nth <= calm.aws.calls.length; nth++) {
    const service = calm.aws.calls[nth - 1]?.service;
    for (const error of service === 'lambda' ? faults : faults.slice(0, 1)) {
      const world = await createWorld();
      world.aws.before = (_call, n) => {
        if (n === nth) throw error;
      };
      await world.apply(hello);
      await world.run();
      expect(await world.status(), `${error.message} at call ${nth}`).toMatchObject({ status: 'running' });
      expect(shape(world.aws.listing())).toEqual(shape(calm.aws.listing()));
    }
  }
}, 60_000);

test('rule 10: a large application does not starve a small one', async () => {
  const world = await createWorld();
  const many = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`c${i}`, {}]));
  await world.apply(functions(many, 'large'));
  await world.turn();
  await world.apply(hello);
  await world.run(4_000);
  expect(await world.status()).toMatchObject({ status: 'running' });
  expect(await world.status({ namespace: 'default', name: 'large' })).not.toMatchObject({ status: 'running' });
  await world.run();
  expect(await world.status({ namespace: 'default', name: 'large' })).toMatchObject({ status: 'running' });
}, 30_000);

test('rule 11: a missed deadline ends with the cause and the next step; retry tries at once', async () => {
  const world = await createWorld();
  world.aws.before = call => {
    if (call.action === 'CreateIntegration') throw fault('ServiceUnavailableException', 503, 'try later');
  };
  await world.apply(hello);
  await world.run(60_000);
  const waiting = await world.status();
  expect(waiting).toMatchObject({ status: 'runningWorkflow' });
  // Two minutes from when the integration's turn came.
  const limit = Date.parse(String(waiting.deadline)) - start;
  expect(limit).toBeGreaterThanOrEqual(120_000);
  expect(limit).toBeLessThanOrEqual(125_000);
  await world.run(120_000);
  const failed = await world.status();
  expect(failed).toMatchObject({ status: 'workflowFailed' });
  expect(String(failed.cause)).toContain('try later');
  expect(String(failed.next)).toContain('tried again');
  expect(failed.deadline).toBeUndefined();
  world.aws.before = undefined;
  await world.wake(web, 'retry');
  await world.turn();
  await world.run(5_000);
  expect(await world.status()).toMatchObject({ status: 'running' });
});

test('rule 11: after it ran once, a missed deadline is unhealthy', async () => {
  const world = await createWorld();
  await running(world);
  world.aws.before = call => {
    if (call.action === 'UpdateFunctionCode') throw fault('ServiceException', 500, 'broken');
  };
  await world.apply(functions({ hello: { memory: 256, code: { blob: code('other') } } }));
  await world.run(200_000);
  expect(await world.status()).toMatchObject({ status: 'unhealthy' });
});

test('what one component lacks is not said of the others', async () => {
  const world = await createWorld();
  world.aws.before = call => {
    if (call.action === 'CreateFunction' && JSON.stringify(call).includes('-ill-')) throw denied('lambda', call.action);
  };
  await world.apply(functions({ ill: {}, well: {} }));
  await world.run(200_000);
  const status = await world.status();
  expect(status.status).toBe('workflowFailed');
  expect(status.services).toMatchObject([
    { name: 'ill', healthy: false },
    { name: 'well', healthy: true, message: 'Ready' },
  ]);
});

test('rule 12: an application whose reconcile keeps throwing is buried with uid and error, and acknowledged', async () => {
  const world = await createWorld({ environment: { installation: 'lateen-test' } });
  await world.apply(hello);
  const load = world.store.catalog;
  world.store.catalog = () => Promise.reject(new Error('the table is gone'));
  await world.run();
  expect(world.letters).toMatchObject([
    { app: { namespace: 'default', name: 'web' }, generation: 1, error: 'the table is gone' },
  ]);
  expect(world.queue).toEqual([]);
  world.store.catalog = load;
});

test('rule 7: a throttle is tried again within seconds', async () => {
  const world = await createWorld();
  let thrown = 0;
  world.aws.before = call => {
    if (call.action === 'CreateApi' && thrown++ < 2) throw fault('TooManyRequestsException', 429, 'Rate Exceeded.');
  };
  await world.apply(hello);
  await world.turn();
  expect(thrown).toBe(1);
  await world.run(10_000);
  expect(thrown).toBe(3);
  expect(await world.status()).toMatchObject({ status: 'running' });
  expect(world.clock.now - start).toBeGreaterThanOrEqual(3_000);
});

test('rule 10: a wave ends after its budget of calls', async () => {
  const world = await createWorld();
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`c${i}`, {}]));
  await world.apply(functions(many));
  await world.turn();
  expect(world.aws.calls.length).toBeGreaterThan(40);
  // The last verbs of a wave may need a call or two more than was counted for them.
  expect(world.aws.calls.length).toBeLessThan(90);
});

test('rule 10: calls keep to the quotas of the account', async () => {
  const world = await createWorld();
  const many = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`c${i}`, {}]));
  await running(world, functions(many));
  const functionsMade = world.aws.calls.filter(call => call.service === 'lambda' && call.mutates).length;
  expect(functionsMade).toBeGreaterThan(100);
  // 30 at once, then 15 a second.
  expect(world.clock.now - start).toBeGreaterThanOrEqual(((functionsMade - 30) / 15) * 1000);
});

test('rule 11: each has its own time, counted from when its turn came', async () => {
  const world = await createWorld({ aws: { settle: { ms: 40_000, reads: 1_000 } } });
  const chain = functions(Object.fromEntries(Array.from({ length: 5 }, (_, i) => [`c${i}`, {}])));
  const spec = objectOf(chain.spec);
  const components = listOf(spec.components).map((one, i) => ({
    ...objectOf(one),
    ...(i === 0 ? {} : { dependsOn: [`c${i - 1}`] }),
  }));
  await world.apply({ ...chain, spec: { components } });
  await world.run();
  expect(await world.status()).toMatchObject({ status: 'running' });
  expect(world.clock.now - start).toBeGreaterThan(200_000);
  const { items } = await world.store.events(web, { limit: 100 });
  expect(items.filter(event => event.type === 'Warning')).toEqual([]);
});

describe('rule 11: retry gives what AWS is still at its time again', () => {
  test('on the first rollout', async () => {
    const world = await createWorld({ aws: { settle: { ms: 200_000, reads: 1_000 } } });
    await world.apply(hello);
    await world.run(150_000);
    const failed = await world.status();
    expect(failed).toMatchObject({ status: 'workflowFailed' });
    expect(failed.deadline).toBeUndefined();
    await world.wake(web, 'retry');
    await world.turn();
    const again = await world.status();
    expect(again).toMatchObject({ status: 'runningWorkflow' });
    expect(Date.parse(String(again.deadline)) - world.clock.now).toBeGreaterThan(115_000);
    await world.run(100_000);
    expect(await world.status()).toMatchObject({ status: 'running' });
  });

  test('and no longer than that', async () => {
    const world = await createWorld({ aws: { settle: { ms: 3_600_000, reads: 1_000 } } });
    await world.apply(hello);
    await world.run(150_000);
    await world.wake(web, 'retry');
    await world.run(150_000);
    const failed = await world.status();
    expect(failed).toMatchObject({ status: 'workflowFailed' });
    expect(failed.deadline).toBeUndefined();
  });

  test('in a deletion', async () => {
    const world = await createWorld();
    await running(world);
    world.aws.before = call => {
      if (call.action === 'DeleteFunction') throw fault('ServiceException', 500, 'broken');
    };
    await world.remove(web);
    await world.run(2_000_000);
    expect((await world.status()).deadline).toBeUndefined();
    await world.wake(web, 'retry');
    await world.turn();
    const again = await world.status();
    expect(again).toMatchObject({ status: 'deleting' });
    expect(Date.parse(String(again.deadline)) - world.clock.now).toBeGreaterThan(1_790_000);
    expect(String(again.next)).toContain('takes longer than 30 minutes');
  });
});
