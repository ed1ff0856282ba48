/** What is told of the sound parts of an application of which another part is wrong. */
import { expect, it } from 'vitest';
import { types } from '../../lib/aws/registry.ts';
import type { JsonObject } from '../../lib/json.ts';
import { checkApplication } from '../../lib/oam/check.ts';
import { examine } from '../../lib/reconcile/examine.ts';
import { resolve } from '../../lib/reconcile/resolve.ts';
import { application, catalog, definition, environment, fn } from './applications.ts';

/** An operator's trait that looks at the component which `to` names. */
const looker = (looks: string): JsonObject => ({
  appliesToWorkloads: ['*'],
  schematic: {
    cel: {
      parameters: { type: 'object', required: ['to'], properties: { to: { type: 'string' } } },
      patch: { function: {} },
      validations: [{ if: looks, pointer: '/to', code: 'Seen', message: 'It was seen' }],
    },
  },
});

const misspelt = { name: 'misspelt', type: 'function', properties: { nonsense: 1 } };

function told(looks: string, ...components: JsonObject[]): string[] {
  const known = catalog(definition('TraitDefinition', 'looker', looker(looks)));
  const { application: checked } = checkApplication(application(...components, misspelt));
  const { parts } = resolve(checked!, known);
  return examine(parts, environment, types).map(({ code, pointer }) => `${code} ${pointer}`);
}

const look = (name: string, to: string): JsonObject => fn(name, [{ type: 'looker', properties: { to } }]);

// Some of these are evaluated by CEL, the others without it.
const expressions = [
  'components[parameter.to].grants.invoke.actions[0] != ""',
  'components[parameter.to].grants.invoke.actions[0].trim() != ""',
  'components[parameter.to].link.map(k, k.upperAscii()).size() > 0',
  'size(string(components[parameter.to].grants.invoke.actions[0]).trim()) > 0',
  'components.map(name, name).filter(name, name == parameter.to).map(name, components[name].grants.invoke.actions[0].trim()).size() > 0',
];

it.each(expressions)('nothing is told of %s at one that is wrong, at however many users', looks => {
  const users = ['a', 'b', 'c'].map(name => look(name, 'misspelt'));
  expect(told(looks, ...users)).toEqual([]);
});

it.each(expressions)('%s at a sound one is told, whatever else is wrong', looks => {
  expect(told(looks, look('a', 'b'), look('b', 'misspelt'), look('c', 'b'))).toEqual([
    'Seen /spec/components/0/traits/0/properties/to',
    'Seen /spec/components/2/traits/0/properties/to',
  ]);
});

it.each(expressions)('%s where a component is called constructor', looks => {
  expect(told(looks, look('a', 'misspelt'), look('constructor', 'misspelt'), look('c', 'misspelt'))).toEqual([]);
});
