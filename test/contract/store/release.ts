/** Release: the lease ends only if nothing changed since it was read, and the next wake takes the place of the one consumed. */
import { describe, expect, test } from 'vitest';
import type { Wake } from '../../../lib/ports.ts';
import {
  type Adapter,
  acquired,
  appIn,
  applicationKey,
  creation,
  desired,
  leaseLife,
  nextId,
  openBench,
} from './bench.ts';

function wakeAt(at: number): Wake {
  return { id: nextId(), at, because: 'a test' };
}

export function releaseTests(adapter: () => Adapter): void {
  describe('release', () => {
    test('with no wake, the lease is free for the next', async () => {
      const bench = openBench(adapter());
      const app = appIn(bench);
      await bench.store.write([creation(app)]);
      expect(await bench.store.release(await acquired(bench, app), 1, undefined)).toBe('released');
      expect(await acquired(bench, app, 'second')).toMatchObject({ fence: 2, clean: true });
    });

    test('a new generation supersedes it, and the lease stays', async () => {
      const bench = openBench(adapter());
      const app = appIn(bench);
      const first = creation(app);
      await bench.store.write([first]);
      const lease = await acquired(bench, app);
      const second = { ...first, expected: first.desired.resourceVersion, desired: desired({ generation: 2 }) };
      await bench.store.write([second]);
      expect(await bench.store.release(lease, 1, undefined)).toBe('superseded');
      expect(await bench.store.acquire(app, 'second', bench.clock.now)).toBe('held');
      expect(await bench.store.release(lease, 2, undefined)).toBe('released');
    });

    test('it clears the wake it consumed', async () => {
      const bench = openBench(adapter());
      const app = appIn(bench);
      await bench.store.write([creation(app)]);
      const wake = wakeAt(bench.clock.now);
      await bench.store.storeWake(app, wake);
      const lease = await acquired(bench, app);
      expect(await bench.store.release(lease, 1, (await bench.store.load(app)).wake?.id)).toBe('released');
      expect(await bench.store.stands(app, wake.id)).toBe(false);
      expect((await bench.store.load(app)).wake).toBeUndefined();
    });

    test('it puts the next wake in the place of the one consumed', async () => {
      const bench = openBench(adapter());
      const app = appIn(bench);
      await bench.store.write([creation(app)]);
      await bench.store.storeWake(app, wakeAt(bench.clock.now));
      const lease = await acquired(bench, app);
      const next = wakeAt(bench.clock.now + 30_000);
      expect(await bench.store.release(lease, 1, (await bench.store.load(app)).wake?.id, next)).toBe('released');
      expect((await bench.store.load(app)).wake).toEqual(next);
      const again = await acquired(bench, app, 'second');
      const later = wakeAt(bench.clock.now + 60_000);
      expect(await bench.store.release(again, 1, next.id, later)).toBe('released');
      expect((await bench.store.load(app)).wake).toEqual(later);
    });

    test('it puts the next wake where none stood', async () => {
      const bench = openBench(adapter());
      const app = appIn(bench);
      await bench.store.write([creation(app)]);
      const next = wakeAt(bench.clock.now + 30_000);
      expect(await bench.store.release(await acquired(bench, app), 1, undefined, next)).toBe('released');
      expect((await bench.store.load(app)).wake).toEqual(next);
    });

    test('a wake that came supersedes it', async () => {
      const bench = openBench(adapter());
      const app = appIn(bench);
      await bench.store.write([creation(app)]);
      const lease = await acquired(bench, app);
      const wake = wakeAt(bench.clock.now);
      await bench.store.storeWake(app, wake);
      expect(await bench.store.release(lease, 1, undefined)).toBe('superseded');
      expect(await bench.store.release(lease, 1, undefined, wakeAt(bench.clock.now))).toBe('superseded');
      expect((await bench.store.load(app)).wake).toEqual(wake);
      expect(await bench.store.release(lease, 1, wake.id)).toBe('released');
    });

    test('an earlier wake in the place of the one seen supersedes it', async () => {
      const bench = openBench(adapter());
      const app = appIn(bench);
      await bench.store.write([creation(app)]);
      const seen = wakeAt(bench.clock.now + 60_000);
      await bench.store.storeWake(app, seen);
      const lease = await acquired(bench, app);
      await bench.store.storeWake(app, wakeAt(bench.clock.now));
      expect(await bench.store.release(lease, 1, seen.id)).toBe('superseded');
    });

    test('an event during the wave supersedes it, though the wake that was consumed still stands', async () => {
      const bench = openBench(adapter());
      const app = appIn(bench);
      await bench.store.write([creation(app)]);
      await bench.store.storeWake(app, wakeAt(bench.clock.now));
      const lease = await acquired(bench, app);
      const seen = (await bench.store.load(app)).wake;
      bench.clock.now += 5;
      expect(await bench.store.storeWake(app, wakeAt(bench.clock.now))).toBe(false);
      expect(await bench.store.release(lease, 1, seen?.id)).toBe('superseded');
      const again = (await bench.store.load(app)).wake;
      expect(await bench.store.release(lease, 1, again?.id)).toBe('released');
    });

    test('a consumed wake that is gone by now does not matter', async () => {
      const bench = openBench(adapter());
      const app = appIn(bench);
      await bench.store.write([creation(app)]);
      const lease = await acquired(bench, app);
      expect(await bench.store.release(lease, 1, 'gone')).toBe('released');
    });

    test('it works where no document stands, and leaves nothing', async () => {
      const bench = openBench(adapter());
      const app = appIn(bench);
      const lease = await acquired(bench, app);
      const wake = wakeAt(bench.clock.now);
      await bench.store.storeWake(app, wake);
      expect(await bench.store.release(lease, 0, undefined)).toBe('superseded');
      expect(await bench.store.release(lease, 0, wake.id)).toBe('released');
      expect(await bench.store.release(lease, 0, undefined)).toBe('released');
      expect((await bench.store.load(app)).wake).toBeUndefined();
      expect(await acquired(bench, app, 'second')).toMatchObject({ fence: 1, clean: true });
    });

    test('a document that came supersedes it', async () => {
      const bench = openBench(adapter());
      const app = appIn(bench);
      const lease = await acquired(bench, app);
      await bench.store.write([creation(app)]);
      expect(await bench.store.release(lease, 0, undefined)).toBe('superseded');
    });

    test('it is fenced where no document stands and another holds the lease', async () => {
      const bench = openBench(adapter());
      const app = appIn(bench);
      const lease = await acquired(bench, app);
      bench.clock.now += leaseLife;
      await acquired(bench, app, 'second');
      await expect(bench.store.release(lease, 0, undefined)).rejects.toMatchObject({ code: 'Fenced' });
    });

    test('a generation that went away supersedes it', async () => {
      const bench = openBench(adapter());
      const lease = await acquired(bench, appIn(bench));
      expect(await bench.store.release(lease, 3, undefined)).toBe('superseded');
      expect(await bench.store.get([applicationKey(appIn(bench))])).toEqual([]);
    });
  });
}
