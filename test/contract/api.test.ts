/** The API on the DynamoDB adapter: what its unit tests prove on the memory store, once more along one path. */
import { ulid } from 'ulid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { install } from '../../lib/api/install.ts';
import { createPipeline } from '../../lib/api/pipeline.ts';
import { types } from '../../lib/aws/registry.ts';
import { builtins } from '../../lib/definition/builtin/list.ts';
import { at, listOf } from '../../lib/json.ts';
import type { DesiredStore } from '../../lib/store/desired.ts';
import { access, environment, itemsOf, operator, serve, viewer } from '../api/setup.ts';
import { startDynoxide } from './store/dynoxide.ts';
import { createAdapter } from './store/table.ts';

const now = (): number => Date.now();
const id = (): string => ulid();
const pipeline = createPipeline(types);
const path = '/apis/core.oam.dev/v1beta1/namespaces/default';
let store: DesiredStore;
let stop = async (): Promise<void> => {};

beforeAll(async () => {
  const server = await startDynoxide();
  stop = server.stop;
  const adapter = await createAdapter(server.url, 'api');
  store = adapter.open({ now, id, lease: 90_000, signal: async () => {} }).store;
});
afterAll(() => stop());

const logs = (days: number) => `apiVersion: core.oam.dev/v1beta1
kind: ComponentDefinition
metadata: {name: logs}
spec:
  workload: {type: resources}
  schematic:
    cel:
      resources: [{id: group, type: "AWS::Logs::LogGroup", properties: {RetentionInDays: ${days}}}]
`;
const web = (...names: string[]) =>
  `apiVersion: core.oam.dev/v1beta1\nkind: Application\nmetadata: {name: web}\nspec:\n  components:\n${names.map(name => `    - {name: ${name}, type: logs}\n`).join('')}`;

it('installs, accepts, shows, pages, refuses and deletes', async () => {
  const { post, send } = serve(store, pipeline, now, id);
  expect((await post(web('a'))).status).toBe(403);
  const wakeAll = async () => 0;
  const installation = { store, admit: pipeline.admit, builtins, environment, access, wakeAll, now, id };
  expect((await install(installation)).written).toHaveLength(builtins.length);
  expect(await install(installation)).toMatchObject({ written: [], kept: [], removed: [] });

  expect((await post(web('a'))).status).toBe(422);
  const created = await post(`${logs(7)}---\n${web('a')}`);
  expect([created.status, itemsOf(created).map(item => item.result)]).toEqual([201, ['created', 'created']]);
  expect((await post(web('a'))).status).toBe(200);
  const object = (await send('GET', `${path}/applications/web`, { as: viewer })).body;
  expect(object).toMatchObject({ metadata: { generation: 1 }, status: { status: 'starting' } });

  const resourceVersion = at(object, '/metadata/resourceVersion') ?? '';
  const changed = await send('PUT', `${path}/applications/web`, {
    body: { ...object, spec: { components: [{ name: 'b', type: 'logs' }] } },
  });
  expect([changed.status, at(changed.body, '/metadata/generation')]).toEqual([200, 2]);
  const headers = { 'if-match': `"${String(resourceVersion)}"` };
  expect((await send('DELETE', `${path}/applications/web`, { headers })).status).toBe(412);

  const both = await Promise.all([post(web('c')), post(web('d'))]);
  expect(both.map(answer => answer.status)).toEqual([202, 202]);
  const events = itemsOf(await send('GET', `${path}/applications/web/events`));
  expect(events.map(event => [event.reason, event.principal])).toEqual(Array(4).fill(['Accepted', operator]));

  await post(`${web('a').replace('name: web', 'name: second')}---\n${logs(30)}`);
  const page = await send('GET', `${path}/applications?limit=1`);
  const cursor = encodeURIComponent(String(at(page.body, '/metadata/continue')));
  const rest = await send('GET', `${path}/applications?limit=1&continue=${cursor}`);
  expect([page, rest].map(answer => at(answer.body, '/items/0/metadata/name'))).toEqual(['web', 'second']);
  expect(at((await send('GET', `${path}/componentdefinitions/logs`)).body, '/status/latestRevision/revision')).toBe(2);
  const plan = (await send('GET', `${path}/applications/second/plan`)).body;
  expect(listOf(plan.changes)).toMatchObject([{ action: 'create', properties: { RetentionInDays: 30 } }]);

  expect((await send('POST', `${path}/applications/web/retry`)).status).toBe(202);
  const deleted = await send('DELETE', `${path}/applications/web`);
  expect(at(deleted.body, '/metadata/deletionTimestamp')).toBeDefined();
  expect((await send('DELETE', `${path}/componentdefinitions/logs`)).status).toBe(200);
  expect((await send('GET', `${path}/componentdefinitions`)).body.items).toEqual([]);
});
