/** A small world for the tests of admission: two resource types, one workload, and definitions to spoil. */
import { admit } from '../../lib/definition/admit.ts';
import type { World } from '../../lib/definition/definition.ts';
import type { Issue } from '../../lib/errors.ts';
import { at, type Json, type JsonObject, segments } from '../../lib/json.ts';
import type { ResourceSchema } from '../../lib/resource/resource.ts';

function type(name: string, properties: JsonObject, more: Partial<ResourceSchema> = {}): ResourceSchema {
  return {
    type: name,
    schema: { type: 'object', additionalProperties: false, properties },
    createOnly: [],
    attributes: ['Arn', 'Name'],
    naming: 'ours',
    stateful: false,
    ...more,
  };
}

const text: JsonObject = { type: 'string' };

const types: ReadonlyMap<string, ResourceSchema> = new Map([
  [
    'Test::Store',
    type(
      'Test::Store',
      {
        Name: text,
        Size: { type: 'integer' },
        Mode: { type: 'string', enum: ['fast', 'slow'] },
        Peer: text,
        Labels: { type: 'object', additionalProperties: text },
      },
      { createOnly: ['Mode'], name: { property: 'Name', limit: 40 }, tags: { property: 'Labels', form: 'map' } },
    ),
  ],
  [
    'Test::Rule',
    type(
      'Test::Rule',
      {
        Store: text,
        Match: text,
        Tags: { type: 'array' },
        Parts: { type: 'array', items: { type: 'object', additionalProperties: false, properties: { Key: text } } },
      },
      {
        createOnly: ['Store'],
        schema: {
          type: 'object',
          additionalProperties: false,
          required: ['Store'],
          properties: {
            Store: text,
            Match: text,
            Tags: { type: 'array' },
            Parts: { type: 'array', items: { type: 'object', additionalProperties: false, properties: { Key: text } } },
          },
        },
        tags: { property: 'Tags', form: 'list' },
      },
    ),
  ],
]);

const workloads: ReadonlyMap<string, JsonObject> = new Map([
  [
    'job',
    {
      type: 'object',
      required: ['image'],
      additionalProperties: false,
      properties: {
        image: text,
        size: { type: 'integer' },
        env: {
          type: 'array',
          'x-list-key': 'name',
          items: {
            type: 'object',
            additionalProperties: false,
            required: ['name'],
            properties: { name: text, value: { ...text, 'x-late': true } },
          },
        },
      },
    },
  ],
]);

export const world: World = { types, workloads, outputs: new Map([['job', new Set(['store', 'rules'])]]) };

export const component: JsonObject = {
  apiVersion: 'core.oam.dev/v1beta1',
  kind: 'ComponentDefinition',
  metadata: { name: 'batch', annotations: { 'definition.oam.dev/description': 'Runs once' } },
  spec: {
    workload: { type: 'job' },
    schematic: {
      cel: {
        parameters: {
          type: 'object',
          required: ['image'],
          properties: {
            image: text,
            size: { type: 'integer', default: 1 },
            source: { type: 'object', properties: { git: text, branch: text } },
          },
        },
        code: [{ at: '/source', runtime: '/image' }],
        let: [{ full: '${parameter.image}:${parameter.?source.?branch.orValue("main")}' }],
        workload: {
          image: '${full}',
          size: '${parameter.size}',
          env: [{ name: 'GIT', value: '${parameter.?source.?git}' }],
        },
        validations: [
          {
            if: 'parameter.size > 9',
            pointer: '/size',
            code: 'TooBig',
            message: '${string(parameter.size)} is too big',
          },
        ],
      },
    },
  },
};

export const lowering: JsonObject = {
  apiVersion: 'core.oam.dev/v1beta1',
  kind: 'WorkloadDefinition',
  metadata: { name: 'job' },
  spec: {
    schematic: {
      cel: {
        let: [{ fast: '${workload.?size.orValue(1) > 4}' }],
        resources: [
          {
            id: 'store',
            type: 'Test::Store',
            properties: { Size: '${workload.?size}', Mode: '${fast ? "fast" : "slow"}' },
          },
          {
            $for: 'e in workload.?env.orValue([])',
            $if: 'has(e.value)',
            id: 'rule',
            key: '${e.name}',
            type: 'Test::Rule',
            properties: { Store: '${resources.store.Arn}', Match: '${e.value}', Parts: [{ Key: 'x' }] },
          },
        ],
        outputs: {
          store: '${resources.store.Arn}',
          rules: [
            { $for: 'e in workload.?env.orValue([])', $key: '${e.name}', $value: '${resources.?rule[e.name].Arn}' },
          ],
        },
        link: { ARN: '${resources.store.Arn}' },
        grants: { read: { actions: ['test:Get'], resources: ['${resources.store.Arn}'] } },
        endpoints: [{ url: 'https://${resources.store.Name}' }],
      },
    },
  },
};

export const trait: JsonObject = {
  apiVersion: 'core.oam.dev/v1beta1',
  kind: 'TraitDefinition',
  metadata: { name: 'watch' },
  spec: {
    appliesToWorkloads: ['job'],
    conflictsWith: ['blind'],
    schematic: {
      cel: {
        parameters: { type: 'object', properties: { level: text, to: text } },
        patch: {
          job: {
            env: [
              { name: 'LEVEL', value: '${parameter.?level}' },
              { $if: 'has(parameter.to)', name: 'TO', value: '${components[parameter.to].link.ARN}' },
            ],
          },
        },
        resources: [
          { id: 'rule', type: 'Test::Rule', properties: { Store: '${outputs.store}', Match: '${parameter.?level}' } },
        ],
      },
    },
  },
};

/** The document with the value at a pointer replaced, added, or (undefined) removed. */
export function spoil(document: JsonObject, path: string, value: Json | undefined): JsonObject {
  const copy: JsonObject = structuredClone(document);
  const keys = segments(path);
  const last = keys.pop() ?? '';
  const parent = at(copy, keys.map(key => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''));
  if (typeof parent !== 'object' || parent === null) throw new Error(`nothing at ${path}`);
  if (value === undefined) Reflect.deleteProperty(parent, last);
  else Reflect.set(parent, Array.isArray(parent) && last === '-' ? parent.length : last, value);
  return copy;
}

export function marks(issues: readonly Issue[]): string[] {
  return issues.map(issue => `${issue.code} ${issue.pointer}`);
}

/** What admission says of a document in this world. */
export function problems(document: JsonObject): string[] {
  const admitted = admit(document, world);
  return admitted.ok ? marks(admitted.value.warnings) : marks(admitted.issues);
}

/** Where the parts of a definition stand. */
export const cel = '/spec/schematic/cel';

/** A document spoilt at a path, and what admission then says. */
export type Case = readonly [
  what: string,
  document: JsonObject,
  path: string,
  value: Json | undefined,
  expected: readonly string[],
];
