/** Erase: what is left of an application that is gone. */
import { describe, expect, test } from 'vitest';
import {
  type Adapter,
  acquired,
  appIn,
  applicationKey,
  creation,
  desired,
  event,
  openBench,
  revision,
  row,
} from './bench.ts';

export function eraseTests(adapter: () => Adapter): void {
  describe('erase', () => {
    test('removes everything but retained rows and events', async () => {
      const bench = openBench(adapter());
      const app = appIn(bench);
      const used = `blob#${bench.namespace}`;
      await bench.store.write([creation(app)]);
      const lease = await acquired(bench, app);
      await bench.store.settle(lease, [row('kept', { phase: 'retained' })], []);
      await bench.store.revise(lease, revision(1), [used], { revisions: [], uses: [] });
      await bench.store.report(lease, { phase: 'deleting' }, [event('Deleted')]);
      await bench.store.storeWake(app, { id: 'w', at: bench.clock.now, because: 'a test' });
      expect(await bench.store.erase(lease, 1)).toBe('erased');
      expect(await bench.store.load(app)).toEqual({
        desired: undefined,
        status: undefined,
        wake: undefined,
        rows: [row('kept', { phase: 'retained' })],
        revisions: [],
      });
      expect(await bench.store.get([applicationKey(app)])).toEqual([]);
      expect(await bench.store.users(used, 9)).toEqual([]);
      expect((await bench.store.list('Application', app.namespace, { limit: 9 })).items).toEqual([]);
      expect((await bench.store.list('Application', undefined, { limit: 500 })).items).not.toContainEqual(
        expect.objectContaining({ key: applicationKey(app) }),
      );
      expect((await bench.store.events(app, { limit: 9 })).items).toHaveLength(1);
    });

    test('a document that changed meanwhile supersedes it, and nothing is removed', async () => {
      const bench = openBench(adapter());
      const app = appIn(bench);
      const first = creation(app);
      await bench.store.write([first]);
      const lease = await acquired(bench, app);
      await bench.store.revise(lease, revision(1), [], { revisions: [], uses: [] });
      const second = { ...first, expected: first.desired.resourceVersion, desired: desired({ generation: 2 }) };
      await bench.store.write([second]);
      expect(await bench.store.erase(lease, 1)).toBe('superseded');
      expect((await bench.store.load(app)).revisions).toHaveLength(1);
      await bench.store.report(lease, {}, []);
    });

    test('ends the lease: the release after it finds nothing to do', async () => {
      const bench = openBench(adapter());
      const app = appIn(bench);
      await bench.store.write([creation(app)]);
      const lease = await acquired(bench, app);
      await bench.store.erase(lease, 1);
      expect(await bench.store.release(lease, 0, undefined)).toBe('released');
      await expect(bench.store.report(lease, {}, [])).rejects.toMatchObject({ code: 'Fenced' });
    });

    test('the name can be used again', async () => {
      const bench = openBench(adapter());
      const app = appIn(bench);
      await bench.store.write([creation(app)]);
      await bench.store.erase(await acquired(bench, app), 1);
      const again = creation(app, { uid: 'uid-2' });
      await bench.store.write([again]);
      const { items } = await bench.store.list('Application', app.namespace, { limit: 9 });
      expect(items).toEqual([{ key: applicationKey(app), desired: again.desired, status: undefined }]);
    });

    test('two hundred revisions and index entries go too', async () => {
      const bench = openBench(adapter());
      const app = appIn(bench);
      await bench.store.write([creation(app)]);
      const lease = await acquired(bench, app);
      const uses = Array.from({ length: 97 }, (_, i) => `blob#${bench.namespace}-${i}`);
      for (const number of [1, 2, 3, 4, 5])
        await bench.store.revise(lease, revision(number), number === 1 ? uses : [], { revisions: [], uses: [] });
      const more = uses.map(used => `${used}-more`);
      await bench.store.revise(lease, revision(6), more, { revisions: [], uses: [] });
      expect(await bench.store.erase(lease, 1)).toBe('erased');
      expect((await bench.store.load(app)).revisions).toEqual([]);
      expect(await bench.store.users(uses[96] ?? '', 1)).toEqual([]);
      expect(await bench.store.users(more[0] ?? '', 1)).toEqual([]);
    });
  });
}
