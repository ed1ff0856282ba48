/** `lateen up` with local code against a small API and a small bucket: uploaded once, named by its hash, tried without an upload. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accepted, type FakeApi, fakeApi, run } from './command.ts';
import { fileOf, folder } from './files.ts';

let bucket: FakeApi;
beforeAll(async () => {
  bucket = await fakeApi({ 'PUT /blobs/x': { body: {} } });
});
afterAll(() => bucket.close());

const yaml = `apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: { name: hello }
spec:
  components:
    - { name: one, type: function, properties: { code: { path: ./worker.ts } } }
    - { name: two, type: function, properties: { code: { path: ./worker.ts } } }
    - { name: bad, type: nosuch }
`;
const file = fileOf('local.yaml', yaml);
writeFileSync(join(folder, 'worker.ts'), 'export const handler = async (): Promise<number> => 1;\n');

test('uploads the zip once and posts its hash in the place of the path', async () => {
  const upload = { url: `${bucket.url}/blobs/x`, method: 'PUT', headers: { 'x-amz-checksum-sha256': 'abc' } };
  const ran = await run(['up', file, '--no-wait'], {
    'POST /blobs': { status: 201, body: { upload } },
    'POST /applications': { body: accepted('hello') },
  });
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  expect(ran.stdout).toMatch(/^(Code \.\/worker\.ts uploaded \(1 KB\)\n){2}Application hello created/);
  const { sha256, size } = JSON.parse(ran.asked[0]?.body ?? '{}');
  expect(bucket.asked).toHaveLength(1);
  expect(bucket.asked[0]).toMatchObject({ method: 'PUT', path: '/blobs/x' });
  expect(bucket.bodies[0]?.length).toBe(size);
  expect(createHash('sha256').update(bucket.bodies[0]!).digest('hex')).toBe(sha256);
  expect(ran.asked.map(each => each.path)).toEqual(['/blobs', '/applications']);
  expect(ran.asked[1]?.body).toBe(yaml.replaceAll('path: ./worker.ts', `blob: ${sha256}`));
});

test('uploads nothing that is there', async () => {
  const before = bucket.asked.length;
  const ran = await run(['up', file, '--no-wait'], {
    'POST /blobs': { body: { exists: true } },
    'POST /applications': { body: accepted('hello', 'unchanged') },
  });
  expect(ran.stdout).toContain('Code ./worker.ts unchanged');
  expect(bucket.asked.length).toBe(before);
});

test('--dry-run packs, uploads nothing, and says nothing of what is missing only for that', async () => {
  const plan = { summary: { create: 1 }, changes: [] };
  const ran = await run(['up', file, '--dry-run'], {
    'POST /applications?dryRun=All': asked => {
      const [, sha256] = /blob: ([0-9a-f]{64})/.exec(asked.body) ?? [];
      const warning = (sha: string) => ({
        code: 'BlobNotFound',
        severity: 'warning',
        pointer: '/spec',
        message: `No blob ${sha} was uploaded`,
      });
      const warnings = [warning(String(sha256)), warning('another')];
      const item = { kind: 'Application', namespace: 'default', name: 'hello', result: 'created', warnings, plan };
      return { body: { items: [item] } };
    },
  });
  expect(ran.code).toBe(0);
  expect(ran.asked).toHaveLength(1);
  expect(ran.stdout).toContain('Code ./worker.ts packed, not uploaded');
  expect(ran.stdout).toContain('No blob another was uploaded');
  expect(ran.stdout.match(/No blob/g)).toHaveLength(1);
});

test('Issues still say where they are in the file', async () => {
  const issue = { code: 'UnknownType', severity: 'error', pointer: '/spec', message: 'no', line: 8, column: 7 };
  const ran = await run(['up', file], {
    'POST /blobs': { body: { exists: true } },
    'POST /applications': { status: 422, body: { errors: [issue] } },
  });
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain(`${file}:8:7: error: no [UnknownType]`);
});

test('code that does not compile is refused with its place, and nothing is asked', async () => {
  writeFileSync(join(folder, 'broken.ts'), 'export const handler = async () => {\n  return 1 +;\n};\n');
  const broken = fileOf('broken.yaml', yaml.replaceAll('./worker.ts', './broken.ts'));
  const ran = await run(['up', broken], {});
  expect(ran).toMatchObject({ code: 2, stdout: '', asked: [] });
  expect(ran.stderr).toContain(
    `${broken}:6:58: it does not compile:\n${join(folder, 'broken.ts')}:2:13: Unexpected ";"`,
  );
});

test('a bucket that refuses is told', async () => {
  const upload = { url: `${bucket.url}/elsewhere`, method: 'PUT', headers: {} };
  const ran = await run(['up', file], { 'POST /blobs': { status: 201, body: { upload } } });
  expect(ran.code).toBe(1);
  expect(ran.stderr).toMatch(/could not be uploaded to 127\.0\.0\.1:\d+: 404/);
});
