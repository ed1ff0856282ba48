/** The function behind the HTTP API: its parts put together from the variables that serverless.yml gives it. */
import { handle, type LambdaContext, type LambdaEvent } from 'hono/aws-lambda';
import { ulid } from 'ulid';
import { createApi } from '../lib/api/api.ts';
import { createPipeline } from '../lib/api/pipeline.ts';
import { startSession } from '../lib/aws/ecs/exec.ts';
import { contentOf } from '../lib/aws/inputs/object.ts';
import { readEvents } from '../lib/aws/logs/events.ts';
import { types } from '../lib/aws/registry.ts';
import { createSend } from '../lib/aws/send.ts';
import { createRunner } from '../lib/reconcile/runner.ts';
import { shipped } from '../lib/reconcile/settings.ts';
import { createS3Blobs } from '../lib/store/blobs.ts';
import { createDynamoClient, createDynamoStore } from '../lib/store/dynamodb.ts';
import { createSqsSignal } from '../lib/store/signal.ts';
import metadata from '../package.json' with { type: 'json' };

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`The variable ${name} is not set`);
  return value;
}

const now = (): number => Date.now();
const id = (): string => ulid();

const send = createSend({ targets: { local: { region: variable('AWS_REGION') } } });
const { run } = createRunner({ now, send }, { until: Number.POSITIVE_INFINITY }, shipped);

const app = createApi({
  store: createDynamoStore({
    client: createDynamoClient(),
    table: variable('TABLE_NAME'),
    now,
    id,
    signal: createSqsSignal({ queueUrl: variable('WAKE_QUEUE_URL'), now }),
  }),
  // Emulators have no host name for each bucket.
  blobs: createS3Blobs({ bucket: variable('BLOB_BUCKET'), pathStyle: process.env.AWS_ENDPOINT_URL !== undefined }),
  pipeline: createPipeline(types),
  logs: query => run(readEvents(query), 'local'),
  session: query => run(startSession(query), 'local'),
  content: object => run(contentOf(object), 'local'),
  now,
  id,
  log: line => console.log(JSON.stringify(line)),
  version: metadata.version,
});

export const handler: (event: LambdaEvent, context?: LambdaContext) => Promise<unknown> = handle(app);
