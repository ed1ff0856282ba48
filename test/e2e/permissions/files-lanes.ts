/** The permissions that file systems need, and where each is missed. */
import { type Lane, tags } from './lane.ts';

const first = { age: 'AFTER_7_DAYS', throughput: 'bursting', backup: 'DISABLED' };
const files = { ...first, allows: true, group: 'link', tags: tags('a') };
const changed = { ...files, throughput: 'elastic', backup: 'ENABLED', allows: false, tags: tags('b') };

const on = (action: string, what: string): string => `elasticfilesystem:${action} ${what}/*`;

export const lanesOfFiles: readonly Lane[] = [
  {
    service: 'elasticfilesystem',
    type: 'bare-files',
    steps: [
      {
        properties: { ...files, label: 'a' },
        misses: [
          'elasticfilesystem:CreateFileSystem',
          'elasticfilesystem:DescribeFileSystems',
          'elasticfilesystem:DescribeLifecycleConfiguration',
          'elasticfilesystem:DescribeBackupPolicy',
          'elasticfilesystem:DescribeFileSystemPolicy',
          'elasticfilesystem:PutFileSystemPolicy',
          'elasticfilesystem:PutLifecycleConfiguration',
          'elasticfilesystem:CreateMountTarget',
          'elasticfilesystem:CreateAccessPoint',
        ],
      },
      {
        properties: { ...changed, label: 'a' },
        misses: [
          on('TagResource', 'file-system'),
          on('UntagResource', 'file-system'),
          'elasticfilesystem:DeleteFileSystemPolicy',
          'elasticfilesystem:PutBackupPolicy',
          'elasticfilesystem:UpdateFileSystem',
        ],
      },
      {
        properties: { ...changed, group: 'service', label: 'a' },
        misses: [
          'elasticfilesystem:DescribeMountTargets',
          'elasticfilesystem:DescribeMountTargetSecurityGroups',
          'elasticfilesystem:ModifyMountTargetSecurityGroups',
        ],
      },
      {
        properties: { ...changed, group: 'service', label: 'b' },
        misses: [
          'elasticfilesystem:DescribeAccessPoints',
          on('TagResource', 'access-point'),
          on('UntagResource', 'access-point'),
        ],
      },
      {
        properties: 'delete',
        misses: [
          'elasticfilesystem:DeleteAccessPoint',
          'elasticfilesystem:DeleteMountTarget',
          'elasticfilesystem:DeleteFileSystem',
        ],
      },
    ],
  },
];
