/** The engine's rule 6, in a whole installation: whatever dies when, nothing is lost, made twice, or taken from others. */
import { expect, test } from 'vitest';
import { type JsonObject, objectOf } from '../../lib/json.ts';
import { fault } from '../doubles/aws.ts';
import { changes, hello, running, shape } from './running.ts';
import { createWorld, functions, start, web } from './world.ts';

test('rule 6: killed at any request, before or after it took effect, it ends in the same state and leaks nothing', async () => {
  const undisturbed = await createWorld();
  const empty = undisturbed.aws.listing();
  const from = undisturbed.steps();
  await running(undisturbed);
  const made = undisturbed.steps() - from;
  await undisturbed.remove(web);
  await undisturbed.run();
  const total = undisturbed.steps() - from;
  expect(undisturbed.aws.listing()).toEqual(empty);
  const whole = await createWorld();
  await running(whole);
  for (let step = 1; step <= total; step++) {
    for (const side of ['before', 'after'] as const) {
      const world = await createWorld();
      world.crashAt = { step: world.steps() + step, side };
      await world.apply(hello);
      await world.run();
      const where = `killed ${side} request ${step} of ${made}/${total}`;
      expect(await world.status(), where).toMatchObject({ status: 'running' });
      expect(shape(world.aws.listing()), where).toEqual(shape(whole.aws.listing()));
      await world.remove(web);
      await world.run();
      expect(world.aws.listing(), where).toEqual(empty);
      expect((await world.view()).desired, where).toBeUndefined();
    }
  }
}, 120_000);

test('rule 6: what exists and is not ours is refused and left alone', async () => {
  const world = await createWorld();
  await running(world);
  const group = world.aws.calls.find(call => call.action === 'CreateLogGroup');
  const other = await createWorld();
  await other.aws.send({
    service: 'cloudwatch-logs',
    action: 'CreateLogGroup',
    target: 'local',
    mutates: true,
    input: { logGroupName: String(group?.input.logGroupName), tags: { owner: 'somebody else' } },
  });
  const theirs = other.aws.listing();
  await other.apply(hello);
  await other.run(300_000);
  const status = await other.status();
  expect(status).toMatchObject({ status: 'workflowFailed' });
  expect(String(status.cause)).toContain(
    `AWS::Logs::LogGroup ${group?.input.logGroupName} exists already and does not belong to this application: choose another name, or delete it`,
  );
  await other.remove(web);
  await other.run();
  expect(other.aws.listing()).toEqual(theirs);
});

test('rule 6: what another application has is named with its owner', async () => {
  const world = await createWorld();
  await running(world);
  const group = String(world.aws.calls.find(call => call.action === 'CreateLogGroup')?.input.logGroupName);
  const other = await createWorld();
  const owner = { installation: 'test', namespace: 'blue', app: 'shop', component: 'cart' };
  const tags = Object.fromEntries(Object.entries(owner).map(([key, value]) => [`oam.dev/${key}`, value]));
  const input = { logGroupName: group, tags };
  await other.aws.send({
    service: 'cloudwatch-logs',
    action: 'CreateLogGroup',
    target: 'local',
    mutates: true,
    input,
  });
  await other.apply(hello);
  await other.run(300_000);
  expect(String((await other.status()).cause)).toContain(
    `${group} exists already and belongs to component cart of application shop in namespace blue of installation test: choose`,
  );
});

test('rule 6: A, B, A quickly ends in A with nothing left of B', async () => {
  const world = await createWorld();
  await running(world);
  const a = shape(world.aws.listing());
  await world.apply(functions({ hello: {}, other: {} }));
  await world.turn();
  await running(world);
  expect(shape(world.aws.listing())).toEqual(a);
});

test('rule 6: a late call of a dead holder is found by the second look', async () => {
  const world = await createWorld();
  await running(world);
  world.crashAt = { step: world.steps() + 3, side: 'after' };
  await world.apply(functions({ hello: { memory: 512 } }));
  await world.turn();
  world.crashAt = undefined;
  await world.run(95_000);
  expect(await world.status()).toMatchObject({ status: 'running' });
  const name = String(world.aws.calls.find(call => call.action === 'CreateFunction')?.input.FunctionName);
  const input = { FunctionName: name, MemorySize: 256 };
  await world.aws.send({
    service: 'lambda',
    action: 'UpdateFunctionConfiguration',
    target: 'local',
    mutates: true,
    input,
  });
  await world.run();
  const last = world.aws.calls.filter(call => call.action === 'UpdateFunctionConfiguration').at(-1);
  expect(last?.input).toMatchObject({ MemorySize: 512 });
});

test('rule 6: nothing is changed in the last seconds of a lease', async () => {
  const world = await createWorld({ settings: { waveMs: 1_000_000, waveCalls: 1_000 } });
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`c${i}`, {}]));
  const late: number[] = [];
  // Each call takes 3 s: one round of thirty components outlasts the lease of 90 s.
  world.aws.before = call => {
    if (call.mutates) late.push(world.clock.now - start);
    world.clock.now += 3_000;
  };
  await world.apply(functions(many));
  await world.turn();
  expect(late.length).toBeGreaterThan(20);
  expect(late.filter(time => time > 75_000)).toEqual([]);
  world.aws.before = undefined;
  await world.run();
  expect(await world.status()).toMatchObject({ status: 'running' });
});

/** The same log group, asked for by a definition under one id or another. */
function named(id: string, type: string): JsonObject {
  const properties = { LogGroupName: '${context.appName}-audit', RetentionInDays: 30 };
  return {
    apiVersion: 'core.oam.dev/v1beta1',
    kind: 'ComponentDefinition',
    metadata: { name: type, namespace: 'default' },
    spec: {
      workload: { type: 'resources' },
      schematic: {
        cel: { parameters: { type: 'object' }, resources: [{ id, type: 'AWS::Logs::LogGroup', properties }] },
      },
    },
  };
}

test('what another row stands for too is not removed with the old row', async () => {
  const world = await createWorld({ definitions: [named('group', 'audit'), named('log', 'audit-too')] });
  const app = (type: string): JsonObject => ({
    ...hello,
    spec: { components: [{ name: 'audit', type, properties: {} }] },
  });
  await running(world, app('audit'));
  const before = world.aws.calls.length;
  await running(world, app('audit-too'));
  expect(changes(world, before)).not.toContain('DeleteLogGroup');
  expect((await world.view()).rows).toHaveLength(1);
  await world.remove(web);
  await world.run();
  expect(changes(world, before)).toContain('DeleteLogGroup');
});

test('what was removed by hand and made again with a lost answer is found, not made a second time', async () => {
  const world = await createWorld();
  await running(world);
  const empty = (await createWorld()).aws.listing();
  const [route] = (await world.view()).rows.filter(row => row.type === 'AWS::ApiGatewayV2::Route');
  const input = objectOf(route?.identity);
  await world.aws.send({ service: 'apigatewayv2', action: 'DeleteRoute', target: 'local', mutates: true, input });
  let lost = 0;
  world.aws.after = call => {
    if (call.action === 'CreateRoute' && lost++ === 0) throw fault('TimeoutError', 504, 'no answer came');
  };
  world.clock.now += 60_000;
  await world.wake(web, 'sweep');
  await world.run(600_000);
  expect(lost).toBe(1);
  expect(await world.status()).toMatchObject({ status: 'running' });
  await world.remove(web);
  await world.run();
  expect(world.aws.listing()).toEqual(empty);
});
