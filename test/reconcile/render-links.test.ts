/** What components say of themselves to others: lets in links, sources, and traits and components that look at both before anything is made. */
import { expect, it } from 'vitest';
import type { JsonObject } from '../../lib/json.ts';
import { application, catalog, definition, fn, issuesOf, marks, only, rendered } from './applications.ts';

const drawer = definition('ComponentDefinition', 'drawer', {
  workload: { type: 'resources' },
  schematic: {
    cel: {
      parameters: {
        type: 'object',
        properties: { open: { type: 'boolean', default: true }, beside: { type: 'string', default: '' } },
      },
      let: [{ label: '${"drawer-" + context.name}' }, { keep: '${parameter.beside != ""}' }],
      resources: [
        {
          id: 'logs',
          retain: '${keep}',
          type: 'AWS::Logs::LogGroup',
          properties: {
            Tags: [{ Key: 'beside', Value: '${components[?parameter.beside].?link.?LABEL.orValue("none")}' }],
          },
        },
      ],
      link: { LABEL: '${label}' },
      source: {
        kind: 'drawer',
        name: { $if: 'parameter.open', $value: '${resources.logs.LogGroupName}' },
      },
      validations: [
        {
          if: 'parameter.beside != "" && !(parameter.beside in components)',
          pointer: '/beside',
          code: 'UnknownComponent',
          message: '${parameter.beside} is none of ${components.map(name, name).join(", ")}',
        },
      ],
    },
  },
});

const reader = definition('TraitDefinition', 'reader', {
  appliesToWorkloads: ['function'],
  schematic: {
    cel: {
      parameters: { type: 'object', required: ['of'], properties: { of: { type: 'string' } } },
      let: [{ source: '${components[?parameter.of].?source.orValue({})}' }],
      patch: { function: { env: [{ name: 'READS', value: '${source.name}' }] } },
      validations: [
        {
          if: 'source.?kind.orValue("") != "drawer" || !has(source.name)',
          pointer: '/of',
          code: 'NotForSource',
          message: '${parameter.of} is no open drawer',
        },
      ],
    },
  },
});

const known = catalog(drawer, reader);
const reads = (of: string): JsonObject => ({ type: 'reader', properties: { of } });
const one = (name: string, properties: JsonObject = {}): JsonObject => ({ name, type: 'drawer', properties });

it('a trait takes from what says its source, whatever its type, and hands on what is known later', () => {
  const { graph, issues } = rendered(application(fn('a', [reads('d')]), one('d')), known);
  expect(issues).toEqual([]);
  const logs = only(graph, 'AWS::Logs::LogGroup', '/d/');
  expect(only(graph, 'AWS::Lambda::Function').properties.Environment).toEqual({
    Variables: { READS: { $ref: [logs.key, 'LogGroupName'] } },
  });
});

it('a component looks at another one, whose link is made of its lets', () => {
  const { graph } = rendered(application(one('d', { beside: 'e' }), one('e')), known);
  const tags = (name: string) => only(graph, 'AWS::Logs::LogGroup', `/${name}/`).properties.Tags;
  expect(tags('d')).toEqual([{ Key: 'beside', Value: 'drawer-e' }]);
  expect(tags('e')).toEqual([{ Key: 'beside', Value: 'none' }]);
  // A let that nothing but `retain` reads.
  expect(only(graph, 'AWS::Logs::LogGroup', '/d/').retain).toBe(true);
});

it.each<[string, JsonObject, string]>([
  ['what is not there', application(fn('a', [reads('x')])), 'NotForSource /spec/components/0/traits/0/properties/of'],
  [
    'what says no source',
    application(fn('a', [reads('b')]), fn('b')),
    'NotForSource /spec/components/0/traits/0/properties/of',
  ],
  [
    'what leaves its source out',
    application(fn('a', [reads('d')]), one('d', { open: false })),
    'NotForSource /spec/components/0/traits/0/properties/of',
  ],
  [
    'a component that is not there',
    application(one('d', { beside: 'x' })),
    'UnknownComponent /spec/components/0/properties/beside',
  ],
])('refuses %s', (_, document, expected) => {
  expect(marks(issuesOf(document, known))).toEqual([expected]);
});
