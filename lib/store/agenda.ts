/** Which applications are to be looked at, and when: wakes as they are stored, and the listing that resync walks. */
import type { AppKey, Wake } from '../ports.ts';

/** A page of a listing; `cursor` is opaque and absent on the last page. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly cursor?: string;
}

export interface PageOf {
  readonly limit: number;
  readonly cursor?: string;
}

export interface WakeListed {
  readonly app: AppKey;
  readonly wake: Wake;
}

/** One wake an application, in an item of its own. A standing wake is replaced only by an earlier one. */
export interface Agenda {
  /** Whether this wake now stands, so that one message is due for it. Where another stands that is not later, that one is marked instead:
   * a wave which saw it unmarked cannot release over the mark, so nothing that happens during a wave is lost. Storing a wake
   * that stands already answers true again, so an interrupted caller may repeat it. */
  storeWake(app: AppKey, wake: Wake): Promise<boolean>;
  /** Whether a message with this id is still worth acting on (Snapshot.wake.id must not be compared with it: a mark changes that one). */
  stands(app: AppKey, id: string): Promise<boolean>;
  /** Wakes that are due at `now` (ms), the longest due first: what a message could not carry (more than 900 s) or lost. */
  due(shard: string, now: number, page: PageOf): Promise<Page<WakeListed>>;
  /** Every stored application, the one longest unchanged first. */
  applications(page: PageOf): Promise<Page<AppKey>>;
}

/** The parts of the due index; a wake's part follows from its application. */
export const shards: readonly string[] = ['0', '1', '2', '3'];

/** The longest delay of an SQS message (ms); a later wake is found by the due index. */
export const longestDelay = 900_000;

/** Sends the message of a wake. */
export type Signal = (app: AppKey, wake: Wake) => Promise<void>;

/** Stores a wake and sends its message, unless an earlier wake stands or no message can wait that long. */
export async function storeAndSignal(
  agenda: Pick<Agenda, 'storeWake'>,
  signal: Signal,
  app: AppKey,
  wake: Wake,
  now: number,
): Promise<void> {
  const stands = await agenda.storeWake(app, wake);
  if (stands && wake.at - now <= longestDelay) await signal(app, wake);
}
