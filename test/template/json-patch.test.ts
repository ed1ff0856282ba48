/** JSON Patch and JSON Merge Patch as functions of the language: the examples of their RFCs, and what is late stays late. */
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../lib/json.ts';
import { run } from './language.ts';

const value: JsonObject = {
  a: { b: [1, 2, 3], 'c/d': 'x' },
  late: { $ref: ['row', 'Arn'] },
};
const variables = (given: Json): { variables: Readonly<Record<string, Json>> } => ({
  variables: { workload: value, parameter: { given } },
});
const patched = (operations: Json): unknown =>
  run('${json.patch(workload, parameter.given)}', variables(operations)).value;
const problem = (operations: Json): unknown =>
  run('${json.problem(workload, parameter.given)}', variables(operations)).value;

describe('json.patch', () => {
  it.each<[string, Json, Json]>([
    ['adds', [{ op: 'add', path: '/n', value: 1 }], { ...value, n: 1 }],
    ['adds over', [{ op: 'add', path: '/a', value: 1 }], { ...value, a: 1 }],
    ['makes room', [{ op: 'add', path: '/a/b/1', value: 9 }], { ...value, a: { b: [1, 9, 2, 3], 'c/d': 'x' } }],
    ['appends', [{ op: 'add', path: '/a/b/-', value: 9 }], { ...value, a: { b: [1, 2, 3, 9], 'c/d': 'x' } }],
    ['removes', [{ op: 'remove', path: '/a/b/0' }], { ...value, a: { b: [2, 3], 'c/d': 'x' } }],
    ['unescapes', [{ op: 'remove', path: '/a/c~1d' }], { ...value, a: { b: [1, 2, 3] } }],
    ['replaces', [{ op: 'replace', path: '/a/b/2', value: null }], { ...value, a: { b: [1, 2, null], 'c/d': 'x' } }],
    ['copies', [{ op: 'copy', from: '/a/b', path: '/n' }], { ...value, n: [1, 2, 3] }],
    ['moves', [{ op: 'move', from: '/a/b/0', path: '/a/b/2' }], { ...value, a: { b: [2, 3, 1], 'c/d': 'x' } }],
    ['tests', [{ op: 'test', path: '/a/b', value: [1, 2, 3] }], value],
    [
      'hands on what is late',
      [{ op: 'move', from: '/late', path: '/n' }],
      { a: value.a ?? null, n: value.late ?? null },
    ],
  ])('%s: %j', (_, operations, expected) => {
    expect(patched(operations)).toEqual(expected);
    expect(problem(operations)).toBe('');
  });

  it.each<[Json, RegExp]>([
    [[{ op: 'remove', path: '/x' }], /\/x does not exist/],
    [[{ op: 'replace', path: '/a/x', value: 1 }], /\/a\/x does not exist/],
    [[{ op: 'add', path: '/a/b/4', value: 1 }], /3 entries/],
    [[{ op: 'remove', path: '/a/b/-' }], /3 entries/],
    [[{ op: 'remove', path: '/a/b/00' }], /3 entries/],
    [[{ op: 'add', path: '/a/b/0/x', value: 1 }], /nothing inside/],
    [[{ op: 'add', path: '/late/x', value: 1 }], /nothing inside/],
    [[{ op: 'add', path: '/n' }], /needs a value/],
    [[{ op: 'test', path: '/a/b', value: [1] }], /not what the test expects/],
    [[{ op: 'remove', path: '' }], /cannot be removed/],
    [[{ op: 'add', path: 'n', value: 1 }], /JSON Pointer/],
    [[{ op: 'merge', path: '/n', value: 1 }], /none of add/],
  ])('%j is refused', (operations, why) => {
    expect(problem(operations)).toMatch(why);
    expect(patched(operations)).toBeUndefined();
  });
});

describe('json.mergePatch', () => {
  it.each<[Json, Json]>([
    [{}, value],
    [{ n: 1 }, { ...value, n: 1 }],
    [{ a: null }, { late: value.late ?? null }],
    [{ a: { b: [9] } }, { ...value, a: { b: [9], 'c/d': 'x' } }],
    [
      { a: { b: null }, n: { x: null } },
      { ...value, a: { 'c/d': 'x' }, n: {} },
    ],
    [{ late: { x: 1 } }, { ...value, late: { x: 1 } }],
  ])('%j', (patch, expected) => {
    expect(run('${json.mergePatch(workload, parameter.given)}', variables(patch)).value).toEqual(expected);
  });
});
