/** What AWS gave up begins anew for somebody who mended what was wrong outside and asks to try again. */
import { expect, it } from 'vitest';
import type { JsonObject } from '../../lib/json.ts';
import { createWorld, type World, web } from './world.ts';

const application: JsonObject = {
  apiVersion: 'core.oam.dev/v1beta1',
  kind: 'Application',
  metadata: { name: 'web', namespace: 'default' },
  spec: { components: [{ name: 'side', type: 'worker', properties: { image: 'missing:1' } }] },
};
const minute = 60_000;
const forced = (world: World): number =>
  world.aws.calls.filter(({ action, input }) => action === 'UpdateService' && JSON.stringify(input).includes('force'))
    .length;

async function failedWorld(built: Set<string>): Promise<World> {
  const world = await createWorld({ aws: { built } });
  await world.apply(application);
  await world.run(10 * minute);
  expect(await world.status(web)).toMatchObject({ status: 'workflowFailed' });
  return world;
}

it('retry deploys a service anew whose image is there now, once', async () => {
  const built = new Set<string>();
  const world = await failedWorld(built);
  built.add('missing:1');
  // Nothing but a new deployment helps: neither time nor a sweep.
  await world.wake(web, 'sweep');
  await world.run(minute);
  expect(await world.status(web)).toMatchObject({ status: 'workflowFailed' });
  expect(forced(world)).toBe(0);

  await world.wake(web, 'retry');
  await world.run(minute);
  expect(await world.status(web)).toMatchObject({ status: 'running' });
  expect(forced(world)).toBe(1);
  await world.wake(web, 'retry');
  await world.run(minute);
  expect(forced(world)).toBe(1);
});

it('one retry is one deployment, also where it fails again', async () => {
  const world = await failedWorld(new Set());
  await world.wake(web, 'retry');
  await world.run(10 * minute);
  expect(await world.status(web)).toMatchObject({ status: 'workflowFailed' });
  expect(forced(world)).toBe(1);
});

it('a retry that died after its deployment began begins no other', async () => {
  const built = new Set<string>();
  const world = await failedWorld(built);
  built.add('missing:1');
  await world.wake(web, 'retry');
  let died = false;
  world.aws.after = ({ action }) => {
    if (action !== 'UpdateService' || died) return;
    died = true;
    world.crashAt = { step: world.steps() + 1, side: 'before' };
  };
  await world.run(30 * minute);
  expect(died).toBe(true);
  expect(await world.status(web)).toMatchObject({ status: 'running' });
  expect(forced(world)).toBe(1);
});
