/** The front door alone: what it hands on, what it refuses, what it says when nobody answers. */
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FrontDoor, openFrontDoor, refuse } from '../../lib/local/front-door.ts';
import { freePort } from '../../lib/local/ports.ts';

const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' };
let api: Server;
let door: FrontDoor;
const seen: { method: string; url: string; headers: IncomingHttpHeaders; body: string }[] = [];

beforeAll(async () => {
  api = createServer((request, response) => {
    let body = '';
    request.on('data', chunk => {
      body += chunk;
    });
    request.on('end', () => {
      seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
      response.writeHead(201, { 'x-said': 'so', etag: '"1"' });
      response.end('made');
    });
  });
  const port = await freePort();
  await new Promise<void>(resolve => api.listen(port, '127.0.0.1', resolve));
  door = await openFrontDoor({
    port: 0,
    target: `http://127.0.0.1:${port}/api/$default`,
    region: 'us-east-1',
    credentials,
  });
});
afterAll(async () => {
  await door.close();
  api.close();
});

it('signs what it hands on for execute-api and changes nothing else', async () => {
  const answer = await fetch(`${door.url}/applications?dryRun=All&x=a%20b`, {
    method: 'POST',
    body: 'kind: Application',
    headers: { 'content-type': 'application/yaml', 'if-match': '"7"', authorization: 'Basic of-the-caller' },
  });
  expect([answer.status, await answer.text(), answer.headers.get('etag'), answer.headers.get('x-said')]).toEqual([
    201,
    'made',
    '"1"',
    'so',
  ]);
  const [call] = seen.splice(0);
  expect(call).toMatchObject({
    method: 'POST',
    url: '/api/$default/applications?dryRun=All&x=a%20b',
    body: 'kind: Application',
    headers: { 'content-type': 'application/yaml', 'if-match': '"7"' },
  });
  expect(call?.headers.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE\/\d{8}\/us-east-1\/execute-api\/aws4_request, /,
  );
});

it('refuses a body that API Gateway would not take', async () => {
  const answer = await fetch(door.url, { method: 'POST', body: 'x'.repeat(10 * 1024 * 1024 + 1) });
  expect([answer.status, seen.splice(0)]).toEqual([413, []]);
});

it('says what to do when the API does not answer', async () => {
  const lonely = await openFrontDoor({ port: 0, target: 'http://127.0.0.1:1', region: 'us-east-1', credentials });
  const answer = await fetch(lonely.url);
  expect([answer.status, await answer.json()]).toMatchObject([502, { code: 'BadGateway', title: 'BadGateway' }]);
  await lonely.close();
});

describe('callers', () => {
  it.each<[IncomingHttpHeaders, boolean]>([
    [{ host: '127.0.0.1:4600' }, true],
    [{ host: 'localhost:4600' }, true],
    [{ host: 'LocalHost:4600' }, true],
    [{ host: '[::1]:4600' }, true],
    [{ host: '127.0.0.1:4601' }, false],
    [{ host: '127.0.0.1' }, false],
    [{ host: 'localhost.example.com:4600' }, false],
    [{ host: '192.168.0.7:4600' }, false],
    [{}, false],
    [{ host: 'localhost:4600', origin: 'http://localhost:4600' }, false],
    [{ host: 'localhost:4600', origin: 'null' }, false],
  ])('%j', (headers, welcome) => {
    expect(refuse(headers, 4600) === undefined).toBe(welcome);
  });
});
