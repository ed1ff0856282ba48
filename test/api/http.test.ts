/** HTTP itself: who may ask, what a body may be, and answers that help when the path, the method or the type is wrong. */
import { describe, expect, it } from 'vitest';
import { routes } from '../../lib/api/routes.ts';
import { OamError } from '../../lib/errors.ts';
import { type JsonObject, objectOf, textOf } from '../../lib/json.ts';
import { briefs, nobody, operator, setup, teamA, viewer } from './setup.ts';

const ns = '/apis/core.oam.dev/v1beta1/namespaces/default';
const concrete = (path: string) =>
  path.replace(':namespace', 'default').replace(':name', 'web').replace(':revision', '1');

describe('deny by default', () => {
  it('answers 401 without a principal on every route but /healthz', async () => {
    const { send } = await setup();
    for (const { method, path } of [...routes, { method: 'GET', path: '/' }, { method: 'GET', path: '/nowhere' }]) {
      const answer = await send(method, concrete(path), { as: '' });
      expect([path, answer.status]).toEqual([path, 401]);
    }
    expect((await send('GET', '/healthz', { as: '' })).body).toEqual({ status: 'ok', version: '0.0.0-test' });
  });

  it('answers 403 on every route to whom no ACCESS row names, before it reads a body', async () => {
    const { send, store } = await setup();
    for (const { method, path } of [...routes, { method: 'GET', path: '/' }]) {
      const answer = await send(method, concrete(path), { as: nobody, ...(method === 'GET' ? {} : { body: '{{{' }) });
      expect([method, path, answer.status]).toEqual([method, path, 403]);
    }
    expect(store.dump().objects).toEqual({});
  });

  it('answers 403 to everybody before anything is installed', async () => {
    const { send } = await setup({ bare: true });
    expect((await send('GET', `${ns}/applications`, { as: operator })).status).toBe(403);
  });

  it('lets a viewer do nothing but read, on every route', async () => {
    const { send } = await setup();
    for (const { method, path, scope } of routes) {
      const { status } = await send(method, concrete(path), { as: viewer, ...(method === 'GET' ? {} : { body: {} }) });
      if (method === 'GET') expect([path, status]).not.toEqual([path, 403]);
      else expect([path, status]).toEqual([path, 403]);
      expect(['path', 'all', 'any']).toContain(scope);
    }
  });

  it('keeps a team to its namespaces, in paths and in documents', async () => {
    const { send, post } = await setup();
    const app = (namespace: string) =>
      `apiVersion: core.oam.dev/v1beta1\nkind: Application\nmetadata: {name: web, namespace: ${namespace}}\nspec: {components: []}\n`;
    expect((await send('GET', `${ns}/applications`, { as: teamA })).status).toBe(403);
    expect((await send('GET', '/apis/core.oam.dev/v1beta1/applications', { as: teamA })).status).toBe(403);
    expect((await send('GET', `${ns.replace('default', 'team-a')}/applications`, { as: teamA })).status).toBe(200);
    expect((await post(app('team-b'), '', teamA)).status).toBe(403);
    expect((await post(`${app('team-a')}---\n${app('team-b')}`, '', teamA)).status).toBe(403);
    expect((await post(app('team-a'), '', teamA)).status).toBe(201);
  });

  it('takes nobody’s word for who they are', async () => {
    const { app } = await setup();
    const headers = { authorization: 'Bearer x', 'x-amzn-iam-user-arn': operator, 'x-principal': operator };
    expect((await app.request(`${ns}/applications`, { headers })).status).toBe(401);
  });
});

describe('paths and methods', () => {
  it('lists the routes for people', async () => {
    const { send } = await setup();
    const { status, body } = await send('GET', '/');
    expect(status).toBe(200);
    expect((body.routes as JsonObject[]).map(route => route.path)).toContain('/applications');
  });

  it('says what there is at an unknown path', async () => {
    const { send } = await setup();
    const problem = await send('GET', '/apps');
    expect(problem.headers.get('content-type')).toBe('application/problem+json');
    expect(problem.body).toMatchObject({
      type: 'https://lateen.dev/problems/not-found',
      status: 404,
      code: 'NotFound',
      errors: [],
    });
    expect(problem.body.detail).toContain('/applications');
    const status = await send('GET', '/apis/core.oam.dev/v1beta1/namespaces/default/widgets');
    expect(status.body).toMatchObject({
      kind: 'Status',
      apiVersion: 'v1',
      status: 'Failure',
      reason: 'NotFound',
      code: 404,
    });
    expect((await send('GET', '/applications/')).status).toBe(404);
  });

  it.each([
    ['PATCH', `${ns}/applications/web`, 'GET, HEAD, PUT, DELETE'],
    ['DELETE', `${ns}/applications`, 'GET, HEAD, POST'],
    ['GET', '/applications', 'POST'],
    ['PUT', `${ns}/applications/web/plan`, 'GET, HEAD'],
    ['POST', '/healthz', 'GET, HEAD'],
  ])('answers 405 with Allow to %s %s', async (method, path, allow) => {
    const { send } = await setup();
    const answer = await send(method, path);
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe(allow);
    expect(answer.text).toContain('MethodNotAllowed');
  });

  it('refuses names and namespaces that cannot be', async () => {
    const { send } = await setup();
    for (const path of [
      `${ns}/applications/a%20b`,
      `${ns}/applications/${'a'.repeat(64)}`,
      `${ns.replace('default', '-x')}/applications`,
    ]) {
      const answer = await send('GET', path);
      expect([answer.status, answer.body.reason]).toEqual([400, 'BadRequest']);
    }
  });

  it('answers HEAD without a body', async () => {
    const { send } = await setup();
    const answer = await send('HEAD', `${ns}/applications`);
    expect([answer.status, answer.text]).toEqual([200, '']);
  });
});

describe('bodies', () => {
  it.each([
    [
      'application/x-www-form-urlencoded',
      /what curl sends by itself.*curl --data-binary @app\.yaml -H 'content-type: application\/yaml' \$API\/applications/,
    ],
    ['text/plain', /text\/plain/],
    [undefined, /no content type/],
    ['application/yaml; charset=utf-16', /utf-16/],
  ])('answers 415 to %s with a line that works', async (type, detail) => {
    const { send } = await setup();
    const answer = await send('POST', '/applications', { body: 'kind: Application', type });
    expect([answer.status, answer.body.code]).toEqual([415, 'UnsupportedMediaType']);
    expect(answer.body.detail).toMatch(detail);
  });

  it('refuses compressed bodies', async () => {
    const { send } = await setup();
    const headers = { 'content-encoding': 'gzip' };
    expect((await send('POST', '/applications', { body: 'x', type: 'application/yaml', headers })).status).toBe(415);
  });

  it.each(['application/yaml', 'text/yaml', 'application/x-yaml', 'text/x-yaml', 'application/yaml; charset=UTF-8'])(
    'reads %s as YAML',
    async type => {
      const { send } = await setup();
      const answer = await send('POST', '/applications', { body: 'a: b: c', type });
      expect([answer.status, ...briefs(answer)]).toEqual([422, 'InvalidYaml -  1:5']);
    },
  );

  it('refuses more than 1 MB, announced or not, before it parses or asks the store for anything but roles', async () => {
    const asked: string[] = [];
    const { send } = await setup({ before: method => void asked.push(method) });
    asked.length = 0;
    const twoMb = 'a'.repeat(2 * 1024 * 1024);
    const announced = await send('POST', '/applications', { body: twoMb, type: 'application/yaml' });
    expect([announced.status, announced.body.code]).toEqual([413, 'TooLarge']);
    let pulled = 0;
    const endless = new ReadableStream({
      pull(controller) {
        pulled++;
        controller.enqueue(new Uint8Array(256 * 1024).fill(97));
      },
    });
    const streamed = await send('POST', '/applications', { body: endless, type: 'application/yaml' });
    expect([streamed.status, streamed.body.code]).toEqual([413, 'TooLarge']);
    expect(pulled).toBeLessThan(10);
    const status = await send('PUT', `${ns}/applications/web`, { body: twoMb, type: 'application/json' });
    expect([status.status, status.body.reason]).toEqual([413, 'RequestEntityTooLarge']);
    expect(new Set(asked)).toEqual(new Set(['access']));
  });

  it('refuses bytes that are not UTF-8', async () => {
    const { send } = await setup();
    const answer = await send('POST', '/applications', {
      body: new Uint8Array([0xff, 0xfe, 0x00]),
      type: 'application/yaml',
    });
    expect([answer.status, answer.body.code]).toEqual([400, 'BadRequest']);
  });

  it.each([
    ['POST', '/blobs', '{', 400],
    ['POST', '/blobs', '[]', 400],
    ['POST', '/blobs', { sha256: 'x', size: 1 }, 400],
    ['POST', '/blobs', { sha256: 'ab'.repeat(32), size: 0 }, 400],
    ['POST', '/blobs', { sha256: 'ab'.repeat(32), size: 60_000_000 }, 413],
    ['POST', '/blobs?dryRun=All', { sha256: 'ab'.repeat(32), size: 1 }, 400],
    ['POST', '/applications?dryRun=None', '{}', 400],
    ['POST', '/applications?namespace=-', '{}', 400],
  ])('%s %s with %j is %d', async (method, path, body, expected) => {
    const { send } = await setup();
    expect((await send(method, path, { body, type: 'application/json' })).status).toBe(expected);
  });
});

describe('POST /blobs', () => {
  it('says where to put a zip once, and that it is there afterwards', async () => {
    const { send, blobs } = await setup();
    const sha256 = 'ab'.repeat(32);
    const first = await send('POST', '/blobs', { body: { sha256, size: 100 } });
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({ sha256, upload: { method: 'PUT', url: expect.stringContaining(sha256) } });
    blobs.set(sha256, new Uint8Array());
    const second = await send('POST', '/blobs', { body: { sha256, size: 100 } });
    expect([second.status, second.body]).toEqual([200, { sha256, exists: true }]);
  });
});

describe('the log', () => {
  it('has one line per request, with who, what and how it went, and never a body', async () => {
    const { send, post, log } = await setup();
    await post('secret: hunter2');
    await send('GET', '/nowhere', { as: viewer });
    expect(log).toHaveLength(2);
    expect(log[0]).toMatchObject({
      message: 'request',
      method: 'POST',
      path: '/applications',
      route: 'POST /applications',
      status: 422,
      principal: operator,
      requestId: 'r-1',
      code: 'Invalid',
    });
    expect(log[1]).toMatchObject({ status: 404, principal: viewer, code: 'NotFound' });
    expect(JSON.stringify(log)).not.toContain('hunter2');
  });

  it('keeps our own faults for the log, and AWS’s throttles apart from them', async () => {
    let failure: Error = new Error('a secret detail');
    const { send, log } = await setup({
      before: method => {
        if (method === 'list') throw failure;
      },
    });
    const fault = await send('GET', `${ns}/applications`);
    expect([fault.status, fault.body.reason]).toEqual([500, 'InternalError']);
    expect(fault.text).not.toContain('secret');
    expect(textOf(objectOf(log[0]).cause)).toContain('a secret detail');
    failure = new OamError('Throttled', 'DynamoDB throttled');
    const throttled = await send('GET', `${ns}/applications`);
    expect([throttled.status, throttled.headers.get('retry-after')]).toEqual([429, '1']);
    failure = new OamError('Unavailable', 'DynamoDB is away');
    expect((await send('GET', `${ns}/applications`)).status).toBe(503);
  });
});
