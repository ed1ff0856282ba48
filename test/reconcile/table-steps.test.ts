/** Tables whose changes take several steps: one update after the other, none of them taken for a refusal. */
import { expect, test } from 'vitest';
import type { JsonObject } from '../../lib/json.ts';
import { running } from './running.ts';
import { createWorld } from './world.ts';

const documentOf = (properties: JsonObject): JsonObject => ({
  apiVersion: 'core.oam.dev/v1beta1',
  kind: 'Application',
  metadata: { name: 'web', namespace: 'default' },
  spec: { components: [{ name: 'items', type: 'table', properties: { key: { id: 'string' }, ...properties } }] },
});

const index = (name: string, more: JsonObject = {}): JsonObject => ({ name, key: { [name]: 'string' }, ...more });

test.each([
  ['two indexes at once', {}, { indexes: [index('by-a'), index('by-b')] }],
  ['an index that differs', { indexes: [index('by-a')] }, { indexes: [index('by-a', { attributes: [] })] }],
  ['a stream that shows something else', { stream: 'new' }, { stream: 'keys' }],
  ['recovery on', {}, { pointInTimeRecovery: true }],
  ['recovery off', { pointInTimeRecovery: true }, {}],
  ['another attribute that expires', { ttl: 'until' }, { ttl: 'gone' }],
])('%s', async (_what, before, after) => {
  const world = await createWorld();
  await running(world, documentOf(before));
  await world.apply(documentOf(after));
  await world.run(10_000);
  // Taken for a refusal, a step would wait for the next look.
  expect(await world.status()).toMatchObject({ status: 'running' });
});

test('an index that takes long to fill is waited for, and the status says so', async () => {
  const settle = { ms: 0, reads: 0 };
  const world = await createWorld({ aws: { settle } });
  await running(world, documentOf({}));
  // Hours, however often it is looked at.
  Object.assign(settle, { ms: 7_200_000, reads: 1_000_000 });
  await world.apply(documentOf({ indexes: [index('by-a')] }));
  await world.run(3_600_000);
  const status = await world.status();
  expect(status).toMatchObject({ status: 'runningWorkflow' });
  expect(status.cause).toContain('DynamoDB fills the index by-a');
  await world.run(7_200_000);
  expect(await world.status()).toMatchObject({ status: 'running' });
});

test('a table that is busy with anything else keeps its deadline', async () => {
  const settle = { ms: 0, reads: 0 };
  const world = await createWorld({ aws: { settle } });
  await running(world, documentOf({}));
  Object.assign(settle, { ms: 7_200_000, reads: 1_000_000 });
  await world.apply(documentOf({ protect: true }));
  await world.run(3_600_000);
  expect(await world.status()).toMatchObject({ status: 'unhealthy' });
});
