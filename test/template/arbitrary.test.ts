/** Whatever an operator posts and whatever an application holds: Issues, never an exception. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isObject, type Json } from '../../lib/json.ts';
import { compileLoop, compileTree } from '../../lib/template/compile.ts';
import { scope } from './language.ts';

const pieces = fc.constantFrom(
  ...[
    '${',
    '}',
    '$${',
    'parameter',
    '.',
    '.?',
    'x',
    '[',
    ']',
    '(',
    ')',
    '"',
    "'",
    '?',
    ':',
    ' in ',
    ',',
    '{',
    '+',
    '==',
  ],
  ...[
    'resources',
    'role',
    'Arn',
    'outputs',
    'components',
    'map',
    'orValue',
    'has',
    'size',
    '1',
    '\\',
    '\n',
    'é',
    '\0',
    '//',
    'b"',
    'iam.trust',
  ],
);
const soup = fc.array(pieces, { maxLength: 14 }).map(parts => parts.join(''));
const nearly = fc.constantFrom(
  ...['${parameter.x}', '${parameter.?x}', 'a${parameter.y}', '${resources.role.Arn}', '${resources.?discovery.Arn}'],
  ...[
    '${outputs.a[parameter.x]}',
    '${parameter.x.map(i, i)}',
    'i in parameter.x',
    'k, v in parameter',
    'parameter.x',
    '${i}',
    '${k}',
  ],
);
const words = fc.constantFrom(
  '$for',
  '$if',
  '$key',
  '$value',
  '$initial',
  '$patch',
  '$ref',
  'a',
  'b',
  '__proto__',
  'toString',
);
const text = fc.oneof(soup, nearly, fc.string({ maxLength: 12 }));
const tree: fc.Arbitrary<Json> = fc.letrec<{ tree: Json }>(tie => ({
  tree: fc.oneof(
    { depthSize: 'medium' },
    text.map((value): Json => value),
    fc.constantFrom<Json>(null, true, 0, 1.5),
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(words, tie('tree'), { maxKeys: 4 }),
  ),
})).tree;
const data: fc.Arbitrary<Json> = fc.jsonValue({ maxDepth: 3 }).map(value => JSON.parse(JSON.stringify(value)));

it('never throws', () => {
  let evaluated = 0;
  fc.assert(
    fc.property(tree, data, data, (given, x, outputs) => {
      const made = compileTree(given, scope);
      if (!made.ok) {
        expect(made.issues.length).toBeGreaterThan(0);
        return;
      }
      evaluated += 1;
      const variables = { parameter: isObject(x) ? x : { x, y: 'y' }, outputs, components: {}, context: { name: 'n' } };
      const result = made.value.evaluate({ variables, row: id => (id === 'role' ? 'row' : undefined) });
      expect(result.issues.length === 0 || result.value === undefined).toBe(true);
      JSON.stringify(result.value);
    }),
    { numRuns: 4000 },
  );
  expect(evaluated).toBeGreaterThan(200);
});

it('never throws for a loop', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        text,
        fc.tuple(soup, soup).map(([a, b]) => `${a} in ${b}`),
      ),
      data,
      (given, x) => {
        const made = compileLoop(given, scope);
        if (made.ok) made.value.evaluate({ variables: { parameter: { x } }, row: () => undefined });
      },
    ),
    { numRuns: 1000 },
  );
});
