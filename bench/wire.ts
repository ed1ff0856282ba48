/** Calls on the wire between the packaged functions and the emulator: what one document costs from its POST until nothing more is sent. */
import { setTimeout as sleep } from 'node:timers/promises';
import { objectOf } from '../lib/json.ts';
import type { Installation } from '../test/e2e/harness/installation.ts';

/** The table, the queues and the bucket of the installation itself; all else is what applications are made of. */
const own: readonly string[] = ['dynamodb', 'sqs', 's3'];

export interface Counted {
  readonly aws: number;
  /** To our own table, queues and bucket. */
  readonly own: number;
}

export function place(name: string): string {
  return `/apis/core.oam.dev/v1beta1/namespaces/default/applications/${name}`;
}

/** Posts it, waits until it runs and nothing more is sent, and counts what was. */
export async function count(
  lateen: Installation,
  document: object,
  generation: number,
  name = 'shop',
): Promise<Counted> {
  lateen.proxy.forget();
  const posted = await lateen.api('POST', '/applications', document);
  if (posted.status >= 300) throw new Error(posted.text);
  // Before anybody asks how it goes: those questions read the table too.
  await quiet(lateen, 3000);
  const calls = [...lateen.proxy.calls];
  const status = objectOf((await lateen.api('GET', place(name))).body?.status);
  if (status.status !== 'running' || status.observedGeneration !== generation)
    throw new Error(`The application is not running generation ${generation}: ${JSON.stringify(status)}`);
  const ours = calls.filter(({ service }) => own.includes(service)).length;
  return { aws: calls.length - ours, own: ours };
}

async function quiet(lateen: Installation, ms: number): Promise<void> {
  const last = (): number => lateen.proxy.calls.at(-1)?.at ?? 0;
  const begin = Date.now();
  while (Date.now() - Math.max(last(), begin) < ms) await sleep(100);
}
