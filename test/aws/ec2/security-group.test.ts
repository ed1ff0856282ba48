import { describe, expect, it } from 'vitest';
import { securityGroup } from '../../../lib/aws/ec2/security-group.ts';
import { fault } from '../../doubles/aws.ts';
import { play } from '../script.ts';

const plain = { GroupDescription: 'web', VpcId: 'vpc-1' };
const web = { IpProtocol: 'tcp', FromPort: 80, ToPort: 80, CidrIp: '10.0.0.0/8' };
const everywhere = { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
const found = {
  GroupId: 'sg-1',
  GroupName: 'web',
  VpcId: 'vpc-1',
  Description: 'web',
  IpPermissions: [
    {
      IpProtocol: 'tcp',
      FromPort: 80,
      ToPort: 80,
      IpRanges: [{ CidrIp: '10.0.0.0/8' }, { CidrIp: '192.168.0.0/16', Description: 'theirs' }],
      UserIdGroupPairs: [{ GroupId: 'sg-2', UserId: '000000000000' }],
    },
  ],
  IpPermissionsEgress: [everywhere],
  Tags: [],
};
const identity = { VpcId: 'vpc-1', GroupName: 'web' };
const look = () =>
  play(securityGroup.observe(identity), [['DescribeSecurityGroups', { SecurityGroups: [found] }]]).result ?? {};

describe('a security group', () => {
  it('lets everything out where no egress is declared, as AWS does', () => {
    const { result, calls } = play(securityGroup.create(plain, 'web', 't', {}), [
      ['CreateSecurityGroup', { GroupId: 'sg-1' }],
    ]);
    expect(calls).toHaveLength(1);
    expect(result.SecurityGroupEgress).toEqual([{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }]);
  });

  it('shuts that out where egress is declared, after what may leave was let through', () => {
    const desired = { ...plain, SecurityGroupEgress: [web] };
    const { inputs } = play(securityGroup.create(desired, 'web', 't', {}), [
      ['CreateSecurityGroup', { GroupId: 'sg-1' }],
      ['AuthorizeSecurityGroupEgress'],
      ['RevokeSecurityGroupEgress'],
    ]);
    expect(inputs[2]).toEqual({ GroupId: 'sg-1', IpPermissions: [everywhere] });
  });

  it('nothing leaves where the declared egress is empty', () => {
    const { result } = play(securityGroup.create({ ...plain, SecurityGroupEgress: [] }, 'web', 't', {}), [
      ['CreateSecurityGroup', { GroupId: 'sg-1' }],
      ['RevokeSecurityGroupEgress'],
    ]);
    expect(result.SecurityGroupEgress).toEqual([]);
  });

  it('is changed by the difference of sets, whatever AWS groups together', () => {
    const observed = look();
    const rest = [
      { ...web, CidrIp: '192.168.0.0/16' },
      { IpProtocol: '6', FromPort: 80, ToPort: 80, SourceSecurityGroupId: 'sg-2' },
    ];
    const applied = { ...plain, SecurityGroupIngress: [...rest, web] };
    expect(securityGroup.diff(applied, applied, observed)).toEqual([]);
    const desired = { ...plain, SecurityGroupIngress: [...rest, { ...web, CidrIp: '172.16.0.0/12' }] };
    const diff = securityGroup.diff(desired, applied, observed);
    expect(diff).toEqual(['SecurityGroupIngress']);
    const { inputs, result } = play(securityGroup.update(identity, desired, observed, diff, applied), [
      ['AuthorizeSecurityGroupIngress'],
      ['RevokeSecurityGroupIngress'],
    ]);
    const rule = (CidrIp: string) => ({ IpProtocol: 'tcp', FromPort: 80, ToPort: 80, IpRanges: [{ CidrIp }] });
    expect(inputs).toEqual([
      { GroupId: 'sg-1', IpPermissions: [rule('172.16.0.0/12')] },
      { GroupId: 'sg-1', IpPermissions: [rule('10.0.0.0/8')] },
    ]);
    expect(securityGroup.diff(desired, desired, result)).toEqual([]);
  });

  it('waits with its end for the network interfaces that linger', () => {
    const used = fault('DependencyViolation', 400, 'resource sg-1 has a dependent object');
    const end = () =>
      play(securityGroup.delete(identity), [
        ['DescribeSecurityGroups', { SecurityGroups: [found] }],
        ['DeleteSecurityGroup', used],
      ]);
    expect(end).toThrow(expect.objectContaining({ code: 'NotReady', retry: true }));
  });
});
