/** What becomes of an application when the store, the queue or the engine itself fails: the next look comes soon, and nobody is left in the dark. */
import { describe, expect, it } from 'vitest';
import { OamError } from '../../lib/errors.ts';
import { type Deliveries, dispatch } from '../../lib/reconcile/dispatch.ts';
import { denied } from '../doubles/aws.ts';
import { createWorld, functions, type World, web } from './world.ts';

const unavailable = (): never => {
  throw new OamError('Unavailable', 'the table is not to be reached');
};

/** Refuses the n-th request of that name. */
function refuse(world: World, name: string, nth = 1): void {
  let seen = 0;
  world.refuse = request => {
    if (request === name && ++seen === nth) unavailable();
  };
}

describe('a request to the store that fails', () => {
  it.each(['load', 'catalog', 'intend', 'settle', 'report', 'release'])(
    '%s: the next look comes at once, not when the lease ends',
    async name => {
      const world = await createWorld();
      const start = world.clock.now;
      await world.apply(functions({ hello: {} }));
      refuse(world, name);
      await world.run();
      expect(await world.status(web)).toMatchObject({ status: 'running' });
      expect(world.clock.now - start).toBeLessThan(30_000);
      expect(world.letters).toEqual([]);
    },
  );

  it('leaves the wake that stood to its message', async () => {
    const world = await createWorld();
    await world.apply(functions({ hello: {} }));
    await world.run();
    await world.wake(web, 'sweep');
    await world.wake(web, 'sweep');
    refuse(world, 'settle');
    const before = (await world.view(web)).wake;
    await world.turn();
    const stored = (await world.view(web)).wake;
    expect(stored?.id).toBe(before?.id);
    await world.run();
    expect((await world.view(web)).wake).toBeUndefined();
    expect(await world.status(web)).toMatchObject({ status: 'running' });
  });
});

it('a queue that does not take one application keeps nobody else from being looked at', async () => {
  const world = await createWorld();
  const seen: string[] = [];
  const deliveries: Deliveries = {
    stands: async () => true,
    again: async ({ app }) => {
      seen.push(app.name);
      unavailable();
    },
    bury: async () => {},
    log: () => {},
  };
  const names = Array.from({ length: 12 }, (_, i) => `app${i}`);
  const all = names.map(name => ({ app: { namespace: 'default', name }, wake: undefined, attempt: 0 }));
  world.refuse = request => {
    if (request === 'load') unavailable();
  };
  await expect(dispatch(world.engine, deliveries, all)).rejects.toThrow('the table is not to be reached');
  expect(seen.sort()).toEqual([...names].sort());
});

describe('an application that is given up', () => {
  const broken = async (): Promise<World> => {
    const world = await createWorld();
    await world.apply(functions({ hello: {} }));
    world.refuse = request => {
      if (request === 'catalog') throw new TypeError('nobody thought of this');
    };
    await world.run(600_000);
    return world;
  };

  it('says why, and what comes next', async () => {
    const world = await broken();
    expect(world.letters).toMatchObject([
      { app: web, generation: 1, error: expect.stringContaining('nobody thought') },
    ]);
    expect(await world.status(web)).toMatchObject({
      status: 'workflowFailed',
      cause: expect.stringContaining('nobody thought of this'),
      next: expect.stringContaining('lateen retry'),
    });
  });

  it('has one letter for each generation, and none of it is left when a wave ends well', async () => {
    const world = await broken();
    await world.wake(web, 'sweep');
    await world.run(600_000);
    expect(world.letters).toHaveLength(1);
    await world.apply(functions({ hello: { memory: 256 } }));
    await world.run(600_000);
    expect(world.letters).toHaveLength(2);
    world.refuse = undefined;
    await world.wake(web, 'retry');
    await world.run();
    const status = await world.status(web);
    expect(status).toMatchObject({ status: 'running' });
    expect(status.cause).toBeUndefined();
  });
});

it('retry reaches what failed however many waves that takes', async () => {
  const world = await createWorld({ settings: { waveCalls: 12 } });
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`f${i}`, {}]));
  world.aws.before = call => {
    if (call.action === 'CreateLogGroup') throw denied('cloudwatch-logs', 'logs:CreateLogGroup');
  };
  await world.apply(functions(many));
  await world.run(4 * 3_600_000);
  world.aws.before = undefined;
  world.clock.now += 1000;
  await world.wake(web, 'retry');
  await world.run(10 * 60_000);
  expect(await world.status(web)).toMatchObject({ status: 'running' });
});

it('what a crash left in the index goes with the next revision', async () => {
  const world = await createWorld();
  await world.apply(functions({ hello: {} }));
  await world.run();
  const lease = await world.store.acquire(web, 'dead', world.clock.now);
  if (lease === 'held') throw new Error('held');
  await world.store.index(lease, ['ComponentDefinition#default/stray'], []);
  await world.store.abandon(lease, true);
  expect(await world.store.users('ComponentDefinition#default/stray', 1)).toHaveLength(1);
  await world.apply(functions({ hello: { memory: 256 } }));
  await world.run();
  expect(await world.store.users('ComponentDefinition#default/stray', 1)).toEqual([]);
});
