/** Whether the fixtures leave anything out: a driver without a fixture, a property that no fixture sends. */
import { expect, it } from 'vitest';
import type { ResourceType } from '../../../lib/resource/resource.ts';
import type { Fixture, Place } from './fixture.ts';
import { schemaPaths, valuePaths } from './schema-paths.ts';

const place: Place = {
  account: '000000000000',
  region: 'us-east-1',
  code: [
    { source: { S3Bucket: 'a', S3Key: 'a', S3ObjectVersion: 'a' }, sha256: '' },
    { source: { S3Bucket: 'a', S3Key: 'b' }, sha256: '' },
  ],
  name: 'a',
  layers: ['a', 'b'],
  network: { vpc: 'a', subnets: ['a', 'b', 'c'] },
  made: {},
};

export function coverage(types: ReadonlyMap<string, ResourceType>, fixtures: readonly Fixture[]): void {
  it('every driver has a fixture, every fixture a driver', () => {
    expect(fixtures.map(fixture => fixture.type).sort()).toEqual([...types.keys()].sort());
  });

  it.each(fixtures.map(fixture => [fixture.type, fixture] as const))(
    'every property of %s is sent',
    (name, fixture) => {
      const type = types.get(name);
      if (type === undefined) throw new Error(`There is no driver for ${name}`);
      const paths = schemaPaths(type.schema);
      const top = paths.filter(path => !path.includes('/'));
      expect(Object.keys(fixture.properties).sort()).toEqual(top.sort());
      const sent = new Set(
        Object.entries(fixture.properties).flatMap(([property, how]) =>
          [how.first(place), how.second?.(place) ?? null].flatMap(value => [property, ...valuePaths(value, property)]),
        ),
      );
      expect(paths.filter(path => !sent.has(path))).toEqual([]);
    },
  );
}
