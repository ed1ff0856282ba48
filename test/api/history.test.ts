/** Events, revisions, plan, rollback and retry of an application. */
import { describe, expect, it } from 'vitest';
import { at, type JsonObject } from '../../lib/json.ts';
import { developer, itemsOf, setup, type TestApi } from './setup.ts';
import { standIn } from './stand-in.ts';

const app = { namespace: 'default', name: 'web' };
const web = '/apis/core.oam.dev/v1beta1/namespaces/default/applications/web';
const head = 'apiVersion: core.oam.dev/v1beta1\n';
const thing = (spec = '{}') => `${head}kind: ComponentDefinition\nmetadata: {name: thing}\nspec: ${spec}\n`;
const yaml = (note: string, metadata = '') =>
  `${head}kind: Application\nmetadata: {name: web${metadata}}\nspec: {components: [{name: main, type: thing, properties: {note: ${note}}}]}\n`;

/** What the reconciler writes when it takes a generation up. */
async function revise(
  { store }: TestApi,
  number: number,
  definitionRevision: number,
  inputs: JsonObject = {},
): Promise<void> {
  const lease = await store.acquire(app, 'test', number * 1_000_000);
  if (lease === 'held') throw new Error('held');
  const { desired } = await store.view(app);
  const definition = {
    kind: 'ComponentDefinition' as const,
    namespace: 'default',
    name: 'thing',
    revision: definitionRevision,
    hash: '',
  };
  const { generation, document } = desired!;
  const revision = {
    number,
    generation,
    at: 1000,
    hash: `h${number}`,
    document,
    definitions: [definition],
    inputs,
    because: 'a post',
  };
  await store.revise(lease, revision, [], { revisions: [], uses: [] });
}

async function twoRevisions(pipeline = standIn): Promise<TestApi> {
  const api = await setup({ pipeline });
  await api.post(`${thing()}---\n${yaml('one')}`);
  await revise(api, 1, 1);
  await api.post(thing('{inert: true}'));
  await api.post(yaml('two'));
  await revise(api, 2, 2);
  return api;
}

describe('events', () => {
  it('lists them newest first, in pages', async () => {
    const { send, clock } = await twoRevisions();
    clock.now += 1000;
    await send('DELETE', web, { as: developer });
    const first = await send('GET', `${web}/events?limit=2`);
    expect(itemsOf(first)).toMatchObject([
      {
        reason: 'Deleting',
        type: 'Normal',
        principal: developer,
        at: '2026-11-05T12:00:01.000Z',
        id: expect.any(String),
      },
      { reason: 'Accepted', at: '2026-11-05T12:00:00.000Z' },
    ]);
    const rest = await send('GET', `${web}/events?continue=${first.body.continue}`);
    expect([itemsOf(rest).length, rest.body.continue]).toEqual([1, undefined]);
    expect((await send('GET', `${web.replace('web', 'none')}/events`)).status).toBe(404);
  });
});

describe('revisions', () => {
  it('lists what is kept, and shows one whole, by number or name', async () => {
    const { send } = await twoRevisions();
    expect(itemsOf(await send('GET', `${web}/revisions`))).toEqual([
      { name: 'web-v2', revision: 2, generation: 2, at: '1970-01-01T00:00:01.000Z', because: 'a post', live: true },
      { name: 'web-v1', revision: 1, generation: 1, at: '1970-01-01T00:00:01.000Z', because: 'a post', live: false },
    ]);
    const one = await send('GET', `${web}/revisions/1`);
    expect(one.body).toMatchObject({ number: 1, hash: 'h1', document: { kind: 'Application' } });
    expect((await send('GET', `${web}/revisions/web-v1`)).body).toEqual(one.body);
    const missing = await send('GET', `${web}/revisions/7`);
    expect([missing.status, missing.body.message]).toEqual([404, 'Application web has no revision 7: it has 1, 2']);
    expect((await send('GET', `${web}/revisions/x`)).status).toBe(400);
    expect((await send('GET', `${web.replace('web', 'none')}/revisions`)).status).toBe(404);
  });
});

describe('plan', () => {
  it('plans the stored spec with the definitions it stays on', async () => {
    const { send, post } = await twoRevisions();
    await post(thing('{inert: false}'));
    const { status, body } = await send('GET', `${web}/plan`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      changes: [{ action: 'create', properties: { revision: 2 } }],
      summary: { create: 1 },
    });
    await send('DELETE', web);
    expect((await send('GET', `${web}/plan`)).body).toMatchObject({ changes: [] });
    expect((await send('GET', `${web.replace('web', 'none')}/plan`)).status).toBe(404);
  });

  it('knows what components have handed to each other', async () => {
    const seen: (number | undefined)[] = [];
    const { send } = await twoRevisions({
      ...standIn,
      render(appfile, environment, snapshot) {
        seen.push(snapshot?.desired?.generation);
        return standIn.render(appfile, environment, snapshot);
      },
    });
    await send('GET', `${web}/plan`);
    expect(seen.at(-1)).toBe(2);
  });

  it('says when the stored spec cannot be rendered any more', async () => {
    const { send, store } = await twoRevisions();
    const { desired } = await store.view(app);
    const spec = { components: [{ name: 'main', type: 'gone' }] };
    const broken = { ...desired!, resourceVersion: 'z', document: { ...desired!.document, spec } };
    await store.write([{ key: { kind: 'Application', ...app }, expected: desired!.resourceVersion, desired: broken }]);
    expect((await send('GET', `${web}/plan`)).status).toBe(422);
  });
});

describe('rollback', () => {
  it('makes a new generation of the old document, pinned to its definitions', async () => {
    const { send, store } = await twoRevisions();
    const tried = await send('POST', `${web}/rollback?dryRun=All`, { body: { revision: 1 } });
    expect([tried.status, at(tried.body, '/plan/changes/0/properties/revision')]).toEqual([200, 1]);
    const answer = await send('POST', `${web}/rollback`, { as: developer, body: { revision: 'web-v1' } });
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({ kind: 'Application', name: 'web', result: 'configured', generation: 3 });
    const { desired } = await store.view(app);
    expect(desired).toMatchObject({ pinned: 1, principal: developer });
    expect(at(desired?.document, '/spec/components/0/properties/note')).toBe('one');
    const plan = await send('GET', `${web}/plan`);
    expect(at(plan.body, '/changes/0/properties/revision')).toBe(1);
    const again = await send('POST', `${web}/rollback`, { body: { revision: 1 } });
    expect([again.status, again.body.result]).toEqual([200, 'unchanged']);
    const [event] = (await store.events(app, { limit: 1 })).items;
    expect(event?.message).toContain('back to revision 1');
  });

  it('is done again where something newer was taken up since', async () => {
    const api = await twoRevisions();
    await api.send('POST', `${web}/rollback`, { body: { revision: 1 } });
    await revise(api, 3, 1);
    const back = async (): Promise<unknown> =>
      (await api.send('POST', `${web}/rollback`, { body: { revision: 1 } })).body.result;
    expect(await back()).toBe('unchanged');
    await revise(api, 4, 1, { 'object#builds/web.zip': 'v2' });
    expect(await back()).toBe('configured');
  });

  const other = 'object#builds/other.zip';
  const object = 'object#builds/a#b.zip';

  /** Revision 1 ran `etag abc` of an object whose key has a `#`; `newest` is what the third revision is made of. */
  async function overwritten(newest: JsonObject, stands: Record<string, string>): Promise<TestApi> {
    const api = await setup({ pipeline: standIn, content: async name => stands[name] });
    await api.post(`${thing()}---\n${yaml('one')}`);
    await revise(api, 1, 1, { [object]: 'etag abc', [other]: 'v1' });
    await revise(api, 2, 1, { [object]: 'etag def', [other]: 'v2' });
    await revise(api, 3, 1, newest);
    return api;
  }

  it.each<[string, JsonObject]>([
    ['was taken up', { [object]: 'etag def' }],
    ['is no longer followed', {}],
    ['has versions since', { [object]: 'V1' }],
  ])('is refused where something else stands there, which %s, and says what to do', async (_, newest) => {
    const stands: Record<string, string> = { 'builds/a#b.zip': 'etag def' };
    const api = await overwritten(newest, stands);
    const back = () => api.send('POST', `${web}/rollback`, { body: { revision: 1 } });
    const refused = await back();
    expect(refused.status).toBe(409);
    for (const part of ['object builds/a#b.zip', 'etag abc', 'etag def', 'versioning'])
      expect(refused.text).toContain(part);
    // As it says: the old object is put there again, whether anybody took that up or not.
    stands['builds/a#b.zip'] = 'etag abc';
    expect((await back()).status).toBe(202);
  });

  it('is not refused where that code runs still, or where nobody may look', async () => {
    const running = await overwritten({ [object]: 'etag abc' }, { 'builds/a#b.zip': 'etag def' });
    expect((await running.send('POST', `${web}/rollback`, { body: { revision: 1 } })).status).toBe(202);
    const hidden = await overwritten({ [object]: 'etag def' }, {});
    expect((await hidden.send('POST', `${web}/rollback`, { body: { revision: 1 } })).status).toBe(202);
  });

  it('is undone by the next post of something else', async () => {
    const { send, post, store } = await twoRevisions();
    await send('POST', `${web}/rollback`, { body: { revision: 1 } });
    await post(yaml('three'));
    expect((await store.view(app)).desired?.pinned).toBeUndefined();
  });

  it.each<[JsonObject, number]>([
    [{ revision: 9 }, 404],
    [{ revision: 0 }, 400],
    [{}, 400],
    [{ revision: [1] }, 400],
  ])('%j is %d', async (body, status) => {
    const { send } = await twoRevisions();
    expect((await send('POST', `${web}/rollback`, { body })).status).toBe(status);
    expect((await send('POST', `${web.replace('web', 'none')}/rollback`, { body: { revision: 1 } })).status).toBe(404);
    expect(
      (await send('POST', `${web}/rollback`, { body: { revision: 1 }, headers: { 'if-match': '"x"' } })).status,
    ).toBe(412);
  });

  it('refuses while the application is being deleted', async () => {
    const { send } = await twoRevisions();
    await send('DELETE', web);
    expect((await send('POST', `${web}/rollback`, { body: { revision: 1 } })).status).toBe(409);
  });
});

describe.each(['retry', 'redeploy'])('%s', word => {
  it('wakes the reconciler and leaves the document alone', async () => {
    const { send, store } = await twoRevisions();
    const before = (await store.view(app)).desired;
    const answer = await send('POST', `${web}/${word}`);
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({ generation: 2, asked: word });
    expect(await store.view(app)).toMatchObject({ desired: before, wake: { because: word } });
    expect((await send('POST', `${web.replace('web', 'none')}/${word}`)).status).toBe(404);
    expect((await send('POST', `${web}/${word}?dryRun=All`)).status).toBe(400);
  });
});
