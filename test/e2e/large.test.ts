/** Two hundred components from outside: they come up, one line of them changes in at most three calls, and they go. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Answer, type Installation, startInstallation } from './harness/installation.ts';
import type { Listings } from './harness/listings.ts';

let lateen: Installation;
let before: Listings;
beforeAll(async () => {
  // Ten containers are recorded and not run: it is the number of resources that is tried here.
  lateen = await startInstallation({ containers: false });
  before = await lateen.list();
});
afterAll(() => lateen?.stop());

const at = '/apis/core.oam.dev/v1beta1/namespaces/default/applications/large';

/** 120 functions, 40 queues, 30 tables and 10 containers. */
function large(visibilityTimeout: number): object {
  const many = (count: number, one: (i: number) => object): object[] => Array.from({ length: count }, (_, i) => one(i));
  const code = { inline: 'export const handler = async () => ({ statusCode: 200 });' };
  const components = [
    ...many(120, i => ({ name: `function-${i}`, type: 'function', properties: { code, memory: 128 } })),
    ...many(40, i => ({ name: `queue-${i}`, type: 'queue', properties: i === 0 ? { visibilityTimeout } : {} })),
    ...many(30, i => ({ name: `table-${i}`, type: 'table', properties: { key: { id: 'string' } } })),
    ...many(10, i => ({
      name: `worker-${i}`,
      type: 'worker',
      properties: { image: 'busybox:1.37', cmd: ['sleep', '1d'] },
    })),
  ];
  return { apiVersion: 'core.oam.dev/v1beta1', kind: 'Application', metadata: { name: 'large' }, spec: { components } };
}

const running = (generation: number) => (answer: Answer) =>
  answer.body?.status?.status === 'running' && answer.body.status.observedGeneration === generation;

it('comes up', { timeout: 240_000 }, async () => {
  const posted = await lateen.api('POST', '/applications', large(30));
  expect(posted.status, posted.text).toBe(201);
  const { body } = await lateen.until(at, running(1), 230);
  const { services, appliedResources } = body.status;
  expect(services).toHaveLength(200);
  expect(services.filter((service: { healthy: boolean }) => !service.healthy)).toEqual([]);
  expect(appliedResources.length).toBeGreaterThan(400);
  // What is healthy without a container says so.
  expect(body.status.conditions).toContainEqual(
    expect.objectContaining({
      type: 'Emulated',
      status: 'False',
      message: expect.stringContaining('Containers are recorded and not run: none is asked for'),
    }),
  );
});

it('changes by one line, in at most three calls', async () => {
  lateen.proxy.forget();
  await lateen.api('POST', '/applications', large(60));
  await lateen.until(at, running(2));
  // The installation has a table, queues and a bucket of its own: what it asks of their contents is no call of the application's.
  const contents = /^(\w*Items?|Query)$/;
  const messages = /^(Send|Receive|Delete)Message/;
  const calls = lateen.proxy.calls.filter(
    ({ service, action }) => service !== 's3' && !contents.test(action) && !messages.test(action),
  );
  expect(calls.length, calls.map(({ service, action }) => `${service}:${action}`).join(' ')).toBeLessThanOrEqual(3);
  expect(calls.map(({ action }) => action)).toContain('SetQueueAttributes');
});

it('goes, and leaves nothing', { timeout: 180_000 }, async () => {
  await lateen.api('DELETE', at);
  await lateen.until(at, answer => answer.status === 404, 170);
  expect(await lateen.list()).toEqual(before);
});
