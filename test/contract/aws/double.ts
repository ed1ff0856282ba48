/** The in-memory AWS as a harness, under a virtual clock. */
import { type Aws, type AwsOptions, basicRole, createAws } from '../../doubles/aws.ts';
import type { Harness } from './bench.ts';

export function doubleHarness(options: AwsOptions = {}): { readonly harness: Harness; readonly aws: Aws } {
  let now = Date.UTC(2026, 0, 1);
  const aws = createAws({ now: () => now, settle: { ms: 5000, reads: 2 }, ...options });
  const harness: Harness = {
    name: 'double',
    send: call => aws.send(call),
    account: '000000000000',
    region: 'us-east-1',
    role: basicRole,
    pause: async () => {
      now += 1000;
    },
  };
  return { harness, aws };
}
