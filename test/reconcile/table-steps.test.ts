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
  ['another attribute that expires', { ttl: 'until' }, { ttl: 'gone' }],
])('%s', async (_what, before, after) => {
  const world = await createWorld();
  await running(world, documentOf(before));
  await world.apply(documentOf(after));
  await world.run(10_000);
  // Taken for a refusal, a step would wait for the next look.
  expect(await world.status()).toMatchObject({ status: 'running' });
});
