/** The time from a put in S3 to the new answer of the function whose code it is. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { strToU8, zipSync } from 'fflate';
import { listOf, objectOf, textOf } from '../lib/json.ts';
import type { Installation } from '../test/e2e/harness/installation.ts';
import { median } from './median.ts';
import type { Figures } from './table.ts';
import { place } from './wire.ts';

const puts = 5;
/** Those that the installation may read code from begin so. */
const Bucket = 'lt-e2e-bench';

export async function measureEvent(lateen: Installation): Promise<Figures> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const s3 = new S3Client({ endpoint: lateen.emulator, region: 'us-east-1', credentials, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  const NotificationConfiguration = { EventBridgeConfiguration: {} };
  await s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }));
  const put = (says: string): Promise<unknown> => {
    const code = `export const handler = async () => ({ statusCode: 200, body: '${says}' });`;
    const Body = zipSync({ 'index.mjs': strToU8(code) });
    return s3.send(new PutObjectCommand({ Bucket, Key: 'code.zip', Body }));
  };
  await put('put 0');
  const posted = await lateen.api('POST', '/applications', application);
  if (posted.status >= 300) throw new Error(posted.text);
  const { body } = await lateen.until(place('followed'), answer => objectOf(answer.body?.status).status === 'running');
  const url = textOf(objectOf(listOf(objectOf(body.status).endpoints)[0]).url);
  const seconds: number[] = [];
  for (let i = 1; i <= puts; i++) {
    const begin = performance.now();
    await put(`put ${i}`);
    await answers(url, `put ${i}`);
    seconds.push((performance.now() - begin) / 1000);
  }
  return { eventToAnswerSeconds: median(seconds) };
}

const application = {
  apiVersion: 'core.oam.dev/v1beta1',
  kind: 'Application',
  metadata: { name: 'followed' },
  spec: {
    components: [
      {
        name: 'main',
        type: 'function',
        properties: { code: { s3: { bucket: Bucket, key: 'code.zip' } } },
        traits: [{ type: 'gateway', properties: { http: { '/': 80 } } }],
      },
    ],
  },
};

async function answers(url: string, says: string): Promise<void> {
  const end = performance.now() + 60_000;
  while ((await (await fetch(url)).text()) !== says) {
    if (performance.now() > end) throw new Error(`It does not say "${says}"`);
    await sleep(50);
  }
}
