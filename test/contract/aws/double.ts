/** The in-memory AWS as a harness, under a virtual clock. */
import { type Aws, type AwsOptions, createAws } from '../../doubles/aws.ts';
import type { Harness } from './bench.ts';
import { bucket, keys, zips } from './code.ts';

export function doubleHarness(options: AwsOptions = {}): { readonly harness: Harness; readonly aws: Aws } {
  let now = Date.UTC(2026, 0, 1);
  const objects = Object.fromEntries(keys.map((key, i) => [`${bucket}/${key}`, zips[i]?.sha256 ?? '']));
  const aws = createAws({ now: () => now, settle: { ms: 5000, reads: 2 }, objects, ...options });
  const harness: Harness = {
    name: 'double',
    send: call => aws.send(call),
    account: '000000000000',
    region: 'us-east-1',
    ready: () => ({
      network: { vpc: 'vpc-1', subnets: ['subnet-00000001', 'subnet-00000002', 'subnet-00000003'] },
      layers: [
        'arn:aws:lambda:us-east-1:000000000000:layer:one:1',
        'arn:aws:lambda:us-east-1:000000000000:layer:two:1',
      ],
      code: [
        { source: { S3Bucket: bucket, S3Key: keys[0], S3ObjectVersion: '1' }, sha256: zips[0].sha256 },
        { source: { S3Bucket: bucket, S3Key: keys[1] }, sha256: zips[1].sha256 },
      ],
    }),
    pause: async () => {
      now += 1000;
    },
  };
  return { harness, aws };
}
