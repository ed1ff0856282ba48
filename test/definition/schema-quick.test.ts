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

const compilers = [true, false].map(useDefaults => {
  const made = new ajv2020.default({ ...settings, useDefaults });
  made.addKeyword({ keyword: lateKeyword, errors: false, validate: (_: unknown, value: Json) => isLate(value) });
  return made;
});

function ajvOf(schema: JsonObject, defaults: boolean): (value: Json) => boolean {
  const validate = compilers[defaults ? 0 : 1]!.compile(trusted<object>(schema));
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

/** Schemas of small objects whose defaults, choices and conditions stand in any order. */
const { small } = fc.letrec<{ small: JsonObject; plain: JsonObject; property: JsonObject }>(tie => {
  const names = fc.constantFrom('a', 'b', 'c');
  const value = fc.constantFrom<Json>(1, 2, {}, { a: 1 });
  const keyed = (one: fc.Arbitrary<JsonObject>) => fc.dictionary(names, one, { maxKeys: 3 });
  const list = (one: fc.Arbitrary<JsonObject>) => fc.array(one, { minLength: 1, maxLength: 2 });
  const required = fc.uniqueArray(names, { minLength: 1, maxLength: 2 });
  const inOrder = (parts: Record<string, fc.Arbitrary<Json>>, most: number) =>
    fc
      .shuffledSubarray(Object.keys(parts), { maxLength: most })
      .chain(chosen => fc.tuple(...chosen.map(key => fc.tuple(fc.constant(key), parts[key] ?? fc.constant(null)))))
      .map(entries => Object.fromEntries(entries));
  const one = fc.constantFrom<JsonObject>({}, { const: 1 }, { required: ['a'] });
  return {
    property: inOrder({ default: value, minimum: fc.constant(2), required, properties: keyed(one) }, 2),
    plain: inOrder({ required, properties: keyed(one), anyOf: list(fc.record({ required })) }, 2),
    small: inOrder(
      {
        properties: keyed(tie('property')),
        allOf: list(fc.record({ properties: keyed(tie('property')) })),
        anyOf: list(tie('plain')),
        oneOf: list(tie('plain')),
        not: fc.oneof(fc.record({ required }), fc.record({ not: tie('plain') })),
        if: tie('plain'),
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
        then: tie('plain'),
        minProperties: fc.constantFrom(1, 2),
      },
      4,
    ),
  };
});

/** One item after the other: in a list ajv takes what a choice said of the keys of one item for said of the next one, too. */
function eachOf(schema: JsonObject): (value: Json) => boolean {
  const one = ajvOf(schema, true);
  const unique = ajvOf({ uniqueItems: true }, true);
  return value => listOf(value).every(item => one(item)) && unique(value);
}

it('decides as ajv does in whatever order the keywords stand', () => {
  const given = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom<Json>(1, 2, {}, { a: 1 }), {
    maxKeys: 2,
  });
  let accepted = 0;
  fc.assert(
    fc.property(small, fc.boolean(), fc.array(given, { minLength: 4, maxLength: 4 }), (schema, listed, values) => {
      const whole: JsonObject = listed ? { items: schema, uniqueItems: true } : schema;
      const quick = quickCheck(closed(whole), true);
      if (quick === undefined) return;
      const slow = listed ? eachOf(closed(schema)) : ajvOf(closed(schema), true);
      for (const value of listed ? [values.slice(0, 2)] : values) {
        const [one, other] = [structuredClone<Json>(value), structuredClone<Json>(value)];
        const holds = quick(one);
        expect(holds).toBe(slow(other));
        if (!holds) continue;
        accepted += 1;
        expect(one).toEqual(other);
      }
    }),
    { numRuns: 1000 },
  );
  expect(accepted).toBeGreaterThan(300);
});

it.each<[string, JsonObject, Json, boolean]>([
  [
    'a choice before the defaults of allOf',
    { allOf: [{ properties: { a: { default: 1 } } }], anyOf: [{ required: ['a'] }], properties: { a: {} } },
    {},
    false,
  ],
  [
    'a negation before the defaults of allOf',
    { allOf: [{ properties: { a: { default: 1 } } }], not: { not: { required: ['a'] } }, properties: { a: {} } },
    {},
    false,
  ],
  [
    'a condition after the defaults of allOf',
    {
      if: { required: ['a'] },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { required: ['b'] },
      allOf: [{ properties: { a: { default: 1 } } }],
    },
    {},
    false,
  ],
  [
    'entries after their defaults',
    { uniqueItems: true, items: { properties: { a: { default: 1 } } } },
    [{}, { a: 1 }],
    false,
  ],
  [
    'what a choice knows before defaults',
    {
      properties: { a: { default: 1 } },
      anyOf: [
        { required: ['a'], properties: { c: {} } },
        { required: ['b'], properties: { b: {} } },
      ],
    },
    { b: 1, c: 1 },
    false,
  ],
])('takes %s', (_, schema, value, holds) => {
  const shaped = closed(schema);
  expect(ajvOf(shaped, true)(structuredClone(value))).toBe(holds);
  expect(quickCheck(shaped, true)?.(structuredClone(value))).toBe(holds);
});

it.each<[string, JsonObject]>([
  ['references', { $ref: '#/$defs/a', $defs: { a: {} } }],
  ['multiples', { properties: { a: { multipleOf: 2 } } }],
  ['what objects inherit', { properties: { constructor: {} } }],
  ['what is evaluated beside if', { properties: { a: {} }, if: { required: ['a'] }, unevaluatedProperties: false }],
])('leaves %s to ajv', (_, schema) => expect(quickCheck(schema, false)).toBeUndefined());
