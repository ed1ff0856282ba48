/** The built-ins: admitted like anybody's definitions, with every parameter of KubeVela's, none of which is ignored. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { types } from '../../lib/aws/registry.ts';
import { admit } from '../../lib/definition/admit.ts';
import { builtins } from '../../lib/definition/builtin/list.ts';
import { catalogOf } from '../../lib/definition/catalog.ts';
import { at, digest, equal, type Json, type JsonObject, objectOf, textOf } from '../../lib/json.ts';
import { checkApplication } from '../../lib/oam/check.ts';
import { render } from '../../lib/reconcile/render.ts';
import { resolve } from '../../lib/reconcile/resolve.ts';
import { workloads } from '../../lib/workload/workloads.ts';
import { application, environment, fn } from '../reconcile/applications.ts';
import { spoil } from './documents.ts';
import { leavesOf, otherAt } from './leaves.ts';

const named = builtins.map(document => [`${document.kind} ${objectOf(document.metadata).name}`, document] as const);

/** The facts of an installation by name, as serverless.yml writes them. */
const installed = /\{"installation".*?"emulatorIgnores":\[\]\}/s.exec(
  readFileSync(new URL('../../serverless.yml', import.meta.url), 'utf8'),
);
const facts = [...(installed?.[0] ?? '').matchAll(/"(\w+)":/g)].map(([, name = '']) => name);

describe('every built-in', () => {
  it.each(named)('%s is admitted without a word', (_, document) => {
    const admitted = admit(document, { types, workloads, facts });
    expect(admitted.ok ? admitted.value.warnings : admitted.issues).toEqual([]);
    expect(admitted.ok && admitted.value).toMatchObject({
      namespace: 'lateen-system',
      description: expect.stringMatching(/^[A-Z]/),
    });
  });

  it.each(named)('%s describes its parameters', (_, document) => {
    const properties = objectOf(at(document, '/spec/schematic/cel/parameters/properties'));
    const mute = Object.keys(properties).filter(name => textOf(objectOf(properties[name]).description) === '');
    expect(mute).toEqual([]);
  });

  it('has a name of its own', () => {
    expect(new Set(named.map(([name]) => name)).size).toBe(named.length);
  });

  it('uses only outputs that the lowering declares', () => {
    const declared = builtins
      .filter(one => one.kind === 'WorkloadDefinition')
      .map(({ metadata, spec }) => {
        const outputs = objectOf(at(spec ?? null, '/schematic/cel/outputs'));
        return [textOf(objectOf(metadata).name), new Set(Object.keys(outputs))] as const;
      });
    const admitted = (outputs: ReadonlyMap<string, ReadonlySet<string>>): string[] =>
      named.filter(([, document]) => !admit(document, { types, workloads, outputs }).ok).map(([name]) => name);
    expect(declared.map(([name]) => name)).toEqual(expect.arrayContaining(['container', 'function']));
    expect(admitted(new Map(declared))).toEqual([]);
    // It can tell: without what the lowering of functions says of its alias, an address of its own has nothing to lead to.
    const less = declared.map(([name, own]) => [name, new Set([...own].filter(one => one !== 'alias'))] as const);
    expect(admitted(new Map(less))).toContain('TraitDefinition function-url');
  });

  it('survives JSON', () => {
    for (const document of builtins) expect(digest(JSON.parse(JSON.stringify(document)))).toBe(digest(document));
  });
});

/** The parameters of KubeVela 1.11's definitions of the same names. */
const kubevela: Readonly<Record<string, readonly string[]>> = {
  gateway: [
    'domain',
    'http',
    'class',
    'classInSpec',
    'secretName',
    'gatewayHost',
    'name',
    'pathType',
    'annotations',
    'labels',
    'existingServiceName',
  ],
  env: ['containerName', 'replace', 'env', 'unset', 'containers'],
  scaler: ['replicas'],
};

it.each(Object.entries(kubevela))('%s knows all of KubeVela’s parameters', (name, parameters) => {
  const [, document] = named.find(([kind]) => kind === `TraitDefinition ${name}`)!;
  const properties = objectOf(at(document, '/spec/schematic/cel/parameters/properties'));
  expect(parameters.filter(parameter => properties[parameter] === undefined)).toEqual([]);
});

/** What cannot be another thing alone: names of other components, and what another parameter asks for; with how it is refused. */
const refused: Readonly<Record<string, string>> = {
  '/spec/components/0/traits/0/properties/containerName': 'NotForWorkload',
  '/spec/components/0/traits/3/properties/metric': 'InvalidParameter',
};

const catalog = catalogOf([], { types, workloads });

/** What an application makes and what is said of it. */
function effect(document: JsonObject): Json {
  const { application: checked, issues } = checkApplication(document);
  if (checked === undefined) return JSON.stringify(issues);
  const { appfile, issues: wrong } = resolve(checked, catalog);
  if (appfile === undefined) return JSON.stringify(wrong);
  const { graph, issues: told } = render(appfile, environment, types);
  return JSON.parse(JSON.stringify([graph, told]));
}

function errorsIn(effect: Json): string {
  const found = [...JSON.stringify(effect).matchAll(/"code":"(\w+)","severity":"error"/g)];
  return found.map(([, code]) => code).join(' ');
}

/** An application that uses every parameter of every built-in that says anything but no. */
const everything = application(
  fn(
    'a',
    [
      { type: 'env', properties: { env: { CC: '3' }, unset: ['BB'], replace: false, containerName: 'a' } },
      {
        type: 'gateway',
        properties: {
          http: { '/a': 80 },
          pathType: 'Prefix',
          routes: ['GET /b'],
          cors: {
            allowOrigins: ['https://x'],
            allowMethods: ['GET'],
            allowHeaders: ['h'],
            exposeHeaders: ['e'],
            allowCredentials: true,
            maxAge: 3,
          },
          domain: 'example.com',
          labels: { team: 'a' },
          name: 'n',
          class: 'nginx',
          classInSpec: true,
          secretName: 's',
          gatewayHost: 'h',
          annotations: { a: 'b' },
        },
      },
      { type: 'scaler', properties: { reserved: 20, provisioned: { min: 1, max: 5, target: 0.6 } } },
      {
        type: 'alarm',
        properties: {
          metric: 'errors',
          statistic: 'Sum',
          threshold: 1,
          comparison: '>',
          period: 60,
          periods: 2,
          topic: 'arn:aws:sns:eu-central-1:123456789012:t',
          description: 'd',
        },
      },
      {
        type: 'alarm',
        properties: { metric: 'm', namespace: 'N', dimensions: { a: 'b' }, percentile: 'p9', threshold: 1 },
      },
      { type: 'labels', properties: { tier: 'web' } },
      { type: 'annotations', properties: { note: 'x' } },
    ],
    {
      runtime: 'nodejs22.x',
      handler: 'a.b',
      memory: 256,
      timeout: 5,
      architecture: 'arm64',
      env: [
        { name: 'AA', value: '1' },
        { name: 'BB', value: '2' },
      ],
      layers: ['arn:aws:lambda:eu-central-1:123456789012:layer:a:1'],
    },
  ),
  { name: 'b', type: 'function', properties: { code: { s3: { bucket: 'buc', key: 'k', version: 'v' } } } },
);

describe('every leaf of an application', () => {
  const before = effect(everything);
  const paths = leavesOf(at(everything, '/spec/components') ?? null, '/spec/components').filter(path =>
    path.includes('/properties'),
  );

  it('is accepted to begin with', () => {
    expect(JSON.stringify(before)).not.toContain('"severity":"error"');
  });

  // Annotations are said to be kept, whatever they are; so are an Ingress's fields.
  const said = ['/traits/6/', '/annotations/'];
  const fields = ['/name', '/class', '/classInSpec', '/secretName', '/gatewayHost'];
  const spoken = (path: string): boolean =>
    path.includes('/traits/') &&
    (said.some(part => path.includes(part)) || fields.some(part => path.endsWith(`/properties${part}`)));
  // The variable that a trait removes: the trait's Warning says so.
  const moot = ['/spec/components/0/properties/env/1/value'];

  it('is told where a trait takes it back', () => {
    expect(JSON.stringify(before)).toContain('The trait env#0 overwrites env/BB, which the component set');
  });

  it.each(paths.filter(path => !spoken(path) && !moot.includes(path)))('%s counts when it changes', path => {
    const changed = effect(
      spoil(
        everything,
        path,
        otherAt(everything, path, value => errorsIn(effect(spoil(everything, path, value))) === ''),
      ),
    );
    expect(equal(changed, before)).toBe(false);
    expect([path, errorsIn(changed)]).toEqual([path, refused[path] ?? '']);
  });

  // What says the default: leaving it out says the same.
  const same = [
    '/spec/components/0/traits/0/properties/containerName',
    '/spec/components/0/traits/0/properties/replace',
    '/spec/components/0/traits/1/properties/pathType',
    '/spec/components/0/traits/3/properties/statistic',
    '/spec/components/0/traits/3/properties/period',
  ];

  it.each(paths.filter(path => !spoken(path) && !moot.includes(path)))('%s counts when it is left out', path => {
    expect(equal(effect(spoil(everything, path, undefined)), before)).toBe(same.includes(path));
  });

  it.each(paths.filter(spoken))('%s is warned of', path => {
    const place = path.replace(/(\/traits\/6\/properties)\/.*/, '$1').replace(/(\/annotations)\/.*/, '$1');
    expect(JSON.stringify(before)).toContain(`"pointer":"${place}"`);
  });
});
