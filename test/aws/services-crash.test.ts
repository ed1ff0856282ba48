/** Services of AWS in a whole installation: whatever dies when, nothing is lost, made twice or left behind. */
import { expect, test } from 'vitest';
import { type JsonObject, objectOf } from '../../lib/json.ts';
import { running, shape } from '../reconcile/running.ts';
import { createWorld, functions, type World, web } from '../reconcile/world.ts';

const environment = { allowedTypes: ['AWS::Kinesis::Stream'] };

function documentOf(...components: readonly JsonObject[]): JsonObject {
  return {
    apiVersion: 'core.oam.dev/v1beta1',
    kind: 'Application',
    metadata: { name: 'web', namespace: 'default' },
    spec: { components },
  };
}

/** What exists; S3 may say `false` of what it does not do, or nothing. */
const existing = (world: World): string[] =>
  shape(world.aws.listing()).filter(line => !line.endsWith('/BucketKeyEnabled=false'));

const stream = (shards: number): JsonObject => ({
  name: 'stream',
  type: 'aws-resource',
  properties: { type: 'AWS::Kinesis::Stream', properties: { ShardCount: shards } },
});

const values = documentOf(
  stream(1),
  { name: 'key', type: 'secret', properties: { generate: { length: 20 } } },
  { name: 'level', type: 'parameter', properties: { value: 'info' } },
);

function called(): JsonObject {
  const [worker] = (objectOf(functions({ worker: { memory: 256 } }).spec).components as JsonObject[]) ?? [];
  const traits = [
    { type: 'trigger', properties: { from: 'jobs' } },
    { type: 'trigger', properties: { from: 'files' } },
    { type: 'function-url', properties: { auth: 'none' } },
    { type: 'gateway', properties: { http: { '/': 80 }, jwt: { issuer: 'https://example.com', audience: ['a'] } } },
  ];
  return documentOf(
    { name: 'jobs', type: 'queue' },
    { name: 'files', type: 'bucket', properties: { events: true, onDelete: 'delete' } },
    { ...worker, traits },
  );
}

/** What the schedule does where a wake was stored and its message was never sent. */
async function resync(world: World): Promise<void> {
  if ((await world.view()).wake === undefined) return;
  world.touch(web);
  await world.run();
}

/** Kills it at each request of its life, before or after it took effect. */
async function survives(document: JsonObject, sides: (step: number) => readonly ('before' | 'after')[]): Promise<void> {
  const whole = await createWorld({ environment });
  const empty = whole.aws.listing();
  const from = whole.steps();
  await running(whole, document);
  const made = existing(whole);
  await whole.remove(web);
  await whole.run();
  const total = whole.steps() - from;
  expect(whole.aws.listing()).toEqual(empty);
  for (let step = 1; step <= total; step++) {
    for (const side of sides(step)) {
      const world: World = await createWorld({ environment });
      world.crashAt = { step: world.steps() + step, side };
      const where = `killed ${side} request ${step} of ${total}`;
      await world.apply(document);
      await world.run();
      await resync(world);
      expect(await world.status(), where).toMatchObject({ status: 'running' });
      expect(existing(world), where).toEqual(made);
      await world.remove(web);
      await world.run();
      await resync(world);
      expect(world.aws.listing(), where).toEqual(empty);
    }
  }
}

test('secrets, parameters and what Cloud Control makes', () => survives(values, () => ['before', 'after']), 120_000);

test(
  'what calls a function: a queue, a bucket, its own address, an API that asks for tokens',
  () => survives(called(), step => [step % 2 === 0 ? 'before' : 'after']),
  240_000,
);
