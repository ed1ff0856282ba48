/** Volumes of a task: scratch space of its own, or EFS; a file system that the application makes is shared by all that name its claim. */
import type { Json, JsonObject } from '../../../json.ts';

export const volumeLets: readonly JsonObject[] = [
  { volumes: '${workload.?volumes.orValue([])}' },
  { volumeNames: '${volumes.map(v, v.name)}' },
  { claims: '${distinct(volumes.filter(v, has(v.claim)).map(v, v.claim))}' },
  // Nobody here can give a role that exists its rights: a policy would only keep it out.
  { guards: '${!has(workload.taskRole)}' },
  { mounted: '${guards ? claims : []}' },
  {
    mounts: '${flatten(claims.map(claim, environment.subnets.map(subnet, {"claim": claim, "subnet": subnet})))}',
  },
];

const uses = ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite', 'elasticfilesystem:ClientRootAccess'];

const denied = (Sid: string, Condition: JsonObject): JsonObject => ({
  Sid,
  Effect: 'Deny',
  Principal: { AWS: '*' },
  Action: uses,
  Condition,
});

/** Where a file system has a policy, EFS asks who comes: only roles that were allowed to may, and none of them past these. */
const guarded: JsonObject = {
  Version: '2012-10-17',
  Statement: [
    denied('OnlyOverTls', { Bool: { 'aws:SecureTransport': 'false' } }),
    denied('OnlyByAccessPoint', { Null: { 'elasticfilesystem:AccessPointArn': 'true' } }),
  ],
};

export const volumeResources: readonly JsonObject[] = [
  {
    $for: 'claim in claims',
    id: 'files',
    scope: 'application',
    key: '${claim}',
    type: 'AWS::EFS::FileSystem',
    retain: '${volumes.exists(v, v.?claim.orValue("") == claim && v.?onDelete.orValue("retain") == "retain")}',
    properties: { Encrypted: true, FileSystemPolicy: { $if: 'guards', ...guarded } },
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
  {
    id: 'mounting',
    $if: 'size(mounted) > 0',
    type: 'AWS::IAM::RolePolicy',
    properties: {
      RoleName: '${resources.role.RoleName}',
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            // Of its own files only. Without root access, what a container writes as root would belong to nobody.
            $for: 'claim in mounted',
            Effect: 'Allow',
            Action: uses,
            Resource: '${resources.files[claim].Arn}',
            Condition: { StringEquals: { 'elasticfilesystem:AccessPointArn': '${resources.access[claim].Arn}' } },
          },
        ],
      },
    },
  },
];

/** Of the task definition: a task that starts before its role may mount fails, so it waits for that. No label has a name like this. */
export const mountTags: readonly JsonObject[] = [
  { $if: 'size(mounted) > 0', Key: 'oam.dev/mounts-by', Value: '${resources.mounting.PolicyName}' },
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
        IAM: { $if: 'has(v.claim) && guards', $value: 'ENABLED' },
      },
    },
  },
];

export const volumeValidations: readonly JsonObject[] = [
  {
    if: 'size(claims) > 0 && !guards',
    severity: 'warning',
    code: 'GuardedByNetwork',
    message:
      'Beside service-account the file system of the claim ${claims[0]} has no policy: whatever reaches it by the network may mount it',
    hint: 'Take service-account away and give rights by link or permissions; all components that name the claim have service-account, or none has',
  },
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
