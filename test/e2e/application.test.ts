/** The main job from outside: post, answer, change, remove one, delete, and nothing stays behind. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Answer, type Installation, startInstallation } from './harness/installation.ts';
import type { Listings } from './harness/listings.ts';

let lateen: Installation;
let before: Listings;
beforeAll(async () => {
  lateen = await startInstallation();
  before = await lateen.list();
});
afterAll(() => lateen?.stop());

const at = '/apis/core.oam.dev/v1beta1/namespaces/default/applications/shop';

function component(name: string, says: string): object {
  const inline = `export const handler = async () => ({ statusCode: 200, body: '${says}' });`;
  const gateway = { type: 'gateway', properties: { http: { [`/${name}`]: 80 } } };
  return { name, type: 'function', properties: { code: { inline } }, traits: [gateway] };
}

function shop(...components: object[]): object {
  return { apiVersion: 'core.oam.dev/v1beta1', kind: 'Application', metadata: { name: 'shop' }, spec: { components } };
}

const running = (generation: number) => (answer: Answer) =>
  answer.body?.status?.status === 'running' && answer.body.status.observedGeneration === generation;

async function say(name: string): Promise<{ status: number; text: string }> {
  const { body } = await lateen.api('GET', at);
  const { url } = body.status.endpoints.find((endpoint: { component: string }) => endpoint.component === name);
  const answer = await fetch(url);
  return { status: answer.status, text: await answer.text() };
}

it('runs two functions behind one API', async () => {
  const posted = await lateen.api('POST', '/applications', shop(component('items', 'one'), component('orders', 'two')));
  expect(posted.status, posted.text).toBe(201);
  await lateen.until(at, running(1));
  expect(await say('items')).toEqual({ status: 200, text: 'one' });
  expect(await say('orders')).toEqual({ status: 200, text: 'two' });
});

it('sends nothing to AWS when the same document is posted again', async () => {
  lateen.proxy.forget();
  const again = await lateen.api('POST', '/applications', shop(component('items', 'one'), component('orders', 'two')));
  expect(again.body.items).toMatchObject([{ result: 'unchanged', generation: 1 }]);
  const services = new Set(lateen.proxy.calls.map(call => call.service));
  expect([...services].filter(service => !['dynamodb', 's3'].includes(service))).toEqual([]);
});

it('answers anew at the same URL when the code changed', async () => {
  const url = (await lateen.api('GET', at)).body.status.endpoints[0].url;
  await lateen.api('POST', '/applications', shop(component('items', 'changed'), component('orders', 'two')));
  await lateen.until(at, running(2));
  expect(await say('items')).toEqual({ status: 200, text: 'changed' });
  expect((await lateen.api('GET', at)).body.status.endpoints[0].url).toBe(url);
});

it('forgets the path of a component that was removed, and of no other', async () => {
  const url = (await lateen.api('GET', at)).body.status.endpoints[0].url;
  await lateen.api('POST', '/applications', shop(component('orders', 'two')));
  await lateen.until(at, running(3));
  expect(await say('orders')).toEqual({ status: 200, text: 'two' });
  expect((await fetch(url)).status).toBe(404);
});

it('leaves nothing behind when it is deleted', async () => {
  expect((await lateen.cli('delete', 'shop')).code).toBe(0);
  await lateen.until(at, answer => answer.status === 404);
  expect(await lateen.list()).toEqual(before);
});
