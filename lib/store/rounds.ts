/** The rounds that the schedule makes: wakes that no message carried, every application once, code that nothing uses any more. */
import type { AppKey, UsedRef, Wake } from '../ports.ts';
import { type Agenda, type Page, type Signal, shards, storeAndSignal } from './agenda.ts';
import type { DesiredStore } from './desired.ts';

/** Messages that were just sent are left to arrive (ms). */
const grace = 30_000;
/** Uploaded code may wait so long for the application that uses it (ms). */
const keepUnused = 24 * 3600_000;
const atOnce = 20;
const pageSize = 100;

/** Sends the message of each wake that is due and not about to be delivered: beyond 900 s none was sent, and one may have been lost. */
export async function wakeDue(agenda: Pick<Agenda, 'due'>, signal: Signal, now: number): Promise<number> {
  let count = 0;
  for (const shard of shards) {
    count += await each(
      cursor => agenda.due(shard, now - grace, { limit: pageSize, ...cursor }),
      ({ app, wake }) => signal(app, wake),
    );
  }
  return count;
}

/** Wakes every application. */
export function wakeAll(
  agenda: Pick<Agenda, 'applications' | 'storeWake'>,
  signal: Signal,
  now: number,
  id: () => string,
  reason: Pick<Wake, 'because' | 'asks'>,
): Promise<number> {
  return each<AppKey>(
    cursor => agenda.applications({ limit: pageSize, ...cursor }),
    app => storeAndSignal(agenda, signal, app, { id: id(), at: now, ...reason }, now),
  );
}

/** More applications than this by one object or image are found by the next sweep. */
const usersOfOne = 1000;

/** Wakes every application that an index entry leads to; answers with how many. */
export async function wakeUsers(
  store: Pick<DesiredStore, 'users'>,
  used: UsedRef,
  wake: (app: AppKey) => Promise<void>,
): Promise<number> {
  const apps = await store.users(used, usersOfOne);
  for (let from = 0; from < apps.length; from += atOnce) await Promise.all(apps.slice(from, from + atOnce).map(wake));
  return apps.length;
}

export interface StoredBlob {
  readonly sha256: string;
  /** When it was uploaded (ms). */
  readonly at: number;
}

/** What is in the bucket for code. */
export interface Shelf {
  list(page: { readonly cursor?: string }): Promise<Page<StoredBlob>>;
  remove(sha256: string): Promise<void>;
}

/** Removes uploaded code that is older than a day and that no application uses, in any revision it keeps. */
export async function dropUnused(shelf: Shelf, store: Pick<DesiredStore, 'users'>, now: number): Promise<number> {
  let dropped = 0;
  await each(
    cursor => shelf.list(cursor),
    async ({ sha256, at }) => {
      if (now - at < keepUnused || (await store.users(`blob#${sha256}`, 1)).length > 0) return;
      await shelf.remove(sha256);
      dropped += 1;
    },
  );
  return dropped;
}

/** Does `work` for every item of a listing, a few at the same time; answers with how many there were. */
async function each<T>(
  read: (cursor: { readonly cursor?: string }) => Promise<Page<T>>,
  work: (item: T) => Promise<unknown>,
): Promise<number> {
  let count = 0;
  let page: Page<T> | undefined;
  do {
    page = await read(page?.cursor === undefined ? {} : { cursor: page.cursor });
    for (let from = 0; from < page.items.length; from += atOnce)
      await Promise.all(page.items.slice(from, from + atOnce).map(work));
    count += page.items.length;
  } while (page.cursor !== undefined);
  return count;
}
