/** The shape of an Application, by code and place. */
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../lib/json.ts';
import { checkApplication } from '../../lib/oam/check.ts';

const good: JsonObject = {
  apiVersion: 'core.oam.dev/v1beta1',
  kind: 'Application',
  metadata: { name: 'shop', labels: { team: 'a' } },
  spec: {
    components: [
      {
        name: 'front',
        type: 'function',
        properties: { a: 1 },
        traits: [{ type: 'gateway', properties: { b: 2 } }, { type: 'env' }],
      },
      { name: 'A_b.c', type: 'team/queue', dependsOn: ['front'] },
    ],
  },
};

function withSpec(spec: Json): JsonObject {
  return { ...good, spec };
}

function component(fields: JsonObject): JsonObject {
  return withSpec({ components: [{ name: 'a', type: 't', ...fields }] });
}

it('gives the application', () => {
  expect(checkApplication(good)).toEqual({
    issues: [],
    application: {
      metadata: { name: 'shop', namespace: 'default', labels: { team: 'a' }, annotations: {} },
      components: [
        {
          name: 'front',
          type: 'function',
          properties: { a: 1 },
          traits: [
            { type: 'gateway', properties: { b: 2 } },
            { type: 'env', properties: {} },
          ],
          dependsOn: [],
        },
        { name: 'A_b.c', type: 'team/queue', properties: {}, traits: [], dependsOn: ['front'] },
      ],
    },
  });
});

it('takes what Kubernetes writes', () => {
  const stored = {
    ...good,
    metadata: {
      name: 'shop',
      namespace: 'prod',
      uid: 'x',
      generation: 1,
      resourceVersion: '1',
      creationTimestamp: null,
      managedFields: [],
      annotations: null,
    },
    status: { phase: 'x' },
  };
  expect(checkApplication(stored).issues).toEqual([]);
});

it('takes an application without components', () => {
  expect(checkApplication(withSpec({ components: [] })).application?.components).toEqual([]);
});

describe('an application with', () => {
  it.each<[string, JsonObject, readonly string[]]>([
    ['another apiVersion', { ...good, apiVersion: 'core.oam.dev/v1alpha2' }, ['InvalidField /apiVersion']],
    ['another kind', { ...good, kind: 'Aplication' }, ['InvalidField /kind']],
    ['an unknown field', { ...good, spce: {} }, ['UnknownField /spce']],
    ['no metadata', { ...good, metadata: null }, ['MissingField /metadata']],
    ['no name', { ...good, metadata: {} }, ['MissingField /metadata/name']],
    ['a number for a name', { ...good, metadata: { name: 1 } }, ['InvalidName /metadata/name']],
    ['a name with a slash', { ...good, metadata: { name: 'a/b' } }, ['InvalidName /metadata/name']],
    ['a long name', { ...good, metadata: { name: 'a'.repeat(64) } }, ['InvalidName /metadata/name']],
    ['a name that ends with a dash', { ...good, metadata: { name: 'a-' } }, ['InvalidName /metadata/name']],
    ['a strange namespace', { ...good, metadata: { name: 'a', namespace: '#' } }, ['InvalidName /metadata/namespace']],
    [
      'labels that are no text',
      { ...good, metadata: { name: 'a', labels: { 'a/b': 1 } } },
      ['InvalidField /metadata/labels/a~1b'],
    ],
    ['labels that are a list', { ...good, metadata: { name: 'a', labels: [] } }, ['InvalidField /metadata/labels']],
    ['a misspelt metadata field', { ...good, metadata: { name: 'a', label: {} } }, ['UnknownField /metadata/label']],
    ['no spec', withSpec(null), ['MissingField /spec']],
    ['no components', withSpec({}), ['MissingField /spec/components']],
    ['components that are a map', withSpec({ components: {} }), ['InvalidField /spec/components']],
    ['an unknown field of spec', withSpec({ components: [], polices: [] }), ['UnknownField /spec/polices']],
    ['a component that is text', withSpec({ components: ['a'] }), ['InvalidField /spec/components/0']],
    [
      'a component without name and type',
      withSpec({ components: [{}] }),
      ['MissingField /spec/components/0/name', 'MissingField /spec/components/0/type'],
    ],
    ['a component name with a space', component({ name: 'a b' }), ['InvalidName /spec/components/0/name']],
    ['a misspelt component field', component({ trait: [] }), ['UnknownField /spec/components/0/trait']],
    ['a type that is no text', component({ type: 1 }), ['InvalidField /spec/components/0/type']],
    ['properties that are a list', component({ properties: [] }), ['InvalidField /spec/components/0/properties']],
    ['traits that are a map', component({ traits: {} }), ['InvalidField /spec/components/0/traits']],
    ['a trait without type', component({ traits: [{}] }), ['MissingField /spec/components/0/traits/0/type']],
    ['a trait that is text', component({ traits: ['x'] }), ['InvalidField /spec/components/0/traits/0']],
    [
      'a misspelt trait field',
      component({ traits: [{ type: 't', propertys: {} }] }),
      ['UnknownField /spec/components/0/traits/0/propertys'],
    ],
    ['a dependsOn that is text', component({ dependsOn: 'b' }), ['InvalidField /spec/components/0/dependsOn']],
    ['a dependsOn of numbers', component({ dependsOn: [1] }), ['InvalidField /spec/components/0/dependsOn/0']],
    [
      'half an input',
      component({ inputs: [{ from: 'x' }] }),
      ['MissingField /spec/components/0/inputs/0/parameterKey'],
    ],
    ['outputs as a map', component({ outputs: { a: 'b' } }), ['InvalidField /spec/components/0/outputs']],
    ['empty scopes', component({ scopes: [] }), ['EmptyField /spec/components/0/scopes']],
    ['scopes', component({ scopes: { x: 'y' } }), ['NotSupported /spec/components/0/scopes']],
    ['an external revision', component({ externalRevision: 'v1' }), ['Adapted /spec/components/0/externalRevision']],
    [
      'policies, one problem each',
      withSpec({ components: [], policies: [{ type: 'topology' }, { type: 'override' }] }),
      ['NotSupported /spec/policies/0', 'NotSupported /spec/policies/1'],
    ],
    ['a workflow', withSpec({ components: [], workflow: { steps: [] } }), ['NotSupported /spec/workflow']],
    [
      'several problems',
      { ...good, kind: 'x', metadata: { name: '' }, spec: { components: [{ name: 'a' }] } },
      ['InvalidField /kind', 'MissingField /metadata/name', 'MissingField /spec/components/0/type'],
    ],
  ])('%s', (_, document, expected) => {
    const { application, issues } = checkApplication(document);
    expect(issues.map(issue => `${issue.code} ${issue.pointer}`)).toEqual(expected);
    expect(application === undefined).toBe(issues.some(issue => issue.severity === 'error'));
  });
});

it('tells that what steers KubeVela is not obeyed, and accepts it', () => {
  const annotations = { 'app.oam.dev/publishVersion': 'v2', 'app.oam.dev/unknown': 'kept' };
  const labels = { 'controller.core.oam.dev/pause': 'true' };
  const { application, issues } = checkApplication({
    apiVersion: 'core.oam.dev/v1beta1',
    kind: 'Application',
    metadata: { name: 'web', labels, annotations },
    spec: { components: [{ name: 'a', type: 'function' }] },
  });
  expect(application?.metadata.annotations).toEqual(annotations);
  expect(issues.map(({ code, severity, pointer }) => `${severity} ${code} ${pointer}`)).toEqual([
    'warning NotObeyed /metadata/labels/controller.core.oam.dev~1pause',
    'warning NotObeyed /metadata/annotations/app.oam.dev~1publishVersion',
  ]);
});
