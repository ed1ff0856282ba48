/** The engine's rules 2, 3 and 8, in a whole installation: what is reset, what counts as drift, and what is left to others. */
import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../lib/json.ts';
import { actions, changes, hello, running } from './running.ts';
import { createWorld, functions, start, web } from './world.ts';

test('rule 2: removing a property resets it to the default of the service', async () => {
  const world = await createWorld();
  await running(world);
  await running(world, functions({ hello: {} }));
  const update = world.aws.calls.filter(call => call.action === 'UpdateFunctionConfiguration').at(-1);
  expect(update?.input).toMatchObject({ MemorySize: 128 });
});

test('rule 2: what an interrupted create set is reset when it is taken out meanwhile', async () => {
  const calm = await createWorld();
  await running(calm);
  const from = calm.aws.calls.findIndex(call => call.action === 'CreateFunction');
  const world = await createWorld();
  world.aws.after = (_call, nth) => {
    if (nth === from + 1) world.crashAt = { step: world.steps(), side: 'after' };
  };
  await world.apply(hello);
  await world.turn();
  world.aws.after = undefined;
  await running(world, functions({ hello: {} }));
  const update = world.aws.calls.filter(call => call.action === 'UpdateFunctionConfiguration').at(-1);
  expect(update?.input).toMatchObject({ MemorySize: 128 });
});

test('rule 3: a sweep after a create finds no drift', async () => {
  const world = await createWorld();
  await running(world);
  const before = world.aws.calls.length;
  world.clock.now += 60_000;
  await world.wake(web, 'sweep');
  await world.run();
  expect(actions(world, before).length).toBeGreaterThanOrEqual(7);
  expect(changes(world, before)).toEqual([]);
});

test('a sweep that takes several waves looks at everything', async () => {
  const world = await createWorld();
  await running(world, functions(Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`c${i}`, {}]))));
  const rows = (await world.view()).rows.length;
  expect(rows).toBeGreaterThan(150);
  const before = world.aws.calls.length;
  world.clock.now += 60_000;
  await world.wake(web, 'sweep');
  await world.run();
  expect(actions(world, before).length).toBeGreaterThanOrEqual(rows);
  expect((await world.view()).rows.every(row => row.seen > start + 60_000)).toBe(true);
});

test('a sweep repairs what was changed or removed by hand', async () => {
  const world = await createWorld();
  await running(world);
  const created = world.aws.calls.find(call => call.action === 'CreateFunction');
  const name = String(created?.input.FunctionName);
  await world.aws.send({
    service: 'cloudwatch-logs',
    action: 'DeleteLogGroup',
    target: 'local',
    mutates: true,
    input: { logGroupName: String(world.aws.calls.find(call => call.action === 'CreateLogGroup')?.input.logGroupName) },
  });
  await world.aws.send({
    service: 'lambda',
    action: 'UpdateFunctionConfiguration',
    target: 'local',
    mutates: true,
    input: { FunctionName: name, MemorySize: 1024 },
  });
  world.clock.now += 60_000;
  const before = world.aws.calls.length;
  await world.wake(web, 'sweep');
  await world.run();
  expect(changes(world, before)).toContain('CreateLogGroup');
  expect(
    world.aws.calls.slice(before).find(call => call.action === 'UpdateFunctionConfiguration')?.input,
  ).toMatchObject({
    MemorySize: 256,
  });
  expect(await world.status()).toMatchObject({ status: 'running' });
});

/** A component that makes a log group whose retention is only sent when it is made: others own it afterwards. */
const handedOver: JsonObject = {
  apiVersion: 'core.oam.dev/v1beta1',
  kind: 'ComponentDefinition',
  metadata: { name: 'handed-over', namespace: 'default' },
  spec: {
    workload: { type: 'resources' },
    schematic: {
      cel: {
        parameters: {
          type: 'object',
          properties: { days: { type: 'integer' }, owner: { type: 'string', default: 'us' } },
        },
        resources: [
          {
            id: 'group',
            type: 'AWS::Logs::LogGroup',
            properties: {
              RetentionInDays: { $initial: '${parameter.days}' },
              Tags: [{ Key: 'owner', Value: '${parameter.owner}' }],
            },
          },
        ],
      },
    },
  },
};

test('rule 8: what others own after the create is neither sent again nor reset', async () => {
  const world = await createWorld({ definitions: [handedOver] });
  const app = (properties: JsonObject): JsonObject => ({
    apiVersion: 'core.oam.dev/v1beta1',
    kind: 'Application',
    metadata: { name: 'web', namespace: 'default' },
    spec: { components: [{ name: 'audit', type: 'handed-over', properties }] },
  });
  await running(world, app({ days: 30 }));
  const sent = (): Json[] =>
    world.aws.calls
      .filter(call => call.action === 'PutRetentionPolicy')
      .map(call => call.input.retentionInDays ?? null);
  expect(sent()).toEqual([30]);
  const group = String(world.aws.calls.find(call => call.action === 'CreateLogGroup')?.input.logGroupName);
  const input = { logGroupName: group, retentionInDays: 90 };
  await world.aws.send({
    service: 'cloudwatch-logs',
    action: 'PutRetentionPolicy',
    target: 'local',
    mutates: true,
    input,
  });
  await running(world, app({ days: 60, owner: 'them' }));
  world.clock.now += 60_000;
  await world.wake(web, 'sweep');
  await world.run();
  expect(sent()).toEqual([30, 90]);
  expect(JSON.stringify(world.aws.listing())).toContain('them');
});

test('a sweep comes to its end, whatever events come while it looks', async () => {
  const world = await createWorld({ settings: { waveCalls: 3 } });
  await running(world);
  const { rows } = await world.view(web);
  const before = world.aws.calls.length;
  world.clock.now += 60_000;
  let events = 0;
  world.aws.before = () => {
    world.clock.now += 4000;
    if (events++ < 500)
      void world.store.storeWake(web, { id: `event ${events}`, at: world.clock.now, because: 'an event' });
  };
  await world.wake(web, 'sweep');
  await world.run();
  expect(world.aws.calls.length - before).toBeLessThan(2 * rows.length);
  const swept = (await world.view(web)).rows.filter(row => row.phase === 'live' && row.seen < start + 60_000);
  expect(swept).toEqual([]);
});
