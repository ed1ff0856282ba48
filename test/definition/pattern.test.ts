/** Patterns in linear time: they agree with the language's own engine and refuse what needs backtracking. */
import { describe, expect, it } from 'vitest';
import { compilePattern } from '../../lib/definition/pattern.ts';

const texts = [
  '',
  'a',
  'ab',
  'aa',
  'abc',
  'a-b',
  '-a',
  'GET /x',
  'PUT /x',
  '12',
  '12345',
  'a.b',
  'x y',
  'ü',
  '🦊',
  'a\nb',
  '[',
  ']',
];
const patterns = [
  '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
  '^(a+)+$',
  '^\\d{2,4}$',
  '^(GET|ANY) /',
  'b',
  '^$',
  '$',
  '^[\\w.:/=+@ -]{0,5}$',
  '^a{2}$',
  'a|b|^$',
  '(?:ab)*c?$',
  '^(?<name>a)b?$',
  '^[^\\s]+$',
  '^.$',
  '^\\u{1F98A}$',
  '^[\\]\\[]$',
  '^\\S{1,}?$',
  '^\\D\\W?$',
  'a\\.b',
  '^(|a)$',
];

describe('compilePattern', () => {
  it.each(patterns)('%s finds what the language finds', pattern => {
    const ours = compilePattern(pattern);
    const theirs = new RegExp(pattern, 'u');
    expect(texts.filter(text => ours.test(text))).toEqual(texts.filter(text => theirs.test(text)));
  });

  it('takes no longer for a pattern that would hang', () => {
    const started = performance.now();
    expect(compilePattern('^(a+)+$').test(`${'a'.repeat(20_000)}!`)).toBe(false);
    expect(compilePattern('^(a|a)*$').test(`${'a'.repeat(20_000)}!`)).toBe(false);
    expect(compilePattern('(x+x+)+y').test('x'.repeat(5000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it.each([
    '(?=a)',
    '(?!a)',
    '(?<=a)b',
    '(?<!a)b',
    '(a)\\1',
    '(?<n>a)\\k<n>',
    'a**',
    'a{2}{3}',
    '[z-a]',
    '(a',
    'a)',
    '*',
    '[a',
    '\\',
    '\\p{L}',
    '(a{1000}){1000}',
    '('.repeat(40) + ')'.repeat(40),
  ])('refuses %s', pattern => {
    expect(() => compilePattern(pattern)).toThrow(expect.objectContaining({ code: 'Invalid' }));
  });
});
