import { describe, expect, it } from 'vitest';
import { permission } from '../../../lib/aws/lambda/permission.ts';
import type { JsonObject } from '../../../lib/json.ts';
import { missing, play } from '../script.ts';

const alias = 'arn:aws:lambda:us-east-1:123456789012:function:f:live';
const desired = {
  FunctionName: alias,
  Action: 'lambda:InvokeFunction',
  Principal: 'apigateway.amazonaws.com',
  SourceArn: 'arn:aws:execute-api:us-east-1:123456789012:abc/*',
  SourceAccount: '123456789012',
};
const identity = { FunctionName: alias, Id: 'app-1' };
const statement = {
  Sid: 'app-1',
  Effect: 'Allow',
  Principal: { Service: 'apigateway.amazonaws.com' },
  Action: 'lambda:InvokeFunction',
  Resource: alias,
  Condition: {
    StringEquals: { 'AWS:SourceAccount': '123456789012' },
    ArnLike: { 'AWS:SourceArn': 'arn:aws:execute-api:us-east-1:123456789012:abc/*' },
  },
};
const policy = (...statements: JsonObject[]): JsonObject => ({ Policy: JSON.stringify({ Statement: statements }) });

describe('a permission', () => {
  it('is added under its own name, to the alias', () => {
    const { result, inputs } = play(permission.create(desired, 'app-1', 'token', {}), [
      ['AddPermission', { Statement: '{}' }],
    ]);
    expect(inputs).toEqual([{ ...desired, FunctionName: 'f', Qualifier: 'live', StatementId: 'app-1' }]);
    expect(permission.identify(result)).toEqual(permission.identity(desired, 'app-1'));
    expect(result.Id).toBe('app-1');
  });

  it('is read out of the whole policy', () => {
    const { result, inputs } = play(permission.observe(identity), [
      ['GetPolicy', policy({ ...statement, Sid: 'other' }, statement)],
    ]);
    expect(inputs).toEqual([{ FunctionName: 'f', Qualifier: 'live' }]);
    expect(permission.diff(desired, desired, result ?? {})).toEqual([]);
    expect(permission.diff(desired, undefined, result ?? {})).toEqual([]);
  });

  it('may be for an account, or for everyone', () => {
    const of = (Principal: JsonObject | string): unknown =>
      play(permission.observe(identity), [['GetPolicy', policy({ ...statement, Principal })]]).result?.Principal;
    expect(of({ AWS: 'arn:aws:iam::123456789012:root' })).toBe('123456789012');
    expect(of({ AWS: 'arn:aws:iam::123456789012:role/r' })).toBe('arn:aws:iam::123456789012:role/r');
    expect(of('*')).toBe('*');
  });

  it('is absent without a policy, without a function and without its statement', () => {
    expect(play(permission.observe(identity), [['GetPolicy', missing]]).result).toBeUndefined();
    expect(
      play(permission.observe(identity), [['GetPolicy', policy({ ...statement, Sid: 'other' })]]).result,
    ).toBeUndefined();
    expect(play(permission.delete(identity), [['RemovePermission', missing]]).result).toBeUndefined();
  });

  it('that others changed is replaced', () => {
    const foreign = { ...statement, Principal: { Service: 'events.amazonaws.com' } };
    const observed = play(permission.observe(identity), [['GetPolicy', policy(foreign)]]).result ?? {};
    const diff = permission.diff(desired, desired, observed);
    expect(diff).toEqual(['Principal']);
    const { result } = play(permission.update(identity, desired, observed, diff, desired), [
      ['RemovePermission'],
      ['AddPermission'],
    ]);
    expect(permission.diff(desired, desired, result)).toEqual([]);
  });
});
