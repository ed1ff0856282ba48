/** The traits: every parameter of KubeVela's is known, and whatever is given and taken has an effect or a Warning where it stands. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { at, equal, type Json, type JsonObject, objectOf, segments, textOf } from '../../lib/json.ts';
import { application } from '../reconcile/applications.ts';
import { spoil } from './documents.ts';
import { errorsOf, on, trait, traits, world } from './judged.ts';
import { leavesOf, otherAt, refusalsOf } from './leaves.ts';
import { refused, used } from './traits-used.ts';

/** Parameters by trait, as KubeVela 1.11 and its addons have them: `envMappings{}.secret`, `pvc[].name`. */
const kubevela: Readonly<Record<string, readonly string[]>> = JSON.parse(
  readFileSync(new URL('kubevela-traits.json', import.meta.url), 'utf8'),
);

const traitNamed = (name: string): JsonObject | undefined =>
  traits.find(document => objectOf(document.metadata).name === name);

/** Whether a path with `[]` and `{}` leads to a property of the schema. */
function knows(schema: JsonObject, path: string): boolean {
  let here = schema;
  for (const step of path.split('.')) {
    const name = step.replace(/\[\]|\{\}/g, '');
    const next = name === '' || name === 'string' ? here.additionalProperties : objectOf(here.properties)[name];
    if (next === undefined) return false;
    here = objectOf(step.endsWith('[]') ? objectOf(next).items : next);
    if (step.endsWith('{}')) here = objectOf(here.additionalProperties);
  }
  return true;
}

describe.each(Object.entries(kubevela))('%s', (name, parameters) => {
  it('is refused as a whole, or knows all of KubeVela’s parameters', () => {
    const document = traitNamed(name);
    expect(document).toBeDefined();
    if (textOf(at(document, '/spec/refused')) !== '') return;
    const schema = objectOf(at(document, '/spec/schematic/cel/parameters'));
    expect(parameters.filter(path => path !== '[string]' && !knows(schema, path))).toEqual([]);
  });
});

const effect = (document: JsonObject): Json => JSON.parse(JSON.stringify(Object.values(world.judge(document))));

describe.each(used)('the trait %s', (title, component) => {
  const document = application(component);
  const last = `/spec/components/0/traits/${Object.keys(objectOf(component).traits ?? []).length - 1}/properties`;

  it('is taken', () => {
    expect(errorsOf(document)).toEqual([]);
  });

  it.each(leavesOf(at(document, last) ?? null, last))('%s counts when it changes, or is warned of', path => {
    const another = spoil(
      document,
      path,
      otherAt(document, path, value => refusalsOf(world.judge(spoil(document, path, value)).issues) === ''),
    );
    expect([path, refusalsOf(world.judge(another).issues)]).toEqual([path, refused[`${title} ${path}`] ?? '']);
    const changed = effect(another);
    if (!equal(changed, effect(document))) return;
    const { issues } = world.judge(document);
    // The lowering warns of probes, whoever asked for them, and names the number.
    const named = issues.filter(issue => issue.message.startsWith(`${segments(path).at(-1)} `));
    const places = [...issues.map(issue => issue.pointer), ...named.map(() => path)];
    expect(places.filter(place => place.startsWith(`${last}/`) && `${path}/`.startsWith(`${place}/`))).not.toEqual([]);
  });
});

it.each(['expose first', 'gateway first'])(
  'expose beside a gateway on the same port adds nothing, and says so: %s',
  order => {
    const both = [trait('gateway', { http: { '/': 80 } }), trait('expose', { port: [80] })];
    const said = (...list: JsonObject[]): string[] =>
      world.judge(application(on('webservice', 'a', {}, ...list))).issues.map(issue => issue.message);
    expect(said(...(order === 'gateway first' ? both : both.toReversed()))).toContainEqual(
      expect.stringContaining('expose adds nothing'),
    );
    expect(said(trait('gateway', { http: { '/': 81 } }), trait('expose', { port: [80] }))).not.toContainEqual(
      expect.stringContaining('expose adds nothing'),
    );
  },
);
