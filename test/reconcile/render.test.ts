/** Render: what an application of functions becomes, in which order, under which keys. */
import { describe, expect, it } from 'vitest';
import { types } from '../../lib/aws/registry.ts';
import type { JsonObject } from '../../lib/json.ts';
import { checkApplication } from '../../lib/oam/check.ts';
import { render } from '../../lib/reconcile/render.ts';
import { resolve } from '../../lib/reconcile/resolve.ts';
import {
  application,
  blob,
  catalog,
  definition,
  environment,
  fn,
  gateway,
  marks,
  only,
  propertiesOf,
  rendered,
} from './applications.ts';

const fnType = 'AWS::Lambda::Function';
const route = 'AWS::ApiGatewayV2::Route';
const http = (path = '/'): JsonObject => gateway({ http: { [path]: 80 } });
const _trait = (type: string, properties: JsonObject = {}): JsonObject => ({ type, properties });

const logs = definition('ComponentDefinition', 'logs', {
  workload: { type: 'resources' },
  schematic: {
    cel: {
      parameters: { type: 'object', properties: { name: { type: 'string' }, days: { type: 'integer', default: 7 } } },
      resources: [
        {
          id: 'logs',
          type: 'AWS::Logs::LogGroup',
          properties: { LogGroupName: '${parameter.?name}', RetentionInDays: '${parameter.days}' },
        },
      ],
    },
  },
});

describe('a function', () => {
  it('is a log group, a function and an alias', () => {
    const { graph, issues } = rendered(application(fn('hello')));
    expect(issues).toEqual([]);
    expect(graph.resources.map(one => [one.type, one.id])).toEqual([
      ['AWS::Logs::LogGroup', 'logs'],
      [fnType, 'function'],
      ['AWS::Lambda::Alias', 'live'],
    ]);
    const [logs] = graph.resources;
    expect(propertiesOf(graph, fnType)).toEqual({
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Code: { S3Bucket: 'lateen-blobs', S3Key: `blobs/${blob}` },
      Role: environment.basicRole,
      Architectures: ['x86_64'],
      LoggingConfig: { LogGroup: { $ref: [logs!.key, 'LogGroupName'] } },
    });
    expect(graph.components).toEqual([{ name: 'hello', type: 'function', workload: 'function', traits: [] }]);
  });

  it('passes its parameters on', () => {
    const { graph } = rendered(
      application(
        fn('hello', [], {
          code: { s3: { bucket: 'mine', key: 'a.zip', version: '3' } },
          runtime: 'python3.13',
          handler: 'app.main',
          memory: 512,
          timeout: 9,
          architecture: 'arm64',
          env: [{ name: 'AB', value: 'x' }],
          layers: ['arn:aws:lambda:eu-central-1:123456789012:layer:a:1'],
        }),
      ),
    );
    expect(propertiesOf(graph, fnType)).toMatchObject({
      Runtime: 'python3.13',
      Handler: 'app.main',
      Code: { S3Bucket: 'mine', S3Key: 'a.zip', S3ObjectVersion: '3' },
      MemorySize: 512,
      Timeout: 9,
      Architectures: ['arm64'],
      Environment: { Variables: { AB: 'x' } },
      Layers: ['arn:aws:lambda:eu-central-1:123456789012:layer:a:1'],
    });
  });

  it('keeps what looks like a template or a reference as it was written', () => {
    const env = [
      { name: 'AA', value: '${parameter.code}' },
      { name: 'BB', value: '$${x}' },
      { name: 'CC', value: '{"$ref":["a","b"]}' },
    ];
    const { graph } = rendered(application(fn('hello', [], { env })));
    expect(propertiesOf(graph, fnType).Environment).toEqual({
      Variables: { AA: '${parameter.code}', BB: '$${x}', CC: '{"$ref":["a","b"]}' },
    });
  });
});

describe('order', () => {
  it('follows references and dependsOn', () => {
    const { graph } = rendered(application({ ...fn('b', [http('/b')]), dependsOn: ['a'] }, fn('a', [http('/a')])));
    const first = only(graph, 'AWS::Logs::LogGroup', '/b/');
    // Its routes, and what it shares with others: nobody of its own waits for them.
    const ends = ['Stage/', '/a/gateway#0/route//a', '/a/gateway#0/below//a', 'Permission/a '];
    expect(first.needs.map(key => ends.findIndex(end => key.includes(end)))).toEqual([0, 1, 2, 3]);
    expect(only(graph, fnType, '/b/').needs).toEqual([first.key]);
  });

  it('passes through a component without resources', () => {
    const none = definition('ComponentDefinition', 'none', {
      workload: { type: 'resources' },
      schematic: { cel: { resources: [] } },
    });
    const document = application(
      fn('a'),
      { name: 'n', type: 'none', dependsOn: ['a'] },
      { ...fn('c'), dependsOn: ['n'] },
    );
    const { graph } = rendered(document, catalog(none));
    expect(only(graph, 'AWS::Logs::LogGroup', '/c/').needs).toEqual([only(graph, 'AWS::Lambda::Alias', '/a/').key]);
  });
});

describe('row keys', () => {
  const keys = (document: JsonObject, facts = environment): string[] =>
    rendered(document, catalog(logs), facts).graph.resources.map(one => one.key);

  it('are the same whenever they are made', () => {
    const document = application(fn('a', [http()]));
    expect(keys(document)).toEqual(keys(document));
    expect(keys(document)).toMatchInlineSnapshot(`
      [
        "local/a/-/logs#s5n44bf4",
        "local/a/-/function#mafarev1",
        "local/a/-/live#in2ewddb",
        "local/-/AWS::ApiGatewayV2::Api/#w53zkneu",
        "local/-/AWS::ApiGatewayV2::Stage/#crra6ce6",
        "local/a/gateway#0/integration/80#f5eyijif",
        "local/a/gateway#0/route//#zq3lyn0k",
        "local/-/AWS::Lambda::Permission/a #x3xhmzew",
      ]
    `);
  });

  it('change with what cannot change in place, and with nothing else', () => {
    const of = (properties: JsonObject): string => keys(application({ name: 'l', type: 'logs', properties }))[0]!;
    expect(of({ days: 1 })).toBe(of({ days: 3 }));
    expect(of({ name: 'x' })).not.toBe(of({ name: 'y' }));
  });

  it('carry the keys of what they refer to', () => {
    const of = (domain: string): string =>
      only(rendered(application(fn('a', [gateway({ http: { '/': 1 }, domain })]))).graph, route).key;
    expect(of('a.example')).not.toBe(of('b.example'));
  });

  it('are those of one installation, application and namespace', () => {
    const document = application(fn('a'));
    const other = { ...environment, installation: 'other' };
    const renamed = { ...document, metadata: { name: 'app2' } };
    const moved = { ...document, metadata: { name: 'app', namespace: 'other' } };
    const all = [keys(document), keys(document, other), keys(renamed), keys(moved)].map(([first]) => first);
    expect(new Set(all).size).toBe(4);
  });
});

it('gives the empty graph of nothing', () => {
  const { graph, issues } = rendered(application());
  expect([graph, issues]).toEqual([{ resources: [], endpoints: [], components: [] }, []]);
});

it('tells a resource type that this installation lacks', () => {
  const { application: checked } = checkApplication(application(fn('a')));
  const { appfile } = resolve(checked!, catalog());
  const { issues } = render(
    appfile!,
    environment,
    new Map([...types].filter(([name]) => name !== 'AWS::Lambda::Alias')),
  );
  expect(marks(issues)).toEqual(['UnknownType /spec/components/0']);
});
