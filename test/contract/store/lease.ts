/** Leases: one holder at a time, and nobody else's writes. */
import { describe, expect, test } from 'vitest';
import type { Lease } from '../../../lib/ports.ts';
import {
  type Adapter,
  acquired,
  appIn,
  type Bench,
  creation,
  event,
  leaseLife,
  openBench,
  revision,
  row,
} from './bench.ts';

export function leaseTests(adapter: () => Adapter): void {
  describe('lease', () => {
    test('the first holder gets fence 1, clean', async () => {
      const bench = openBench(adapter());
      const app = appIn(bench);
      const lease = await acquired(bench, app);
      const until = bench.clock.now + leaseLife;
      expect(lease).toEqual({ app, uid: '', owner: 'first', fence: 1, until, clean: true });
    });

    test('of twenty who ask at once one gets it', async () => {
      const bench = openBench(adapter());
      const app = appIn(bench);
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, i) => bench.store.acquire(app, `owner${i}`, bench.clock.now)),
      );
      expect(answers.filter(answer => answer !== 'held')).toHaveLength(1);
    });

    test('the holder itself does not get it again', async () => {
      const bench = openBench(adapter());
      await acquired(bench, appIn(bench));
      expect(await bench.store.acquire(appIn(bench), 'first', bench.clock.now)).toBe('held');
    });

    test('applications have leases of their own', async () => {
      const bench = openBench(adapter());
      await acquired(bench, appIn(bench, 'a'));
      expect(await bench.store.acquire(appIn(bench, 'b'), 'second', bench.clock.now)).toMatchObject({ fence: 1 });
    });

    test('it is held until its very end', async () => {
      const bench = openBench(adapter());
      const app = appIn(bench);
      const { until } = await acquired(bench, app);
      expect(await bench.store.acquire(app, 'second', until - 1)).toBe('held');
      expect(await bench.store.acquire(app, 'second', until)).toMatchObject({ fence: 2, owner: 'second' });
    });

    test('an expired one is taken over as not clean, and stays so until somebody releases it', async () => {
      const bench = openBench(adapter());
      const app = appIn(bench);
      await bench.store.write([creation(app)]);
      await acquired(bench, app, 'first');
      bench.clock.now += leaseLife;
      expect(await acquired(bench, app, 'second')).toMatchObject({ fence: 2, clean: false });
      bench.clock.now += leaseLife;
      const third = await acquired(bench, app, 'third');
      expect(third).toMatchObject({ fence: 3, clean: false });
      expect(await bench.store.release(third, 1, undefined)).toBe('released');
      expect(await acquired(bench, app, 'fourth')).toMatchObject({ fence: 4, clean: true });
    });

    const writes: Record<string, (bench: Bench & { readonly lost: Lease }) => Promise<unknown>> = {
      intend: bench => bench.store.intend(bench.lost, [row('r')]),
      settle: bench => bench.store.settle(bench.lost, [row('r')], ['gone']),
      revise: bench => bench.store.revise(bench.lost, revision(1), ['blob#1'], { revisions: [], uses: [] }),
      report: bench => bench.store.report(bench.lost, { phase: 'running' }, [event('Done')]),
      release: bench => bench.store.release(bench.lost, 1, undefined),
      erase: bench => bench.store.erase(bench.lost, 1),
      abandon: bench => bench.store.abandon(bench.lost, true),
    };

    for (const [method, ask] of Object.entries(writes)) {
      test(`${method} is fenced once another took over, and changes nothing`, async () => {
        const bench = openBench(adapter());
        const app = appIn(bench);
        await bench.store.write([creation(app)]);
        const lost = await acquired(bench, app, 'first');
        await bench.store.settle(lost, [row('gone')], []);
        bench.clock.now += leaseLife;
        const second = await acquired(bench, app, 'second');
        const before = await bench.store.load(app);
        await expect(ask({ ...bench, lost })).rejects.toMatchObject({ code: 'Fenced', retry: true });
        expect(await bench.store.load(app)).toEqual(before);
        await bench.store.report(second, {}, []);
      });

      test(`${method} is fenced after a release`, async () => {
        const bench = openBench(adapter());
        const app = appIn(bench);
        await bench.store.write([creation(app)]);
        const lost = await acquired(bench, app, 'first');
        await bench.store.release(lost, 1, undefined);
        await expect(ask({ ...bench, lost })).rejects.toMatchObject({ code: 'Fenced' });
      });
    }

    test('an abandoned one is free at once, as clean as was said, and nothing else is touched', async () => {
      const bench = openBench(adapter());
      const app = appIn(bench);
      await bench.store.write([creation(app)]);
      await bench.store.storeWake(app, { id: 'w', at: bench.clock.now, because: 'a test' });
      const first = await acquired(bench, app, 'first');
      const before = await bench.store.load(app);
      await bench.store.abandon(first, true);
      const second = await acquired(bench, app, 'second');
      expect(second).toMatchObject({ fence: 2, clean: true });
      await bench.store.abandon(second, false);
      expect(await acquired(bench, app, 'third')).toMatchObject({ fence: 3, clean: false });
      expect(await bench.store.load(app)).toEqual(before);
    });

    test('a lease that ran out and was taken by nobody still writes', async () => {
      const bench = openBench(adapter());
      const lease = await acquired(bench, appIn(bench));
      bench.clock.now += leaseLife * 2;
      await bench.store.intend(lease, [row('r')]);
      expect((await bench.store.load(appIn(bench))).rows).toHaveLength(1);
    });
  });
}
