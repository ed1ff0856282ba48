import { describe, expect, it } from 'vitest';
import { parameter } from '../../../lib/aws/ssm/parameter.ts';
import type { JsonObject } from '../../../lib/json.ts';
import { fault } from '../../doubles/aws.ts';
import { play } from '../script.ts';

const gone = fault('ParameterNotFound', 400, 'Parameter /a not found.');
const desired = { Name: '/a', Type: 'String', Value: 'one' };
const value = (rest: JsonObject = {}): JsonObject => ({
  Parameter: { Name: '/a', Type: 'String', Value: 'one', ARN: 'arn:a', ...rest },
});

describe('a parameter', () => {
  it('is made without overwriting, and asked for its ARN', () => {
    const { result, inputs } = play(parameter.create(desired, '', 'token', { 'oam.dev/app': 'web' }), [
      ['PutParameter', { Version: 1 }],
      ['GetParameter', value()],
    ]);
    expect(inputs[0]).toEqual({ ...desired, Tags: [{ Key: 'oam.dev/app', Value: 'web' }] });
    expect(result).toMatchObject({ Arn: 'arn:a', Tags: { 'oam.dev/app': 'web' } });
  });

  it('waits where it was made and cannot be read yet', () => {
    expect(() =>
      play(parameter.create(desired, '', 'token', {}), [
        ['PutParameter', { Version: 1 }],
        ['GetParameter', gone],
      ]),
    ).toThrow(expect.objectContaining({ code: 'NotReady', retry: true }));
  });

  it('is looked for through empty pages', () => {
    const { result, inputs } = play(parameter.observe({ Name: '/a' }), [
      ['GetParameter', value()],
      ['DescribeParameters', { Parameters: [], NextToken: 'n' }],
      ['DescribeParameters', { Parameters: [{ Name: '/a', Description: 'd', Tier: 'Advanced' }] }],
      ['ListTagsForResource', { TagList: [{ Key: 'k', Value: 'v' }] }],
    ]);
    expect(inputs[2]).toMatchObject({ NextToken: 'n' });
    expect(result).toMatchObject({ Description: 'd', Tier: 'Advanced', Tags: { k: 'v' } });
    expect(play(parameter.observe({ Name: '/a' }), [['GetParameter', gone]]).result).toBeUndefined();
  });

  it('is overwritten with all of it, so that nothing stays that is no longer declared', () => {
    const observed = { ...desired, Description: 'old', Tier: 'Advanced', Tags: {} };
    expect(parameter.diff({ ...desired, Value: 'two' }, { ...desired, Description: 'old' }, observed)).toEqual([
      'Description',
      'Value',
    ]);
    const { inputs } = play(
      parameter.update({ Name: '/a' }, { ...desired, Value: 'two' }, observed, ['Description', 'Value']),
      [['PutParameter', { Version: 2 }]],
    );
    expect(inputs).toEqual([{ ...desired, Value: 'two', Description: '', AllowedPattern: '', Overwrite: true }]);
  });

  it('stays in its tier where the tier is no longer declared', () => {
    const observed = { ...desired, Tier: 'Advanced' };
    expect(parameter.diff(desired, { ...desired, Tier: 'Advanced' }, observed)).toEqual([]);
  });
});
