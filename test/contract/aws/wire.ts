/** An emulator as a harness: calls go through the project's own way out to AWS. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createSend } from '../../../lib/aws/send.ts';
import { localRegion } from '../../../lib/local/emulator.ts';
import type { Harness } from './bench.ts';
import type { EmulatorName } from './exceptions.ts';

export function wireHarness(name: EmulatorName, account: string, endpoint: () => string): Harness {
  let send: Harness['send'] | undefined;
  return {
    name,
    account,
    region: localRegion,
    role: `arn:aws:iam::${account}:role/contract`,
    send: call => {
      const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
      send ??= createSend({ targets: { local: { region: localRegion, endpoint: endpoint(), credentials } } });
      return send(call);
    },
    pause: () => sleep(20),
  };
}
