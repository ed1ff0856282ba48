/** What passes by itself, and what takes too long: looks that fail for a while, deletions that do not end. */
import { expect, it } from 'vitest';
import { throttled } from '../doubles/aws.ts';
import { createWorld, functions, web } from './world.ts';

const minute = 60_000;

it('is well while a look at it is throttled, and unwell when that does not end', async () => {
  const world = await createWorld();
  await world.apply(functions({ hello: {} }));
  await world.run();
  expect(await world.status(web)).toMatchObject({ status: 'running' });
  world.aws.before = call => {
    if (call.action === 'GetFunction') throw throttled('lambda');
  };
  world.clock.now += 60_000;
  await world.wake(web, 'sweep');
  await world.run(minute);
  const status = await world.status(web);
  expect(status).toMatchObject({ status: 'running' });
  expect(status.services).toMatchObject([{ healthy: true }]);
  await world.run(5 * minute);
  expect(await world.status(web)).toMatchObject({
    status: 'unhealthy',
    cause: expect.stringContaining('Rate Exceeded'),
  });
  world.aws.before = undefined;
  await world.run(5 * minute);
  expect(await world.status(web)).toMatchObject({ status: 'running' });
});

it('says when a deletion takes too long, and goes on with it', async () => {
  const world = await createWorld();
  const empty = world.aws.listing();
  await world.apply(functions({ hello: {} }));
  await world.run();
  world.aws.before = call => {
    if (call.action === 'DeleteFunction') throw throttled('lambda');
  };
  await world.remove(web);
  await world.run(10 * minute);
  const soon = await world.status(web);
  expect(soon.conditions).toContainEqual(expect.objectContaining({ type: 'Ready', reason: 'Deleting' }));
  await world.run(40 * minute);
  const late = await world.status(web);
  expect(late).toMatchObject({ status: 'deleting', next: expect.stringContaining('30 minutes') });
  expect(late.conditions).toContainEqual(expect.objectContaining({ type: 'Ready', reason: 'DeletionTimedOut' }));
  world.aws.before = undefined;
  await world.run(90 * minute);
  expect(world.aws.listing()).toEqual(empty);
});
