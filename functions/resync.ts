/** On a schedule: wakes what is due and keeps the VPC link, or (a sweep) wakes every application and drops code that nothing uses. At deploy:
 * writes the installation's rows. */
import { ulid } from 'ulid';
import { install } from '../lib/api/install.ts';
import { createPipeline } from '../lib/api/pipeline.ts';
import { keepVpcLink } from '../lib/api/vpc-link.ts';
import { types } from '../lib/aws/registry.ts';
import { createSend } from '../lib/aws/send.ts';
import { builtins } from '../lib/definition/builtin/list.ts';
import { type JsonObject, objectOf, trusted } from '../lib/json.ts';
import type { Environment } from '../lib/reconcile/appfile.ts';
import type { Access } from '../lib/store/desired.ts';
import { createDynamoClient, createDynamoStore } from '../lib/store/dynamodb.ts';
import { dropUnused, wakeAll, wakeDue } from '../lib/store/rounds.ts';
import { createS3Shelf } from '../lib/store/shelf.ts';
import { createSqsSignal } from '../lib/store/signal.ts';

const { AWS_REGION = '', TABLE_NAME = '', WAKE_QUEUE_URL = '', BLOB_BUCKET = '', AWS_ENDPOINT_URL } = process.env;
const facts = objectOf(JSON.parse(process.env.ENVIRONMENT ?? '{}'));
const now = (): number => Date.now();
const id = (): string => ulid();
const signal = createSqsSignal({ queueUrl: WAKE_QUEUE_URL, now });
const store = createDynamoStore({ client: createDynamoClient(), table: TABLE_NAME, now, id, signal });
const shelf = createS3Shelf({ bucket: BLOB_BUCKET, pathStyle: AWS_ENDPOINT_URL !== undefined });

const everyone = (because: string): Promise<number> => wakeAll(store, signal, now(), id, { because });
const io = { now, send: createSend({ targets: { local: { region: AWS_REGION } } }) };
const keepLink = () => keepVpcLink({ store, types, io, wakeAll: everyone });

/** `{due: true}`, `{link: true}`, `{sweep: true}` or `{install: {facts, access}}`; answers with what was done. */
export async function handler(event: JsonObject): Promise<JsonObject> {
  const done = await doneFor(event);
  console.log(JSON.stringify({ ...done, level: 'info' }));
  return done;
}

async function doneFor(event: JsonObject): Promise<JsonObject> {
  if (event.due === true) return { woken: await wakeDue(store, signal, now()), link: await keepLink() };
  if (event.link === true) return { link: await keepLink() };
  if (event.sweep === true) {
    const woken = await wakeAll(store, signal, now(), id, { because: 'every hour', asks: ['sweep'] });
    return { woken, dropped: await dropUnused(shelf, store, now()) };
  }
  const { facts: more, access } = objectOf(event.install);
  const environment = trusted<Environment>({ ...facts, ...objectOf(more) });
  const installed = await install({
    store,
    admit: createPipeline(types).admit,
    builtins,
    environment,
    access: trusted<readonly Access[]>(access),
    wakeAll: everyone,
    now,
    id,
  });
  return { ...installed };
}
