/** What a parameter that is written in the wrong way is told: words and examples, no regular expression. */
import { expect, test } from 'vitest';
import { builtins } from '../../lib/definition/builtin/list.ts';
import { patternSays } from '../../lib/definition/pattern-says.ts';
import { parameterSchema } from '../../lib/definition/schema.ts';
import { isList, isObject, type Json, type JsonObject } from '../../lib/json.ts';
import { celOf, nameOf } from '../docs/page.ts';

test.each<[string, JsonObject, string]>([
  ['by examples', { pattern: '^a|b$', examples: ['512Mi', '1Gi'] }, 'must be written as "512Mi" or "1Gi"'],
  ['letters', { pattern: '^[A-Za-z0-9_.-]+$' }, 'must have nothing but letters, digits, _, . and -'],
  ['small letters', { pattern: '^[a-z]+$' }, 'must have nothing but lower-case letters'],
  ['words', { pattern: '^[\\w .:]*$' }, 'must have nothing but letters, digits, _, spaces, . and :'],
  ['by what is said of it', { pattern: '^/x?', description: 'A path' }, 'is written in another way than it must be'],
  ['another range', { pattern: '^[a-f]+$' }, 'must match ^[a-f]+$'],
  ['no class', { pattern: '^[^a]+$' }, 'must match ^[^a]+$'],
  ['two classes', { pattern: '^[a-z][0-9]+$' }, 'must match ^[a-z][0-9]+$'],
])('%s', (_, schema, says) => {
  expect(patternSays(schema)).toBe(says);
});

test('is said with the value', () => {
  const schema = { type: 'object', properties: { memory: { pattern: '^[0-9]+Mi$', examples: ['512Mi'] } } };
  expect(parameterSchema(schema).validate({ memory: 'much' }).issues).toMatchObject([
    { pointer: '/memory', message: 'memory must be written as "512Mi", is "much"' },
  ]);
});

function patternsIn(value: Json | undefined): JsonObject[] {
  if (isList(value)) return value.flatMap(patternsIn);
  if (!isObject(value)) return [];
  return [...(typeof value.pattern === 'string' ? [value] : []), ...Object.values(value).flatMap(patternsIn)];
}

test('no parameter that comes with Lateen is explained by a regular expression', () => {
  const bare = builtins.flatMap(definition =>
    patternsIn(celOf(definition).parameters)
      .map(patternSays)
      .filter(says => says.startsWith('must match'))
      .map(says => `${nameOf(definition)}: ${says}`),
  );
  expect([...new Set(bare)]).toEqual([]);
});
