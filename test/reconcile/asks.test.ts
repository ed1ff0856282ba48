/** What people and events ask for is served, whatever else is asked for before it is. */
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../lib/json.ts';
import type { Ask } from '../../lib/ports.ts';
import { statusOf } from '../../lib/reconcile/report.ts';
import type { Look } from '../../lib/reconcile/take-inputs.ts';
import { createWorld, functions, type World, web } from './world.ts';

const used = 'object#builds/nightly.zip';

const nightly: JsonObject = functions({ nightly: { code: { s3: { bucket: 'builds', key: 'nightly.zip' } } } });

interface Shelf {
  readonly world: World;
  version: string;
  /** Looks that fail before one answers. */
  failing: number;
}

/** At rest, with another object than the one that runs: it waits to be asked for, so that nothing but `redeploy` takes it. */
async function waiting(): Promise<Shelf> {
  // biome-ignore lint/correctness/useYield: it knows without asking
  const look: Look = function* () {
    if (shelf.failing-- > 0) throw new Error('S3 is away');
    return { value: shelf.version, says: shelf.version };
  };
  const world = await createWorld({ looks: new Map([['object', look]]) });
  const shelf: Shelf = { world, version: 'v1', failing: 0 };
  const policies = [{ name: 'by-hand', type: 'auto-deploy', properties: { gate: 'manual' } }];
  await world.apply({ ...nightly, spec: { ...(nightly.spec as JsonObject), policies } });
  await world.run();
  shelf.version = 'v2';
  return shelf;
}

async function taken(world: World): Promise<unknown> {
  return (await world.view()).revisions.at(-1)?.inputs[used];
}

const asks: readonly (Ask | 'event')[] = ['redeploy', 'retry', 'sweep', 'event'];
const orders = asks.flatMap(a =>
  asks.flatMap(b => asks.filter(c => a !== b && a !== c && b !== c).map(c => [a, b, c] as const)),
);

describe('a redeploy', () => {
  it.each(orders.filter(order => order.includes('redeploy')))(
    'is served where %s, %s and %s come at once',
    async (...order) => {
      const { world } = await waiting();
      for (const one of order) await (one === 'event' ? world.tell(used) : world.wake(web, one));
      await world.run();
      expect(await taken(world)).toBe('v2');
    },
  );

  it('stands in the status until it is served', async () => {
    const { world } = await waiting();
    expect(statusOf(await world.view()).asked).toBeUndefined();
    await world.wake(web, 'redeploy');
    await world.wake(web, 'sweep');
    expect(statusOf(await world.view()).asked).toEqual(['redeploy']);
    await world.run();
    expect(statusOf(await world.view()).asked).toBeUndefined();
  });

  it('is served at whatever moment of a wave it comes, and what comes after it', async () => {
    const count = await steps();
    expect(count).toBeGreaterThan(5);
    for (let first = 1; first <= count; first++)
      for (const other of ['retry', 'sweep'] as const) {
        const { world } = await waiting();
        const from = world.steps();
        world.refuse = () => {
          if (world.steps() === from + first) void world.wake(web, 'redeploy');
          if (world.steps() === from + first + 1) void world.wake(web, other);
        };
        await world.tell(used);
        await world.run();
        expect([first, other, await taken(world)]).toEqual([first, other, 'v2']);
      }
  });

  it('is served though the first looks fail', async () => {
    const shelf = await waiting();
    shelf.failing = 2;
    await shelf.world.wake(web, 'redeploy');
    await shelf.world.run();
    expect(await taken(shelf.world)).toBe('v2');
  });

  it('is served by the next sweep where the application was given up meanwhile', async () => {
    const { world } = await waiting();
    await world.wake(web, 'redeploy');
    world.refuse = request => {
      if (request === 'catalog') throw new Error('The table is away');
    };
    await world.run();
    expect(world.letters).toHaveLength(1);
    world.refuse = undefined;
    world.clock.now += 600_000;
    await world.wake(web, 'sweep');
    await world.run();
    expect(await taken(world)).toBe('v2');
  });
});

/** Requests of the wave that an event leads to. */
async function steps(): Promise<number> {
  const { world } = await waiting();
  const from = world.steps();
  await world.tell(used);
  await world.run();
  return world.steps() - from;
}
