/** Installing: environment, access and built-ins, again and again, without touching what operators wrote. */
import { describe, expect, it } from 'vitest';
import { type Installation, install, installer } from '../../lib/api/install.ts';
import { type JsonObject, trusted } from '../../lib/json.ts';
import { access, environment, itemsOf, setup, type TestApi } from './setup.ts';
import { standIn } from './stand-in.ts';

const system = '/apis/core.oam.dev/v1beta1/namespaces/vela-system';

function builtin(name: string, spec: JsonObject = {}, kind = 'ComponentDefinition'): JsonObject {
  return { apiVersion: 'core.oam.dev/v1beta1', kind, metadata: { name }, spec };
}

function run(api: TestApi, builtins: readonly JsonObject[], more: Partial<Installation> = {}) {
  let count = 0;
  const id = () => `02${String(count++).padStart(24, '0')}`;
  const { store, clock } = api;
  const wakeAll = async () => 7;
  const parts = { store, admit: standIn.admit, builtins, environment, access, wakeAll, now: () => clock.now, id };
  return install({ ...parts, ...more });
}

describe('install', () => {
  it('opens an empty installation, and finds nothing to do the second time', async () => {
    const api = await setup({ bare: true });
    const builtins = [builtin('fn'), builtin('scaler', {}, 'TraitDefinition')];
    expect(await run(api, builtins)).toEqual({
      written: ['ComponentDefinition/fn', 'TraitDefinition/scaler'],
      unchanged: [],
      kept: [],
      removed: [],
      woken: 7,
    });
    const before = api.store.dump();
    expect(await run(api, builtins)).toMatchObject({
      written: [],
      unchanged: ['ComponentDefinition/fn', 'TraitDefinition/scaler'],
      woken: 0,
    });
    expect(api.store.dump()).toEqual(before);
    const list = itemsOf(await api.send('GET', `${system}/componentdefinitions`));
    expect(list).toMatchObject([{ metadata: { name: 'fn', namespace: 'lateen-system' } }]);
  });

  it('wakes every application where the environment changed, and keeps the links that were made since', async () => {
    const api = await setup({ bare: true });
    const because: string[] = [];
    const wakeAll = async (why: string) => because.push(why);
    const link = { vpcLink: '' };
    const first = { ...environment, ...link };
    await run(api, [], { environment: first, wakeAll });
    const made = { ...first, vpcLink: 'vl-1', vpcLinksBefore: ['vl-0'] };
    await api.store.changeEnvironment('local', first, made);
    await run(api, [], { environment: first, wakeAll });
    expect((await api.store.catalog([], 'local')).environment).toEqual(made);
    expect(because).toEqual(['environment changed']);
    await run(api, [], { environment: { ...first, vpc: 'vpc-2' }, wakeAll });
    expect((await api.store.catalog([], 'local')).environment).toEqual({ ...made, vpc: 'vpc-2' });
    expect(because).toHaveLength(2);
  });

  it('makes a revision of what changed, and removes what no longer comes with Lateen', async () => {
    const api = await setup();
    await run(api, [builtin('fn'), builtin('old')]);
    const result = await run(api, [builtin('fn', { inert: true })]);
    expect(result).toMatchObject({ written: ['ComponentDefinition/fn'], removed: ['ComponentDefinition/old'] });
    const revisions = await api.store.definitionRevisions({
      kind: 'ComponentDefinition',
      namespace: 'lateen-system',
      name: 'fn',
    });
    expect(revisions.map(({ revision }) => revision)).toEqual([1, 2]);
    expect((await api.send('GET', `${system}/componentdefinitions/old`)).status).toBe(404);
  });

  it('keeps a removed built-in while an application uses it', async () => {
    const api = await setup();
    await run(api, [builtin('old')]);
    const lease = await api.store.acquire({ namespace: 'default', name: 'web' }, 'test', 0);
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
    await api.store.revise(lease, revision, ['ComponentDefinition#lateen-system/old'], { revisions: [], uses: [] });
    expect((await run(api, [])).removed).toEqual([]);
  });

  it('leaves an operator’s definition of the same name alone, and lets nobody write built-ins', async () => {
    const api = await setup();
    const mine = { ...builtin('fn', { inert: true }), metadata: { name: 'fn', namespace: 'lateen-system' } };
    await api.send('POST', '/applications', { body: mine });
    expect(await run(api, [builtin('fn'), builtin('queue')])).toMatchObject({
      kept: ['ComponentDefinition/fn'],
      written: ['ComponentDefinition/queue'],
    });
    const theirs = { ...mine, metadata: { name: 'queue', namespace: 'vela-system' } };
    const refused = await api.send('POST', '/applications', { body: theirs });
    expect([refused.status, refused.body.code]).toEqual([403, 'Forbidden']);
    expect((await api.send('PUT', `${system}/componentdefinitions/queue`, { body: theirs })).status).toBe(403);
    expect((await api.send('DELETE', `${system}/componentdefinitions/queue`)).status).toBe(403);
    expect((await api.send('DELETE', `${system}/componentdefinitions/fn`)).status).toBe(200);
    const stored = await api.store.get([{ kind: 'ComponentDefinition', namespace: 'lateen-system', name: 'queue' }]);
    expect(stored[0]?.desired.principal).toBe(installer);
  });

  it('installs hundreds in several transactions, and fails loudly on a broken one', async () => {
    const api = await setup();
    const builtins = Array.from({ length: 120 }, (_, i) => builtin(`d${i}`));
    expect((await run(api, builtins)).written).toHaveLength(120);
    await expect(run(api, [builtin('bad', { broken: true })])).rejects.toMatchObject({
      code: 'Internal',
      issues: [{ code: 'Broken' }],
    });
    await expect(run(api, [trusted<JsonObject>({ kind: 'Application', metadata: { name: 'x' } })])).rejects.toThrow(
      /Application/,
    );
  });
});
