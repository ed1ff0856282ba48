/** The store in one DynamoDB table (infra/table.yml). */
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import type { Store } from '../ports.ts';
import { type Agenda, type Signal, storeAndSignal } from './agenda.ts';
import type { DesiredStore } from './desired.ts';
import { createAgenda } from './dynamodb/agenda.ts';
import { createDesired } from './dynamodb/desired.ts';
import { createEngine } from './dynamodb/engine.ts';

export interface DynamoStoreOptions {
  readonly client: DynamoDBClient;
  /** The table's name. */
  readonly table: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** A new ULID. */
  readonly id: () => string;
  /** How long a lease lasts (ms): longer than the function that holds it can run. */
  readonly lease?: number;
  /** Sends the message of a wake that DesiredStore.wake stored. */
  readonly signal?: Signal;
}

/** A client as the store wants it: no retries of its own, because every caller knows better, and requests that end in time. */
export function createDynamoClient(config: DynamoDBClientConfig = {}): DynamoDBClient {
  return new DynamoDBClient({
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 1500, requestTimeout: 5000, throwOnRequestTimeout: true },
    ...config,
  });
}

/** The adapter. `lease` is 90 s unless given. */
export function createDynamoStore(options: DynamoStoreOptions): Store & DesiredStore & Agenda {
  const { client, now, id, lease = 90_000, signal = async () => {} } = options;
  const table = { client, name: options.table };
  const agenda = createAgenda(table);
  return {
    ...createEngine({ table, now, id, lease }),
    ...createDesired({ table, now, id }),
    ...agenda,
    wake: (app, ask) => {
      const at = now();
      return storeAndSignal(agenda, signal, app, { id: id(), at, because: ask, asks: [ask] }, at);
    },
  };
}
