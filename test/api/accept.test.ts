/** POST /applications: all or nothing, every problem at once, generations, races. */
import { describe, expect, it } from 'vitest';
import { at, objectOf } from '../../lib/json.ts';
import { briefs, developer, itemsOf, operator, setup } from './setup.ts';

const head = 'apiVersion: core.oam.dev/v1beta1\n';
const component = (name: string, spec = '{}', namespace = 'default') =>
  `${head}kind: ComponentDefinition\nmetadata: {name: ${name}, namespace: ${namespace}}\nspec: ${spec}\n`;
const app = (name: string, type = 'thing', extra = '') =>
  `${head}kind: Application\nmetadata: {name: ${name}${extra}}\nspec:\n  components:\n    - {name: main, type: ${type}}\n`;
const many = (...documents: string[]) => documents.join('---\n');
const path = '/apis/core.oam.dev/v1beta1/namespaces/default';

describe('what changes', () => {
  it('creates definitions and applications together, and says where to look', async () => {
    const { post, store } = await setup();
    const answer = await post(many(component('thing'), app('web')));
    expect(answer.status).toBe(201);
    expect(itemsOf(answer)).toEqual([
      {
        kind: 'ComponentDefinition',
        namespace: 'default',
        name: 'thing',
        result: 'created',
        generation: 1,
        revision: 1,
        warnings: [],
        links: { self: `${path}/componentdefinitions/thing` },
      },
      {
        kind: 'Application',
        namespace: 'default',
        name: 'web',
        result: 'created',
        generation: 1,
        warnings: [],
        links: { self: `${path}/applications/web`, events: `${path}/applications/web/events` },
      },
    ]);
    const { items } = await store.events({ namespace: 'default', name: 'web' }, { limit: 10 });
    expect(items).toMatchObject([{ type: 'Normal', reason: 'Accepted', principal: operator }]);
  });

  it('answers unchanged to the same documents and writes nothing', async () => {
    const written: string[] = [];
    const { post, store } = await setup({ before: method => void (method === 'write' && written.push(method)) });
    await post(many(component('thing'), app('web')));
    const before = store.dump();
    // Other quotes, other order, comments, a status: none of it says anything else.
    const again = `# hello\nkind: Application\nspec: {components: [{type: "thing", name: main}]}\nmetadata:\n  name: web\n  labels: {}\n  uid: x\nstatus: {}\n${head}`;
    const answer = await post(many(component('thing'), again));
    expect([answer.status, ...itemsOf(answer).map(item => item.result)]).toEqual([200, 'unchanged', 'unchanged']);
    expect(store.dump()).toEqual(before);
    expect(written).toEqual(['write']);
  });

  it('bumps the generation with the spec, the labels or the annotations, and keeps uid and creation time', async () => {
    const { post, send, clock } = await setup();
    await post(many(component('thing'), component('other'), app('web')));
    const first = (await send('GET', `${path}/applications/web`)).body;
    for (const [generation, text] of [
      [2, app('web', 'other')],
      [3, app('web', 'other', ', labels: {a: b}')],
      [4, app('web', 'other', ', labels: {a: b}, annotations: {c: d}')],
      [5, app('web', 'other', ', annotations: {c: d}')],
    ] as const) {
      clock.now += 60_000;
      const answer = await post(text);
      expect([answer.status, at(answer.body, '/items/0/result')]).toEqual([202, 'configured']);
      const { metadata, status } = (await send('GET', `${path}/applications/web`)).body;
      expect(metadata).toMatchObject({
        generation,
        uid: at(first, '/metadata/uid'),
        creationTimestamp: '2026-11-05T12:00:00Z',
      });
      expect(at(metadata, '/resourceVersion')).not.toBe(at(first, '/metadata/resourceVersion'));
      expect(status).toMatchObject({ status: 'starting' });
    }
  });

  it('counts a definition’s revisions by its spec', async () => {
    const { post, store } = await setup();
    const revisions = async (text: string) => {
      const [item] = itemsOf(await post(text));
      return [item?.result, item?.generation, item?.revision];
    };
    expect(await revisions(component('thing'))).toEqual(['created', 1, 1]);
    expect(await revisions(component('thing', '{inert: true}'))).toEqual(['configured', 2, 2]);
    expect(await revisions(component('thing, labels: {a: b}', '{inert: true}'))).toEqual(['configured', 3, 2]);
    expect(await revisions(component('thing, labels: {a: b}'))).toEqual(['configured', 4, 3]);
    const stored = await store.definitionRevisions({
      kind: 'ComponentDefinition',
      namespace: 'default',
      name: 'thing',
    });
    expect(stored.map(({ revision }) => revision)).toEqual([1, 2, 3]);
  });

  it('takes JSON, one or a list, and a namespace for those that name none', async () => {
    const { send } = await setup();
    const definition = {
      apiVersion: 'core.oam.dev/v1beta1',
      kind: 'ComponentDefinition',
      metadata: { name: 'thing' },
      spec: {},
    };
    const application = {
      apiVersion: 'core.oam.dev/v1beta1',
      kind: 'Application',
      metadata: { name: 'web', namespace: 'blue' },
      spec: { components: [{ name: 'main', type: 'thing' }] },
    };
    const first = await send('POST', '/applications?namespace=blue', { body: definition });
    expect(itemsOf(first)[0]).toMatchObject({ namespace: 'blue', result: 'created' });
    const second = await send('POST', '/applications?namespace=green', { body: [application] });
    expect(itemsOf(second)[0]).toMatchObject({ namespace: 'blue', result: 'created' });
  });

  it('lets a developer write applications and no definitions, not even one among applications', async () => {
    const { post, store } = await setup();
    await post(component('thing'));
    const before = store.dump();
    expect((await post(many(app('web'), component('mine')), '', developer)).status).toBe(403);
    expect(store.dump()).toEqual(before);
    expect((await post(app('web'), '', developer)).status).toBe(201);
  });

  it('honours the resourceVersion that a document was made from', async () => {
    const { post, send } = await setup();
    await post(many(component('thing'), component('other'), app('web')));
    const version = at((await send('GET', `${path}/applications/web`)).body, '/metadata/resourceVersion');
    expect((await post(app('web', 'other', `, resourceVersion: "${version}"`))).status).toBe(202);
    const stale = await post(app('web', 'thing', `, resourceVersion: "${version}"`));
    expect([stale.status, stale.body.code]).toEqual([409, 'Conflict']);
    expect((await post(app('new', 'thing', `, resourceVersion: "${version}"`))).status).toBe(409);
  });

  it('makes a deleted application anew when it is posted before it is gone', async () => {
    const { post, send } = await setup();
    await post(many(component('thing'), app('web')));
    const old = (await send('GET', `${path}/applications/web`)).body;
    await send('DELETE', `${path}/applications/web`);
    const answer = await post(app('web'));
    expect([answer.status, at(answer.body, '/items/0/result')]).toEqual([201, 'created']);
    const { metadata } = (await send('GET', `${path}/applications/web`)).body;
    expect(metadata).toMatchObject({ generation: 3 });
    expect(objectOf(metadata).deletionTimestamp).toBeUndefined();
    expect(objectOf(metadata).uid).not.toBe(at(old, '/metadata/uid'));
  });
});

describe('refusals', () => {
  it('collects every problem of every document, and stores nothing', async () => {
    const { post, store } = await setup();
    const before = store.dump();
    const answer = await post(
      many(
        component('good'),
        component('bad', '{broken: true}'),
        app('one', 'good'),
        app('two', 'nothing'),
        'apiVersion: core.oam.dev/v1beta1\nkind: Aplication\nmetadata: {name: x}\n',
        'kind: WorkflowStepDefinition\n',
        'metadata: {}\n',
        `${app('six', 'good')}  policies: [{type: topology}]\n  workflow: {steps: []}\n  componets: []\n`,
        `${head}kind: Application\nmetadata: {name: -bad-, labels: {a: 1}}\nspec: {components: {}}\n`,
        app('one', 'good'),
        app('uses-bad', 'bad'),
      ),
    );
    expect([answer.status, answer.body.code]).toEqual([422, 'Invalid']);
    const found = briefs(answer);
    expect(found).toEqual([
      'Broken 1 /spec/broken 9:8',
      'UnknownType 3 /spec/components/0/type 23:20',
      'UnknownKind 4 /kind 26:1',
      'NotSupported 5 /kind 29:1',
      'MissingField 6 /kind 31:1',
      'NotSupported 7 /spec/policies/0 39:14',
      'NotSupported 7 /spec/workflow 40:3',
      'UnknownField 7 /spec/componets 41:3',
      'InvalidName 8 /metadata/name 45:12',
      'InvalidField 8 /metadata/labels/a 45:34',
      'InvalidField 8 /spec/components 46:8',
      'DuplicateDocument 9 /metadata/name 50:12',
    ]);
    expect(store.dump()).toEqual(before);
  });

  it.each([
    ['a bomb', `a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n`, 'AliasNotAllowed'],
    ['deep nesting', `a: ${'['.repeat(40)}${']'.repeat(40)}\n`, 'TooDeep'],
    ['no YAML', '{"a": \n - b', 'InvalidYaml'],
    ['words', 'hello', 'NotAnObject'],
    ['nothing', '\n', 'NoDocument'],
    ['too many documents', many(...Array.from({ length: 26 }, (_, i) => app(`a${i}`))), 'TooManyDocuments'],
  ])('%s', async (_, text, code) => {
    const { post } = await setup();
    const answer = await post(text);
    expect([answer.status, answer.body.code]).toEqual([422, 'Invalid']);
    expect(briefs(answer)[0]).toMatch(new RegExp(`^${code} `));
  });

  it('passes warnings on beside the result', async () => {
    const { post } = await setup();
    const [item] = itemsOf(await post(component('thing', '{inert: true}')));
    expect(item?.warnings).toMatchObject([{ code: 'Inert', pointer: '/spec/inert', document: 0, line: 4, column: 8 }]);
  });

  it('suggests names that operators wrote', async () => {
    const { post } = await setup();
    await post(many(component('thing'), component('shared', '{}', 'lateen-system'), component('theirs', '{}', 'blue')));
    const answer = await post(app('web', 'thng'));
    expect(JSON.stringify(answer.body)).toContain('known: thing, shared');
  });

  it('reads vela-system as lateen-system', async () => {
    const { post } = await setup();
    const [item] = itemsOf(await post(component('shared', '{}', 'vela-system')));
    expect(item?.namespace).toBe('lateen-system');
    expect((await post(app('web', 'shared'))).status).toBe(201);
  });

  it('says that the installation is not finished', async () => {
    const { post, store } = await setup({ bare: true });
    await store.install({
      environment: { target: 'other', facts: {} },
      access: [{ principal: operator, role: 'operator', namespaces: ['*'] }],
    });
    const answer = await post(many(component('thing'), app('web')));
    expect([answer.status, answer.body.code]).toEqual([503, 'Unavailable']);
  });
});

describe('two at once', () => {
  it('lets both in when they change different things, one after the other when the same', async () => {
    const { post, send } = await setup();
    await post(many(component('thing'), component('other')));
    const [a, b] = await Promise.all([post(app('web', 'thing')), post(app('web', 'other'))]);
    const results = [a, b].map(answer => [answer.status, at(answer.body, '/items/0/result')]);
    expect(results).toContainEqual([201, 'created']);
    expect(results).toContainEqual([202, 'configured']);
    expect(at((await send('GET', `${path}/applications/web`)).body, '/metadata/generation')).toBe(2);
  });

  it('answers 409 to who is overtaken twice', async () => {
    let racing = false;
    let round = 0;
    const test = await setup({
      before: async method => {
        if (method !== 'write' || !racing) return;
        racing = false;
        await test.post(app('web', 'thing', `, labels: {round: "${round++}"}`));
        racing = true;
      },
    });
    await test.post(many(component('thing'), app('web')));
    racing = true;
    const answer = await test.post(app('web', 'thing', ', labels: {mine: "yes"}'));
    racing = false;
    expect([answer.status, answer.body.code]).toEqual([409, 'Conflict']);
    expect(round).toBe(2);
    const { metadata } = (await test.send('GET', `${path}/applications/web`)).body;
    expect(metadata).toMatchObject({ labels: { round: '1' }, generation: 3 });
  });
});
