/** The catalog: which definition a name means in a namespace. */
import { describe, expect, it } from 'vitest';
import { builtins } from '../../lib/definition/builtin/list.ts';
import { catalogOf, placesOf } from '../../lib/definition/catalog.ts';
import { digest, type JsonObject, objectOf, textOf, trusted } from '../../lib/json.ts';
import type { StoredDefinition } from '../../lib/ports.ts';
import { component, marks, spoil, trait, world } from './documents.ts';

function stored(document: JsonObject, namespace: string, revision: number): StoredDefinition {
  const name = textOf(objectOf(document.metadata).name);
  const placed = spoil(document, '/metadata/namespace', namespace);
  return trusted<StoredDefinition>({
    kind: document.kind,
    namespace,
    name,
    revision,
    hash: digest(document.spec),
    document: placed,
  });
}

const second = spoil(component, '/spec/schematic/cel/parameters/properties/size/default', 2);

describe('find', () => {
  const catalog = catalogOf(
    [stored(component, 'a', 1), stored(second, 'a', 2), stored(component, 'lateen-system', 7), stored(trait, 'b', 1)],
    world,
  );
  const found = (name: string, namespace: string): string | undefined => {
    const one = catalog.find('ComponentDefinition', name, namespace);
    return one && `${one.namespace}/${one.name}@${one.revision}`;
  };

  it.each<[string, string, string | undefined]>([
    ['batch', 'a', 'a/batch@2'],
    ['batch@v1', 'a', 'a/batch@1'],
    ['batch@v9', 'a', undefined],
    ['batch@v7', 'a', 'lateen-system/batch@7'],
    ['batch', 'b', 'lateen-system/batch@7'],
    ['a/batch', 'b', 'a/batch@2'],
    ['b/batch', 'b', undefined],
    ['vela-system/batch', 'a', 'lateen-system/batch@7'],
    ['batch', 'vela-system', 'lateen-system/batch@7'],
    ['watch', 'b', undefined],
    ['bach', 'a', undefined],
  ])('%s in %s is %s', (name, namespace, expected) => {
    expect(found(name, namespace)).toBe(expected);
  });

  it('knows the names that a namespace can see', () => {
    const builtIn = (kind: string): string[] =>
      builtins.filter(document => document.kind === kind).map(document => textOf(objectOf(document.metadata).name));
    expect(catalog.names('TraitDefinition', 'b')).toEqual([...builtIn('TraitDefinition'), 'watch'].sort());
    expect(catalog.names('TraitDefinition', 'a')).not.toContain('watch');
    expect(catalog.names('ComponentDefinition', 'a')).toEqual(['batch', ...builtIn('ComponentDefinition')].sort());
  });

  it('compiles each version once', () => {
    const again = catalogOf([stored(second, 'a', 2)], world);
    expect(again.find('ComponentDefinition', 'batch', 'a')).toBe(catalog.find('ComponentDefinition', 'batch', 'a'));
  });
});

it('says why a definition can no longer be used', () => {
  const broken = spoil(component, '/spec/workload/type', 'gone');
  const catalog = catalogOf([stored(broken, 'a', 1)], world);
  expect(catalog.find('ComponentDefinition', 'batch', 'a')).toBeUndefined();
  expect(marks(catalog.problems('ComponentDefinition', 'batch', 'a'))).toEqual(['UnknownWorkload /spec/workload/type']);
  expect(catalog.problems('ComponentDefinition', 'nothing', 'a')).toEqual([]);
});

it('placesOf looks in the namespace, then in the system', () => {
  expect(placesOf('x', 'a').map(place => `${place.namespace}/${place.name}`)).toEqual(['a/x', 'lateen-system/x']);
  expect(placesOf('n/x', 'a').map(place => `${place.namespace}/${place.name}`)).toEqual(['n/x']);
  expect(placesOf('x', 'lateen-system')).toHaveLength(1);
});
