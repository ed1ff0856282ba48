/** An emulator as a harness: calls go through the project's own way out to AWS. */
import { setTimeout as sleep } from 'node:timers/promises';
import { DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { LambdaClient, PublishLayerVersionCommand } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, PutBucketVersioningCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createSend } from '../../../lib/aws/send.ts';
import { localRegion } from '../../../lib/local/emulator.ts';
import type { TestEmulator } from '../../emulators.ts';
import type { Harness } from './bench.ts';
import { bucket, keys, zips } from './code.ts';
import type { EmulatorName } from './exceptions.ts';
import type { Place } from './fixture.ts';

type Ready = Pick<Place, 'code' | 'layers' | 'network'>;

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

export interface Wire {
  readonly harness: Harness;
  /** Starts the emulator and puts code into a bucket. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export function wire(name: EmulatorName, account: string, emulator: () => Promise<TestEmulator>): Wire {
  let running: { readonly emulator: TestEmulator; readonly send: Harness['send']; readonly ready: Ready } | undefined;
  const started = (): NonNullable<typeof running> => {
    if (running === undefined) throw new Error(`${name} was not started`);
    return running;
  };
  return {
    harness: {
      name,
      account,
      region: localRegion,
      send: call => started().send(call),
      ready: () => started().ready,
      pause: () => sleep(20),
    },
    async start() {
      const server = await emulator();
      const send = createSend({ targets: { local: { region: localRegion, endpoint: server.url, credentials } } });
      const ready = {
        code: await upload(server.url),
        layers: await publish(server.url),
        network: await network(server.url),
      };
      running = { emulator: server, send, ready };
    },
    async stop() {
      await running?.emulator.stop();
    },
  };
}

/** The two zips in a bucket with versions. */
async function upload(endpoint: string): Promise<Place['code']> {
  const s3 = new S3Client({ endpoint, region: localRegion, credentials, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  await s3.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration }));
  const one = await s3.send(new PutObjectCommand({ Bucket: bucket, Key: keys[0], Body: zips[0].bytes }));
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: keys[1], Body: zips[1].bytes }));
  s3.destroy();
  return [
    {
      source: { S3Bucket: bucket, S3Key: keys[0], S3ObjectVersion: one.VersionId ?? '' },
      sha256: zips[0].sha256,
    },
    { source: { S3Bucket: bucket, S3Key: keys[1] }, sha256: zips[1].sha256 },
  ];
}

/** The network that every account has. */
async function network(endpoint: string): Promise<Place['network']> {
  const ec2 = new EC2Client({ endpoint, region: localRegion, credentials });
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  ec2.destroy();
  const [one = '', two = '', three = ''] = Subnets.map(subnet => subnet.SubnetId ?? '');
  return { vpc: Subnets[0]?.VpcId ?? '', subnets: [one, two, three] };
}

/** Two layers. */
async function publish(endpoint: string): Promise<Place['layers']> {
  const lambda = new LambdaClient({ endpoint, region: localRegion, credentials });
  const layer = async (LayerName: string): Promise<string> => {
    const Content = { ZipFile: zips[0].bytes };
    return (await lambda.send(new PublishLayerVersionCommand({ LayerName, Content }))).LayerVersionArn ?? '';
  };
  const layers = [await layer('one'), await layer('two')] as const;
  lambda.destroy();
  return layers;
}
