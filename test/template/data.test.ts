/** App data that looks like our marks stays data, all the way through a template. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Json } from '../../lib/json.ts';
import { fromCel, toCel } from '../../lib/template/cel-values.ts';
import { escapeData, unescapeData } from '../../lib/template/data.ts';
import { run } from './language.ts';

const marked: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>(tie => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<Json>('$ref', '${x}', 1, 1.5, null, true),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom('$ref', '$join', '$initial', '$for', '$if', '$$ref', '$', 'a', '__proto__'),
      tie('value'),
      {
        maxKeys: 3,
        noNullPrototype: true,
      },
    ),
  ),
})).value;

it('undoes what it did', () => {
  fc.assert(
    fc.property(marked, data => {
      expect(unescapeData(escapeData(data))).toStrictEqual(data);
    }),
  );
});

it('leaves no key of one $', () => {
  fc.assert(
    fc.property(marked, data => {
      expect(JSON.stringify(escapeData(data))).not.toMatch(/"\$([^$"][^"]*)?":/);
    }),
  );
});

it('goes into CEL and back unchanged, as one value or in pieces', () => {
  fc.assert(
    fc.property(marked, data => {
      const parameter = { x: escapeData(data), list: [escapeData(data)] };
      expect(fromCel(toCel(parameter))).toEqual(parameter);
      const variables = { parameter };
      expect(run('${[parameter.x, parameter.list[0]]}', { variables }).value).toEqual([parameter.x, parameter.x]);
      expect(run('${parameter.list.map(x, [x])}', { variables }).value).toEqual([[parameter.x]]);
    }),
  );
});

it('keeps the same object where nothing is escaped', () => {
  const data = { a: [{ b: 1 }] };
  expect(escapeData(data)).toBe(data);
  expect(unescapeData(data)).toBe(data);
});

it('shows expressions the keys as they were written', () => {
  const parameter = escapeData({ env: { $ref: '1', $HOME: '2' }, body: { $ref: ['a', 'b'] } });
  const variables = { parameter };
  expect(run([{ $for: 'k, v in parameter.env', name: '${k}', value: '${v}' }], { variables }).value).toEqual([
    { name: '$ref', value: '1' },
    { name: '$HOME', value: '2' },
  ]);
  expect(run('${parameter.env["$HOME"]}', { variables }).value).toBe('2');
  expect(run('${parameter.env.map(k, k)}', { variables }).value).toEqual(['$ref', '$HOME']);
  const rendered = run(
    { Body: '${parameter.body}', Env: { $for: 'k, v in parameter.env', $key: '${k}', $value: '${v}' } },
    { variables },
  ).value;
  expect(rendered).toEqual({ Body: { $$ref: ['a', 'b'] }, Env: { $$ref: '1', $$HOME: '2' } });
  expect(unescapeData(rendered ?? null)).toEqual({ Body: { $ref: ['a', 'b'] }, Env: { $ref: '1', $HOME: '2' } });
});

it('never reads rendered data again', () => {
  const variables = { parameter: { a: '${parameter.b}', b: 'secret', c: '$${x}' } };
  expect(run('${parameter.a}', { variables }).value).toBe('${parameter.b}');
  expect(run('x ${parameter.a} ${parameter.c}', { variables }).value).toBe('x ${parameter.b} $${x}');
});
