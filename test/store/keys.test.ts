/** Keys of the table's items: there and back, and in the order that the queries rely on. */
import { describe, expect, test } from 'vitest';
import { shards } from '../../lib/store/agenda.ts';
import {
  afterEvents,
  appOfPk,
  appPk,
  eventIds,
  eventSk,
  objectOfPk,
  objectPk,
  refSk,
  revisionSk,
  rowSk,
  seenWakeId,
  shardOf,
  sk,
  wakeSeen,
} from '../../lib/store/keys.ts';

describe('keys', () => {
  test('an object is found again from its partition', () => {
    const key = { kind: 'TraitDefinition', namespace: 'lateen-system', name: 'gateway' } as const;
    expect(objectPk(key)).toBe('TraitDefinition#lateen-system/gateway');
    expect(objectOfPk(objectPk(key))).toEqual(key);
    expect(appOfPk(objectPk(key))).toBeUndefined();
    expect(appOfPk(appPk({ namespace: 'default', name: 'shop' }))).toEqual({ namespace: 'default', name: 'shop' });
  });

  test.each(['ACCESS', 'ENV#local', 'Application#', 'Application#a', 'Other#a/b', ''])('%j is no object', pk => {
    expect(objectOfPk(pk)).toBeUndefined();
  });

  test('events are all that a load leaves out', () => {
    const loaded = [...Object.values(sk), refSk('blob#1'), rowSk('local/-/x/#1'), revisionSk(1)];
    const inPartition = loaded.filter(one => one !== sk.environment);
    expect(inPartition.filter(one => one < afterEvents)).toEqual([]);
    expect(eventSk('7ZZZZZZZZZZZZZZZZZZZZZZZZZ-98') < afterEvents).toBe(true);
  });

  test('revisions sort by number', () => {
    expect([10, 9, 100, 1].map(revisionSk).sort()).toEqual([1, 9, 10, 100].map(revisionSk));
  });

  test('events of one report sort in their order', () => {
    const ids = eventIds('01K', 98);
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(98);
  });

  test('a marked wake tells its id and its marks', () => {
    expect(wakeSeen(seenWakeId('01K', 0))).toEqual({ id: '01K', marks: 0 });
    expect(wakeSeen(seenWakeId('01K', 12))).toEqual({ id: '01K', marks: 12 });
  });

  test('applications spread over all shards', () => {
    const used = new Set(Array.from({ length: 100 }, (_, i) => shardOf({ namespace: 'default', name: `app${i}` })));
    expect([...used].sort()).toEqual(shards);
  });
});
