import { describe, expect, it } from 'vitest';
import { modelIn } from '../../../lib/aws/cloudcontrol/model.ts';
import { holds, markOf, patchOf, refuseFixed, withTags } from '../../../lib/aws/cloudcontrol/patch.ts';
import type { JsonObject } from '../../../lib/json.ts';
import { database, nested, untagged } from './schemas.ts';

const model = modelIn(database);
const ours = { Key: 'oam.dev/app', Value: 'web' };

function patch(desired: JsonObject, applied: JsonObject | undefined, observed: JsonObject): unknown {
  return patchOf(model, { desired, applied, observed });
}

describe('a patch', () => {
  it('holds what differs, and takes away what is no longer declared', () => {
    expect(patch({ A: 1, B: { C: 2 } }, { A: 1, D: 3 }, { A: 1, B: { C: 1, E: 4 }, D: 3 })).toEqual([
      { op: 'add', path: '/B', value: { C: 2 } },
      { op: 'remove', path: '/D' },
    ]);
    expect(patch({ A: 1 }, { A: 1, D: 3 }, { A: 1 })).toEqual([]);
    expect(patch({ 'a/b~c': 1 }, undefined, {})).toEqual([{ op: 'add', path: '/a~1b~0c', value: 1 }]);
  });

  it('leaves alone what AWS tells in another order, or with more beside it, unless it was changed here', () => {
    const observed = {
      L: [
        { K: 'b', X: 1 },
        { K: 'a', X: 2 },
      ],
    };
    expect(patch({ L: [{ K: 'a' }, { K: 'b' }] }, undefined, observed)).toEqual([]);
    const turned = { L: [{ K: 'b' }, { K: 'a' }] };
    expect(patch(turned, { L: [{ K: 'a' }, { K: 'b' }] }, observed)).toEqual([
      { op: 'add', path: '/L', value: turned.L },
    ]);
  });

  it('says again what AWS never tells, which it forgets otherwise', () => {
    const desired = { MasterUserPassword: 'p', Port: 2 };
    expect(patch(desired, { MasterUserPassword: 'p', Port: 1 }, { Port: 1 })).toEqual([
      { op: 'add', path: '/MasterUserPassword', value: 'p' },
      { op: 'add', path: '/Port', value: 2 },
    ]);
  });

  it('keeps the tags that say whose it is', () => {
    const observed = { Tags: [ours, { Key: 'team', Value: 'a' }] };
    expect(patch({ Tags: [{ Key: 'team', Value: 'b' }] }, { Tags: [{ Key: 'team', Value: 'a' }] }, observed)).toEqual([
      { op: 'add', path: '/Tags', value: [ours, { Key: 'team', Value: 'b' }] },
    ]);
    expect(patch({}, { Tags: [{ Key: 'team', Value: 'a' }] }, observed)).toEqual([
      { op: 'add', path: '/Tags', value: [ours] },
    ]);
    expect(patch({}, {}, observed)).toEqual([]);
  });

  it('tags in the form of the type, or not at all', () => {
    expect(withTags(modelIn(nested), { Tags: { a: '1' } }, { b: '2' })).toEqual({ Tags: { a: '1', b: '2' } });
    expect(withTags(modelIn(untagged), { Name: 'n' }, { b: '2' })).toEqual({ Name: 'n' });
  });
});

describe('what is fixed', () => {
  const refuse = (desired: JsonObject, applied: JsonObject | undefined, observed: JsonObject) => () =>
    refuseFixed('AWS::RDS::DBInstance', model, { desired, applied, observed });

  it('is refused by its name where it was changed', () => {
    const message = /^Engine of AWS::RDS::DBInstance cannot be changed in place \(ReplacementRefused\)/;
    expect(refuse({ Engine: 'mysql' }, { Engine: 'postgres' }, { Engine: 'postgres' })).toThrow(message);
    expect(refuse({}, { Engine: 'postgres' }, { Engine: 'postgres' })).toThrow(message);
    expect(refuse({ Engine: 'mysql' }, undefined, { Engine: 'postgres' })).toThrow(message);
  });

  it('is not compared with how AWS tells it, where it is known how it was said', () => {
    expect(refuse({ Engine: 'Postgres' }, { Engine: 'Postgres' }, { Engine: 'postgres' })).not.toThrow();
    expect(refuse({ Engine: 'postgres' }, undefined, { Engine: 'postgres' })).not.toThrow();
  });

  it('is found inside of lists', () => {
    const inside = (kind: string) => ({ Parts: [{ Kind: kind, Size: 1 }] });
    const change = (from: string, to: string) => () =>
      refuseFixed('T', modelIn(nested), { desired: inside(to), applied: inside(from), observed: {} });
    expect(change('a', 'b')).toThrow(/^Parts\/\*\/Kind of T/);
    expect(change('a', 'a')).not.toThrow();
  });
});

describe('what is compared', () => {
  it('holds what was asked for, with more beside it', () => {
    expect(holds({ a: [1, 2], b: 3 }, { a: [2, 1] })).toBe(true);
    expect(holds({ a: [1, 2] }, { a: [1] })).toBe(false);
    expect(holds(undefined, {})).toBe(false);
    expect(holds({ a: '1' }, { a: 1 })).toBe(false);
  });

  it('is marked without the order of lists, and of declared properties only', () => {
    expect(markOf({ a: [1, 2], b: 1 }, ['a'])).toBe(markOf({ a: [2, 1], b: 2 }, ['a']));
    expect(markOf({ a: [1, 2] }, ['a'])).not.toBe(markOf({ a: [1, 3] }, ['a']));
  });
});
