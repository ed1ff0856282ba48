import { describe, expect, it } from 'vitest';
import { asCaselessSet, asPolicy, asSet, asTags, type Comparison, differences, members } from '../../lib/aws/diff.ts';
import type { JsonObject } from '../../lib/json.ts';

const diff = (
  desired: JsonObject,
  applied: JsonObject | undefined,
  observed: JsonObject,
  comparison: Comparison = {},
): readonly string[] => differences(comparison, desired, applied, observed);

describe('differences', () => {
  it('compares what is declared, and ignores what only AWS has', () => {
    expect(diff({ A: 1 }, undefined, { A: 1, Arn: 'arn', LastModified: 'now' })).toEqual([]);
    expect(diff({ A: 2, B: 'x' }, undefined, { A: 1, B: 'x' })).toEqual(['A']);
    expect(diff({ A: { X: 1 } }, undefined, { A: { X: 1, Y: 2 } })).toEqual([]);
    expect(diff({ A: { X: { Y: 1 } } }, undefined, { A: { X: { Y: 2 } } })).toEqual(['A']);
  });

  it('sees a property that was applied and is no longer declared, until it is gone or as AWS has it by itself', () => {
    expect(diff({}, { A: 512 }, { A: 512 })).toEqual(['A']);
    expect(diff({}, { A: 512 }, {})).toEqual([]);
    expect(diff({}, { A: 'x' }, { A: '' })).toEqual([]);
    expect(diff({}, { A: 512 }, { A: 128 }, { defaults: { A: 128 } })).toEqual([]);
    expect(diff({}, { A: 512 }, { A: 256 }, { defaults: { A: 128 } })).toEqual(['A']);
  });

  it('sees a key that was applied and is no longer declared, below the top too', () => {
    expect(diff({ E: { V: { A: '1' } } }, { E: { V: { A: '1', B: '2' } } }, { E: { V: { A: '1', B: '2' } } })).toEqual([
      'E',
    ]);
    expect(diff({ E: { V: { A: '1' } } }, { E: { V: { A: '1', B: '2' } } }, { E: { V: { A: '1' } } })).toEqual([]);
    expect(diff({ E: { V: { A: '1' } } }, { E: { V: { A: '1' } } }, { E: { V: { A: '1', OTHERS: '2' } } })).toEqual([]);
    const comparison = { defaults: { S: { Burst: 5000 } } };
    expect(diff({ S: {} }, { S: { Burst: 10 } }, { S: { Burst: 5000 } }, comparison)).toEqual([]);
    expect(diff({}, { S: { Burst: 10 } }, { S: { Burst: 10 } }, comparison)).toEqual(['S']);
    expect(diff({}, { S: { Burst: 10 } }, { S: { Burst: 5000, Other: 1 } }, comparison)).toEqual([]);
  });

  it('takes an absent value for what AWS has by itself, and saying nothing for nothing', () => {
    expect(diff({ AutoDeploy: false }, undefined, {}, { defaults: { AutoDeploy: false } })).toEqual([]);
    expect(diff({ AutoDeploy: true }, undefined, {}, { defaults: { AutoDeploy: false } })).toEqual(['AutoDeploy']);
    expect(diff({ D: '', L: [], O: {}, N: { X: {} } }, undefined, {})).toEqual([]);
    expect(diff({ D: 'x', L: [1], O: { A: 1 } }, undefined, {})).toEqual(['D', 'L', 'O']);
    expect(diff({ D: '' }, undefined, { D: 'x' })).toEqual(['D']);
    expect(diff({ L: [] }, undefined, { L: [1] })).toEqual(['L']);
  });

  it('compares lists in their order unless they are sets', () => {
    expect(diff({ L: ['a', 'b'] }, undefined, { L: ['b', 'a'] })).toEqual(['L']);
    expect(diff({ L: ['a', 'b'] }, undefined, { L: ['b', 'a'] }, { forms: { L: asSet } })).toEqual([]);
    expect(diff({ L: ['a', 'b'] }, undefined, { L: ['a'] }, { forms: { L: asSet } })).toEqual(['L']);
    expect(diff({ L: [{ N: 'a' }] }, undefined, { L: [{ N: 'a', More: 1 }] })).toEqual([]);
    const headers = { forms: { C: members({ AllowHeaders: asCaselessSet }) } };
    expect(
      diff({ C: { AllowHeaders: ['X-One', 'b'] } }, undefined, { C: { AllowHeaders: ['B', 'x-one'] } }, headers),
    ).toEqual([]);
  });

  it('does not take one kind of value for another', () => {
    expect(diff({ A: { X: 1 } }, undefined, { A: 'text' })).toEqual(['A']);
    expect(diff({ A: [1] }, undefined, { A: 1 })).toEqual(['A']);
    expect(diff({ A: '1' }, undefined, { A: 1 })).toEqual(['A']);
    expect(diff({ A: false }, undefined, { A: 0 })).toEqual(['A']);
  });

  it('compares tags as a map: others may add theirs', () => {
    const tags = { forms: { Tags: asTags } };
    const list = (map: Record<string, string>): JsonObject => ({
      Tags: Object.entries(map).map(([Key, Value]) => ({ Key, Value })),
    });
    expect(diff(list({ a: '1', b: '2' }), undefined, list({ b: '2', a: '1', 'aws:x': 'y' }), tags)).toEqual([]);
    expect(diff(list({ a: '1' }), list({ a: '1', b: '2' }), list({ a: '1', b: '2' }), tags)).toEqual(['Tags']);
    expect(diff(list({ a: '2' }), undefined, list({ a: '1' }), tags)).toEqual(['Tags']);
  });

  it('compares policies by what they mean', () => {
    const policy = { forms: { P: asPolicy } };
    const ours = {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: ['b', 'a'] },
    };
    const theirs = {
      Statement: [{ Resource: ['a', 'b'], Action: ['s3:GetObject'], Effect: 'Allow' }],
      Version: '2012-10-17',
    };
    expect(diff({ P: ours }, undefined, { P: JSON.stringify(theirs) }, policy)).toEqual([]);
    const more = { ...theirs, Statement: [...theirs.Statement, { Effect: 'Deny', Action: '*', Resource: '*' }] };
    expect(diff({ P: ours }, undefined, { P: more }, policy)).toEqual(['P']);
    const condition = (value: string | string[]): JsonObject => ({
      Statement: { Condition: { StringEquals: { 'aws:x': value } } },
    });
    expect(diff({ P: condition('y') }, undefined, { P: condition(['y']) }, policy)).toEqual([]);
    expect(diff({ P: condition('y') }, undefined, { P: condition(['y', 'z']) }, policy)).toEqual(['P']);
    expect(diff({ P: ours }, undefined, { P: 'not JSON' }, policy)).toEqual(['P']);
  });
});
