/** The closed API and its front door: who gets in, who does not. */
import { request } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Installation, startInstallation } from './harness/installation.ts';

let lateen: Installation;
beforeAll(async () => {
  lateen = await startInstallation();
});
afterAll(() => lateen.stop());

it('answers /healthz, through the front door and unsigned', async () => {
  expect(await lateen.api('GET', '/healthz')).toMatchObject({ status: 200, body: { status: 'ok' } });
  expect((await fetch(`${lateen.closedUrl}/healthz`)).status).toBe(200);
});

it.each(['/applications', '/apis/core.oam.dev/v1beta1/applications', '/healthz/more', '/'])(
  'refuses %s to whoever does not sign',
  async path => {
    expect((await fetch(lateen.closedUrl + path)).status).toBe(403);
  },
);

it('lets the local user in as an operator', async () => {
  const answer = await lateen.api('GET', '/apis/core.oam.dev/v1beta1/applications');
  expect(answer).toMatchObject({ status: 200, body: { kind: 'ApplicationList', items: [] } });
});

it('refuses a request with an Origin', async () => {
  const answer = await lateen.api('GET', '/healthz', undefined, { origin: 'https://example.com' });
  expect(answer).toMatchObject({ status: 403, body: { code: 'Forbidden' } });
});

it('refuses a foreign Host', async () => {
  const { hostname, port } = new URL(lateen.url);
  const status = await new Promise(resolve => {
    request({ hostname, port, path: '/healthz', headers: { host: 'rebound.example.com' } }, answer => {
      answer.resume();
      resolve(answer.statusCode);
    }).end();
  });
  expect(status).toBe(403);
});

it('records the calls of the functions on the wire', async () => {
  lateen.proxy.forget();
  await lateen.api('GET', '/apis/core.oam.dev/v1beta1/namespaces/default/applications/none');
  expect(lateen.proxy.calls.map(call => call.service)).toContain('dynamodb');
});
