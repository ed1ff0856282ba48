/** The reconciler's process is killed in the middle of a first create: after the next wake all is as if nothing had happened. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Installation, startInstallation } from './harness/installation.ts';
import type { Listings } from './harness/listings.ts';
import type { WireCall } from './harness/proxy.ts';

let lateen: Installation;
let empty: Listings;
let undisturbed: Listings;

const at = '/apis/core.oam.dev/v1beta1/namespaces/default/applications/crashing';
const inline = "export const handler = async () => ({ statusCode: 200, body: 'alive' });";
const application = {
  apiVersion: 'core.oam.dev/v1beta1',
  kind: 'Application',
  metadata: { name: 'crashing' },
  spec: {
    components: [
      {
        name: 'one',
        type: 'function',
        properties: { code: { inline } },
        traits: [{ type: 'gateway', properties: { http: { '/one': 80 } } }],
      },
    ],
  },
};

const post = async (): Promise<void> => {
  const answer = await lateen.api('POST', '/applications', application);
  expect(answer.status, answer.text).toBe(201);
};
const running = async (): Promise<string> => {
  const answer = await lateen.until(at, ({ body }) => body?.status?.status === 'running', 60);
  return answer.body.status.endpoints[0].url;
};
const remove = async (): Promise<void> => {
  await lateen.api('DELETE', at);
  await lateen.until(at, answer => answer.status === 404);
};

beforeAll(async () => {
  lateen = await startInstallation();
  empty = await lateen.list();
  await post();
  await running();
  undisturbed = await lateen.list();
  await remove();
  expect(await lateen.list()).toEqual(empty);
});
afterAll(() => lateen?.stop());

const isCall = (method: string, path: RegExp) => (call: WireCall) => call.method === method && path.test(call.path);

it.each([
  ['before AWS hears of the function', isCall('POST', /^\/2015-03-31\/functions$/), 'before'],
  ['when the API was made and its id is not known yet', isCall('POST', /^\/v2\/apis$/), 'after'],
  ['when the function was made and nobody wrote it down', isCall('POST', /^\/2015-03-31\/functions$/), 'after'],
  ['when the route was made and nobody wrote it down', isCall('POST', /^\/v2\/apis\/[^/]+\/routes$/), 'after'],
] as const)('%s', async (_, matches, when) => {
  const held = lateen.proxy.hold(matches, when);
  await post();
  await held.arrived;
  expect(await lateen.kill('reconciler')).toBeGreaterThan(0);
  held.release();
  const url = await running();
  expect(await (await fetch(url)).text()).toBe('alive');
  expect(await lateen.list()).toEqual(undisturbed);
  await remove();
  expect(await lateen.list()).toEqual(empty);
});
