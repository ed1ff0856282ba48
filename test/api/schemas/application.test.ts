/** The schema of an Application as editors use it: served by the API, read by the real yaml-language-server over the examples. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import ajv2020 from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPipeline } from '../../../lib/api/pipeline.ts';
import { types } from '../../../lib/aws/registry.ts';
import { objectOf, textOf, trusted } from '../../../lib/json.ts';
import { componentFields } from '../../../lib/oam/check.ts';
import { applicationOf, examples } from '../../examples/installation.ts';
import { setup, type TestApi, teamA } from '../setup.ts';
import { type Editor, openEditor } from './language-server.ts';

const path = '/schemas/application.json';
const local = 'http://127.0.0.1:4600';

let api: TestApi;
let server: Server;
let origin: string;
let editor: Editor;

beforeAll(async () => {
  api = await setup({ pipeline: createPipeline(types) });
  for (const { definitions } of examples) if (definitions !== '') await api.post(definitions);
  server = createServer(async (request, response) => {
    const answer = await api.send('GET', request.url ?? '');
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(answer.text);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${trusted<AddressInfo>(server.address()).port}`;
  editor = await openEditor();
});

afterAll(async () => {
  await editor.close();
  server.closeAllConnections();
  server.close();
});

/** With the modeline of the example, at this test's API. */
function edited(text: string, namespace = 'default'): string {
  const [first = '', ...rest] = text.split('\n');
  const line = first.startsWith('# yaml-language-server:') ? first : `# yaml-language-server: $schema=${local}${path}`;
  const body = line === first ? rest : [first, ...rest];
  const query = namespace === 'default' ? '' : `?namespace=${namespace}`;
  return [line.replace(local, origin) + query, ...body].join('\n');
}

const head = `apiVersion: core.oam.dev/v1beta1
kind: Application
metadata:
  name: shop
spec:
  components:
`;

function app(lines: readonly string[]): string {
  return edited(head + lines.map(line => `    ${line}\n`).join(''));
}

async function offered(...lines: string[]): Promise<readonly string[]> {
  return (await editor.complete(app(lines))).map(({ label }) => label);
}

/** `word: message` of everything underlined. */
async function underlined(text: string): Promise<string[]> {
  const lines = text.split('\n');
  return (await editor.check(text)).map(({ message, range: { start, end } }) => {
    expect(end.line).toBe(start.line);
    return `${lines[start.line]?.slice(start.character, end.character)}: ${message}`;
  });
}

const greeter = ['- name: greeter', '  type: function', '  properties:', '    code: { inline: "1" }'];

describe('yaml-language-server completes', () => {
  test('types of components, with what they are, but none that is refused', async () => {
    const items = await editor.complete(app(['- name: greeter', '  type: |']));
    const labels = items.map(({ label }) => label);
    expect(labels).toEqual(expect.arrayContaining(['function', 'webservice', 'worker', 'queue']));
    expect(labels).not.toContain('helm');
    expect(items.find(({ label }) => label === 'function')?.documentation).toContain('AWS Lambda');
  });

  test('properties by the type of the component', async () => {
    const ofFunction = await offered('- name: greeter', '  type: function', '  properties:', '    |');
    expect(ofFunction).toEqual(expect.arrayContaining(['code', 'runtime', 'memory', 'timeout']));
    expect(ofFunction).not.toContain('image');
    const ofService = await offered('- name: greeter', '  type: webservice', '  properties:', '    |');
    expect(ofService).toEqual(expect.arrayContaining(['image', 'ports', 'cpu']));
    expect(ofService).not.toContain('code');
  });

  test('what a parameter is made of', async () => {
    const code = await offered('- name: greeter', '  type: function', '  properties:', '    code:', '      |');
    expect(code).toEqual(expect.arrayContaining(['inline', 'path', 'zip', 'blob', 's3']));
  });

  test('values of an enum', async () => {
    const runtimes = await offered(...greeter, '    runtime: |');
    expect(runtimes).toEqual(expect.arrayContaining(['nodejs24.x', 'python3.14']));
  });

  test('traits that fit the component, and the properties of a trait by its type', async () => {
    const traits = await offered(...greeter, '  traits:', '    - type: |');
    expect(traits).toEqual(expect.arrayContaining(['gateway', 'alarm', 'env']));
    expect(traits).not.toContain('sidecar');
    const gateway = await offered(...greeter, '  traits:', '    - type: gateway', '      properties:', '        |');
    expect(gateway).toEqual(expect.arrayContaining(['http', 'domain']));
    expect(gateway).not.toContain('containerName');
  });

  test('policies, and their parameters by their type', async () => {
    const text = `${head}    - { name: a, type: worker, properties: { image: b } }\n  policies:\n    - type: `;
    const labels = async (rest: string) => (await editor.complete(edited(text + rest))).map(({ label }) => label);
    expect(await labels('|')).toContain('auto-deploy');
    expect(await labels('auto-deploy\n      properties:\n        |')).toEqual(
      expect.arrayContaining(['images', 'gate']),
    );
  });

  test('types that an operator installed for the namespace alone', async () => {
    const definition = `apiVersion: core.oam.dev/v1beta1
kind: ComponentDefinition
metadata: { name: journal, namespace: team-a }
spec:
  workload: { type: resources }
  schematic:
    cel:
      parameters: { type: object, properties: { days: { type: integer, description: Days that lines are kept } } }
      resources: [{ id: log, type: AWS::Logs::LogGroup, properties: { RetentionInDays: "\${parameter.?days}" } }]
`;
    expect((await api.post(definition)).status).toBe(201);
    const text = `${head}    - name: log\n      type: |\n`;
    const labels = async (of: string): Promise<string[]> => (await editor.complete(of)).map(({ label }) => label);
    expect(await labels(edited(text, 'team-a'))).toContain('journal');
    expect(await labels(edited(text, 'team-b'))).not.toContain('journal');
  });
});

describe('yaml-language-server underlines', () => {
  test.each([
    ['a property nobody knows', [...greeter, '    memry: 128'], /^memry: .*not allowed/],
    ['a type nobody knows', ['- { name: a, type: functon }'], /^functon: .*"function"/],
    ['a type that AWS cannot have, with its sentence', ['- { name: a, type: helm }'], /^helm: A Helm chart/],
    ['a trait that does not fit', [...greeter, '  traits:', '    - type: sidecar'], /^sidecar: /],
    [
      'two where there may be one',
      [...greeter.slice(0, 3), '    code: { inline: a, zip: b }'],
      /inline: a, zip: b.*: .*1/,
    ],
    ['a value out of range', [...greeter, '    memory: 1'], /^1: .*128/],
    ['a field nobody knows', [...greeter, '  trait: []'], /^trait: .*not allowed/],
  ])('%s', async (_, lines, expected) => {
    const found = await underlined(app(lines));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(expected);
  });

  test('nothing in a definition of another namespace or a revision, which it does not know', async () => {
    expect(await underlined(app(['- { name: a, type: function@v1, properties: { x: 1 } }']))).toEqual([]);
  });

  test('nothing that is missing where it comes from another component, but what nobody knows', async () => {
    const inputs = ['  inputs:', '    - { from: found, parameterKey: image }'];
    expect(await underlined(app(['- name: a', '  type: worker', ...inputs]))).toEqual([]);
    const typo = await underlined(app(['- name: a', '  type: worker', '  properties: { imag: b }', ...inputs]));
    expect(typo).toEqual([expect.stringMatching(/^imag: .*not allowed/)]);
  });

  test('nothing in a trait of another namespace', async () => {
    expect(await underlined(app([...greeter, '  traits:', '    - { type: team-b/audit }']))).toEqual([]);
  });

  const files = examples.flatMap(({ name, versions }) => versions.map(({ file, text }) => [`${name}/${file}`, text]));
  test.each(files)('nothing in examples/%s', async (_, text) => {
    const { namespace } = objectOf(applicationOf(text ?? '').metadata);
    expect(await underlined(edited(text ?? '', textOf(namespace) || 'default'))).toEqual([]);
  });
});

describe('the schema', () => {
  test('is JSON Schema 2020-12, and takes the examples', async () => {
    const { body, headers } = await api.send('GET', path);
    expect(headers.get('content-type')).toBe('application/schema+json');
    // Checks the schema against that of schemas; words for editors are unknown to it.
    const validate = new ajv2020.default({ strict: false }).compile(body);
    for (const { versions, definitions } of examples.filter(one => one.definitions === ''))
      for (const { text } of versions) expect(validate(applicationOf(text)), `${definitions}${text}`).toBe(true);
    expect(validate({ ...applicationOf(examples[0]!.versions[0]!.text), extra: 1 })).toBe(false);
  });

  test('has the fields of a component that the API takes, and no other', async () => {
    const { $defs } = (await api.send('GET', path)).body;
    const { properties } = objectOf(objectOf($defs).component);
    expect(Object.keys(objectOf(properties)).sort()).toEqual([...componentFields].sort());
  });

  test('is for those who may list definitions of the namespace', async () => {
    expect((await api.send('GET', path, { as: teamA })).status).toBe(403);
    expect((await api.send('GET', `${path}?namespace=team-a`, { as: teamA })).status).toBe(200);
    expect((await api.send('GET', `${path}?namespace=team-b`, { as: teamA })).status).toBe(403);
    expect((await api.send('GET', path, { as: '' })).status).toBe(401);
  });
});
