/** An application's life in a whole installation under a virtual clock: it comes alive, changes, grows large, and lives where an emulator lacks something. */
import { expect, test } from 'vitest';
import { listOf, objectOf } from '../../lib/json.ts';
import { actions, changes, hello, running } from './running.ts';
import { code, createWorld, facts, functions, web } from './world.ts';

test('an application comes alive: URL, resources, conditions', async () => {
  const world = await createWorld();
  await running(world);
  const status = await world.status();
  expect(listOf(status.endpoints)).toHaveLength(1);
  expect(String(objectOf(listOf(status.endpoints)[0]).url)).toMatch(
    /^https:\/\/\w+\.execute-api\.us-east-1\.amazonaws\.com\/hello$/,
  );
  expect(listOf(status.appliedResources).every(one => objectOf(one).phase === 'Ready')).toBe(true);
  expect(status.latestRevision).toMatchObject({ name: 'web-v1', revision: 1 });
  expect(listOf(status.services)).toMatchObject([{ name: 'hello', healthy: true }]);
});

test('creating costs little more than one call a resource', async () => {
  const world = await createWorld();
  await running(world);
  const rows = (await world.view()).rows.length;
  // One wait read for the function, which Lambda makes asynchronously.
  expect(world.aws.calls.length).toBeLessThanOrEqual(rows * 1.2 + 1);
});

test('a component taken out goes with all its resources, the other stays untouched', async () => {
  const world = await createWorld();
  await running(world, functions({ one: {}, two: {} }));
  const before = world.aws.calls.length;
  await running(world, functions({ one: {} }));
  expect(changes(world, before).every(action => action.startsWith('Delete') || action === 'RemovePermission')).toBe(
    true,
  );
  expect(changes(world, before)).toContain('DeleteFunction');
});

test('one change of code is one publish and one move of the alias', async () => {
  const world = await createWorld();
  await running(world);
  const before = world.aws.calls.length;
  await running(world, functions({ hello: { memory: 256, code: { blob: code('new') } } }));
  expect(changes(world, before)).toEqual(['UpdateFunctionCode', 'UpdateAlias']);
  expect(actions(world, before).length).toBeLessThanOrEqual(5);
});

test('what the emulator lacks is planned and said, and the application runs', async () => {
  const world = await createWorld({ environment: { notEmulated: ['AWS::Logs'] } });
  await world.apply(hello);
  await world.run();
  // Everything that needs the log group is left out with it.
  const status = await world.status();
  expect(listOf(status.conditions)).toContainEqual(expect.objectContaining({ type: 'Emulated', status: 'False' }));
  expect(world.aws.calls.some(call => call.service === 'cloudwatch-logs')).toBe(false);
});

test('a row that was planned and never made is removed without a call', async () => {
  const world = await createWorld({ environment: { notEmulated: ['AWS::ApiGatewayV2'] } });
  await running(world);
  await world.remove(web);
  await world.run();
  expect(world.aws.calls.some(call => call.service === 'apigatewayv2')).toBe(false);
  expect((await world.view()).desired).toBeUndefined();
});

test('rows of a service that went away are removed without asking it', async () => {
  const world = await createWorld();
  await running(world);
  await world.store.install({
    environment: { target: 'local', facts: { ...facts, notEmulated: ['AWS::ApiGatewayV2'] } },
    access: [],
  });
  const before = world.aws.calls.length;
  await world.remove(web);
  await world.run();
  expect(world.aws.calls.slice(before).some(call => call.service === 'apigatewayv2')).toBe(false);
  expect((await world.view()).desired).toBeUndefined();
});

test('an application of more code than one request names comes alive', async () => {
  const world = await createWorld();
  const many = functions(Object.fromEntries(Array.from({ length: 110 }, (_, i) => [`c${i}`, {}])));
  await running(world, many);
  expect(await world.store.users(`blob#${code('c109')}`, 5)).toEqual([web]);
  await running(world, hello);
  expect(await world.store.users('TraitDefinition#lateen-system/gateway', 5)).toEqual([web]);
});
