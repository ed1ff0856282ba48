/** Calls to AWS on the wire and the time from POST to answer, against the packaged functions in the emulator. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isObject, listOf, objectOf, textOf } from '../lib/json.ts';
import { type Installation, startInstallation } from '../test/e2e/harness/installation.ts';
import { measureUnchanged } from './measure-command.ts';
import { measureEvent } from './measure-event.ts';
import { median } from './median.ts';
import type { Figures } from './table.ts';
import { count, place } from './wire.ts';

const functions = 5;
const newApps = 5;

interface Shop {
  readonly says?: string;
  readonly threshold?: number;
  readonly note?: string;
}

export async function measureWire(): Promise<Figures> {
  const lateen = await startInstallation();
  try {
    const created = await count(lateen, shop({}), 1);
    const resources = listOf(objectOf((await lateen.api('GET', place('shop'))).body?.status).appliedResources).length;
    const same = await count(lateen, shop({}), 1);
    const equalGraph = await count(lateen, shop({ note: 'a new generation of the same' }), 2);
    const change = await count(lateen, shop({ note: 'a new generation of the same', threshold: 5 }), 3);
    const code = await count(lateen, shop({ note: 'a new generation of the same', threshold: 5, says: 'new' }), 4);
    const seconds: number[] = [];
    for (let i = 0; i < newApps; i++) seconds.push(await postToAnswer(lateen, `hello-${i}`));
    const unchanged = await measureUnchanged(lateen);
    const event = await measureEvent(lateen);
    return {
      ...unchanged,
      ...event,
      createResources: resources,
      createFunctions: functions,
      callsCreatePerResource: created.aws / resources,
      callsCreateOwnPerResource: created.own / resources,
      callsNoop: same.aws + equalGraph.aws,
      callsNoopOwn: same.own + equalGraph.own,
      callsOneChange: change.aws,
      callsOneChangeOwn: change.own,
      callsCodeChange: code.aws,
      callsCodeChangeOwn: code.own,
      postToAnswerSeconds: median(seconds),
    };
  } finally {
    await lateen.stop();
  }
}

function codeSaying(says: string): object {
  return { inline: `export const handler = async () => ({ statusCode: 200, body: '${says}' });` };
}

/** Functions behind one API, the first with an alarm. */
function shop({ says = 'old', threshold = 1, note }: Shop): object {
  const components = Array.from({ length: functions }, (_, i) => ({
    name: `part-${i}`,
    type: 'function',
    properties: { code: codeSaying(i === 0 ? says : 'the same') },
    traits: [
      { type: 'gateway', properties: { http: { [`/part-${i}`]: 80 } } },
      ...(i === 0 ? [{ type: 'alarm', properties: { metric: 'errors', threshold } }] : []),
    ],
  }));
  const metadata = { name: 'shop', ...(note === undefined ? {} : { annotations: { note } }) };
  return { apiVersion: 'core.oam.dev/v1beta1', kind: 'Application', metadata, spec: { components } };
}

/** Seconds from the POST through the front door to the first 200 of the URL. */
async function postToAnswer(lateen: Installation, name: string): Promise<number> {
  const gateway = { type: 'gateway', properties: { http: { '/hello': 80 } } };
  const components = [{ name: 'greeter', type: 'function', properties: { code: codeSaying(name) }, traits: [gateway] }];
  const begin = performance.now();
  const kind = { apiVersion: 'core.oam.dev/v1beta1', kind: 'Application' };
  const posted = await lateen.api('POST', '/applications', { ...kind, metadata: { name }, spec: { components } });
  if (posted.status >= 300) throw new Error(posted.text);
  for (;;) {
    const url = urlIn((await lateen.api('GET', place(name))).body);
    if (url !== undefined) {
      const answer = await fetch(url);
      const text = await answer.text();
      if (answer.status === 200 && text === name) return (performance.now() - begin) / 1000;
    }
    if (performance.now() - begin > 60_000) throw new Error(`${name} does not answer`);
    await sleep(50);
  }
}

function urlIn(body: unknown): string | undefined {
  const first = listOf(objectOf(objectOf(body).status).endpoints)[0];
  return isObject(first) && textOf(first.url) !== '' ? textOf(first.url) : undefined;
}
