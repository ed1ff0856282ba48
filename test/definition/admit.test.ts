/** Admission: what a good definition is, and what can be wrong with its fields, schema, expressions and validations, by code and place. */
import { describe, expect, it } from 'vitest';
import { admit } from '../../lib/definition/admit.ts';
import { digest, type Json, type JsonObject, objectOf } from '../../lib/json.ts';
import { type Case, cel, component, lowering, problems, spoil, trait, world } from './documents.ts';

describe('a good definition', () => {
  it.each([component, lowering, trait])('is admitted', document => {
    expect(problems(document)).toEqual([]);
  });

  it('says what it is', () => {
    const admitted = admit(component, { ...world, revision: 4 });
    expect(admitted.ok && admitted.value).toMatchObject({
      kind: 'ComponentDefinition',
      namespace: 'default',
      name: 'batch',
      revision: 4,
      hash: digest(objectOf(component).spec),
      description: 'Runs once',
      workloadType: 'job',
      refused: undefined,
      code: [{ at: '/source', runtime: '/image' }],
    });
    const other = admit(trait, world);
    expect(other.ok && other.value).toMatchObject({ appliesTo: ['job'], conflictsWith: ['blind'], single: false });
  });
});

const cases: readonly Case[] = [
  ['another apiVersion', component, '/apiVersion', 'v1', ['InvalidField /apiVersion']],
  ['another kind', component, '/kind', 'Thing', ['InvalidField /kind']],
  ['a workflow step', component, '/kind', 'WorkflowStepDefinition', ['NotSupported /kind']],
  ['no name', component, '/metadata/name', undefined, ['MissingField /metadata/name']],
  ['a name with a space', component, '/metadata/name', 'a b', ['InvalidName /metadata/name']],
  ['no spec', component, '/spec', undefined, ['MissingField /spec']],
  ['an unknown field', component, '/spec/worklod', {}, ['UnknownField /spec/worklod']],
  ['a field of clusters', trait, '/spec/podDisruptive', true, ['InertField /spec/podDisruptive']],
  ['children', component, '/spec/childResourceKinds', [], ['InertField /spec/childResourceKinds']],
  ['a health policy in CUE', component, '/spec/status', { healthPolicy: 'x' }, ['NotSupported /spec/status']],
  ['a stage', trait, '/spec/stage', 'PostDispatch', ['NotSupported /spec/stage']],
  ['the usual stage', trait, '/spec/stage', 'DefaultDispatch', []],
  ['no schematic', component, '/spec/schematic', undefined, ['MissingField /spec/schematic']],
  ['CUE', component, '/spec/schematic', { cue: { template: 'x' } }, ['NotSupported /spec/schematic/cue']],
  ['Terraform', component, '/spec/schematic', { terraform: {} }, ['NotSupported /spec/schematic/terraform']],
  ['an unknown part', component, `${cel}/lett`, [], [`UnknownField ${cel}/lett`]],
  ['no workload type', component, '/spec/workload', {}, ['MissingField /spec/workload/type']],
  [
    'a workload by kind',
    component,
    '/spec/workload',
    { definition: { kind: 'Deployment' } },
    ['MissingField /spec/workload/type'],
  ],
  ['an unknown workload', component, '/spec/workload/type', 'jbo', ['UnknownWorkload /spec/workload/type']],
  ['a lowering of nothing', lowering, '/metadata/name', 'jobs', ['UnknownWorkload /metadata/name']],
  [
    'a workload without its needs',
    component,
    `${cel}/workload/image`,
    undefined,
    [`MissingProperty ${cel}/workload/image`],
  ],
  ['a misspelt workload field', component, `${cel}/workload/siez`, 1, [`UnknownProperty ${cel}/workload/siez`]],
  ['resources beside a workload', component, `${cel}/resources`, [], [`InvalidField ${cel}/resources`]],
  ['no workload', component, `${cel}/workload`, undefined, [`MissingField ${cel}/workload`]],
  [
    'a schema of nothing',
    component,
    `${cel}/parameters`,
    [],
    expect.arrayContaining([`InvalidSchema ${cel}/parameters`]),
  ],
  [
    'a bad schema',
    component,
    `${cel}/parameters/properties/size/minimun`,
    1,
    [`UnknownKeyword ${cel}/parameters/properties/size/minimun`],
  ],
  [
    'a parameter unread',
    component,
    `${cel}/parameters/properties/extra`,
    { type: 'string' },
    [`ParameterUnread ${cel}/parameters/properties/extra`],
  ],
  [
    'an inner parameter unread',
    component,
    `${cel}/parameters/properties/source/properties/tag`,
    { type: 'string' },
    [`ParameterUnread ${cel}/parameters/properties/source/properties/tag`],
  ],
  [
    'a parameter that is not declared',
    component,
    `${cel}/workload/size`,
    '${parameter.sise}',
    [`UnknownParameter ${cel}/workload/size`],
  ],
  [
    'an inner parameter that is not declared',
    component,
    `${cel}/workload/size`,
    '${parameter.source.?nope}',
    [`UnknownParameter ${cel}/workload/size`],
  ],
  ['syntax', component, `${cel}/workload/size`, '${parameter.size +}', [`TemplateSyntax ${cel}/workload/size`]],
  ['an unknown name', component, `${cel}/workload/size`, '${paramter.size}', [`UnknownName ${cel}/workload/size`]],
  [
    'a let of two',
    component,
    `${cel}/let/0`,
    { a: 1, b: 2 },
    [`InvalidField ${cel}/let/0`, `UnknownName ${cel}/workload/image`],
  ],
  ['a let that hides', component, `${cel}/let/-`, { parameter: 1 }, [`InvalidName ${cel}/let/1/parameter`]],
  ['a let twice', component, `${cel}/let/-`, { full: 1 }, [`InvalidName ${cel}/let/1/full`]],
  [
    'a let of a later let',
    component,
    `${cel}/let`,
    [{ a: '${b}' }, { b: '${a}' }, { full: 'x' }],
    [`UnknownName ${cel}/let/0/a`],
  ],
  ['a code place that is none', component, `${cel}/code/0/at`, '/sorce', [`InvalidField ${cel}/code/0/at`]],
  ['a code entry without place', component, `${cel}/code/0/at`, undefined, [`MissingField ${cel}/code/0/at`]],
  [
    'a validation without code',
    component,
    `${cel}/validations/0/code`,
    undefined,
    [`MissingField ${cel}/validations/0/code`],
  ],
  [
    'a validation with a wrong severity',
    component,
    `${cel}/validations/0/severity`,
    'fatal',
    [`InvalidField ${cel}/validations/0/severity`],
  ],
  [
    'a validation with a wrong place',
    component,
    `${cel}/validations/0/pointer`,
    'size',
    [`InvalidField ${cel}/validations/0/pointer`],
  ],
  [
    'a validation of nothing',
    component,
    `${cel}/validations/0/if`,
    undefined,
    [expect.stringContaining(`${cel}/validations/0/if`)],
  ],
  ['a refused type that makes something', component, '/spec/refused', 'No', ['InvalidField /spec/schematic']],
  [
    'a refusal without words',
    spoil(component, '/spec/schematic', undefined),
    '/spec/refused',
    '',
    ['InvalidField /spec/refused'],
  ],
  ['a refused type', spoil(component, '/spec/schematic', undefined), '/spec/refused', 'Helm needs a cluster', []],
];

describe('a definition with', () => {
  it.each(cases)('%s', (_, document, path, value, expected) => {
    expect(problems(spoil(document, path, value))).toEqual(expected);
  });

  it('many problems tells all of them', () => {
    const broken = [
      ['/spec/extra', 1],
      [`${cel}/parameters/properties/size/minimun`, 1],
      [`${cel}/workload/siez`, 1],
      [`${cel}/validations/0/code`, undefined],
    ].reduce<JsonObject>((document, [path, value]) => spoil(document, String(path), value as Json), component);
    expect(problems(broken)).toHaveLength(4);
  });
});
