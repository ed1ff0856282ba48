/** What is decided without ajv is what ajv decides, defaults included: on every schema that we ship and on some that nobody would write. */
import ajv2020 from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { types } from '../../lib/aws/registry.ts';
import { builtins } from '../../lib/definition/builtin/list.ts';
import { compilePattern } from '../../lib/definition/pattern.ts';
import { quickCheck } from '../../lib/definition/schema-quick.ts';
import { closed, type Late, lateKeyword, tolerant } from '../../lib/definition/schema-shape.ts';
import { at, isObject, type Json, type JsonObject, listOf, objectOf, textOf, trusted } from '../../lib/json.ts';
import { isLate } from '../../lib/template/data.ts';
import { workloads } from '../../lib/workload/workloads.ts';

const regExp = Object.assign(
  (source: string) => ({ test: (text: string) => compilePattern(source).test(text), toString: () => source }),
  { code: 'linear' },
);
const settings = { strict: false, meta: false, validateSchema: false, addUsedSchema: false, code: { regExp } } as const;

function ajvOf(schema: JsonObject, defaults: boolean): (value: Json) => boolean {
  const made = new ajv2020.default({ ...settings, useDefaults: defaults });
  made.addKeyword({ keyword: lateKeyword, errors: false, validate: (_: unknown, value: Json) => isLate(value) });
  const validate = made.compile(trusted<object>(schema));
  return value => validate(value) === true;
}

const texts = [
  '',
  'a',
  'ab-c',
  'A_B',
  '/a',
  '80',
  '512Mi',
  '1.5',
  'arn:aws:sqs:eu-west-1:123456789012:a',
  '😀',
  'x'.repeat(300),
];
const junk = fc.constantFrom<Json>(
  ...texts,
  ...[0, 1, -1, 80, 1.5, 1e6, true, false, null],
  ...[[], ['a'], ['a', 'a'], [{}, {}], {}, { a: 1 }, { name: 'a' }],
  ...[{ $ref: ['row', 'Arn'] }, { $join: ['a', { $ref: ['row', 'Arn'] }] }],
);

/** Values that a schema may like: most parts as it says, some not. */
function valueFor(schema: JsonObject, level = 0): fc.Arbitrary<Json> {
  if (level > 6) return junk;
  const likely: fc.Arbitrary<Json>[] = [];
  const branches = ['oneOf', 'anyOf', 'allOf'].flatMap(keyword => listOf(schema[keyword]));
  const children = Object.entries(objectOf(schema.properties));
  for (const branch of branches)
    if (isObject(branch)) likely.push(valueFor({ ...schema, ...branch, oneOf: [], anyOf: [], allOf: [] }, level + 1));
  if (schema.enum !== undefined) likely.push(fc.constantFrom(...listOf(schema.enum)));
  if (schema.const !== undefined) likely.push(fc.constant(schema.const));
  if (children.length > 0) {
    const required = listOf(schema.required).map(textOf);
    const parts = children.map(([name, child]) => {
      const some = fc.option(valueFor(objectOf(child), level + 1), {
        nil: undefined,
        freq: required.includes(name) ? 40 : 2,
      });
      return some.map(value => [name, value] as const);
    });
    const others = fc.option(fc.tuple(fc.constantFrom('a', 'other', '*'), junk), { nil: undefined, freq: 2 });
    likely.push(
      fc
        .tuple(fc.tuple(...parts), fc.oneof({ arbitrary: fc.constant(undefined), weight: 9 }, others))
        .map(([all, more]) =>
          Object.fromEntries(
            [...all, ...(more === undefined ? [] : [more])].filter(
              (entry): entry is [string, Json] => entry[1] !== undefined,
            ),
          ),
        ),
    );
  } else if (schema.type === 'object') {
    const rest = isObject(schema.additionalProperties) ? valueFor(schema.additionalProperties, level + 1) : junk;
    likely.push(fc.dictionary(fc.constantFrom(...texts), rest, { maxKeys: 3 }));
  }
  if (isObject(schema.items)) likely.push(fc.array(valueFor(schema.items, level + 1), { maxLength: 3 }));
  if (schema.type === 'string') likely.push(fc.constantFrom(...texts));
  if (schema.type === 'integer' || schema.type === 'number') {
    const bounds = ['minimum', 'maximum', 'exclusiveMinimum'].flatMap(name =>
      typeof schema[name] === 'number' ? [schema[name]] : [],
    );
    likely.push(fc.constantFrom<Json>(1, 2, 1.5, ...bounds));
  }
  if (schema.type === 'boolean') likely.push(fc.boolean());
  if (likely.length === 0) return junk;
  return fc.oneof({ arbitrary: fc.oneof(...likely), weight: 30 }, junk);
}

let held = 0;

function agree(schema: JsonObject, late: Late, defaults: boolean, numRuns: number): void {
  const shaped = tolerant(closed(schema), late);
  const quick = quickCheck(shaped, defaults);
  if (quick === undefined) throw new Error('only ajv knows it');
  const slow = ajvOf(shaped, defaults);
  fc.assert(
    fc.property(valueFor(schema), value => {
      const [one, other] = [structuredClone(value), structuredClone(value)];
      const holds = quick(one);
      expect(holds).toBe(slow(other));
      if (!holds) return;
      held += 1;
      expect(one).toEqual(other);
    }),
    { numRuns },
  );
}

const parameters = builtins.flatMap(document => {
  const schema = at(document, '/spec/schematic/cel/parameters');
  return isObject(schema) ? [[textOf(at(document, '/metadata/name')), schema] as const] : [];
});

describe('decides as ajv does', () => {
  it.each(parameters)('on parameters of %s', (_, schema) => agree(schema, 'nowhere', true, 60));
  it.each([...types].map(([name, { schema }]) => [name, schema] as const))('on %s', (_, schema) =>
    agree(schema, 'anywhere', false, 60),
  );
  it.each([...workloads])('on the workload %s', (_, schema) => agree(schema, 'marked', false, 200));

  it.each<[string, JsonObject]>([
    [
      'defaults beside a choice',
      { type: 'object', properties: { a: { default: 1 } }, oneOf: [{ required: ['a'] }, { not: { required: ['a'] } }] },
    ],
    [
      'one of two',
      { type: 'object', properties: { a: {}, name: {} }, oneOf: [{ required: ['a'] }, { required: ['name'] }] },
    ],
    [
      'defaults in a default',
      { type: 'object', properties: { a: { type: 'object', default: {}, properties: { b: { default: 2 } } } } },
    ],
    ['defaults below allOf', { type: 'object', allOf: [{ properties: { a: { default: 1 } } }], properties: { a: {} } }],
    [
      'what a branch knows',
      {
        type: 'object',
        properties: { a: {} },
        anyOf: [{ properties: { b: {} } }, { additionalProperties: { type: 'string' } }],
      },
    ],
    [
      'numbers',
      { type: 'object', properties: { a: { type: ['integer', 'null'], exclusiveMaximum: 80, maximum: 80 } } },
    ],
    [
      'unlike entries',
      { type: 'object', properties: { a: { type: 'array', uniqueItems: true, maxItems: 2 } }, minProperties: 1 },
    ],
    [
      'characters',
      { type: 'object', properties: { a: { type: 'string', minLength: 2, maxLength: 3 } }, maxProperties: 1 },
    ],
    [
      'conditions',
      {
        type: 'object',
        properties: { a: {} },
        additionalProperties: true,
        if: { properties: { a: { const: 1 } } },
        else: { required: ['name'] },
      },
    ],
  ])('on %s', (_, schema) => agree(schema, 'nowhere', true, 500));

  it('where enough values hold', () => expect(held).toBeGreaterThan(1000));
});

it.each<[string, JsonObject]>([
  ['references', { $ref: '#/$defs/a', $defs: { a: {} } }],
  ['multiples', { properties: { a: { multipleOf: 2 } } }],
  ['what objects inherit', { properties: { constructor: {} } }],
  ['what is evaluated beside if', { properties: { a: {} }, if: { required: ['a'] }, unevaluatedProperties: false }],
])('leaves %s to ajv', (_, schema) => expect(quickCheck(schema, false)).toBeUndefined());
