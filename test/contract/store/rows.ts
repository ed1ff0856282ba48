/** Rows, revisions, status and events: what the reconciler writes and reads back. */
import { describe, expect, test } from 'vitest';
import { type Adapter, acquired, appIn, creation, event, openBench, revision, row } from './bench.ts';

const keys = (count: number, from = 0): string[] =>
  Array.from({ length: count }, (_, i) => `local/web/-/r${String(from + i).padStart(5, '0')}#00000000`);

export function rowTests(adapter: () => Adapter): void {
  describe('rows', () => {
    test('an application that is not stored loads as nothing', async () => {
      const bench = openBench(adapter());
      const nothing = { desired: undefined, status: undefined, wake: undefined, rows: [], revisions: [] };
      expect(await bench.store.load(appIn(bench))).toEqual(nothing);
    });

    test('a row comes back as it was written', async () => {
      const bench = openBench(adapter());
      const lease = await acquired(bench, appIn(bench));
      const failure = {
        count: 2,
        first: 1,
        retryAt: 9,
        generation: 1,
        code: 'Throttled',
        retry: true,
        message: 'slow',
      } as const;
      const rows = [
        row('local/-/AWS::ApiGatewayV2::Api/#1', { phase: 'intended', identity: undefined, applied: undefined }),
        row('local/web/gateway#0/route/GET /é#2', { failure, doubt: 7, urls: ['https://x/'], intended: { A: null } }),
      ];
      await bench.store.intend(lease, rows);
      expect((await bench.store.load(appIn(bench))).rows).toEqual(rows);
    });

    test('what was handed in or out is not shared', async () => {
      const bench = openBench(adapter());
      const lease = await acquired(bench, appIn(bench));
      const applied = { list: [1] };
      await bench.store.intend(lease, [row('r', { applied })]);
      applied.list.push(2);
      const first = await bench.store.load(appIn(bench));
      Object.assign(first.rows[0]?.applied ?? {}, { list: [] });
      expect((await bench.store.load(appIn(bench))).rows[0]?.applied).toEqual({ list: [1] });
    });

    test('settle replaces rows and removes those that are gone', async () => {
      const bench = openBench(adapter());
      const lease = await acquired(bench, appIn(bench));
      await bench.store.intend(lease, [row('a', { phase: 'intended' }), row('b'), row('c')]);
      await bench.store.settle(lease, [row('a', { phase: 'live', message: 'made' })], ['b', 'never there']);
      const { rows } = await bench.store.load(appIn(bench));
      expect(rows.map(({ key, phase, message }) => [key, phase, message])).toEqual([
        ['a', 'live', 'made'],
        ['c', 'live', ''],
      ]);
    });

    test('99 rows are written together, 100 are refused and none is written', async () => {
      const bench = openBench(adapter());
      const lease = await acquired(bench, appIn(bench));
      await bench.store.intend(
        lease,
        keys(99).map(key => row(key)),
      );
      const settled = bench.store.settle(
        lease,
        keys(50).map(key => row(key, { message: 'x' })),
        keys(50, 50),
      );
      await expect(settled).rejects.toMatchObject({ code: 'TooLarge', blame: 'us' });
      await expect(
        bench.store.intend(
          lease,
          keys(100).map(key => row(key)),
        ),
      ).rejects.toMatchObject({ code: 'TooLarge' });
      const uses = keys(60);
      const drop = { revisions: [1], uses: keys(38, 60) };
      await expect(bench.store.revise(lease, revision(2), uses, drop)).rejects.toMatchObject({ code: 'TooLarge' });
      const events = keys(99).map(event);
      await expect(bench.store.report(lease, {}, events)).rejects.toMatchObject({ code: 'TooLarge' });
      const { rows, revisions, status } = await bench.store.load(appIn(bench));
      expect([rows.length, rows.filter(one => one.message === 'x').length, revisions.length, status]).toEqual([
        99,
        0,
        0,
        undefined,
      ]);
    });

    test('a row that is written twice in one transaction is refused', async () => {
      const bench = openBench(adapter());
      const lease = await acquired(bench, appIn(bench));
      await expect(bench.store.settle(lease, [row('a')], ['a'])).rejects.toMatchObject({ code: 'Internal' });
    });

    test('7,000 rows are loaded, in the order of their keys', async () => {
      const bench = openBench(adapter());
      const lease = await acquired(bench, appIn(bench));
      const all = keys(7000);
      const payload = { text: 'x'.repeat(600) };
      for (let i = 0; i < all.length; i += 99)
        await bench.store.intend(
          lease,
          all.slice(i, i + 99).map(key => row(key, { applied: payload })),
        );
      const { rows } = await bench.store.load(appIn(bench));
      expect(rows.map(one => one.key)).toEqual(all);
      expect(rows.at(-1)).toEqual(row(all.at(-1) ?? '', { applied: payload }));
    });

    test('revisions are loaded the newest last, with what they ran', async () => {
      const bench = openBench(adapter());
      const lease = await acquired(bench, appIn(bench));
      const none = { revisions: [], uses: [] };
      const large = revision(10, { spec: { components: [{ name: 'web', text: 'y'.repeat(10_000) }] } });
      for (const one of [revision(9), revision(2), large]) await bench.store.revise(lease, one, [], none);
      expect((await bench.store.load(appIn(bench))).revisions).toEqual([revision(2), revision(9), large]);
      await bench.store.revise(lease, revision(11), [], { revisions: [2, 9], uses: [] });
      expect((await bench.store.load(appIn(bench))).revisions.map(one => one.number)).toEqual([10, 11]);
      expect(await bench.store.revision(appIn(bench), 10)).toEqual(large);
      expect(await bench.store.revision(appIn(bench), 2)).toBeUndefined();
    });

    test('users are found by what they use, and no longer once they dropped it', async () => {
      const bench = openBench(adapter());
      const used = `TraitDefinition#${bench.namespace}/gateway`;
      for (const name of ['c', 'a', 'b']) {
        const lease = await acquired(bench, appIn(bench, name));
        await bench.store.revise(lease, revision(1), [used, 'blob#1'], { revisions: [], uses: [] });
        if (name === 'b') await bench.store.revise(lease, revision(2), [], { revisions: [], uses: [used] });
      }
      expect(await bench.store.users(used, 10)).toEqual([appIn(bench, 'a'), appIn(bench, 'c')]);
      expect(await bench.store.users(used, 1)).toEqual([appIn(bench, 'a')]);
      expect(await bench.store.users(`${used}x`, 10)).toEqual([]);
    });

    test('what is there now is told without what was', async () => {
      const bench = openBench(adapter());
      const app = appIn(bench);
      await bench.store.write([creation(app)]);
      const lease = await acquired(bench, app);
      const rows = [row('local/-/a#1'), row('local/web/-/b#2')];
      await bench.store.intend(lease, rows);
      await bench.store.revise(lease, revision(1), ['x'], { revisions: [], uses: [] });
      await bench.store.report(lease, { phase: 'running' }, [event('A')]);
      const { desired } = await bench.store.load(app);
      expect(await bench.store.present(app)).toEqual({ desired, status: { phase: 'running' }, rows });
    });

    test('the status is what was reported last', async () => {
      const bench = openBench(adapter());
      const app = appIn(bench);
      await bench.store.write([creation(app)]);
      const lease = await acquired(bench, app);
      await bench.store.report(lease, { phase: 'starting' }, []);
      await bench.store.report(lease, { phase: 'running', conditions: [{ type: 'Ready' }] }, []);
      expect((await bench.store.load(app)).status).toEqual({ phase: 'running', conditions: [{ type: 'Ready' }] });
    });

    test('a status of more than 4 KB is cut, its phase and digests are not', async () => {
      const bench = openBench(adapter());
      const lease = await acquired(bench, appIn(bench));
      const conditions = Array.from({ length: 40 }, (_, i) => ({ type: `C${i}`, message: 'é'.repeat(2000) }));
      const status = { phase: 'unhealthy', convergedDigest: 'd'.repeat(64), cause: 'c'.repeat(9000), conditions };
      await bench.store.report(lease, status, []);
      const stored = (await bench.store.load(appIn(bench))).status ?? {};
      expect(Buffer.byteLength(JSON.stringify(stored))).toBeLessThanOrEqual(4096);
      expect(stored).toMatchObject({ phase: 'unhealthy', convergedDigest: 'd'.repeat(64), truncated: true });
      expect(stored.cause).toMatch(/^c+…$/);
    });

    test('events are listed the newest first, page by page', async () => {
      const bench = openBench(adapter());
      const app = appIn(bench);
      const lease = await acquired(bench, app);
      await bench.store.write([{ ...creation(app), event: event('Accepted') }]);
      await bench.store.report(lease, {}, ['A', 'B', 'C'].map(event));
      await bench.store.report(lease, {}, ['D'].map(event));
      const reasons: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await bench.store.events(app, { limit: 2, ...(cursor === undefined ? {} : { cursor }) });
        reasons.push(...page.items.map(one => one.reason));
        cursor = page.cursor;
      } while (cursor !== undefined);
      expect(reasons).toEqual(['D', 'C', 'B', 'A', 'Accepted']);
      const [first] = (await bench.store.events(app, { limit: 1 })).items;
      expect(first).toEqual({ ...event('D'), id: expect.any(String) });
    });

    test('events are gone after 30 days', async () => {
      const bench = openBench(adapter());
      const app = appIn(bench);
      const lease = await acquired(bench, app);
      await bench.store.report(lease, {}, [event('Old')]);
      bench.clock.now += 29 * 24 * 3600_000;
      await bench.store.report(lease, {}, [event('New')]);
      expect((await bench.store.events(app, { limit: 9 })).items.map(one => one.reason)).toEqual(['New', 'Old']);
      bench.clock.now += 2 * 24 * 3600_000;
      expect((await bench.store.events(app, { limit: 9 })).items.map(one => one.reason)).toEqual(['New']);
    });

    test('each method is one request', async () => {
      const bench = openBench(adapter());
      const app = appIn(bench);
      await bench.store.write([creation(app)]);
      if (bench.requests() === undefined) return;
      const counts: [string, number][] = [];
      const counted = async <T>(name: string, ask: () => Promise<T>): Promise<T> => {
        const before = bench.requests() ?? 0;
        const answer = await ask();
        counts.push([name, (bench.requests() ?? 0) - before]);
        return answer;
      };
      const lease = await counted('acquire', () => acquired(bench, app));
      await counted('load', () => bench.store.load(app));
      await counted('catalog', () => bench.store.catalog([], 'local'));
      await counted('intend', () => bench.store.intend(lease, [row('a'), row('b')]));
      await counted('settle', () => bench.store.settle(lease, [row('a')], ['b']));
      await counted('revise', () => bench.store.revise(lease, revision(1), ['x'], { revisions: [], uses: [] }));
      await counted('report', () => bench.store.report(lease, {}, [event('A')]));
      await counted('release', () => bench.store.release(lease, 1, undefined));
      expect(counts.filter(([, count]) => count !== 1)).toEqual([]);
    });
  });
}
