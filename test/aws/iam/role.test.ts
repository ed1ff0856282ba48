import { describe, expect, it } from 'vitest';
import { iamRole } from '../../../lib/aws/iam/role.ts';
import { rolePolicy } from '../../../lib/aws/iam/role-policy.ts';
import { propertyCheck } from '../../../lib/definition/schema.ts';
import type { JsonObject } from '../../../lib/json.ts';
import { fault } from '../../doubles/aws.ts';
import { play } from '../script.ts';

const trust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};
const encoded = encodeURIComponent(JSON.stringify(trust));
const role = (rest: JsonObject = {}): JsonObject => ({
  Role: {
    RoleName: 'app-1',
    RoleId: 'AROA1',
    Arn: 'arn:aws:iam::1:role/lateen/app-1',
    Path: '/lateen/',
    CreateDate: '2026-01-01T00:00:00.000Z',
    AssumeRolePolicyDocument: encoded,
    MaxSessionDuration: 3600,
    ...rest,
  },
});
const desired = { Path: '/lateen/', AssumeRolePolicyDocument: trust };
const identity = { RoleName: 'app-1' };
const gone = fault('NoSuchEntityException', 404, 'The role cannot be found.');

describe('a role', () => {
  it('is made by one call, tags and boundary included', () => {
    const wanted = { ...desired, PermissionsBoundary: 'arn:b', Tags: [{ Key: 'a', Value: '1' }] };
    const { result, inputs } = play(iamRole.create(wanted, 'app-1', 'token', { 'oam.dev/app': 'x' }), [
      ['CreateRole', role()],
    ]);
    expect(inputs).toEqual([
      {
        RoleName: 'app-1',
        Path: '/lateen/',
        PermissionsBoundary: 'arn:b',
        AssumeRolePolicyDocument: JSON.stringify(trust),
        Tags: [
          { Key: 'a', Value: '1' },
          { Key: 'oam.dev/app', Value: 'x' },
        ],
      },
    ]);
    expect(result).toMatchObject({ Arn: 'arn:aws:iam::1:role/lateen/app-1', RoleId: 'AROA1', RoleName: 'app-1' });
    expect(iamRole.diff(wanted, undefined, result)).toEqual([]);
  });

  it('compares its trust as data', () => {
    const { result } = play(iamRole.observe(identity), [['GetRole', role()]]);
    expect(result?.AssumeRolePolicyDocument).toEqual(trust);
    expect(iamRole.diff(desired, desired, result ?? {})).toEqual([]);
    const other = { ...desired, AssumeRolePolicyDocument: { ...trust, Statement: [] } };
    expect(iamRole.diff(other, desired, result ?? {})).toEqual(['AssumeRolePolicyDocument']);
  });

  it('sends description and session together, since IAM empties the one that is left out', () => {
    const before = { ...desired, Description: 'x', MaxSessionDuration: 7200 };
    const observed =
      play(iamRole.observe(identity), [['GetRole', role({ Description: 'x', MaxSessionDuration: 7200 })]]).result ?? {};
    const wanted = { ...desired, Description: 'x' };
    expect(iamRole.diff(wanted, before, observed)).toEqual(['MaxSessionDuration']);
    const { result, inputs } = play(iamRole.update(identity, wanted, observed, ['MaxSessionDuration'], before), [
      ['UpdateRole'],
    ]);
    expect(inputs).toEqual([{ RoleName: 'app-1', Description: 'x', MaxSessionDuration: 3600 }]);
    expect(iamRole.diff(wanted, before, result)).toEqual([]);
  });

  it('cannot be declared without a boundary', () => {
    const codes = (properties: JsonObject) =>
      propertyCheck(iamRole)(properties).map(({ code, pointer }) => [code, pointer]);
    expect(codes({ AssumeRolePolicyDocument: trust })).toEqual([['MissingProperty', '/PermissionsBoundary']]);
    expect(codes({ AssumeRolePolicyDocument: trust, PermissionsBoundary: 'arn:b' })).toEqual([]);
  });

  it('gets its boundary back where somebody took it away or changed it', () => {
    const wanted = { ...desired, PermissionsBoundary: 'arn:b' };
    const other = { PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: 'arn:other' } };
    for (const found of [{}, other]) {
      const observed = play(iamRole.observe(identity), [['GetRole', role(found)]]).result ?? {};
      expect(iamRole.diff(wanted, wanted, observed)).toEqual(['PermissionsBoundary']);
      const { result, inputs } = play(iamRole.update(identity, wanted, observed, ['PermissionsBoundary'], wanted), [
        ['PutRolePermissionsBoundary'],
      ]);
      expect(inputs).toEqual([{ RoleName: 'app-1', PermissionsBoundary: 'arn:b' }]);
      expect(iamRole.diff(wanted, wanted, result)).toEqual([]);
    }
  });

  it('waits while policies are still in it', () => {
    const conflict = fault('DeleteConflictException', 409, 'Cannot delete entity, must delete policies first.');
    expect(() => play(iamRole.delete(identity), [['DeleteRole', conflict]])).toThrow(
      expect.objectContaining({ code: 'NotReady' }),
    );
    expect(play(iamRole.delete(identity), [['DeleteRole', gone]]).result).toBeUndefined();
  });
});

describe('an inline policy', () => {
  const wanted = {
    RoleName: 'app-1',
    PolicyName: 'queue-send',
    PolicyDocument: { Statement: [{ Action: 'sqs:SendMessage' }] },
  };
  const names = { RoleName: 'app-1', PolicyName: 'queue-send' };

  it('is put, and read back as data', () => {
    const { inputs } = play(rolePolicy.create(wanted, 'ignored', 'token', {}), [['PutRolePolicy']]);
    expect(inputs).toEqual([{ ...names, PolicyDocument: JSON.stringify(wanted.PolicyDocument) }]);
    const text = encodeURIComponent(JSON.stringify({ Statement: { Action: ['sqs:SendMessage'] } }));
    const { result } = play(rolePolicy.observe(names), [['GetRolePolicy', { ...names, PolicyDocument: text }]]);
    expect(rolePolicy.diff(wanted, wanted, result ?? {})).toEqual([]);
  });

  it('is absent with its role', () => {
    expect(play(rolePolicy.observe(names), [['GetRolePolicy', gone]]).result).toBeUndefined();
  });
});
