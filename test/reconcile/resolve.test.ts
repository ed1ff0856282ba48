/** Resolve: every definition found, every parameter checked, or a problem with its place. */
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../lib/json.ts';
import { checkApplication } from '../../lib/oam/check.ts';
import { refsOf, resolve } from '../../lib/reconcile/resolve.ts';
import { application, blob, catalog, definition, fn, gateway, marks } from './applications.ts';

const nothing = { parameters: { type: 'object', properties: {} } };
const tags = { tags: { a: 'b' } };
const store: JsonObject = { resources: [{ id: 'logs', type: 'AWS::Logs::LogGroup', properties: {} }] };
const known = catalog(
  definition('ComponentDefinition', 'logs', { workload: { type: 'resources' }, schematic: { cel: store } }),
  definition('ComponentDefinition', 'helm', { refused: 'Helm needs a cluster; write a component for each chart' }),
  definition('ComponentDefinition', 'broken', {
    workload: { type: 'resources' },
    schematic: { cel: { resources: [{ id: 'x', type: 'AWS::No::Such' }] } },
  }),
  definition(
    'ComponentDefinition',
    'logs',
    {
      workload: { type: 'resources' },
      schematic: { cel: { ...store, ...{ parameters: { type: 'object', properties: {} } } } },
    },
    2,
  ),
  definition('TraitDefinition', 'once', { single: true, schematic: { cel: { ...tags, ...nothing } } }),
  definition('TraitDefinition', 'left', { conflictsWith: ['right'], schematic: { cel: tags } }),
  definition('TraitDefinition', 'right', { schematic: { cel: tags } }),
  definition('TraitDefinition', 'forLogs', { appliesToWorkloads: ['logs'], schematic: { cel: tags } }),
  definition('TraitDefinition', 'forResources', { appliesToWorkloads: ['resources'], schematic: { cel: tags } }),
  definition('TraitDefinition', 'istio', { refused: 'There is no mesh: components call each other by URL' }),
);

function resolved(document: JsonObject): ReturnType<typeof resolve> {
  return resolve(checkApplication(document).application!, known);
}

const trait = (type: string): JsonObject => ({ type });
const logs = (traits: readonly JsonObject[] = []): JsonObject => ({ name: 'l', type: 'logs', traits });

describe('resolve', () => {
  it.each<[string, JsonObject, readonly string[]]>([
    ['nothing', application(fn('a', [gateway({ http: { '/': 80 } })])), []],
    ['an unknown type', application({ name: 'a', type: 'functon' }), ['UnknownType /spec/components/0/type']],
    ['a refused type', application({ name: 'a', type: 'helm' }), ['TypeRefused /spec/components/0/type']],
    ['a broken definition', application({ name: 'a', type: 'broken' }), ['DefinitionBroken /spec/components/0/type']],
    ['an unknown trait', application(fn('a', [trait('gatway')])), ['UnknownType /spec/components/0/traits/0/type']],
    ['a refused trait', application(fn('a', [trait('istio')])), ['TypeRefused /spec/components/0/traits/0/type']],
    [
      'a missing parameter',
      application({ name: 'a', type: 'function' }),
      ['MissingParameter /spec/components/0/properties/code'],
    ],
    [
      'a misspelt parameter',
      application(fn('a', [], { memroy: 1 })),
      ['UnknownParameter /spec/components/0/properties/memroy'],
    ],
    [
      'a wrong parameter of a trait',
      application(fn('a', [gateway({ http: { '/': 'x' } })])),
      ['InvalidParameter /spec/components/0/traits/0/properties/http/~1'],
    ],
    ['two names', application(fn('a'), fn('b'), fn('a')), ['DuplicateName /spec/components/2/name']],
    [
      'an unknown dependency',
      application({ ...fn('a'), dependsOn: ['b'] }),
      ['UnknownDependency /spec/components/0/dependsOn/0'],
    ],
    [
      'itself as dependency',
      application({ ...fn('a'), dependsOn: ['a'] }),
      ['DependencyCycle /spec/components/0/dependsOn'],
    ],
    [
      'a circle of dependencies',
      application(fn('x'), { ...fn('a'), dependsOn: ['b'] }, { ...fn('b'), dependsOn: ['a'] }),
      ['DependencyCycle /spec/components/1/dependsOn'],
    ],
    [
      'a trait of another workload',
      application(logs([gateway({ http: { '/': 80 } })])),
      ['TraitNotApplicable /spec/components/0/traits/0/type'],
    ],
    [
      'a trait of another component type',
      application(fn('a', [trait('forLogs')])),
      ['TraitNotApplicable /spec/components/0/traits/0/type'],
    ],
    ['a trait of its component type', application(logs([trait('forLogs')])), []],
    ['a trait of services', application(logs([trait('forResources'), trait('labels')])), []],
    ['a trait twice', application(fn('a', [trait('right'), trait('right')])), []],
    [
      'a single trait twice',
      application(fn('a', [trait('once'), trait('once')])),
      ['TraitRepeated /spec/components/0/traits/1/type'],
    ],
    [
      'traits that conflict',
      application(fn('a', [trait('right'), trait('left')])),
      ['TraitConflict /spec/components/0/traits/1/type'],
    ],
    [
      'everything at once',
      application({ name: 'a', type: 'nope', traits: [trait('nope')] }, fn('a', [], { x: 1 })),
      [
        'UnknownType /spec/components/0/type',
        'UnknownType /spec/components/0/traits/0/type',
        'UnknownParameter /spec/components/1/properties/x',
        'DuplicateName /spec/components/1/name',
      ],
    ],
  ])('finds %s', (_, document, expected) => {
    const { appfile, issues } = resolved(document);
    expect(marks(issues)).toEqual(expected);
    expect(appfile === undefined).toBe(expected.length > 0);
  });

  it('says what was probably meant', () => {
    const { issues } = resolved(application({ name: 'a', type: 'functon' }, fn('b', [], { memroy: 256 })));
    expect(issues.map(issue => issue.hint)).toEqual(['did you mean function?', 'did you mean memory?']);
  });

  it('names a circle by its members', () => {
    const { issues } = resolved(
      application({ ...fn('a'), dependsOn: ['b'] }, { ...fn('b'), dependsOn: ['c'] }, { ...fn('c'), dependsOn: ['a'] }),
    );
    expect(issues[0]?.message).toContain('a -> b -> c -> a');
  });

  it('gives defaults, order and ids', () => {
    const { appfile } = resolved(
      application(fn('a', [trait('right'), gateway({ http: { '/': 80 } }), trait('right')])),
    );
    const [component] = appfile!.components;
    expect(component!.parameter).toEqual({
      code: { blob },
      runtime: 'nodejs24.x',
      handler: 'index.handler',
      architecture: 'x86_64',
    });
    expect(component!.traits.map(one => [one.id, one.index])).toEqual([
      ['right#0', 0],
      ['gateway#0', 1],
      ['right#1', 2],
    ]);
    expect(component!.lowering?.name).toBe('function');
  });

  it('takes the newest revision, or the one that is named', () => {
    const revisions = (type: string): number | undefined =>
      resolved(application({ name: 'a', type, properties: type.endsWith('function') ? { code: { blob } } : {} }))
        .appfile?.components[0]?.definition.revision;
    expect([revisions('logs'), revisions('logs@v1'), revisions('default/logs'), revisions('logs@v2')]).toEqual([
      2, 1, 2, 2,
    ]);
    expect(revisions('vela-system/function')).toBe(0);
    expect(marks(resolved(application({ name: 'a', type: 'logs@v3' })).issues)).toEqual([
      'UnknownType /spec/components/0/type',
    ]);
  });
});

it('refsOf names what to load, once', () => {
  const document = application(fn('a', [trait('labels')]), fn('b', [trait('ops/labels@v3')]));
  const refs = refsOf(checkApplication(document).application!);
  expect(
    refs.map(ref => `${ref.kind} ${ref.namespace}/${ref.name}${ref.revision === undefined ? '' : `@${ref.revision}`}`),
  ).toEqual([
    'ComponentDefinition default/function',
    'ComponentDefinition lateen-system/function',
    'TraitDefinition default/labels',
    'TraitDefinition lateen-system/labels',
    'TraitDefinition ops/labels@3',
    'WorkloadDefinition default/container',
    'WorkloadDefinition lateen-system/container',
    'WorkloadDefinition default/function',
    'WorkloadDefinition lateen-system/function',
  ]);
});
