/** What CEL may do here, what it may not, and its limits. */
import { describe, expect, it } from 'vitest';
import type { Json } from '../../lib/json.ts';
import { compileCondition, compileExpression, compileLoop } from '../../lib/template/compile.ts';
import { run, scope, short } from './language.ts';

const many = Array.from({ length: 1001 }, (_, i) => i);
const variables = {
  parameter: {
    n: 7,
    d: 0.5,
    s: 'Web-1',
    list: [3, 1, 3],
    mixed: [1, 'a', null, 1.5],
    map: { a: 1, b: 'x' },
    text: 'x'.repeat(9000),
  },
  workload: { many },
};

describe('computes', () => {
  it.each<[string, Json]>([
    ['parameter.n + 1', 8],
    ['parameter.n / 2', 3],
    ['parameter.n % 4', 3],
    ['-parameter.n', -7],
    ['double(parameter.n) / 2.0', 3.5],
    ['parameter.d * 2.0', 1],
    ['parameter.n > 6.5', true],
    ['int(parameter.d)', 0],
    ['int("42") + parameter.n', 49],
    ['string(parameter.d)', '0.5'],
    ['size(parameter.s)', 5],
    ['parameter.s.lowerAscii() + "!"', 'web-1!'],
    ['parameter.s.split("-")', ['Web', '1']],
    ['parameter.s.split("-").join("_")', 'Web_1'],
    ['parameter.s.startsWith("Web") && !parameter.s.contains("x")', true],
    ['parameter.s.substring(0, 3)', 'Web'],
    ['parameter.list.map(x, x * 2)', [6, 2, 6]],
    ['parameter.list.filter(x, x > 2)', [3, 3]],
    ['parameter.list.exists(x, x == 1)', true],
    ['parameter.list.all(x, x > 1)', false],
    ['parameter.list.exists_one(x, x == 1)', true],
    [
      'parameter.list.map(x, parameter.list.map(y, x + y))',
      [
        [6, 4, 6],
        [4, 2, 4],
        [6, 4, 6],
      ],
    ],
    ['3 in parameter.list', true],
    ['"a" in parameter.map', true],
    ['parameter.mixed', [1, 'a', null, 1.5]],
    ['[1, "a", null, 1.5]', [1, 'a', null, 1.5]],
    ['[parameter.?a, parameter.?n]', [7]],
    ['{"small": 1, "big": 2}[parameter.n > 5 ? "big" : "small"]', 2],
    ['parameter.?map.?a.orValue(0)', 1],
    ['parameter.?map.?c.or(parameter.?n).orValue(0)', 7],
    ['parameter.?map.?c.hasValue()', false],
    ['has(parameter.map.a) ? "yes" : "no"', 'yes'],
    ['parameter.n == 7 ? parameter.s : string(parameter.n)', 'Web-1'],
    ['9007199254740991 + 0', 9007199254740991],
  ])('%s', (text, value) => {
    expect(run(`\${${text}}`, { variables })).toEqual({ value, issues: [] });
  });
});

describe('is not part of the language', () => {
  it.each([
    ['parameter.s.matches("a+")', 'UnknownFunction'],
    ['type(parameter.n)', 'UnknownFunction'],
    ['timestamp("2020-01-01T00:00:00Z")', 'UnknownFunction'],
    ['duration("1s")', 'UnknownFunction'],
    ['cel.bind(x, 1, x)', 'UnknownFunction'],
    ['iam.foo("x")', 'UnknownFunction'],
    ['iam.trust', 'ReservedName'],
    ['iam', 'ReservedName'],
    ['int', 'ReservedName'],
    ['google.protobuf', 'ReservedName'],
    ['constructor', 'UnknownName'],
    ['__proto__', 'TemplateSyntax'],
    ['b"bytes"', 'NotAllowed'],
    ['1u', 'NotAllowed'],
    ['parameter.list.map(parameter, 1)', 'ReservedName'],
    ['parameter.list.map(x, parameter.list.map(y, parameter.list.map(z, z)))', 'TooComplex'],
    [Array.from({ length: 300 }, () => 'parameter.n').join(' + '), 'TooComplex'],
    [`${'('.repeat(40)}1${')'.repeat(40)}`, 'TooComplex'],
    [`[${Array.from({ length: 101 }, () => '1').join(', ')}]`, 'TooComplex'],
    ['envName(1)', 'TemplateType'],
    ['iam.trust()', 'TemplateType'],
    ['1 +', 'TemplateSyntax'],
    ['"open', 'TemplateSyntax'],
  ])('%s', (text, code) => {
    const made = compileExpression(text, scope);
    expect(made.ok ? [] : made.issues.map(issue => issue.code)).toContain(code);
  });
});

describe('has limits at run time', () => {
  it.each<[string, string]>([
    ['workload.many.map(x, workload.many.map(y, x))', 'TooLarge'],
    [
      'workload.many.map(x, workload.many)[0].map(y, [y, y, y, y, y, y, y, y, y, y, y, y, y, y, y, y, y, y, y, y])',
      'TooLarge',
    ],
    [Array.from({ length: 40 }, () => 'parameter.text').join(' + '), 'TooLarge'],
    ['9223372036854775807 + parameter.n', 'TemplateFailed'],
    ['double("nan")', 'TemplateFailed'],
    ['double(parameter.n) / 0.0', 'TemplateFailed'],
  ])('%s', (text, code) => {
    expect(run(`\${${text}}`, { variables })).toMatchObject({ issues: [`${code} `] });
  });

  it('ends loops that repeat too much', () => {
    const tree = [{ $for: 'x in workload.many', $value: [{ $for: 'y in workload.many', $value: 1 }] }];
    const { issues } = run(tree, { variables });
    expect(issues.slice(0, 1)).toEqual(['TooLarge /0/$value/0/$for']);
  });

  it('refuses a tree or data that is too deep', () => {
    let deep: Json = 'x';
    for (let i = 0; i < 5000; i += 1) deep = [deep];
    expect(run(deep).issues[0]).toMatch(/^TooDeep/);
    expect(run('${parameter.x == []}', { variables: { parameter: { x: deep } } }).issues).toEqual(['TemplateFailed ']);
  });
});

it('tells people what to do', () => {
  const made = compileExpression('parametr.x', scope);
  expect(made.ok ? [] : made.issues).toMatchObject([{ code: 'UnknownName', hint: 'did you mean parameter?' }]);
});

it('compiles conditions and bare expressions', () => {
  const when = compileCondition('parameter.n > 3', scope);
  expect(when.ok && when.value.evaluate({ variables, row: () => undefined })).toEqual({ value: true, issues: [] });
  const wrong = compileCondition('parameter.n', scope);
  expect(wrong.ok && short(wrong.value.evaluate({ variables, row: () => undefined }).issues)).toEqual(['NotBool ']);
  const map = compileExpression('${{"a": parameter.n}}', scope);
  expect(map.ok && map.value.evaluate({ variables, row: () => undefined }).value).toEqual({ a: 7 });
});

it('compiles loops', () => {
  const list = compileLoop('x in parameter.list', scope);
  expect(list.ok && list.value.names).toEqual(['x']);
  expect(list.ok && list.value.evaluate({ variables, row: () => undefined })).toEqual({
    turns: [{ x: 3 }, { x: 1 }, { x: 3 }],
    issues: [],
  });
  const map = compileLoop(' k , v in parameter.map ', scope);
  expect(map.ok && map.value.evaluate({ variables, row: () => undefined }).turns).toEqual([
    { k: 'a', v: 1 },
    { k: 'b', v: 'x' },
  ]);
  const inline = compileLoop('x in [1, 2]', scope);
  expect(inline.ok && inline.value.evaluate({ variables, row: () => undefined }).turns).toEqual([{ x: 1 }, { x: 2 }]);
});
