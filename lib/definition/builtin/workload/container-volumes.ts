/** Volumes of a task: scratch space of its own, or EFS; a file system that the application makes is shared by all that name its claim. */
import type { Json, JsonObject } from '../../../json.ts';

export const volumeLets: readonly JsonObject[] = [
  { volumes: '${workload.?volumes.orValue([])}' },
  { volumeNames: '${volumes.map(v, v.name)}' },
  { claims: '${distinct(volumes.filter(v, has(v.claim)).map(v, v.claim))}' },
  {
    mounts: '${flatten(claims.map(claim, environment.subnets.map(subnet, {"claim": claim, "subnet": subnet})))}',
  },
];

export const volumeResources: readonly JsonObject[] = [
  {
    $for: 'claim in claims',
    id: 'files',
    scope: 'application',
    key: '${claim}',
    type: 'AWS::EFS::FileSystem',
    properties: { Encrypted: true },
  },
  {
    $for: 'mount in mounts',
    id: 'mount',
    scope: 'application',
    key: '${mount.claim}/${mount.subnet}',
    type: 'AWS::EFS::MountTarget',
    properties: {
      FileSystemId: '${resources.files[mount.claim].FileSystemId}',
      SubnetId: '${mount.subnet}',
      SecurityGroups: ['${environment.serviceSecurityGroup}'],
    },
  },
  {
    // Whoever a container runs as may write: the root of a file system belongs to root.
    $for: 'claim in claims',
    id: 'access',
    scope: 'application',
    key: '${claim}',
    type: 'AWS::EFS::AccessPoint',
    properties: {
      FileSystemId: '${resources.files[claim].FileSystemId}',
      RootDirectory: { Path: '/data', CreationInfo: { OwnerUid: '0', OwnerGid: '0', Permissions: '0777' } },
      // A task that starts before there is a mount target in its subnet fails: by these it waits for all of them.
      AccessPointTags: [
        {
          $for: 'subnet in environment.subnets',
          Key: 'mount-target/${subnet}',
          Value: '${resources.mount[claim + "/" + subnet].Id}',
        },
      ],
    },
  },
];

/** Of the task definition. */
export const taskVolumes: Json = [
  {
    $for: 'v in volumes',
    Name: '${v.name}',
    EFSVolumeConfiguration: {
      $if: 'v.?type.orValue("emptyDir") == "efs"',
      FilesystemId: '${has(v.claim) ? resources.files[v.claim].FileSystemId : v.fileSystemId}',
      TransitEncryption: 'ENABLED',
      AuthorizationConfig: {
        $if: 'has(v.claim) || has(v.accessPointId)',
        AccessPointId: '${has(v.claim) ? resources.access[v.claim].AccessPointId : v.accessPointId}',
      },
    },
  },
];

export const volumeValidations: readonly JsonObject[] = [
  {
    if: 'volumes.exists(v, v.?type.orValue("emptyDir") == "efs" && !has(v.claim) && !has(v.fileSystemId))',
    code: 'InvalidParameter',
    message: 'A volume of type efs needs its claim or its fileSystemId',
  },
  {
    if: 'all.exists(c, c.?volumeMounts.orValue([]).exists(m, !(m.name in volumeNames)))',
    code: 'InvalidParameter',
    message: 'A container mounts a volume that the component does not have',
    hint: 'Each mount names one of its volumes',
  },
];
