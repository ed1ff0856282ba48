/** On events of other AWS services: wakes the applications that use what changed, or whose state an event tells of. */
import type { EventBridgeEvent } from 'aws-lambda';
import { ulid } from 'ulid';
import { usedBy } from '../lib/aws/inputs/event.ts';
import { storeAndSignal } from '../lib/store/agenda.ts';
import { createDynamoClient, createDynamoStore } from '../lib/store/dynamodb.ts';
import { wakeUsers } from '../lib/store/rounds.ts';
import { createSqsSignal } from '../lib/store/signal.ts';

const { TABLE_NAME = '', WAKE_QUEUE_URL = '' } = process.env;
const now = (): number => Date.now();
const id = (): string => ulid();
const signal = createSqsSignal({ queueUrl: WAKE_QUEUE_URL, now });
const store = createDynamoStore({ client: createDynamoClient(), table: TABLE_NAME, now, id, signal });

/** Throws where the store or the queue failed: Lambda tries again, and then puts the event into the dead-letter queue. */
export async function handler(event: EventBridgeEvent<string, unknown>): Promise<void> {
  const about = usedBy(event);
  let woken = 0;
  for (const used of about)
    woken += await wakeUsers(store, used, app =>
      storeAndSignal(store, signal, app, { id: id(), at: now(), because: `event ${used}`, about: [used] }, now()),
    );
  console.log(JSON.stringify({ level: 'info', event: event.id, type: event['detail-type'], about, woken }));
}
