/** The store in memory: the conditions, fences and limits of the DynamoDB adapter, without DynamoDB. */

import type { Store } from '../ports.ts';
import { type Agenda, type Signal, storeAndSignal } from './agenda.ts';
import type { DesiredStore } from './desired.ts';
import { createMemoryAgenda } from './memory/agenda.ts';
import { createMemoryDesired } from './memory/desired.ts';
import { createMemoryEngine } from './memory/engine.ts';
import { createInstallation } from './memory/installation.ts';
import { createPartitions, type Dump, dumpOf } from './memory/partitions.ts';

type StoreMethod = keyof Store | keyof DesiredStore | keyof Agenda;

export interface MemoryStoreOptions {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** A new ULID. */
  readonly id: () => string;
  /** How long a lease lasts (ms). */
  readonly lease?: number;
  /** Sends the message of a wake that DesiredStore.wake stored. */
  readonly signal?: Signal;
  /** Runs before each request; what it throws stops the request from happening. */
  readonly before?: (method: StoreMethod) => void | Promise<void>;
  /** Runs after each request; what it throws loses the answer of a request that happened. */
  readonly after?: (method: StoreMethod) => void | Promise<void>;
}

/** Wraps one request in the hooks. */
export type Request = <T>(method: StoreMethod, run: () => T) => Promise<T>;

export interface MemoryStore extends Store, DesiredStore, Agenda {
  /** Everything stored, as JSON. */
  dump(): Dump;
}

/** An empty store. `lease` is 90 s unless given. */
export function createMemoryStore(options: MemoryStoreOptions): MemoryStore {
  const { now, id, lease = 90_000, signal = async () => {}, before, after } = options;
  const partitions = createPartitions();
  const installation = createInstallation(partitions);
  const request: Request = async (method, run) => {
    await before?.(method);
    const answer = run();
    await after?.(method);
    return answer;
  };
  const agenda = createMemoryAgenda(partitions, request);
  return {
    ...createMemoryEngine({ partitions, installation, request, now, id, lease }),
    ...createMemoryDesired({ partitions, installation, request, now, id }),
    ...agenda,
    wake: (app, ask) => {
      const at = now();
      return storeAndSignal(agenda, signal, app, { id: id(), at, because: ask, asks: [ask] }, at);
    },
    dump: () => ({ objects: dumpOf(partitions), environments: installation.environments() }),
  };
}
