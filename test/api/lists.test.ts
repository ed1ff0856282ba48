/** Lists by Kubernetes' paths: pages, namespaces, selectors. */
import { describe, expect, it } from 'vitest';
import { at, type JsonObject, trusted } from '../../lib/json.ts';
import { type Answer, setup } from './setup.ts';

const root = '/apis/core.oam.dev/v1beta1';
const ns = `${root}/namespaces/default`;
const _web = `${ns}/applications/web`;

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

function namesOf(answer: Answer): unknown[] {
  return trusted<JsonObject[]>(answer.body.items).map(item => at(item, '/metadata/name'));
}

describe('lists', () => {
  it('say the latest revision of each definition, as reading one does', async () => {
    const { send } = await ready();
    const path = `${ns}/componentdefinitions`;
    await send('PUT', `${path}/other`, { body: definition('other', { workload: { type: 'resources' } }) });
    const { items } = (await send('GET', path)).body;
    const listed = trusted<JsonObject[]>(items).map(item => [at(item, '/metadata/name'), at(item, '/status')]);
    expect(listed).toEqual([
      ['thing', at((await send('GET', `${path}/thing`)).body, '/status')],
      ['other', at((await send('GET', `${path}/other`)).body, '/status')],
    ]);
    expect(listed[1]?.[1]).toMatchObject({ latestRevision: { name: 'other-v2', revision: 2 } });
  });

  it('pages with a cursor, whole without a limit, over one namespace or all', async () => {
    const { send } = await ready();
    for (const [name, namespace] of [
      ['a', 'default'],
      ['b', 'blue'],
      ['c', 'default'],
      ['d', 'default'],
    ] as const) {
      await send('POST', '/applications', {
        body: [{ ...definition('thing'), metadata: { name: 'thing', namespace } }, application(name, { namespace })],
      });
    }
    const all = await send('GET', `${root}/applications`);
    expect(all.body).toMatchObject({ kind: 'ApplicationList', apiVersion: 'core.oam.dev/v1beta1' });
    expect(namesOf(all)).toEqual(['a', 'b', 'c', 'd']);
    expect(at(all.body, '/metadata/resourceVersion')).toBe(at(all.body, '/items/3/metadata/resourceVersion'));
    expect(at(all.body, '/items/0/status/status')).toBe('starting');
    const first = await send('GET', `${ns}/applications?limit=2`);
    expect(namesOf(first)).toEqual(['a', 'c']);
    const cursor = encodeURIComponent(String(at(first.body, '/metadata/continue')));
    const second = await send('GET', `${ns}/applications?limit=2&continue=${cursor}`);
    expect([namesOf(second), at(second.body, '/metadata/continue')]).toEqual([['d'], undefined]);
    expect(namesOf(await send('GET', `${ns}/traitdefinitions`))).toEqual([]);
    expect((await send('GET', `${ns}/applications?limit=x`)).status).toBe(400);
    expect(namesOf(await send('GET', `${ns}/applications?limit=0`))).toHaveLength(3);
  });

  it('holds nothing that was not selected', async () => {
    const { send } = await ready();
    await send('POST', `${ns}/applications`, {
      body: application('a', { labels: { tier: 'web', 'app.oam.dev/x': '1' } }),
    });
    await send('POST', `${ns}/applications`, { body: application('b', { labels: { tier: 'db' } }) });
    await send('POST', `${ns}/applications`, { body: application('c') });
    const select = async (query: string) => namesOf(await send('GET', `${ns}/applications?${query}`));
    expect(await select('labelSelector=tier%3Dweb')).toEqual(['a']);
    expect(await select('labelSelector=tier%3D%3Dweb,app.oam.dev/x')).toEqual(['a']);
    expect(await select('labelSelector=tier!%3Dweb')).toEqual(['b', 'c']);
    expect(await select('labelSelector=!tier')).toEqual(['c']);
    expect(await select('fieldSelector=metadata.name%3Db')).toEqual(['b']);
    expect(await select('fieldSelector=metadata.name!%3Db,metadata.namespace%3Ddefault')).toEqual(['a', 'c']);
    for (const query of ['labelSelector=tier%20in%20(a)', 'fieldSelector=status.phase%3Dx', 'labelSelector=%3D']) {
      expect((await send('GET', `${ns}/applications?${query}`)).status).toBe(400);
    }
  });

  it('refuses to watch with a 405 for now', async () => {
    const { send } = await ready();
    const answer = await send('GET', `${ns}/applications?watch=true`);
    expect([answer.status, answer.body.reason]).toEqual([405, 'MethodNotAllowed']);
    expect(answer.headers.get('allow')).toContain('GET');
  });
});
