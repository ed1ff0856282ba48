/** The reconciler function: records of the table's stream and messages of the wakes queue, each one application to look at. */
import type { DynamoDBStreamEvent, SQSEvent } from 'aws-lambda';
import { ulid } from 'ulid';
import { inputKinds } from '../lib/aws/inputs/inputs.ts';
import { types } from '../lib/aws/registry.ts';
import { createSend } from '../lib/aws/send.ts';
import type { Io } from '../lib/ports.ts';
import { type BatchAnswer, type Carried, lookAtBatch } from '../lib/reconcile/batch.ts';
import { dispatch } from '../lib/reconcile/dispatch.ts';
import { createPace } from '../lib/reconcile/pace.ts';
import { shipped } from '../lib/reconcile/settings.ts';
import { storeAndSignal } from '../lib/store/agenda.ts';
import { createDynamoClient, createDynamoStore } from '../lib/store/dynamodb.ts';
import { createSqsRounds, createSqsSignal, readMessage } from '../lib/store/signal.ts';
import { keyOfStreamRecord } from '../lib/store/stream.ts';

const { AWS_REGION = '', TABLE_NAME = '', WAKE_QUEUE_URL = '', DEAD_LETTER_QUEUE_URL = '' } = process.env;
const seconds = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise) * 1000;
const now = (): number => Date.now();
const id = (): string => ulid();
const signal = createSqsSignal({ queueUrl: WAKE_QUEUE_URL, now });
const rounds = createSqsRounds({ queueUrl: WAKE_QUEUE_URL, deadLetterUrl: DEAD_LETTER_QUEUE_URL });
const lease = seconds('LEASE_SECONDS', 90);
const timeout = seconds('TIMEOUT_SECONDS', 60);
const store = createDynamoStore({ client: createDynamoClient(), table: TABLE_NAME, now, id, lease, signal });
const io: Io = {
  send: createSend({ targets: { local: { region: AWS_REGION } } }),
  store,
  wake: (app, wake) => storeAndSignal(store, signal, app, wake, now()),
  signal,
  now,
  id,
};
const settings = {
  ...shipped,
  waveMs: seconds('WAVE_SECONDS', 10),
  waveCalls: Number(process.env.WAVE_CALLS ?? shipped.waveCalls),
  // Half of what the lease has over the function's time: 15 s as shipped.
  guardMs: Math.min(shipped.guardMs, (lease - timeout) / 2),
  reobserveMs: seconds('REOBSERVE_SECONDS', 30),
};
const looks = new Map([...inputKinds].map(([kind, { resolve }]) => [kind, resolve]));
const engine = { io, types, looks, settings, pace: createPace() };

const log = (line: object): void => console.log(JSON.stringify(line));
const deliveries = { stands: store.stands, ...rounds, log };

export function handler(event: DynamoDBStreamEvent | SQSEvent): Promise<BatchAnswer> {
  const batch = event.Records.map((record): Carried => {
    if ('body' in record) return { id: record.messageId, delivery: readMessage(record.body) };
    const app = keyOfStreamRecord(record.dynamodb?.Keys);
    const delivery = app === undefined ? undefined : { app, wake: undefined, attempt: 0 };
    return { id: record.dynamodb?.SequenceNumber ?? '', delivery };
  });
  return lookAtBatch(batch, one => dispatch(engine, deliveries, [one]), log);
}
