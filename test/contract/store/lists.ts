/** Listings: every object once, the newest change last, whatever the size of the pages. */
import { describe, expect, test } from 'vitest';
import type { Listed } from '../../../lib/store/desired.ts';
import { type Adapter, acquired, appIn, type Bench, creation, desired, openBench } from './bench.ts';

async function listed(bench: Bench, namespace: string | undefined, limit: number): Promise<Listed[]> {
  const found: Listed[] = [];
  let cursor: string | undefined;
  do {
    const page = await bench.store.list('Application', namespace, {
      limit,
      ...(cursor === undefined ? {} : { cursor }),
    });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    found.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found;
}

export function listTests(adapter: () => Adapter): void {
  describe('list', () => {
    test('an empty one has no cursor', async () => {
      const bench = openBench(adapter());
      expect(await bench.store.list('Application', bench.namespace, { limit: 5 })).toEqual({ items: [] });
    });

    test('the newest change is the last, with its status', async () => {
      const bench = openBench(adapter());
      const writes = ['c', 'a', 'b'].map(name => creation(appIn(bench, name)));
      await bench.store.write(writes);
      const [first] = writes;
      const expected = first?.desired.resourceVersion;
      await bench.store.write([{ ...creation(appIn(bench, 'c')), expected, desired: desired({ generation: 2 }) }]);
      const lease = await acquired(bench, appIn(bench, 'a'));
      await bench.store.report(lease, { phase: 'running' }, []);
      const found = await listed(bench, bench.namespace, 10);
      expect(found.map(one => [one.key.name, one.desired.generation, one.status])).toEqual([
        ['a', 1, { phase: 'running' }],
        ['b', 1, undefined],
        ['c', 2, undefined],
      ]);
    });

    test('pages of any size give every object once', async () => {
      const bench = openBench(adapter());
      const names = Array.from({ length: 60 }, (_, i) => `app${String(i).padStart(2, '0')}`);
      await bench.store.write(names.map(name => creation(appIn(bench, name))));
      for (const limit of [7, 20, 60, 61, 500]) {
        const found = await listed(bench, bench.namespace, limit);
        expect(found.map(one => one.key.name)).toEqual(names);
      }
      expect((await bench.store.list('Application', bench.namespace, { limit: 60 })).cursor).toBeUndefined();
    });

    test('objects that share a resourceVersion are not lost between pages', async () => {
      const bench = openBench(adapter());
      const { resourceVersion } = desired();
      const names = ['a', 'b', 'c', 'd', 'e'];
      await bench.store.write(names.map(name => creation(appIn(bench, name), { resourceVersion })));
      expect((await listed(bench, bench.namespace, 2)).map(one => one.key.name)).toEqual(names);
    });

    test('one that changed between two pages is seen again at its new place', async () => {
      const bench = openBench(adapter());
      const writes = ['a', 'b', 'c'].map(name => creation(appIn(bench, name)));
      await bench.store.write(writes);
      const first = await bench.store.list('Application', bench.namespace, { limit: 1 });
      const expected = writes[0]?.desired.resourceVersion;
      await bench.store.write([{ ...creation(appIn(bench, 'a')), expected, desired: desired({ generation: 2 }) }]);
      const cursor = first.cursor ?? '';
      const rest = await bench.store.list('Application', bench.namespace, { limit: 9, cursor });
      expect(rest.items.map(one => one.key.name)).toEqual(['b', 'c', 'a']);
    });

    test('all namespaces are listed together, other kinds are not', async () => {
      const bench = openBench(adapter());
      const other = { ...bench, namespace: `${bench.namespace}-other` };
      await bench.store.write([
        creation(appIn(bench)),
        creation(appIn(other)),
        { ...creation(appIn(bench)), key: { kind: 'TraitDefinition', ...appIn(bench) } },
      ]);
      const found = (await listed(bench, undefined, 3)).map(one => one.key);
      const ours = found.filter(key => key.namespace.startsWith(bench.namespace));
      expect(ours).toEqual([bench, other].map(one => ({ kind: 'Application', ...appIn(one) })));
    });
  });
}
