/** The rounds that the schedule makes. */
import { expect, it } from 'vitest';
import type { AppKey, Wake } from '../../lib/ports.ts';
import { shards, type WakeListed } from '../../lib/store/agenda.ts';
import { dropUnused, type StoredBlob, wakeAll, wakeDue, wakeUsers } from '../../lib/store/rounds.ts';

const now = 1_000_000_000_000;
const app = (name: string): AppKey => ({ namespace: 'default', name });
const wake = (at: number): Wake => ({ id: `w${at}`, at, because: 'test' });

function inPages<T>(
  items: readonly T[],
  size: number,
): (page: { cursor?: string }) => Promise<{ items: T[]; cursor?: string }> {
  return async ({ cursor = '0' }) => {
    const next = Number(cursor) + size;
    const page = items.slice(Number(cursor), next);
    return next < items.length ? { items: page, cursor: String(next) } : { items: page };
  };
}

it('sends the message of every wake that is due, in every shard and page, but of none that was just sent', async () => {
  const listed: (WakeListed & { shard: string })[] = shards.flatMap(shard =>
    [1, 2, 3].map(n => ({ shard, app: app(`${shard}-${n}`), wake: wake(now - n * 20_000) })),
  );
  const sent: string[] = [];
  const count = await wakeDue(
    {
      due: async (shard, until, page) =>
        inPages(
          listed.filter(one => one.shard === shard && one.wake.at <= until),
          1,
        )(page),
    },
    async ({ name }) => void sent.push(name),
    now,
  );
  expect(count).toBe(8);
  expect(sent.sort()).toEqual(shards.flatMap(shard => [`${shard}-2`, `${shard}-3`]).sort());
});

it('asks for a look at every application', async () => {
  const stored: string[] = [];
  const sent: string[] = [];
  const apps = Array.from({ length: 45 }, (_, n) => app(`a${n}`));
  const count = await wakeAll(
    {
      applications: inPages(apps, 30),
      storeWake: async ({ name }, { at, because, asks }) => {
        expect([at, because, asks]).toEqual([now, 'every hour', ['sweep']]);
        stored.push(name);
        // Another wake stands for the first one, and its message was sent.
        return name !== 'a0';
      },
    },
    async ({ name }) => void sent.push(name),
    now,
    () => 'id',
    { because: 'every hour', asks: ['sweep'] },
  );
  expect([count, stored.length, sent.length, sent.includes('a0')]).toEqual([45, 45, 44, false]);
});

it('wakes every application that uses an object, and tells how many', async () => {
  const woken: string[] = [];
  const apps = Array.from({ length: 45 }, (_, n) => app(`a${n}`));
  const store = {
    users: async (used: string, limit: number) => (used === 'object#b/k' ? apps.slice(0, limit) : []),
  };
  const wake = async ({ name }: AppKey): Promise<void> => void woken.push(name);
  expect(await wakeUsers(store, 'object#b/k', wake)).toBe(45);
  expect(woken).toEqual(apps.map(one => one.name));
  expect(await wakeUsers(store, 'object#b/other', wake)).toBe(0);
  expect(woken).toHaveLength(45);
});

it('drops code that is older than a day and that nothing uses', async () => {
  const hour = 3600_000;
  const blobs: StoredBlob[] = [
    { sha256: 'old', at: now - 25 * hour },
    { sha256: 'used', at: now - 25 * hour },
    { sha256: 'new', at: now - 23 * hour },
  ];
  const removed: string[] = [];
  const count = await dropUnused(
    { list: inPages(blobs, 2), remove: async sha256 => void removed.push(sha256) },
    { users: async used => (used === 'blob#used' ? [app('a')] : []) },
    now,
  );
  expect([count, removed]).toEqual([1, ['old']]);
});
