/** Updates that AWS takes and does not keep: an ECS deployment that its circuit breaker rolls back. */
import { expect, it } from 'vitest';
import type { JsonObject } from '../../lib/json.ts';
import { createWorld, type World, web } from './world.ts';

function application(image: string): JsonObject {
  return {
    apiVersion: 'core.oam.dev/v1beta1',
    kind: 'Application',
    metadata: { name: 'web', namespace: 'default' },
    spec: { components: [{ name: 'side', type: 'worker', properties: { image } }] },
  };
}
const updates = (world: World): number => world.aws.calls.filter(call => call.action === 'UpdateService').length;
const minute = 60_000;

it('is told with its reason, sent again less and less often, and at once when the application changes', async () => {
  const world = await createWorld();
  await world.apply(application('good'));
  await world.run();
  expect(await world.status(web)).toMatchObject({ status: 'running' });

  await world.apply(application('missing'));
  await world.run(10_000);
  const status = await world.status(web);
  expect(status).toMatchObject({ status: 'unhealthy' });
  expect(String(status.cause)).toMatch(/TaskDefinition and did not keep it: .*rolled back/);
  expect(updates(world)).toBe(1);

  await world.run(10 * minute);
  const soon = updates(world);
  await world.run(10 * minute);
  const later = updates(world) - soon;
  expect(soon).toBeGreaterThan(1);
  expect(later).toBeLessThan(soon);
  expect(later).toBeLessThanOrEqual(2);

  await world.apply(application('good'));
  await world.run(minute);
  expect(await world.status(web)).toMatchObject({ status: 'running' });
});

it('is sent at once where somebody asks for it', async () => {
  const world = await createWorld();
  await world.apply(application('good'));
  await world.run();
  await world.apply(application('missing'));
  await world.run(10_000);
  expect(await world.status(web)).toMatchObject({ status: 'unhealthy' });
  const before = updates(world);
  await world.wake(web, 'retry');
  await world.run(1000);
  expect(updates(world)).toBe(before + 1);
});
