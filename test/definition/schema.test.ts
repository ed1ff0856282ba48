/** JSON Schema as authors meet it: codes and pointers, defaults, what is let through. */
import { describe, expect, it } from 'vitest';
import { parameterSchema, propertyCheck, workloadCheck } from '../../lib/definition/schema.ts';
import { schemaIssues } from '../../lib/definition/schema-admit.ts';
import type { Issue } from '../../lib/errors.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { ResourceSchema } from '../../lib/resource/resource.ts';

function marks(issues: readonly Issue[]): string[] {
  return issues.map(issue => `${issue.code} ${issue.pointer}`);
}

const person: JsonObject = {
  type: 'object',
  required: ['name'],
  properties: {
    name: { type: 'string', minLength: 1, maxLength: 5, pattern: '^[a-z]+$', description: 'Lower case' },
    age: { type: 'integer', minimum: 1, maximum: 150, default: 30 },
    mail: { type: ['string', 'null'] },
    size: { enum: ['s', 'm'] },
    even: { type: 'number', multipleOf: 2, exclusiveMinimum: 0, exclusiveMaximum: 10 },
    tags: { type: 'array', minItems: 1, maxItems: 2, uniqueItems: true, items: { type: 'string' } },
    ports: {
      type: 'array',
      items: {
        type: 'object',
        required: ['port'],
        properties: { port: { type: 'integer' }, open: { default: false } },
      },
    },
    one: { type: 'object', minProperties: 1, maxProperties: 1, properties: { a: {}, b: {} } },
    labels: { type: 'object', propertyNames: { pattern: '^[a-z]+$' }, additionalProperties: { type: 'string' } },
    free: { type: 'object' },
    fixed: { const: 7 },
    not: { not: { enum: ['x'] } },
    shape: { oneOf: [{ type: 'object', properties: { a: {} }, required: ['a'] }, { type: 'string' }] },
  },
};

describe('parameters', () => {
  const schema = parameterSchema(person);

  it.each<[string, JsonObject, readonly string[]]>([
    ['nothing wrong', { name: 'ann' }, []],
    ['missing', {}, ['MissingParameter /name']],
    ['unknown', { name: 'ann', agee: 1 }, ['UnknownParameter /agee']],
    ['type', { name: 7 }, ['InvalidParameter /name']],
    ['too short', { name: '' }, ['InvalidParameter /name', 'InvalidParameter /name']],
    ['too long', { name: 'abcdef' }, ['InvalidParameter /name']],
    ['minimum', { name: 'a', age: 0 }, ['InvalidParameter /age']],
    ['maximum', { name: 'a', age: 151 }, ['InvalidParameter /age']],
    ['not whole', { name: 'a', age: 1.5 }, ['InvalidParameter /age']],
    ['null where it may be', { name: 'a', mail: null }, []],
    ['enum', { name: 'a', size: 'xl' }, ['InvalidParameter /size']],
    ['multiple', { name: 'a', even: 3 }, ['InvalidParameter /even']],
    ['exclusive', { name: 'a', even: 10 }, ['InvalidParameter /even']],
    ['list', { name: 'a', tags: [] }, ['InvalidParameter /tags']],
    ['list twice', { name: 'a', tags: ['x', 'x'] }, ['InvalidParameter /tags']],
    [
      'in a list',
      { name: 'a', ports: [{ port: 1 }, { prt: 1 }] },
      ['MissingParameter /ports/1/port', 'UnknownParameter /ports/1/prt'],
    ],
    ['none of', { name: 'a', one: {} }, ['InvalidParameter /one']],
    ['both of', { name: 'a', one: { a: 1, b: 1 } }, ['InvalidParameter /one']],
    ['names', { name: 'a', labels: { A: 'x' } }, ['InvalidParameter /labels/A']],
    ['free', { name: 'a', free: { anything: [1] } }, []],
    ['const', { name: 'a', fixed: 8 }, ['InvalidParameter /fixed']],
    ['not', { name: 'a', not: 'x' }, ['InvalidParameter /not']],
    ['no form', { name: 'a', shape: 3 }, ['InvalidParameter /shape']],
    [
      'several',
      { name: 'a', age: 0, size: 'q', zz: 1 },
      ['UnknownParameter /zz', 'InvalidParameter /age', 'InvalidParameter /size'],
    ],
  ])('%s', (_, value, expected) => {
    expect(marks(schema.validate(value).issues)).toEqual(expected);
  });

  it('speaks to people', () => {
    const { issues } = schema.validate({ name: 'a', age: 0, agee: 1, mial: 'x', one: { a: 1, b: 1 } });
    expect(issues.map(issue => [issue.message, issue.hint])).toEqual([
      ['agee is not known', 'did you mean age?'],
      ['mial is not known', 'did you mean mail?'],
      ['age must be at least 1, is 0', undefined],
      ['one must have only one of a, b, has a and b', undefined],
    ]);
  });

  it('fills defaults in and leaves the argument alone', () => {
    const given = Object.freeze({ name: 'a', ports: Object.freeze([Object.freeze({ port: 1 })]) });
    expect(schema.validate(given).value).toEqual({ name: 'a', age: 30, ports: [{ port: 1, open: false }] });
    expect(given).toEqual({ name: 'a', ports: [{ port: 1 }] });
  });

  it('closes objects beside a choice without closing the choice', () => {
    const either = parameterSchema({
      type: 'object',
      properties: { kind: { type: 'string' } },
      oneOf: [
        { properties: { a: { type: 'string' } }, required: ['a'] },
        { properties: { b: { type: 'string' } }, required: ['b'] },
      ],
    });
    expect(marks(either.validate({ kind: 'x', a: 'y' }).issues)).toEqual([]);
    expect(marks(either.validate({ kind: 'x', a: 'y', c: 1 }).issues)).toEqual(['UnknownParameter /c']);
  });

  it('keeps __proto__ a name like any other', () => {
    const value = JSON.parse('{"name": "a", "__proto__": {"age": 5}}');
    expect(marks(schema.validate(value).issues)).toEqual(['UnknownParameter /__proto__']);
  });
});

describe('late values', () => {
  const type: ResourceSchema = {
    type: 'Test::Thing',
    schema: {
      type: 'object',
      required: ['Name'],
      additionalProperties: false,
      properties: {
        Name: { type: 'string', minLength: 3 },
        Count: { type: 'integer' },
        Items: {
          type: 'array',
          items: { type: 'object', additionalProperties: false, properties: { Key: { type: 'string' } } },
        },
        Map: { type: 'object', additionalProperties: { type: 'string' } },
        Either: { anyOf: [{ type: 'string' }, { type: 'integer' }] },
      },
    },
    createOnly: [],
    attributes: [],
    naming: 'ours',
    stateful: false,
  };
  const ref = { $ref: ['row', 'Arn'] };

  it.each<[string, JsonObject, readonly string[]]>([
    [
      'anywhere',
      { Name: ref, Count: ref, Items: [ref, { Key: { $join: ['a', ref] } }], Map: { a: ref }, Either: ref },
      [],
    ],
    ['for a whole list', { Name: ref, Items: ref }, []],
    [
      'beside a mistake',
      { Name: ref, Count: 'x', Items: [{ Kye: ref }] },
      ['InvalidProperty /Count', 'UnknownProperty /Items/0/Kye'],
    ],
    ['initial', { Name: 'abc', Count: { $initial: 2 } }, []],
    ['initial of the wrong type', { Name: 'abc', Count: { $initial: 'x' } }, ['InvalidProperty /Count']],
    ['missing', { Count: ref }, ['MissingProperty /Name']],
    ['an object of an author', { Name: { $$ref: ['row', 'Arn'] } }, ['InvalidProperty /Name']],
  ])('%s', (_, value, expected) => {
    expect(marks(propertyCheck(type)(value)).sort()).toEqual([...expected].sort());
  });

  it('stand in a workload only where its schema says so', () => {
    const check = workloadCheck({
      type: 'object',
      properties: { env: { type: 'string', 'x-late': true }, memory: { type: 'integer' } },
    });
    expect(marks(check({ env: ref, memory: 1 }))).toEqual([]);
    expect(marks(check({ env: ref, memory: ref }))).toEqual(['InvalidField /memory']);
  });
});

describe('a schema', () => {
  const object = (properties: JsonObject): JsonObject => ({ type: 'object', properties });

  it.each<[string, JsonObject, readonly string[]]>([
    ['of everything', person, []],
    ['of no object', { type: 'string' }, ['InvalidSchema /type']],
    [
      'with a misspelt keyword',
      object({ a: { type: 'string', minlength: 1 } }),
      ['UnknownKeyword /properties/a/minlength'],
    ],
    ['with a format', object({ a: { type: 'string', format: 'uri' } }), ['UnknownKeyword /properties/a/format']],
    ['with an unknown type', object({ a: { type: 'strin' } }), ['InvalidSchema /properties/a/type']],
    ['with a pattern that backtracks', object({ a: { pattern: '(a)\\1' } }), ['InvalidSchema /properties/a/pattern']],
    [
      'in a pattern of names',
      object({ a: { propertyNames: { pattern: '(?=a)' } } }),
      ['InvalidSchema /properties/a/propertyNames/pattern'],
    ],
    [
      'with a remote reference',
      object({ a: { $ref: 'https://example.com/a.json' } }),
      ['InvalidSchema /properties/a/$ref'],
    ],
    ['with a dangling reference', object({ a: { $ref: '#/$defs/a' } }), ['InvalidSchema /properties/a/$ref']],
    ['with a local reference', { ...object({ a: { $ref: '#/$defs/a' } }), $defs: { a: { type: 'string' } } }, []],
    ['with an identity', { ...object({}), $id: 'https://example.com' }, ['UnknownKeyword /$id']],
    [
      'with a default that is never filled in',
      object({ a: { oneOf: [{ type: 'object', properties: { b: { default: 1 } } }] } }),
      ['InvalidSchema /properties/a/oneOf/0/properties/b/default'],
    ],
    ['with a keyword of the wrong form', object({ a: { minimum: '1' } }), ['InvalidSchema /properties/a/minimum']],
    [
      'with several problems',
      object({ a: { typ: 'string' }, b: { required: 'x' } }),
      ['UnknownKeyword /properties/a/typ', 'InvalidSchema /properties/b/required'],
    ],
    ['with words for later', object({ a: { type: 'string', 'x-control': 'secret' } }), []],
  ])('%s', (_, schema, expected) => {
    expect(marks(schemaIssues(schema))).toEqual(expected);
  });
});
