/** POST /applications: uploaded code on its way to blobs, and dry runs. */
import { describe, expect, it } from 'vitest';
import { at } from '../../lib/json.ts';
import { briefs, itemsOf, setup } from './setup.ts';

const head = 'apiVersion: core.oam.dev/v1beta1\n';
const component = (name: string, spec = '{}', namespace = 'default') =>
  `${head}kind: ComponentDefinition\nmetadata: {name: ${name}, namespace: ${namespace}}\nspec: ${spec}\n`;
const app = (name: string, type = 'thing', extra = '') =>
  `${head}kind: Application\nmetadata: {name: ${name}${extra}}\nspec:\n  components:\n    - {name: main, type: ${type}}\n`;
const many = (...documents: string[]) => documents.join('---\n');
const path = '/apis/core.oam.dev/v1beta1/namespaces/default';

describe('uploaded code', () => {
  const fn = component(
    'fn',
    '{code: [{at: /code, runtime: /runtime, handler: /handler}], parameters: {properties: {runtime: {default: nodejs24.x}, handler: {default: index.handler}}}}',
  );
  const web = (code: string, more = '') =>
    `${head}kind: Application\nmetadata: {name: web}\nspec:\n  components:\n    - name: main\n      type: fn\n      properties:\n        code: ${code}\n${more}`;
  const hello = `{inline: "export const handler = () => 'hi'"}`;

  it('keeps a blob in place of inline code, and finds the same code unchanged', async () => {
    const { post, send, blobs } = await setup();
    await post(fn);
    expect((await post(web(hello))).status).toBe(201);
    const [sha256] = [...blobs.keys()];
    expect(blobs.size).toBe(1);
    const object = (await send('GET', `${path}/applications/web`)).body;
    expect(at(object, '/spec/components/0/properties')).toEqual({ code: { blob: sha256 } });
    const again = await post(web(hello));
    expect([again.status, at(again.body, '/items/0/result')]).toEqual([200, 'unchanged']);
    const other = await post(web(`{inline: "export const handler = () => 'ho'"}`));
    expect([other.status, blobs.size]).toEqual([202, 2]);
    // What GET showed can be sent back.
    expect((await send('POST', '/applications', { body: object })).status).toBe(409);
    expect((await post(web(`{blob: ${sha256}}`))).status).toBe(202);
  });

  it('stores no blob for a document that is refused, nor on a dry run', async () => {
    const { post, blobs } = await setup();
    await post(fn);
    expect((await post(many(web(hello), app('two', 'nothing')))).status).toBe(422);
    expect((await post(web(hello), '?dryRun=All')).status).toBe(200);
    expect(blobs.size).toBe(0);
  });

  it('refuses blobs that were never uploaded and handlers that do not exist', async () => {
    const { post, blobs } = await setup();
    await post(fn);
    const sha256 = 'ab'.repeat(32);
    expect(briefs(await post(web(`{blob: ${sha256}}`)))).toEqual([
      'BlobNotFound 0 /spec/components/0/properties/code 9:9',
    ]);
    const tried = await post(web(`{blob: ${sha256}}`), '?dryRun=All');
    expect([tried.status, at(tried.body, '/items/0/warnings/0/code')]).toEqual([200, 'BlobNotFound']);
    blobs.set(sha256, new Uint8Array());
    expect((await post(web(`{blob: ${sha256}}`))).status).toBe(201);
    expect(briefs(await post(web(hello, '        handler: index.main\n')))).toEqual([
      'HandlerNotFound 0 /spec/components/0/properties/handler 10:9',
    ]);
    expect(briefs(await post(web('{zip: aGVsbG8=}')))).toEqual(['InvalidZip 0 /spec/components/0/properties/code 9:9']);
  });
});

describe('dry run', () => {
  it('plans from the request’s own definitions and stores nothing', async () => {
    const { post, store } = await setup();
    const before = store.dump();
    const answer = await post(many(component('thing'), app('web')), '?dryRun=All');
    expect(answer.status).toBe(200);
    const [definition, application] = itemsOf(answer);
    expect(definition).toMatchObject({ result: 'created', revision: 1 });
    expect(application).toMatchObject({
      result: 'created',
      generation: 1,
      plan: {
        changes: [{ action: 'create', type: 'Test::Thing', component: 'main', properties: { revision: 1 } }],
        summary: { create: 1, update: 0, delete: 0, keep: 0, observe: 0, notEmulated: 0 },
      },
    });
    expect(store.dump()).toEqual(before);
  });

  it('plans unchanged documents too, with the revisions they stay on, and finds the same problems', async () => {
    const { post, store } = await setup();
    await post(many(component('thing'), app('web')));
    const lease = await store.acquire({ namespace: 'default', name: 'web' }, 'test', 0);
    if (lease === 'held') throw new Error('held');
    const { desired } = await store.view(lease.app);
    const definitions = [
      { kind: 'ComponentDefinition' as const, namespace: 'default', name: 'thing', revision: 1, hash: '' },
    ];
    const revision = { number: 1, generation: 1, at: 0, hash: '', inputs: {}, because: 'first', definitions };
    await store.revise(lease, { ...revision, document: desired!.document }, [], { revisions: [], uses: [] });
    await post(component('thing', '{inert: true}'));
    const same = itemsOf(await post(app('web'), '?dryRun=All'));
    expect(same[0]).toMatchObject({ result: 'unchanged', plan: { changes: [{ properties: { revision: 1 } }] } });
    const changed = `${app('web')}    - {name: second, type: thing}\n`;
    expect(itemsOf(await post(changed, '?dryRun=All'))[0]).toMatchObject({
      plan: { changes: [{ properties: { revision: 2 } }, { properties: { revision: 2 } }] },
    });
    expect((await post(app('web', 'nothing'), '?dryRun=All')).status).toBe(422);
  });
});
