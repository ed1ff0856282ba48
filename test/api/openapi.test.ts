/** The OpenAPI document: valid by a validator nobody here wrote, as long as the table of routes, and true of real answers. */
import { readdirSync, readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import ajv2020 from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { queries } from '../../lib/api/openapi/queries.ts';
import { createPipeline } from '../../lib/api/pipeline.ts';
import { routes } from '../../lib/api/routes.ts';
import { types } from '../../lib/aws/registry.ts';
import { closed } from '../../lib/definition/schema-shape.ts';
import { at, type JsonObject, objectOf, pointer, textOf } from '../../lib/json.ts';
import { examples } from '../examples/installation.ts';
import { createWorld, facts, type World } from '../reconcile/world.ts';
import { type Answer, access, type Sent, type Served, serve } from './setup.ts';

const apps = '/apis/core.oam.dev/v1beta1/namespaces/default/applications';
const traits = '/apis/core.oam.dev/v1beta1/namespaces/default/traitdefinitions';
const hello = examples[0]!.versions[0]!.text;
const trait = {
  apiVersion: 'core.oam.dev/v1beta1',
  kind: 'TraitDefinition',
  metadata: { name: 'team', namespace: 'default' },
  spec: { schematic: { cel: { tags: { team: 'blue' } } } },
};

let world: World;
let api: Served;
let document: JsonObject;

beforeAll(async () => {
  world = await createWorld();
  await world.store.install({ environment: { target: 'local', facts }, access });
  let ids = 0;
  const id = (): string => `02${String(world.clock.now).padStart(13, '0')}${String(ids++).padStart(11, '0')}`;
  api = serve(world.store, createPipeline(types), () => world.clock.now, id);
  document = (await api.send('GET', '/openapi.json')).body;
});

test('the document is OpenAPI 3.1', async () => {
  const { valid, errors } = await new Validator().validate(structuredClone(document));
  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
  expect(document.openapi).toBe('3.1.0');
});

test('it has each route, and no other', () => {
  const told = Object.entries(objectOf(document.paths)).flatMap(([path, item]) =>
    Object.keys(objectOf(item)).map(method => `${method.toUpperCase()} ${path}`),
  );
  const there = routes.map(({ method, path }) => `${method} ${path.replace(/:([a-z]+)/g, '{$1}')}`);
  expect(told.sort()).toEqual(['GET /', 'GET /healthz', ...there].sort());
});

test('operations have names of their own', () => {
  const ids = Object.values(objectOf(document.paths)).flatMap(item =>
    Object.values(objectOf(item)).map(operation => textOf(objectOf(operation).operationId)),
  );
  expect(new Set(ids).size).toBe(ids.length);
});

test('what handlers read of a query is told, and nothing else', () => {
  const folder = new URL('../../lib/api/', import.meta.url);
  const files = readdirSync(folder).filter(file => file.endsWith('.ts'));
  const read = files.flatMap(file =>
    [...readFileSync(new URL(file, folder), 'utf8').matchAll(/\.query\('(\w+)'\)/g)].map(([, name]) => name),
  );
  const told = routes.flatMap(({ query }) => query ?? []);
  expect([...new Set(told)].sort()).toEqual([...new Set(read)].sort());
  expect([...new Set(told)].sort()).toEqual(Object.keys(queries).sort());
});

/** The shape that the document gives this answer, or undefined where it tells of none. */
function shapeOf(method: string, path: string, answer: Answer): JsonObject | undefined {
  const [plain = ''] = path.split('?');
  const segments = plain.split('/');
  const template = Object.keys(objectOf(document.paths)).find(one => {
    const parts = one.split('/');
    return parts.length === segments.length && parts.every((part, i) => part.startsWith('{') || part === segments[i]);
  });
  const responses = objectOf(at(document, pointer('paths', template ?? '', method.toLowerCase(), 'responses')));
  const content = objectOf(objectOf(responses[answer.status] ?? responses.default).content);
  const [type = ''] = (answer.headers.get('content-type') ?? '').split(';');
  const schema = objectOf(content[type]).schema;
  return schema === undefined ? undefined : objectOf(schema);
}

/** Sends it, and holds the answer against what the document says of it: no member may be missing, none may be untold. */
async function ask(method: string, path: string, status: number, sent: Sent = {}): Promise<Answer> {
  const answer = await api.send(method, path, sent);
  expect(answer.status, `${method} ${path}: ${answer.text}`).toBe(status);
  const shape = shapeOf(method, path, answer);
  expect(shape, `${method} ${path}`).toBeDefined();
  const { schemas } = objectOf(document.components);
  const strict = Object.fromEntries(
    Object.entries(objectOf(schemas)).map(([name, schema]) => [name, closed(objectOf(schema))]),
  );
  const validate = new ajv2020.default({ strict: false, validateFormats: false }).compile({
    ...shape,
    components: { schemas: strict },
  });
  validate(answer.body);
  expect({ path, errors: validate.errors }).toEqual({ path, errors: null });
  return answer;
}

const yaml = (body: string): Sent => ({ body, type: 'application/yaml' });

describe('real answers are as told', () => {
  test('around applications', async () => {
    await ask('POST', '/applications?dryRun=All', 200, yaml(hello));
    await ask('POST', '/applications', 201, yaml(hello));
    await ask('GET', `${apps}/hello`, 200);
    world.touch({ namespace: 'default', name: 'hello' });
    await world.run();
    await ask('GET', apps, 200);
    await ask('GET', '/apis/core.oam.dev/v1beta1/applications', 200);
    const { body } = await ask('GET', `${apps}/hello`, 200);
    expect(objectOf(body.status).status).toBe('running');
    for (const rest of ['plan', 'events', 'revisions', 'revisions/1', 'logs'])
      await ask('GET', `${apps}/hello/${rest}`, 200);
    await ask('POST', `${apps}/hello/retry`, 202);
    await ask('PUT', `${apps}/hello`, 200, yaml(hello.replace('Hello from', 'Greetings from')));
    await ask('POST', `${apps}/hello/rollback`, 202, { body: { revision: 1 } });
    await ask('DELETE', `${apps}/hello`, 200);
  });

  test('around definitions and blobs', async () => {
    await ask('POST', traits, 201, { body: trait });
    await ask('GET', `${traits}/team`, 200);
    await ask('GET', traits, 200);
    await ask('DELETE', `${traits}/team`, 200);
    await ask('POST', '/blobs', 201, { body: { sha256: 'a'.repeat(64), size: 1 } });
  });

  test('around itself', async () => {
    for (const path of ['/', '/healthz', '/openapi.json', '/schemas/application.json']) await ask('GET', path, 200);
  });

  test('where they refuse', async () => {
    await ask('GET', `${apps}/nobody`, 404);
    await ask('POST', apps, 422, yaml(hello.replace('type: function', 'type: functon')));
    await ask('POST', '/applications', 422, yaml(hello.replace('type: function', 'type: functon')));
    await ask('POST', '/blobs', 400, { body: {} });
    await ask('POST', `${apps}/nobody/exec`, 404, { body: { command: 'sh' } });
    await ask('GET', '/openapi.json', 401, { as: '' });
  });
});
