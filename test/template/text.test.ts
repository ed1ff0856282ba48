/** Where a `${...}` begins and ends, and where an expression is cut. */
import { expect, it } from 'vitest';
import { closing, parseText, splitTernary, unwrapExpression, unwrapped } from '../../lib/template/text.ts';

const e = (expression: string): object => ({ expression });

it.each([
  ['plain', ['plain']],
  ['', ['']],
  ['${a}', [e('a')]],
  ['x${a}y${b}', ['x', e('a'), 'y', e('b')]],
  ['$${a}', ['${a}']],
  ['$$${a}', ['$${a}']],
  ['$${a}${b}', ['${a}', e('b')]],
  ['$default', ['$default']],
  ['cost: $5 ${a}', ['cost: $5 ', e('a')]],
  ['${a["}"]}', [e('a["}"]')]],
  ["${a['\\'}']}", [e("a['\\'}']")]],
  ['${{"a": {"b": 1}}["a"]}', [e('{"a": {"b": 1}}["a"]')]],
  ['${"""a"}"""}', [e('"""a"}"""')]],
  ['${}', [e('')]],
])('parses %s', (text, parts) => {
  expect(parseText(text)).toEqual(parts);
});

it.each(['${', '${a', '${a)}', '${"a}', 'x ${ (a }'])('finds no end in %s', text => {
  expect(parseText(text)).toBeUndefined();
});

it.each([
  ['a ? b : c', ['a ', ' b ', ' c']],
  ['(a ? b : c)', ['a ', ' b ', ' c']],
  ['a ? b ? 1 : 2 : c', ['a ', ' b ? 1 : 2 ', ' c']],
  ['a ? b : c ? d : e', ['a ', ' b ', ' c ? d : e']],
  ['x.?y.orValue(z) ? "?" : {"k": 1}["k"]', ['x.?y.orValue(z) ', ' "?" ', ' {"k": 1}["k"]']],
  ['a[?0] ? b : c', ['a[?0] ', ' b ', ' c']],
  ['(a ? b : c) ? d : e', ['(a ? b : c) ', ' d ', ' e']],
])('cuts %s', (text, parts) => {
  expect(splitTernary(text)).toEqual(parts);
});

it('knows where nothing is to be cut', () => {
  expect(splitTernary('a.?b')).toBeUndefined();
  expect(splitTernary('a ? b')).toBeUndefined();
  expect(closing('(a', 0)).toBeUndefined();
  expect(unwrapped('((a) + (b))')).toBe('(a) + (b)');
  expect(unwrapped('(a) + (b)')).toBe('(a) + (b)');
  expect(unwrapExpression(' ${a} ')).toBe('a');
  expect(unwrapExpression('${a}${b}')).toBe('${a}${b}');
});
