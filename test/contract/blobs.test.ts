/** The bucket of uploaded code, on an S3 that nobody here wrote. */
import { CreateBucketCommand, GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256Of } from '../../lib/api/code.ts';
import { type Blobs, createS3Blobs } from '../../lib/store/blobs.ts';
import { type TestEmulator, testMinistack } from '../emulators.ts';

const bucket = 'lateen-test-blobs';
const variables = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
const before = { ...process.env };
let emulator: TestEmulator;
let client: S3Client;
let blobs: Blobs;

beforeAll(async () => {
  emulator = await testMinistack();
  Object.assign(process.env, variables, { AWS_ENDPOINT_URL: emulator.url });
  client = new S3Client({ forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  blobs = createS3Blobs({ bucket, pathStyle: true });
});

afterAll(async () => {
  client?.destroy();
  await emulator?.stop();
  for (const name of [...Object.keys(variables), 'AWS_ENDPOINT_URL']) {
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
});

async function read(sha256: string): Promise<string> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: `blobs/${sha256}` }));
  return (await Body?.transformToString()) ?? '';
}

describe('blobs in S3', () => {
  it('are there once they were put, as often as they are put', async () => {
    const bytes = new TextEncoder().encode('put');
    const sha256 = sha256Of(bytes);
    expect(await blobs.exists(sha256)).toBe(false);
    await blobs.put(sha256, bytes);
    await blobs.put(sha256, bytes);
    expect(await blobs.exists(sha256)).toBe(true);
    expect(await read(sha256)).toBe('put');
  });

  it('are uploaded by whoever has the address, with the headers it came with', async () => {
    const bytes = new TextEncoder().encode('uploaded');
    const sha256 = sha256Of(bytes);
    const { url, method, headers } = await blobs.presign(sha256, bytes.length);
    const { status } = await fetch(url, { method, headers, body: bytes });
    expect([status, await blobs.exists(sha256), await read(sha256)]).toEqual([200, true, 'uploaded']);
    const others = await fetch(url, { method, headers, body: 'somethng' });
    const unsaid = await fetch(url, { method, body: bytes });
    expect([others.status, unsaid.status, await read(sha256)]).toEqual([400, 403, 'uploaded']);
  });

  it('say that the bucket failed in our words', async () => {
    const other = createS3Blobs({ bucket: 'lateen-no-such-bucket', pathStyle: true });
    await expect(other.put('ab'.repeat(32), new Uint8Array([1]))).rejects.toMatchObject({ name: 'OamError' });
  });
});
