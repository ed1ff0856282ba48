/** Changes that meet each other, and callers who may not: two posts at once, a post while a wave runs, A to B to A without a pause. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Answer, type Installation, startInstallation } from './harness/installation.ts';
import type { Listings } from './harness/listings.ts';

let lateen: Installation;
let empty: Listings;
beforeAll(async () => {
  lateen = await startInstallation();
  empty = await lateen.list();
});
afterAll(() => lateen?.stop());

const at = '/apis/core.oam.dev/v1beta1/namespaces/default/applications/race';

function component(name: string, says: string): object {
  const inline = `export const handler = async () => ({ statusCode: 200, body: '${says}' });`;
  const gateway = { type: 'gateway', properties: { http: { [`/${name}`]: 80 } } };
  return { name, type: 'function', properties: { code: { inline } }, traits: [gateway] };
}

function race(...components: object[]): object {
  return { apiVersion: 'core.oam.dev/v1beta1', kind: 'Application', metadata: { name: 'race' }, spec: { components } };
}

async function post(document: object): Promise<Answer> {
  return await lateen.api('POST', '/applications', document);
}

/** Running at the newest generation. */
async function rest(): Promise<Answer> {
  const { body } = await lateen.api('GET', at);
  const { generation } = body.metadata;
  const done = (answer: Answer): boolean =>
    answer.body?.status?.status === 'running' && answer.body.status.observedGeneration === generation;
  return await lateen.until(at, done, 40);
}

async function say(answer: Answer, name: string): Promise<string> {
  const { url } = answer.body.status.endpoints.find((endpoint: { component: string }) => endpoint.component === name);
  return await (await fetch(url)).text();
}

async function remove(): Promise<void> {
  expect((await lateen.api('DELETE', at)).status).toBe(200);
  await lateen.until(at, answer => answer.status === 404, 40);
  expect(await lateen.list()).toEqual(empty);
}

it('two posts at once: one of them is what runs, once, and nobody is told a lie', async () => {
  const answers = await Promise.all([post(race(component('a', 'first'))), post(race(component('a', 'second')))]);
  expect(answers.map(answer => answer.status).filter(status => ![200, 201, 202, 409].includes(status))).toEqual([]);
  const state = await rest();
  const inline = state.body.spec.components[0].properties.code;
  const said = await say(state, 'a');
  expect(['first', 'second']).toContain(said);
  const accepted = answers.filter(answer => answer.status < 300);
  expect(state.body.metadata.generation).toBe(accepted.length);
  // What runs is what is stored.
  expect((await post(race(component('a', said)))).body.items).toMatchObject([{ result: 'unchanged' }]);
  expect(inline).toMatchObject({ blob: expect.stringMatching(/^[0-9a-f]{64}$/) });
  await remove();
});

it('a post while a wave runs is taken up by the next one', async () => {
  const held = lateen.proxy.hold(
    call => call.method === 'POST' && /^\/2015-03-31\/functions$/.test(call.path),
    'before',
  );
  await post(race(component('a', 'one')));
  await held.arrived;
  expect((await post(race(component('a', 'one'), component('b', 'two')))).status).toBe(202);
  held.release();
  const state = await rest();
  expect(await say(state, 'a')).toBe('one');
  expect(await say(state, 'b')).toBe('two');
  await remove();
});

it('A, B, A without a pause ends in A, with nothing left of B', async () => {
  await post(race(component('a', 'one')));
  await rest();
  const alone = await lateen.list();
  await post(race(component('b', 'two')));
  await post(race(component('a', 'one')));
  const state = await rest();
  expect(await say(state, 'a')).toBe('one');
  expect(await lateen.list()).toEqual(alone);
  await remove();
});

it('a caller without rights is refused: by the account, or by the installation', async () => {
  const stranger = await lateen.caller('stranger', false);
  expect((await stranger('GET', '/applications')).status).toBe(403);
  const unlisted = await lateen.caller('unlisted', true);
  const refused = await unlisted('POST', '/applications', race(component('a', 'one')));
  expect(refused.status).toBe(403);
  expect(refused.body).toMatchObject({ code: 'Forbidden' });
  expect((await unlisted('GET', at)).body).toMatchObject({ kind: 'Status', reason: 'Forbidden' });
});
