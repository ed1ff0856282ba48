/** JSON in, JSON out: values, texts, lists, maps and the words of the language. */
import { describe, expect, it } from 'vitest';
import type { Json } from '../../lib/json.ts';
import { run } from './language.ts';

const parameter: Json = {
  name: 'web',
  n: 3,
  half: 0.5,
  yes: true,
  none: null,
  list: ['a', 'b'],
  ports: [{ port: 80, expose: true }, { port: 81 }],
  env: { A: '1', B: '2' },
};
const variables = { parameter, context: { name: 'api' } };

describe('keeps types and makes texts', () => {
  it.each<[Json, Json | undefined]>([
    ['${parameter.n}', 3],
    ['${parameter.half}', 0.5],
    ['${parameter.yes}', true],
    ['${parameter.none}', null],
    ['${parameter.list}', ['a', 'b']],
    ['${parameter.ports}', [{ port: 80, expose: true }, { port: 81 }]],
    ['${ parameter.n }', 3],
    ['${parameter.name}-${context.name}', 'web-api'],
    ['n=${string(parameter.n)}', 'n=3'],
    ['$${parameter.n}', '${parameter.n}'],
    ['$default', '$default'],
    ['${parameter.?missing}', undefined],
    ['x-${parameter.?missing}', undefined],
    [7, 7],
    [null, null],
    [{}, {}],
    [{ a: '${parameter.?missing}', b: 1 }, { b: 1 }],
    [['${parameter.?missing}', 1], [1]],
    [{ a: { b: ['${parameter.?missing}'] } }, { a: { b: [] } }],
    [{ $$schema: '${parameter.name}' }, { $$schema: 'web' }],
  ])('%j', (tree, value) => {
    expect(run(tree, { variables })).toEqual({ value, issues: [] });
  });
});

describe('repeats and drops', () => {
  it.each<[Json, Json | undefined]>([
    [[{ $for: 'p in parameter.ports', Port: '${p.port}' }], [{ Port: 80 }, { Port: 81 }]],
    [
      [0, { $for: 'p in parameter.ports', $value: '${p.port}' }, 9],
      [0, 80, 81, 9],
    ],
    [[{ $for: 'p in parameter.ports', $if: 'p.?expose.orValue(false)', $value: '${p.port}' }], [80]],
    [[{ $for: 'p in parameter.?missing.orValue([])', $value: '${p}' }], []],
    [[{ $for: 'p in parameter.?missing', $value: '${p}' }], []],
    [
      [{ $for: 'k, v in parameter.env', name: '${k}', value: '${v}' }],
      [
        { name: 'A', value: '1' },
        { name: 'B', value: '2' },
      ],
    ],
    [
      [{ $for: 'x in parameter.list', $value: [{ $for: 'y in parameter.list', $value: '${x + y}' }] }],
      [
        ['aa', 'ab'],
        ['ba', 'bb'],
      ],
    ],
    [[{ $for: 'x in parameter.list', a: '${x}', b: '${parameter.?missing}' }], [{ a: 'a' }, { a: 'b' }]],
    [
      [
        { $if: 'parameter.n > 2', a: 1 },
        { $if: 'parameter.n > 3', a: 2 },
      ],
      [{ a: 1 }],
    ],
    [
      [
        { $if: false, a: 1 },
        { $if: '${parameter.yes}', a: 2 },
      ],
      [{ a: 2 }],
    ],
    [[{ $if: 'parameter.yes', $value: 5 }], [5]],
    [{ a: { $if: 'parameter.yes', b: 1 }, c: { $if: '!parameter.yes', d: 1 } }, { a: { b: 1 } }],
    [{ a: { $if: '!parameter.yes', $value: '${parameter.n}' } }, {}],
    [{ $if: '!parameter.yes', a: 1 }, undefined],
    [{ V: { $for: 'k, v in parameter.env', $key: 'X_${k}', $value: '${v}' } }, { V: { X_A: '1', X_B: '2' } }],
    [
      { V: { PLAIN: 'p', $for: 'k, v in parameter.env', $if: 'k != "A"', $key: '${k}', $value: '${v}' } },
      { V: { PLAIN: 'p', B: '2' } },
    ],
    [{ V: { $for: 'p in parameter.ports', $key: '${string(p.port)}', $value: '${p.?expose}' } }, { V: { '80': true } }],
    [{ $key: '${parameter.name}', $value: 1 }, { web: 1 }],
    [
      [
        { $for: 'p in parameter.ports', $key: '${string(p.port)}', $value: { type: 'HTTP' } },
        { $key: '*', $value: 0 },
      ],
      { '80': { type: 'HTTP' }, '81': { type: 'HTTP' }, '*': 0 },
    ],
    [{ $for: 'k, v in parameter.?missing.orValue({})', $key: '${k}', $value: '${v}' }, {}],
    [{ DesiredCount: { $initial: '${parameter.n}' } }, { DesiredCount: { $initial: 3 } }],
    [{ DesiredCount: { $initial: '${parameter.?missing}' } }, {}],
    [{ DesiredCount: '${parameter.yes ? initial(parameter.n) : parameter.n}' }, { DesiredCount: { $initial: 3 } }],
    [[{ name: 'a', $patch: 'delete' }], [{ name: 'a', $patch: 'delete' }]],
  ])('%j', (tree, value) => {
    expect(run(tree, { variables })).toEqual({ value, issues: [] });
  });
});

describe('refuses when it is compiled', () => {
  it.each<[Json, string[]]>([
    [{ a: '${' }, ['TemplateSyntax /a']],
    [{ a: '${parameter.}' }, ['TemplateSyntax /a']],
    [{ a: '${}' }, ['TemplateSyntax /a']],
    [{ a: '${foo}', b: ['${bar}'] }, ['UnknownName /a', 'UnknownName /b/0']],
    [{ 'a/b': '${foo}' }, ['UnknownName /a~1b']],
    [{ a: '${{"b": 1}}' }, ['MapLiteral /a']],
    [{ a: '${parameter.list.map(x, {"b": x})}' }, ['MapLiteral /a']],
    [{ a: '${[{"b": 1}]}' }, ['MapLiteral /a']],
    [{ a: '${parameter.?x.orValue({"b": 1})}' }, ['MapLiteral /a']],
    [{ a: { $for: 'x in parameter.list', b: 1 } }, ['MisplacedFor /a/$for']],
    [[{ $for: 'x parameter.list', b: 1 }], ['TemplateSyntax /0/$for']],
    [[{ $for: 3, b: 1 }], ['TemplateSyntax /0/$for']],
    [[{ $for: 'x, x in parameter.env', b: 1 }], ['ReservedName /0/$for']],
    [[{ $for: 'parameter in parameter.list', b: 1 }], ['ReservedName /0/$for']],
    [[{ $for: 'x in foo', b: '${x}' }], ['UnknownName /0/$for']],
    [[{ $for: 'x in parameter.list', b: '${y}', $if: 'z' }], ['UnknownName /0/$if', 'UnknownName /0/b']],
    [['${x}', { $for: 'x in parameter.list', $value: '${x}' }], ['UnknownName /0']],
    [{ a: { $if: 3, b: 1 } }, ['TemplateSyntax /a/$if']],
    [{ a: { $if: '', b: 1 } }, ['TemplateSyntax /a/$if']],
    [{ a: { $key: 'x' } }, ['MissingField /a/$value']],
    [{ a: { $initial: 1, b: 2 } }, ['NotAllowed /a']],
    [[{ $value: 1, b: 2 }], ['NotAllowed /0']],
    [[{ $key: 'a', $value: 1 }, 3], ['NotAllowed ']],
    [{ a: { $ref: ['x', 'y'] } }, ['UnknownWord /a/$ref']],
    [{ a: { $fro: 'x in y' } }, ['UnknownWord /a/$fro']],
    [{ a: { $patch: 'merge' } }, ['NotAllowed /a/$patch']],
    [{ '${parameter.name}': 1 }, ['NotAllowed /${parameter.name}']],
    [JSON.parse('{"__proto__": {"a": 1}}'), ['NotAllowed /__proto__']],
    [{ a: '${1 + "a"}' }, ['TemplateType /a']],
    [{ a: '${1 / 0}' }, ['TemplateFailed /a']],
  ])('%j', (tree, issues) => {
    expect(run(tree, { variables })).toEqual({ issues });
  });
});

describe('refuses when it is rendered', () => {
  it.each<[Json, string[]]>([
    ['${parameter.missing}', ['NoSuchKey ']],
    ['${parameter.list[5]}', ['NoSuchKey ']],
    [{ a: 'n=${parameter.n}', b: '${parameter.yes}!' }, ['NotText /a', 'NotText /b']],
    ['${parameter.none}!', ['NotText ']],
    ['${parameter.list}!', ['NotText ']],
    ['${parameter.env}!', ['NotText ']],
    [{ a: { $if: 'parameter.n', b: 1 } }, ['NotBool /a/$if']],
    [{ a: { $if: 'parameter.?missing', b: 1 } }, ['NotBool /a/$if']],
    [[{ $for: 'x in parameter.env', b: '${x}' }], ['NotAList /0/$for']],
    [[{ $for: 'k, v in parameter.list', b: '${k}' }], ['NotAMap /0/$for']],
    [[{ $for: 'x in parameter.none', b: '${x}' }], ['NotAList /0/$for']],
    [{ a: { $for: 'x in parameter.list', $key: 'same', $value: '${x}' } }, ['DuplicateKey /a/$key']],
    [{ a: { $for: 'p in parameter.ports', $key: '${p.port}', $value: 1 } }, ['NotText /a/$key', 'NotText /a/$key']],
    ['${parameter.n + "a"}', ['TemplateFailed ']],
    ['${ports}', ['NoValue ']],
    ['${parameter.n % 0}', ['TemplateFailed ']],
  ])('%j', (tree, issues) => {
    expect(run(tree, { variables })).toEqual({ value: undefined, issues });
  });
});

it('gives literal parts as they are', () => {
  const tree = { a: '${parameter.name}', b: { c: [1, { d: 'e' }] } };
  expect(run(tree, { variables }).value).toEqual({ a: 'web', b: { c: [1, { d: 'e' }] } });
});
