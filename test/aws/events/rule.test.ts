import { describe, expect, it } from 'vitest';
import { rule } from '../../../lib/aws/events/rule.ts';
import { fault } from '../../doubles/aws.ts';
import { missing, play } from '../script.ts';

const identity = { Name: 'r', EventBusName: 'default' };
const desired = {
  EventPattern: { source: ['aws.s3'] },
  Targets: [
    { Id: 'a', Arn: 'arn:a' },
    { Id: 'b', Arn: 'arn:b' },
  ],
};
const observed = { ...identity, ...desired, State: 'ENABLED', RuleName: 'r', Arn: 'arn:r', Tags: [] };

describe('a rule', () => {
  it('is made with its targets, its pattern as text', () => {
    const { result, inputs } = play(rule.create(desired, 'r', 'token', { 'oam.dev/app': 'web' }), [
      ['PutRule', { RuleArn: 'arn:r' }],
      ['PutTargets', { FailedEntryCount: 0, FailedEntries: [] }],
    ]);
    const Tags = [{ Key: 'oam.dev/app', Value: 'web' }];
    expect(inputs).toEqual([
      { ...identity, EventPattern: '{"source":["aws.s3"]}', State: 'ENABLED', Tags },
      { Rule: 'r', EventBusName: 'default', Targets: desired.Targets },
    ]);
    expect(rule.diff(desired, undefined, result)).toEqual([]);
  });

  it('says which target AWS did not take, though it took the request', () => {
    const failed = (ErrorCode: string) => () =>
      play(rule.create(desired, 'r', 'token', {}), [
        ['PutRule', { RuleArn: 'arn:r' }],
        [
          'PutTargets',
          { FailedEntryCount: 1, FailedEntries: [{ TargetId: 'b', ErrorCode, ErrorMessage: 'No such function' }] },
        ],
      ]);
    expect(failed('ValidationException')).toThrow(
      expect.objectContaining({ code: 'Rejected', message: 'eventbridge: target b: No such function' }),
    );
    expect(failed('ConcurrentModificationException')).toThrow(expect.objectContaining({ code: 'NotReady' }));
    expect(failed('ThrottlingException')).toThrow(expect.objectContaining({ code: 'Throttled' }));
  });

  it('loses targets that are no longer wanted, after the others are there', () => {
    const Targets = [{ Id: 'c', Arn: 'arn:c' }];
    const { inputs } = play(rule.update(identity, { ...desired, Targets }, observed, ['Targets'], desired), [
      ['PutTargets', { FailedEntryCount: 0 }],
      ['RemoveTargets', { FailedEntryCount: 0 }],
    ]);
    expect(inputs).toEqual([
      { Rule: 'r', EventBusName: 'default', Targets },
      { Rule: 'r', EventBusName: 'default', Ids: ['a', 'b'] },
    ]);
  });

  it('is told everything again where anything of it changes: AWS forgets the rest', () => {
    const changed = { ...desired, Description: 'new', State: 'DISABLED' };
    const { inputs } = play(rule.update(identity, changed, observed, ['Description', 'State'], desired), [['PutRule']]);
    expect(inputs).toEqual([
      { ...identity, EventPattern: '{"source":["aws.s3"]}', Description: 'new', State: 'DISABLED' },
    ]);
  });

  it('is deleted without its targets, page after page; what is not there is deleted', () => {
    const { inputs } = play(rule.delete(identity), [
      ['ListTargetsByRule', { Targets: [{ Id: 'a', Arn: 'arn:a' }], NextToken: 'n' }],
      ['ListTargetsByRule', { Targets: [{ Id: 'b', Arn: 'arn:b' }] }],
      ['RemoveTargets', { FailedEntryCount: 0 }],
      ['DeleteRule'],
    ]);
    expect(inputs[2]).toMatchObject({ Ids: ['a', 'b'] });
    play(rule.delete(identity), [['ListTargetsByRule', missing], ['DeleteRule']]);
    const concurrent = fault('ConcurrentModificationException', 400, 'busy');
    expect(() => play(rule.delete(identity), [['ListTargetsByRule', concurrent]])).toThrow(
      expect.objectContaining({ code: 'NotReady' }),
    );
  });
});
