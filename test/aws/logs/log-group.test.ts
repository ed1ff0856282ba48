import { describe, expect, it } from 'vitest';
import { logGroup } from '../../../lib/aws/logs/log-group.ts';
import { missing, play } from '../script.ts';

const identity = { LogGroupName: 'app-1' };
const arn = 'arn:aws:logs:us-east-1:1:log-group:app-1';
const longer = { logGroupName: 'app-1-longer', arn: `${arn}-longer:*` };

describe('a log group', () => {
  it('takes a second call for its retention only', () => {
    const plain = play(logGroup.create({}, 'app-1', 'token', { 'oam.dev/app': 'x' }), [['CreateLogGroup']]);
    expect(plain.inputs).toEqual([{ logGroupName: 'app-1', tags: { 'oam.dev/app': 'x' } }]);
    const kept = play(logGroup.create({ RetentionInDays: 7 }, 'app-1', 'token', {}), [
      ['CreateLogGroup'],
      ['PutRetentionPolicy'],
    ]);
    expect(kept.inputs[1]).toEqual({ logGroupName: 'app-1', retentionInDays: 7 });
    expect(logGroup.diff({ RetentionInDays: 7 }, undefined, kept.result)).toEqual([]);
  });

  it('is the one of exactly its name among those that begin alike', () => {
    const { result } = play(logGroup.observe(identity), [
      ['DescribeLogGroups', { logGroups: [{ logGroupName: 'app-1', arn: `${arn}:*`, retentionInDays: 7 }, longer] }],
      ['ListTagsForResource', { tags: { a: '1' } }],
    ]);
    expect(result).toMatchObject({
      LogGroupName: 'app-1',
      Arn: arn,
      RetentionInDays: 7,
      Tags: [{ Key: 'a', Value: '1' }],
    });
    expect(play(logGroup.observe(identity), [['DescribeLogGroups', { logGroups: [longer] }]]).result).toBeUndefined();
  });

  it('keeps everything again when retention is no longer declared', () => {
    const observed = { ...identity, Arn: arn, RetentionInDays: 7, Tags: [] };
    expect(logGroup.diff({}, { RetentionInDays: 7 }, observed)).toEqual(['RetentionInDays']);
    const { result } = play(logGroup.update(identity, {}, observed, ['RetentionInDays'], { RetentionInDays: 7 }), [
      ['DeleteRetentionPolicy'],
    ]);
    expect(logGroup.diff({}, { RetentionInDays: 7 }, result)).toEqual([]);
  });

  it('that vanishes between two questions is absent', () => {
    const { result } = play(logGroup.observe(identity), [
      ['DescribeLogGroups', { logGroups: [{ logGroupName: 'app-1', arn: `${arn}:*` }] }],
      ['ListTagsForResource', missing],
    ]);
    expect(result).toBeUndefined();
  });
});
