import { expect, it } from 'vitest';
import { jsonTexts } from '../../lib/template/json-texts.ts';

it('says every text with its name, at any depth, in lists and in JSON inside of texts', () => {
  expect(jsonTexts({ a: { b: ['x', { c: 'y', n: 1 }] }, text: '[{"d": "z"}]', broken: '{no' })).toEqual([
    { name: 'b', value: 'x' },
    { name: 'c', value: 'y' },
    { name: 'text', value: '[{"d": "z"}]' },
    { name: 'd', value: 'z' },
    { name: 'broken', value: '{no' },
  ]);
});
