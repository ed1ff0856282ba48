import { describe, expect, it } from 'vitest';
import { accessPoint } from '../../../lib/aws/efs/access-point.ts';
import { fileSystem } from '../../../lib/aws/efs/file-system.ts';
import { mountTarget } from '../../../lib/aws/efs/mount-target.ts';
import type { JsonObject } from '../../../lib/json.ts';
import { fault } from '../../doubles/aws.ts';
import { play } from '../script.ts';

const made = (LifeCycleState: string) => ({ FileSystemId: 'fs-1', FileSystemArn: 'arn:fs-1', LifeCycleState });

describe('a file system', () => {
  const identity = { FileSystemId: 'fs-1' };
  const aging = { LifecyclePolicies: [{ TransitionToIA: 'AFTER_7_DAYS' }] };

  it('is not there for an application while it is going', () => {
    for (const state of ['deleting', 'deleted']) {
      const seen = play(fileSystem.observe(identity), [['DescribeFileSystems', { FileSystems: [made(state)] }]]);
      expect(seen.result).toBeUndefined();
      const found = play(fileSystem.find({}, 'token'), [['DescribeFileSystems', { FileSystems: [made(state)] }]]);
      expect(found.result).toBeUndefined();
    }
  });

  it('is asked for its settings once it has come', () => {
    const { result } = play(fileSystem.observe(identity), [
      ['DescribeFileSystems', { FileSystems: [made('creating')] }],
    ]);
    expect(fileSystem.health(result ?? {}).state).toBe('progressing');
    const later = play(fileSystem.observe(identity), [
      ['DescribeFileSystems', { FileSystems: [made('available')] }],
      ['DescribeLifecycleConfiguration', aging],
      ['DescribeBackupPolicy', fault('PolicyNotFound', 404, 'none')],
      ['DescribeFileSystemPolicy', fault('PolicyNotFound', 404, 'none')],
    ]);
    expect(later.result).toMatchObject({ ...aging, BackupPolicy: { Status: 'DISABLED' } });
  });

  it('is told how files age only when it is available', () => {
    const observed = { FileSystemId: 'fs-1', LifeCycleState: 'creating' };
    const early = play(fileSystem.update(identity, aging, observed, ['LifecyclePolicies']), []);
    expect(early.result).toEqual(observed);
    const ready = { ...observed, LifeCycleState: 'available' };
    const late = play(fileSystem.update(identity, aging, ready, ['LifecyclePolicies']), [
      ['PutLifecycleConfiguration', aging],
    ]);
    expect(late.inputs[0]).toEqual({ FileSystemId: 'fs-1', ...aging });
  });

  const rule = { Effect: 'Deny', Principal: { AWS: '*' }, Action: 'elasticfilesystem:ClientMount' };
  const other = { ...rule, Action: 'elasticfilesystem:ClientWrite' };

  it('says who may use it only when it is available, and is not ready before', () => {
    const FileSystemPolicy = { Version: '2012-10-17', Statement: [rule, other] };
    const { result } = play(fileSystem.create({ FileSystemPolicy }, '', 'token', {}), [
      ['CreateFileSystem', made('available')],
    ]);
    expect(fileSystem.health(result).state).toBe('progressing');
    const seen = { FileSystemId: 'fs-1', LifeCycleState: 'available' };
    expect(fileSystem.diff({ FileSystemPolicy }, undefined, seen)).toEqual(['FileSystemPolicy']);
    const { inputs } = play(fileSystem.update(identity, { FileSystemPolicy }, seen, ['FileSystemPolicy']), [
      ['PutFileSystemPolicy'],
    ]);
    expect(inputs).toEqual([{ FileSystemId: 'fs-1', Policy: JSON.stringify(FileSystemPolicy) }]);
  });

  it('has the same policy whatever AWS fills in and in which order it answers', () => {
    const desired = { FileSystemPolicy: { Version: '2012-10-17', Statement: [rule, other] } };
    const filled = [other, rule].map((one, n) => ({ ...one, Sid: `efs-statement-${n}`, Resource: 'arn:fs-1' }));
    const observed = (Statement: JsonObject[]): JsonObject => ({
      FileSystemPolicy: { Version: '2012-10-17', Id: '1', Statement },
    });
    expect(fileSystem.diff(desired, undefined, observed(filled))).toEqual([]);
    expect(fileSystem.diff(desired, undefined, observed(filled.slice(1)))).toEqual(['FileSystemPolicy']);
  });

  it('has another policy where a declared Resource differs, whatever AWS fills in beside it', () => {
    const declared = (Resource: string): JsonObject => ({
      FileSystemPolicy: { Version: '2012-10-17', Statement: [{ ...rule, Resource }, rule] },
    });
    const observed = {
      FileSystemPolicy: {
        Version: '2012-10-17',
        Statement: [
          { ...rule, Sid: 'efs-statement-1', Resource: 'arn:fs-1' },
          { ...rule, Sid: 'efs-statement-2', Resource: 'arn:one' },
        ],
      },
    };
    expect(fileSystem.diff(declared('arn:one'), undefined, observed)).toEqual([]);
    expect(fileSystem.diff(declared('arn:two'), declared('arn:one'), observed)).toEqual(['FileSystemPolicy']);
  });

  it('loses the tags that were ours and are no longer declared, and keeps those of others', () => {
    const observed = {
      FileSystemId: 'fs-1',
      LifeCycleState: 'available',
      FileSystemTags: [
        { Key: 'ours', Value: '1' },
        { Key: 'theirs', Value: '2' },
      ],
    };
    const applied = { FileSystemTags: [{ Key: 'ours', Value: '1' }] };
    const { inputs } = play(
      fileSystem.update(identity, { FileSystemTags: [] }, observed, ['FileSystemTags'], applied),
      [['UntagResource']],
    );
    expect(inputs).toEqual([{ ResourceId: 'fs-1', TagKeys: ['ours'] }]);
  });
});

describe('a mount target', () => {
  const desired = { FileSystemId: 'fs-1', SubnetId: 'subnet-1', SecurityGroups: ['sg-2'] };

  it('is left alone with its security groups until it is available', () => {
    const target = { MountTargetId: 'fsmt-1', FileSystemId: 'fs-1', SubnetId: 'subnet-1' };
    const look = (LifeCycleState: string, ...rest: Parameters<typeof play>[1]) =>
      play(mountTarget.observe({ MountTargetId: 'fsmt-1' }), [
        ['DescribeMountTargets', { MountTargets: [{ ...target, LifeCycleState }] }],
        ...rest,
      ]).result ?? {};
    expect(mountTarget.diff(desired, undefined, look('creating'))).toEqual([]);
    const there = look('available', ['DescribeMountTargetSecurityGroups', { SecurityGroups: ['sg-1'] }]);
    expect(mountTarget.diff(desired, undefined, there)).toEqual(['SecurityGroups']);
  });

  it('is found by its subnet, on whichever page', () => {
    const other = { MountTargetId: 'fsmt-1', FileSystemId: 'fs-1', SubnetId: 'subnet-2', LifeCycleState: 'available' };
    const { result, inputs } = play(mountTarget.find(desired, 'token'), [
      ['DescribeMountTargets', { MountTargets: [other], NextMarker: 'more' }],
      ['DescribeMountTargets', { MountTargets: [{ ...other, MountTargetId: 'fsmt-2', SubnetId: 'subnet-1' }] }],
    ]);
    expect(result).toEqual({ MountTargetId: 'fsmt-2' });
    expect(inputs[1]).toEqual({ FileSystemId: 'fs-1', Marker: 'more' });
  });
});

describe('an access point', () => {
  it('says users in text here and in numbers there', () => {
    const desired = {
      FileSystemId: 'fs-1',
      PosixUser: { Uid: '0', Gid: '1', SecondaryGids: ['2'] },
      RootDirectory: { Path: '/a', CreationInfo: { OwnerUid: '0', OwnerGid: '1', Permissions: '0777' } },
    };
    const numbers = {
      FileSystemId: 'fs-1',
      PosixUser: { Uid: 0, Gid: 1, SecondaryGids: [2] },
      RootDirectory: { Path: '/a', CreationInfo: { OwnerUid: 0, OwnerGid: 1, Permissions: '0777' } },
    };
    const { result, inputs } = play(accessPoint.create(desired, '', 'token', {}), [
      ['CreateAccessPoint', { ...numbers, AccessPointId: 'fsap-1' }],
    ]);
    expect(inputs[0]).toEqual({ ...numbers, ClientToken: 'token', Tags: [] });
    expect(accessPoint.diff(desired, undefined, result)).toEqual([]);
  });
});
