/** Redeploys without a pipeline, from outside: what an application is made of changes, and it runs the new one and says why. The emulator
 * tells of objects and secrets by itself; events that it does not send are put on the bus as AWS documents them. */
import {
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Answer, type Installation, startInstallation } from './harness/installation.ts';

let lateen: Installation;
let s3: S3Client;
beforeAll(async () => {
  lateen = await startInstallation();
  const config = {
    endpoint: lateen.emulator,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  s3 = new S3Client({ ...config, forcePathStyle: true });
  for (const [Bucket, versions] of [
    [kept, true],
    [plain, false],
  ] as const) {
    await s3.send(new CreateBucketCommand({ Bucket }));
    if (versions)
      await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
    const NotificationConfiguration = { EventBridgeConfiguration: {} };
    await s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }));
  }
});
afterAll(() => lateen?.stop());

/** Buckets that the installation may read code from begin so. */
const kept = 'lt-e2e-builds';
const plain = 'lt-e2e-plain';
const applications = '/apis/core.oam.dev/v1beta1/namespaces/default/applications';

async function put(Bucket: string, says: string): Promise<string | undefined> {
  const code = `export const handler = async () => ({ statusCode: 200, body: '${says}' });`;
  const Body = zipSync({ 'index.mjs': strToU8(code) });
  return (await s3.send(new PutObjectCommand({ Bucket, Key: 'nightly.zip', Body }))).VersionId;
}

function nightly(name: string, bucket: string, ...policies: object[]): object {
  return {
    apiVersion: 'core.oam.dev/v1beta1',
    kind: 'Application',
    metadata: { name },
    spec: {
      components: [
        {
          name: 'nightly',
          type: 'function',
          properties: { code: { s3: { bucket, key: 'nightly.zip' } } },
          traits: [{ type: 'gateway', properties: { http: { [`/${name}`]: 80 } } }],
        },
      ],
      ...(policies.length > 0 ? { policies } : {}),
    },
  };
}

const running = (revision: number) => (answer: Answer) =>
  answer.body?.status?.status === 'running' && answer.body.status.latestRevision?.revision === revision;

async function say(name: string): Promise<string> {
  const { body } = await lateen.api('GET', `${applications}/${name}`);
  return (await fetch(body.status.endpoints[0].url)).text();
}

async function becauses(name: string): Promise<string[]> {
  const { body } = await lateen.api('GET', `${applications}/${name}/revisions`);
  return body.items.map((one: { because: string }) => one.because);
}

it('runs the object that is put in a bucket with versions, and says which and when', async () => {
  const first = await put(kept, 'one');
  const posted = await lateen.api('POST', '/applications', nightly('batch', kept));
  expect(posted.status, posted.text).toBe(201);
  await lateen.until(`${applications}/batch`, running(1));
  expect(await say('batch')).toBe('one');
  const second = await put(kept, 'two');
  expect(second).not.toBe(first);
  await lateen.until(`${applications}/batch`, running(2));
  expect(await say('batch')).toBe('two');
  const [because = ''] = await becauses('batch');
  expect(because).toMatch(
    new RegExp(`^object ${kept}/nightly.zip is now version ${second}, put [0-2][0-9]:[0-5][0-9]$`),
  );
  const { body } = await lateen.api('GET', `${applications}/batch/revisions/2`);
  expect(body.inputs).toEqual({ [`object#${kept}/nightly.zip`]: second });
});
