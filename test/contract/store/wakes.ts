/** Wakes: one for each application, never replaced by a later one, none lost. */
import { describe, expect, test } from 'vitest';
import type { AppKey, Ask, Wake } from '../../../lib/ports.ts';
import { shards } from '../../../lib/store/agenda.ts';
import { type Adapter, appIn, type Bench, creation, nextId, openBench } from './bench.ts';

function wakeAt(at: number, because = 'a test', ...asks: Ask[]): Wake {
  return { id: nextId(), at, because, ...(asks.length > 0 ? { asks } : {}) };
}

/** Every wake of this test's namespace that is due. */
async function dueNow(bench: Bench, limit = 100): Promise<{ app: AppKey; wake: Wake }[]> {
  const found: { app: AppKey; wake: Wake }[] = [];
  for (const shard of shards) {
    let cursor: string | undefined;
    do {
      const page = await bench.store.due(shard, bench.clock.now, {
        limit,
        ...(cursor === undefined ? {} : { cursor }),
      });
      expect(page.items.length).toBeLessThanOrEqual(limit);
      found.push(...page.items.filter(({ app }) => app.namespace === bench.namespace));
      cursor = page.cursor;
    } while (cursor !== undefined);
  }
  return found;
}

export function wakeTests(adapter: () => Adapter): void {
  describe('wakes', () => {
    test('of a burst one is stored, and the caller of the others is told so', async () => {
      const bench = openBench(adapter());
      const app = appIn(bench);
      const wakes = Array.from({ length: 30 }, () => wakeAt(bench.clock.now));
      const stored = await Promise.all(wakes.map(wake => bench.store.storeWake(app, wake)));
      const first = wakes[stored.indexOf(true)];
      expect(stored.filter(Boolean)).toHaveLength(1);
      expect(await bench.store.stands(app, first?.id ?? '')).toBe(true);
    });

    test('only an earlier one replaces it', async () => {
      const bench = openBench(adapter());
      const app = appIn(bench);
      const [soon, later, sooner] = [5000, 6000, 4000].map(ms => wakeAt(bench.clock.now + ms));
      if (soon === undefined || later === undefined || sooner === undefined) throw new Error('three wakes');
      expect(await bench.store.storeWake(app, soon)).toBe(true);
      expect(await bench.store.storeWake(app, later)).toBe(false);
      expect(await bench.store.stands(app, soon.id)).toBe(true);
      expect(await bench.store.storeWake(app, sooner)).toBe(true);
      expect(await bench.store.stands(app, soon.id)).toBe(false);
      expect(await bench.store.stands(app, sooner.id)).toBe(true);
      expect((await bench.store.load(app)).wake).toEqual(sooner);
    });

    test('a marked wake is seen under another id, and its message still stands', async () => {
      const bench = openBench(adapter());
      const app = appIn(bench);
      const wake = wakeAt(bench.clock.now);
      await bench.store.storeWake(app, wake);
      await bench.store.storeWake(app, wakeAt(bench.clock.now));
      const seen = (await bench.store.load(app)).wake;
      expect(seen).toMatchObject({ at: wake.at, because: wake.because });
      expect(seen?.id).not.toBe(wake.id);
      expect(await bench.store.stands(app, wake.id)).toBe(true);
      expect((await dueNow(bench)).map(one => one.wake)).toEqual([wake]);
    });

    test('what they are about is gathered in the one that stands, and goes with it', async () => {
      const bench = openBench(adapter());
      const app = appIn(bench);
      const about = (...refs: string[]): Wake => ({ ...wakeAt(bench.clock.now, 'an event'), about: refs });
      const first = about('object#builds/a.zip');
      expect(await bench.store.storeWake(app, first)).toBe(true);
      expect((await bench.store.load(app)).wake).toEqual(first);
      await bench.store.storeWake(app, about('object#builds/b.zip', 'object#builds/a.zip'));
      const seen = (await bench.store.load(app)).wake;
      expect(seen).toMatchObject({ because: 'an event', about: ['object#builds/a.zip', 'object#builds/b.zip'] });
      expect((await dueNow(bench)).map(one => one.wake.id)).toEqual([first.id]);
    });

    test('what is asked for is gathered in the one that stands, whatever is asked for after it', async () => {
      const bench = openBench(adapter());
      const app = appIn(bench);
      await bench.store.storeWake(app, wakeAt(bench.clock.now + 15_000, 'a look', 'redeploy'));
      // Takes its place.
      await bench.store.storeWake(app, wakeAt(bench.clock.now + 5000, 'a person', 'retry'));
      expect((await bench.store.load(app)).wake?.asks).toEqual(['redeploy', 'retry']);
      // Marks it.
      await bench.store.storeWake(app, wakeAt(bench.clock.now + 5000, 'every hour', 'sweep'));
      await bench.store.storeWake(app, wakeAt(bench.clock.now + 5000, 'an alarm'));
      await bench.store.storeWake(app, wakeAt(bench.clock.now + 5000, 'a person', 'retry'));
      const seen = (await bench.store.load(app)).wake;
      expect(seen).toMatchObject({ because: 'a person', asks: ['redeploy', 'retry', 'sweep'] });
      expect((await bench.store.present(app)).wake).toEqual(seen);
    });

    test('what a later one is about goes with the earlier one that takes its place', async () => {
      const bench = openBench(adapter());
      const app = appIn(bench);
      const later: Wake = { ...wakeAt(bench.clock.now + 15_000, 'a look'), about: ['object#builds/a.zip'] };
      await bench.store.storeWake(app, later);
      const plain = wakeAt(bench.clock.now + 5000, 'an alarm');
      expect(await bench.store.storeWake(app, plain)).toBe(true);
      expect((await bench.store.load(app)).wake).toEqual({ ...plain, about: later.about });
      const telling: Wake = { ...wakeAt(bench.clock.now, 'an event'), about: ['object#builds/b.zip'] };
      expect(await bench.store.storeWake(app, telling)).toBe(true);
      const seen = (await bench.store.load(app)).wake;
      expect(seen).toEqual({ ...telling, about: ['object#builds/a.zip', 'object#builds/b.zip'] });
      expect((await dueNow(bench)).map(one => one.wake.id)).toEqual([telling.id]);
    });

    test('storing the one that stands is answered true again', async () => {
      const bench = openBench(adapter());
      const wake = wakeAt(bench.clock.now);
      expect(await bench.store.storeWake(appIn(bench), wake)).toBe(true);
      expect(await bench.store.storeWake(appIn(bench), wake)).toBe(true);
    });

    test('no wake stands where none was stored', async () => {
      const bench = openBench(adapter());
      expect(await bench.store.stands(appIn(bench), 'w')).toBe(false);
    });

    test('those due are listed with their application, those not due are not', async () => {
      const bench = openBench(adapter());
      const stored = [-10, 0, 1].map((ms, i) => ({ app: appIn(bench, `app${i}`), wake: wakeAt(bench.clock.now + ms) }));
      for (const { app, wake } of stored) await bench.store.storeWake(app, wake);
      const found = (await dueNow(bench)).sort((a, b) => (a.app.name < b.app.name ? -1 : 1));
      expect(found).toEqual(stored.slice(0, 2));
      bench.clock.now += 1;
      expect(await dueNow(bench)).toHaveLength(3);
    });

    test('the due listing has pages, also where many are due at once', async () => {
      const bench = openBench(adapter());
      const names = Array.from({ length: 25 }, (_, i) => `app${String(i).padStart(2, '0')}`);
      for (const name of names) await bench.store.storeWake(appIn(bench, name), wakeAt(bench.clock.now));
      const found = await dueNow(bench, 2);
      expect(found.map(({ app }) => app.name).sort()).toEqual(names);
    });

    test('a person’s wake is stored and its message sent, once', async () => {
      const bench = openBench(adapter());
      await bench.store.wake(appIn(bench), 'retry');
      await bench.store.wake(appIn(bench), 'retry');
      expect(bench.sent).toHaveLength(1);
      expect(await bench.store.stands(appIn(bench), bench.sent[0] ?? '')).toBe(true);
      expect((await bench.store.load(appIn(bench))).wake).toMatchObject({ at: bench.clock.now, asks: ['retry'] });
    });

    test('every stored application is listed for resync, page by page', async () => {
      const bench = openBench(adapter());
      const names = Array.from({ length: 12 }, (_, i) => `app${String(i).padStart(2, '0')}`);
      await bench.store.write(names.map(name => creation(appIn(bench, name))));
      await bench.store.storeWake(appIn(bench, 'no document'), wakeAt(bench.clock.now));
      const found: AppKey[] = [];
      let cursor: string | undefined;
      do {
        const page = await bench.store.applications({ limit: 5, ...(cursor === undefined ? {} : { cursor }) });
        expect(page.items.length).toBeLessThanOrEqual(5);
        found.push(...page.items.filter(app => app.namespace === bench.namespace));
        cursor = page.cursor;
      } while (cursor !== undefined);
      expect(found).toEqual(names.map(name => appIn(bench, name)));
    });
  });
}
