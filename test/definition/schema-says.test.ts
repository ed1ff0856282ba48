/** `x-says`: what a schema says of parameters that are given, where they stand, and what is wrong with the keyword itself. */
import { describe, expect, it } from 'vitest';
import { adapted, notNeeded, refusedOnAws } from '../../lib/definition/builtin/parts/says.ts';
import { unreadParameters } from '../../lib/definition/coverage.ts';
import { parameterSchema } from '../../lib/definition/schema.ts';
import { schemaIssues } from '../../lib/definition/schema-admit.ts';
import type { Issue } from '../../lib/errors.ts';
import type { Json, JsonObject } from '../../lib/json.ts';

const schema: JsonObject = {
  type: 'object',
  properties: {
    node: { type: 'string', ...refusedOnAws('There are no nodes', 'Fargate chooses') },
    mode: { type: 'string', default: 'x', ...adapted('mode means something else', undefined, ['', 'x']) },
    list: {
      type: 'array',
      items: { type: 'object', properties: { port: { type: 'integer' }, host: { ...notNeeded('no host') } } },
    },
    map: { type: 'object', additionalProperties: { type: 'string', ...notNeeded('no value', undefined, ['ok']) } },
  },
};

const marks = (issues: readonly Issue[]): string[] =>
  issues.map(issue => `${issue.severity} ${issue.code} ${issue.pointer}`);

describe('x-says', () => {
  it.each<[string, JsonObject, readonly string[]]>([
    ['nothing given, and a default filled in', {}, []],
    ['refused', { node: 'n' }, ['error NotOnAws /node']],
    ['a value that asks for nothing', { mode: 'x' }, []],
    ['another value', { mode: 'y' }, ['warning Adapted /mode']],
    ['in a list', { list: [{ port: 1 }, { host: 1 }] }, ['warning NotNeeded /list/1/host']],
    ['in a map', { map: { a: 'ok', 'b/c': 'no' } }, ['warning NotNeeded /map/b~1c']],
    ['beside what is wrong', { node: 7 }, ['error InvalidParameter /node', 'error NotOnAws /node']],
  ])('%s', (_, given, expected) => {
    expect(marks(parameterSchema(schema).validate(given).issues)).toEqual(expected);
  });

  it('gives the words and the hint', () => {
    expect(parameterSchema(schema).validate({ node: 'n' }).issues[0]).toMatchObject({
      message: 'There are no nodes',
      hint: 'Fargate chooses',
    });
  });

  it('is no parameter that nothing reads', () => {
    const unread = unreadParameters(schema, new Set(['/list/port', '/map']));
    expect(unread.map(issue => issue.pointer.split('/').at(-1))).not.toContain('node');
    expect(unreadParameters({ type: 'object', properties: { a: {} } }, new Set())).toHaveLength(1);
  });

  it.each<[string, Json, readonly string[]]>([
    ['whole', { code: 'A', message: 'a', hint: 'b', severity: 'warning', unless: [''] }, []],
    ['no map', 'no', ['InvalidSchema /properties/a/x-says']],
    ['nothing', {}, ['MissingField /properties/a/x-says/code', 'MissingField /properties/a/x-says/message']],
    ['severity', { code: 'A', message: 'a', severity: 'loud' }, ['InvalidField /properties/a/x-says/severity']],
    ['hint', { code: 'A', message: 'a', hint: 1 }, ['InvalidField /properties/a/x-says/hint']],
    ['unless', { code: 'A', message: 'a', unless: 1 }, ['InvalidField /properties/a/x-says/unless']],
    ['unknown', { code: 'A', message: 'a', says: 1 }, ['UnknownField /properties/a/x-says/says']],
  ])('is checked: %s', (_, word, expected) => {
    const issues = schemaIssues({ type: 'object', properties: { a: { type: 'string', 'x-says': word } } });
    expect(issues.map(issue => `${issue.code} ${issue.pointer}`)).toEqual(expected);
  });

  it('is refused where it is never said', () => {
    const hidden = { oneOf: [{ type: 'string', ...notNeeded('a') }] };
    expect(schemaIssues({ type: 'object', properties: { a: hidden } }).map(issue => issue.code)).toEqual([
      'InvalidSchema',
    ]);
  });
});
