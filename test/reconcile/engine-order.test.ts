/** The engine's rules 4 and 5, in a whole installation: nothing is asked without need, and everything has its turn. */
import { expect, test } from 'vitest';
import type { JsonObject } from '../../lib/json.ts';
import { changes, hello, running } from './running.ts';
import { createWorld, functions, web } from './world.ts';

test('rule 4: at the fixed point a reconcile makes no call; duplicates and touches cost nothing', async () => {
  const world = await createWorld();
  await running(world);
  const before = world.aws.calls.length;
  for (let i = 0; i < 3; i++) world.touch(web);
  await world.run();
  expect(world.aws.calls.length).toBe(before);
});

test('rule 5: what is needed is made first and removed last', async () => {
  const world = await createWorld();
  await running(world);
  const order = changes(world);
  expect(order.indexOf('CreateFunction')).toBeLessThan(order.indexOf('CreateAlias'));
  expect(order.indexOf('CreateApi')).toBeLessThan(order.indexOf('CreateIntegration'));
  expect(order.indexOf('CreateIntegration')).toBeLessThan(order.indexOf('CreateRoute'));
  const { items } = await world.store.events(web, { limit: 100 });
  expect(items.filter(event => event.type === 'Warning')).toEqual([]);
  const before = world.aws.calls.length;
  await world.remove(web);
  await world.run();
  const back = changes(world, before);
  expect(back.indexOf('DeleteRoute')).toBeLessThan(back.indexOf('DeleteIntegration'));
  expect(back.indexOf('DeleteIntegration')).toBeLessThan(back.indexOf('DeleteApi'));
  expect(back.indexOf('DeleteAlias')).toBeLessThan(back.indexOf('DeleteFunction'));
});

function withDomain(domain: string): JsonObject {
  return JSON.parse(JSON.stringify(hello).replace('"http":', `"domain":"${domain}","http":`));
}

test('rule 5: a new identity is live before the old one goes', async () => {
  const world = await createWorld();
  await running(world);
  const before = world.aws.calls.length;
  await running(world, withDomain('shop.example.com'));
  const order = changes(world, before);
  expect(order).toContain('DeleteApi');
  expect(order.indexOf('DeleteRoute')).toBeGreaterThan(order.indexOf('CreateRoute'));
  expect(order.indexOf('DeleteApi')).toBeGreaterThan(order.indexOf('CreateRoute'));
});

test('rule 4: a change of one component asks nothing about the other', async () => {
  const world = await createWorld();
  await running(world, functions({ one: {}, two: {} }));
  const before = world.aws.calls.length;
  await running(world, functions({ one: { memory: 512 }, two: {} }));
  const asked = world.aws.calls.slice(before).map(call => JSON.stringify(call.input));
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter(input => input.includes('web-two'))).toEqual([]);
});

test('rule 4: at the fixed point nothing is planned or written', async () => {
  const world = await createWorld();
  await running(world);
  const dump = JSON.stringify(world.store.dump());
  const before = world.steps();
  world.touch(web);
  await world.run();
  // acquire, load, catalog, release
  expect(world.steps() - before).toBe(4);
  expect(JSON.stringify(world.store.dump()).length).toBe(dump.length);
});

test('rule 5: what depends on another component waits until that is healthy', async () => {
  const world = await createWorld();
  const back: JsonObject = { name: 'back', type: 'worker', properties: { image: 'good' } };
  const front: JsonObject = { name: 'front', type: 'worker', properties: { image: 'good' }, dependsOn: ['back'] };
  await world.apply({
    apiVersion: 'core.oam.dev/v1beta1',
    kind: 'Application',
    metadata: { name: 'web', namespace: 'default' },
    spec: { components: [front, back] },
  });
  let early = 0;
  for (let turns = 0; turns < 200 && world.queue.length > 0; turns++) {
    world.clock.now = Math.max(world.clock.now, Math.min(...world.queue.map(one => one.at)));
    await world.turn();
    const { rows } = await world.view(web);
    const others = rows.filter(row => row.component === 'back');
    if (others.length > 0 && others.some(row => row.health !== 'ready')) {
      early++;
      expect(rows.filter(row => row.component === 'front')).toEqual([]);
    }
  }
  expect(early).toBeGreaterThan(0);
  expect(await world.status(web)).toMatchObject({ status: 'running' });
});
