/** Which parameters a template may read, by schema and path. */
import { describe, expect, it } from 'vitest';
import { unknownParameter } from '../../lib/definition/parameter-names.ts';
import type { JsonObject } from '../../lib/json.ts';

const text: JsonObject = { type: 'string' };
const nested: JsonObject = {
  properties: { class: text, log: { type: 'object', properties: { days: { type: 'integer' } } } },
};

describe('a parameter that is read', () => {
  it.each<readonly [what: string, schema: JsonObject, path: string, hint: string | undefined]>([
    ['whole', nested, '', undefined],
    ['declared', nested, '/class', undefined],
    ['declared inside another', nested, '/log/days', undefined],
    ['misspelt', nested, '/clas', 'did you mean class?'],
    ['misspelt inside another', nested, '/log/day', 'did you mean days?'],
    ['like nothing', nested, '/zzzzzz', 'declared here: class, log'],
    ['where there are none', { properties: {} }, '/x', 'none is declared here'],
    ['by a name that every object has', nested, '/constructor', 'declared here: class, log'],
    ['where others are allowed', { ...nested, additionalProperties: true }, '/clas', undefined],
    ['inside what is of any name', { properties: {}, additionalProperties: nested }, '/any/log', undefined],
    [
      'misspelt inside what is of any name',
      { properties: {}, additionalProperties: nested },
      '/any/lgo',
      'did you mean log?',
    ],
    ['where a pattern allows it', { ...nested, patternProperties: { '^c': text } }, '/clas', undefined],
    [
      'where an alternative may declare it',
      { ...nested, oneOf: [{ properties: { other: text } }] },
      '/other',
      undefined,
    ],
    ['where nothing is listed', { type: 'object' }, '/x', undefined],
    ['refused by an explicit schema', { ...nested, additionalProperties: false }, '/clas', 'did you mean class?'],
  ])('%s', (_what, schema, path, hint) => {
    const issue = unknownParameter(schema, path);
    expect(issue?.code).toBe(hint === undefined ? undefined : 'UnknownParameter');
    expect(issue?.hint).toBe(hint);
  });
});
