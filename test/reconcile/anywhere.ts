/** The death of a process at each step of what it does. */
import { shards } from '../../lib/store/agenda.ts';
import type { World } from './world.ts';

/** Worlds in which the process died at each step of what an act leads to, half an hour later. */
export async function anywhere(
  side: 'before' | 'after',
  open: () => Promise<World>,
  act: (world: World) => Promise<void>,
): Promise<{ readonly step: number; readonly world: World }[]> {
  const whole = await open();
  const from = whole.steps();
  await act(whole);
  await whole.run(1_800_000);
  const count = whole.steps() - from;
  const worlds = [];
  for (let step = 1; step <= count; step++) {
    const world = await open();
    world.crashAt = { step: world.steps() + step, side };
    await act(world);
    await world.run(1_800_000);
    // What a wave stored and sent no message for, the due index finds.
    for (const shard of shards)
      for (const { app } of (await world.store.due(shard, world.clock.now + 60_000, { limit: 10 })).items) {
        world.clock.now += 60_000;
        world.touch(app);
      }
    await world.run(1_800_000);
    worlds.push({ step, world });
  }
  return worlds;
}
