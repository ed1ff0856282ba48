/** Wakes and the listing for resync, in memory. */
import type { Agenda } from '../agenda.ts';
import { changedOf, cursorOf, shardOf, sortKeyOf } from '../keys.ts';
import type { Request } from '../memory.ts';
import { applicationKey, type Partitions } from './partitions.ts';

export function createMemoryAgenda(partitions: Partitions, request: Request): Agenda {
  return {
    storeWake: (app, wake) =>
      request('storeWake', () => {
        const partition = partitions.open(applicationKey(app));
        const standing = partition.wake;
        const asks = both(standing?.asks, wake.asks);
        const about = both(standing?.about, wake.about);
        const gathered = { ...(asks.length > 0 ? { asks } : {}), ...(about.length > 0 ? { about } : {}) };
        if (standing === undefined || standing.at > wake.at) {
          partition.wake = { ...wake, marks: 0, ...gathered };
          return true;
        }
        partition.wake = { ...standing, marks: standing.marks + 1, ...gathered };
        return standing.id === wake.id;
      }),
    stands: (app, id) => request('stands', () => partitions.find(applicationKey(app))?.wake?.id === id),
    due: (shard, now, page) =>
      request('due', () => {
        const found = [...partitions.all()].flatMap(({ key, wake }) => {
          const app = { namespace: key.namespace, name: key.name };
          if (wake === undefined || wake.at > now || shardOf(app) !== shard) return [];
          return [{ sort: dueOf(wake.at, app.namespace, app.name), value: { app, wake: plain(wake) } }];
        });
        return pageOf(found, page);
      }),
    applications: page =>
      request('applications', () => {
        const found = [...partitions.all()].flatMap(({ key, desired }) => {
          if (key.kind !== 'Application' || desired === undefined) return [];
          return [
            { sort: changedOf(desired.resourceVersion, key), value: { namespace: key.namespace, name: key.name } },
          ];
        });
        return pageOf(found, page);
      }),
  };
}

interface Sorted<T> {
  readonly sort: string;
  readonly value: T;
}

/** The page of what was found, in the order of its sort keys. */
export function pageOf<T>(
  found: readonly Sorted<T>[],
  page: { readonly limit: number; readonly cursor?: string },
): { readonly items: readonly T[]; readonly cursor?: string } {
  const after = page.cursor === undefined ? '' : sortKeyOf(page.cursor);
  const rest = found.filter(({ sort }) => sort > after).sort((a, b) => (a.sort < b.sort ? -1 : 1));
  const items = rest.slice(0, page.limit);
  const last = items.at(-1);
  return {
    items: items.map(({ value }) => value),
    ...(last !== undefined && rest.length > items.length ? { cursor: cursorOf(last.sort) } : {}),
  };
}

function both<T extends string>(some: readonly T[] = [], more: readonly T[] = []): T[] {
  return [...new Set([...some, ...more])].sort();
}

function plain(wake: { id: string; at: number; because: string }): { id: string; at: number; because: string } {
  return { id: wake.id, at: wake.at, because: wake.because };
}

function dueOf(at: number, namespace: string, name: string): string {
  return `${String(at).padStart(15, '0')}#${namespace}/${name}`;
}
