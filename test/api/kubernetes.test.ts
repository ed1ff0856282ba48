/** Objects by Kubernetes' paths: get, create, replace, delete, with conditions and Status errors. */
import { describe, expect, it } from 'vitest';
import { at, type JsonObject, listOf, objectOf, trusted } from '../../lib/json.ts';
import { type Answer, briefs, developer, operator, setup, viewer } from './setup.ts';

const root = '/apis/core.oam.dev/v1beta1';
const ns = `${root}/namespaces/default`;
const web = `${ns}/applications/web`;

function definition(name: string, spec: JsonObject = {}, kind = 'ComponentDefinition'): JsonObject {
  return { apiVersion: 'core.oam.dev/v1beta1', kind, metadata: { name }, spec };
}

function application(name: string, metadata: JsonObject = {}, type = 'thing'): JsonObject {
  return {
    apiVersion: 'core.oam.dev/v1beta1',
    kind: 'Application',
    metadata: { name, ...metadata },
    spec: { components: [{ name: 'main', type }] },
  };
}

async function ready(options: Parameters<typeof setup>[0] = {}) {
  const api = await setup(options);
  await api.send('POST', `${ns}/componentdefinitions`, { body: definition('thing') });
  await api.send('POST', `${ns}/componentdefinitions`, { body: definition('other') });
  return api;
}

function _namesOf(answer: Answer): unknown[] {
  return trusted<JsonObject[]>(answer.body.items).map(item => at(item, '/metadata/name'));
}

describe('create and get', () => {
  it('answers 201 with the object, its ETag, and the same by GET', async () => {
    const { send } = await ready();
    const body = { ...application('web', { labels: { a: 'b' }, creationTimestamp: null, uid: 'stale' }), status: {} };
    const created = await send('POST', `${ns}/applications?fieldManager=kubectl-create&fieldValidation=Strict`, {
      body,
    });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({
      apiVersion: 'core.oam.dev/v1beta1',
      kind: 'Application',
      metadata: {
        name: 'web',
        namespace: 'default',
        generation: 1,
        labels: { a: 'b' },
        creationTimestamp: '2026-11-05T12:00:00Z',
      },
      spec: { components: [{ name: 'main', type: 'thing' }] },
      status: { status: 'starting' },
    });
    const { uid, resourceVersion, annotations } = objectOf(created.body.metadata);
    expect([uid, annotations]).toEqual([expect.not.stringMatching(/^(stale|)$/), undefined]);
    expect(created.headers.get('etag')).toBe(`"${resourceVersion}"`);
    const got = await send('GET', web, { as: viewer });
    expect([got.status, got.headers.get('etag')]).toEqual([200, `"${resourceVersion}"`]);
    expect(got.body).toEqual(created.body);
  });

  it('shows a definition with its revision', async () => {
    const { send } = await ready();
    const { body } = await send('GET', `${ns}/componentdefinitions/thing`);
    expect(body).toMatchObject({
      kind: 'ComponentDefinition',
      status: { latestRevision: { name: 'thing-v1', revision: 1 } },
    });
  });

  it('takes YAML, and JSON without a content type', async () => {
    const { send } = await ready();
    const yaml = `apiVersion: core.oam.dev/v1beta1\nkind: Application\nmetadata: {name: one}\nspec: {components: []}\n`;
    expect((await send('POST', `${ns}/applications`, { body: yaml, type: 'application/yaml' })).status).toBe(201);
    const json = JSON.stringify(application('two'));
    expect((await send('POST', `${ns}/applications`, { body: new TextEncoder().encode(json) })).status).toBe(201);
  });

  it('answers 409 AlreadyExists, 404 NotFound and 304', async () => {
    const { send } = await ready();
    await send('POST', `${ns}/applications`, { body: application('web') });
    const again = await send('POST', `${ns}/applications`, { body: application('web') });
    expect(again.status).toBe(409);
    expect(again.body).toMatchObject({
      reason: 'AlreadyExists',
      details: { group: 'core.oam.dev', kind: 'applications' },
    });
    const missing = await send('GET', `${ns}/applications/none`);
    expect(missing.body).toMatchObject({
      reason: 'NotFound',
      code: 404,
      details: { name: 'none', kind: 'applications' },
    });
    const etag = (await send('GET', web)).headers.get('etag') ?? '';
    const same = await send('GET', web, { headers: { 'if-none-match': `"x", W/${etag}` } });
    expect([same.status, same.text, same.headers.get('etag')]).toEqual([304, '', etag]);
    expect((await send('GET', web, { headers: { 'if-none-match': '"x"' } })).status).toBe(200);
  });

  it('refuses a document that disagrees with the path, and more than one', async () => {
    const { send } = await ready();
    for (const body of [
      application('web', { namespace: 'blue' }),
      definition('web'),
      [application('a'), application('b')],
      [],
    ]) {
      const { status } = await send('POST', `${ns}/applications`, { body });
      expect([400, 422]).toContain(status);
    }
    expect((await send('PUT', web, { body: application('other') })).status).toBe(400);
    expect((await send('POST', `${ns}/applications`, { body: { kind: 'Widget', metadata: {} } })).status).toBe(422);
  });

  it('answers 422 with causes that kubectl prints and Issues that have everything', async () => {
    const { send } = await ready();
    const body = { ...application('web'), spec: { components: [{ name: 'main', type: 'thng' }], policies: [{}] } };
    const answer = await send('PUT', web, { body });
    expect(answer.status).toBe(404);
    const created = await send('POST', `${ns}/applications`, { body });
    expect(created.status).toBe(422);
    expect(created.body).toMatchObject({
      kind: 'Status',
      reason: 'Invalid',
      details: {
        kind: 'Application',
        group: 'core.oam.dev',
        causes: [
          { reason: 'UnknownType', field: '/spec/components/0/type', message: 'No type thng. known: thing, other' },
          { reason: 'NotSupported', field: '/spec/policies/0' },
        ],
      },
    });
    expect(created.body.message).toContain('/spec/components/0/type: No type thng');
    expect(briefs(created)).toHaveLength(2);
    expect(briefs(created)[0]).toMatch(/^UnknownType 0 \/spec\/components\/0\/type 1:\d+$/);
  });

  it('gives no warning for a cause', async () => {
    const { send } = await ready();
    const steered = { ...application('web'), spec: { components: [{ name: 'main', type: 'thng' }] } };
    const annotations = { 'app.oam.dev/publishVersion': 'v1' };
    const body = { ...steered, metadata: { name: 'web', annotations } };
    const { body: answer } = await send('POST', `${ns}/applications`, { body });
    expect(listOf(at(answer, '/details/causes')).map(cause => objectOf(cause).reason)).toEqual(['UnknownType']);
    expect(listOf(at(answer, '/details/issues')).map(issue => objectOf(issue).severity)).toContain('warning');
    expect(answer.message).not.toContain('publishVersion');
  });

  it('says warnings in a header that kubectl prints', async () => {
    const { send } = await setup();
    const answer = await send('POST', `${ns}/componentdefinitions`, { body: definition('thing', { inert: true }) });
    expect(answer.headers.get('warning')).toBe('299 - "/spec/inert: It does nothing"');
  });
});

describe('replace', () => {
  it('replaces spec and metadata whole, under either condition', async () => {
    const { send } = await ready();
    const { body: first } = await send('POST', `${ns}/applications`, {
      body: application('web', { labels: { a: 'b' } }),
    });
    const version = objectOf(first.metadata).resourceVersion ?? '';
    const replaced = await send('PUT', web, { body: application('web', { resourceVersion: version }, 'other') });
    expect([replaced.status, at(replaced.body, '/metadata/generation'), at(replaced.body, '/metadata/labels')]).toEqual(
      [200, 2, undefined],
    );
    const stale = await send('PUT', web, { body: application('web', { resourceVersion: version }) });
    expect([stale.status, stale.body.reason]).toEqual([409, 'Conflict']);
    const etag = `"${version}"`;
    const failed = await send('PUT', web, { body: application('web'), headers: { 'if-match': etag } });
    expect([failed.status, failed.body.reason]).toEqual([412, 'PreconditionFailed']);
    const now = replaced.headers.get('etag') ?? '';
    const same = await send('PUT', web, { body: application('web', {}, 'other'), headers: { 'if-match': now } });
    expect([same.status, same.headers.get('etag')]).toEqual([200, now]);
    expect((await send('PUT', web, { body: application('web'), headers: { 'if-match': '*' } })).status).toBe(200);
  });

  it('does not bring back what is being deleted', async () => {
    const { send } = await ready();
    await send('POST', `${ns}/applications`, { body: application('web') });
    await send('DELETE', web);
    expect((await send('PUT', web, { body: application('web', {}, 'other') })).status).toBe(409);
    expect((await send('POST', `${ns}/applications`, { body: application('web') })).status).toBe(201);
  });

  it('tries with dryRun=All and stores nothing', async () => {
    const { send, store } = await ready();
    await send('POST', `${ns}/applications`, { body: application('web') });
    const before = store.dump();
    const put = await send('PUT', `${web}?dryRun=All`, { body: application('web', {}, 'other') });
    expect(put.body).toMatchObject({ metadata: { generation: 2 }, status: { plan: { summary: { create: 1 } } } });
    const post = await send('POST', `${ns}/applications?dryRun=All`, { body: application('new') });
    expect([post.status, at(post.body, '/metadata/name')]).toEqual([201, 'new']);
    expect((await send('DELETE', `${web}?dryRun=All`)).body).toMatchObject({
      metadata: { deletionTimestamp: expect.any(String) },
    });
    expect((await send('DELETE', web, { body: { dryRun: ['All'] } })).status).toBe(200);
    expect((await send('DELETE', `${ns}/componentdefinitions/thing?dryRun=All`)).status).toBe(200);
    expect((await send('DELETE', `${web}?dryRun=some`)).status).toBe(400);
    expect(store.dump()).toEqual(before);
  });
});

describe('delete', () => {
  it('marks an application once, and leaves the rest to the reconciler', async () => {
    const { send, store } = await ready();
    await send('POST', `${ns}/applications`, { body: application('web') });
    const first = await send('DELETE', web, { as: developer, body: { propagationPolicy: 'Background' } });
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({
      kind: 'Application',
      metadata: { generation: 2, deletionTimestamp: '2026-11-05T12:00:00Z' },
    });
    const second = await send('DELETE', web);
    expect(second.body).toEqual(first.body);
    const { items } = await store.events({ namespace: 'default', name: 'web' }, { limit: 10 });
    expect(items.map(({ reason, principal }) => [reason, principal])).toEqual([
      ['Deleting', developer],
      ['Accepted', operator],
    ]);
  });

  it('asks for the object that was seen', async () => {
    const { send } = await ready();
    const { body } = await send('POST', `${ns}/applications`, { body: application('web') });
    const { uid, resourceVersion } = objectOf(body.metadata);
    expect((await send('DELETE', web, { headers: { 'if-match': '"x"' } })).status).toBe(412);
    expect((await send('DELETE', web, { body: { preconditions: { uid: 'x' } } })).status).toBe(409);
    expect((await send('DELETE', web, { body: { preconditions: { resourceVersion: 'x' } } })).status).toBe(409);
    expect((await send('DELETE', web, { body: { propagationPolicy: 'Orphan' } })).status).toBe(400);
    expect((await send('DELETE', `${ns}/applications/none`)).status).toBe(404);
    const preconditions = trusted<JsonObject>({ uid, resourceVersion });
    expect((await send('DELETE', web, { body: { kind: 'DeleteOptions', preconditions } })).status).toBe(200);
  });

  it('wins against a change that comes between', async () => {
    let racing = false;
    const api = await ready({
      before: async method => {
        if (method !== 'write' || !racing) return;
        racing = false;
        await api.send('PUT', web, { body: application('web', { labels: { faster: 'yes' } }) });
      },
    });
    await api.send('POST', `${ns}/applications`, { body: application('web') });
    racing = true;
    const answer = await api.send('DELETE', web);
    expect([
      answer.status,
      at(answer.body, '/metadata/generation'),
      at(answer.body, '/metadata/labels/faster'),
    ]).toEqual([200, 3, 'yes']);
  });

  it('refuses definitions in use, naming who uses them, and removes others with their revisions', async () => {
    const { send, store } = await ready();
    await send('POST', `${ns}/applications`, { body: application('web') });
    const lease = await store.acquire({ namespace: 'default', name: 'web' }, 'test', 0);
    if (lease === 'held') throw new Error('held');
    const revision = {
      number: 1,
      generation: 1,
      at: 0,
      hash: '',
      document: {},
      definitions: [],
      inputs: {},
      because: '',
    };
    await store.revise(lease, revision, ['ComponentDefinition#default/thing'], { revisions: [], uses: [] });
    const refused = await send('DELETE', `${ns}/componentdefinitions/thing`);
    expect([refused.status, refused.body.reason]).toEqual([409, 'Conflict']);
    expect(refused.body.message).toContain('default/web');
    const removed = await send('DELETE', `${ns}/componentdefinitions/other`);
    expect(removed.body).toMatchObject({
      kind: 'Status',
      status: 'Success',
      details: { name: 'other', kind: 'componentdefinitions' },
    });
    expect((await send('GET', `${ns}/componentdefinitions/other`)).status).toBe(404);
    const ref = { kind: 'ComponentDefinition' as const, namespace: 'default', name: 'other' };
    expect(await store.definitionRevisions(ref)).toEqual([]);
  });
});
