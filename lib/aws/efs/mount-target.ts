/** AWS::EFS::MountTarget. */
import type * as sdk from '@aws-sdk/client-efs';
import { type Json, type JsonObject, objectOf, textOf } from '../../json.ts';
import type { ResourceType } from '../../resource/resource.ts';
import { asSet, type Comparison, differences } from '../diff.ts';
import { absent, gone } from '../missing.ts';
import { operation, type Plain } from '../operation.ts';
import { findIn } from '../pages.ts';
import { resourceType } from '../resource-type.ts';
import { list, structure, text, type ValueOf } from '../schema.ts';
import { fileSystems, onOurs } from './iam.ts';
import { healthOf, isThere } from './life-cycle.ts';

const service = 'efs';
const createTarget = operation<sdk.CreateMountTargetCommand>(service, 'CreateMountTarget');
const describeTargets = operation<sdk.DescribeMountTargetsCommand>(service, 'DescribeMountTargets');
const deleteTarget = operation<sdk.DeleteMountTargetCommand>(service, 'DeleteMountTarget');
const describeGroups = operation<sdk.DescribeMountTargetSecurityGroupsCommand>(
  service,
  'DescribeMountTargetSecurityGroups',
);
const modifyGroups = operation<sdk.ModifyMountTargetSecurityGroupsCommand>(service, 'ModifyMountTargetSecurityGroups');

const schema = structure(
  {
    FileSystemId: text({ minLength: 1 }),
    SubnetId: text({ minLength: 1 }),
    SecurityGroups: list(text()),
  },
  'FileSystemId',
  'SecurityGroups',
  'SubnetId',
);
type Properties = ValueOf<typeof schema>;

const comparison: Comparison = { forms: { SecurityGroups: asSet } };

/** What EFS does to the network in its caller's name. */
const asked = [
  ['CreateNetworkInterface', ['network-interface/*', 'security-group/*', 'subnet/*']],
  ['DeleteNetworkInterface', ['network-interface/*']],
  ['ModifyNetworkInterfaceAttribute', ['network-interface/*', 'security-group/*']],
] as const;

/**
 * Where a subnet reaches a file system. FileSystemId and SubnetId replace it.
 *
 * AWS is odd here: an availability zone has one of them at most; it is a network interface, which takes a minute or two to come and to go; its
 * security groups are read and changed by calls of their own, once it is available; it has no tags, so the file system's say whose it is.
 */
export const mountTarget: ResourceType = resourceType<Properties>({
  type: 'AWS::EFS::MountTarget',
  schema,
  createOnly: ['FileSystemId', 'SubnetId'],
  attributes: ['Id', 'IpAddress'],
  naming: 'assigned',
  deadline: 300,
  iam: [
    ...onOurs(fileSystems, 'CreateMountTarget', 'DeleteMountTarget', 'ModifyMountTargetSecurityGroups'),
    { action: 'elasticfilesystem:DescribeMountTargets', resource: fileSystems },
    { action: 'elasticfilesystem:DescribeMountTargetSecurityGroups', resource: fileSystems },
    ...['DescribeNetworkInterfaces', 'DescribeSubnets'].map(action => ({
      action: `ec2:${action}`,
      resource: '*',
      because: "EFS looks at the network with its caller's rights",
    })),
    ...asked.map(([action, on]) => ({
      action: `ec2:${action}`,
      resource: on.map(one => `arn:\${partition}:ec2:\${region}:\${account}:${one}`),
      // Nobody else's interfaces: only what EFS itself asks for.
      condition: { Bool: { 'aws:ViaAWSService': 'true' } },
      because: "EFS makes and takes away its network interface with its caller's rights",
    })),
  ],
  identity: () => undefined,
  identify: observed => ({ MountTargetId: textOf(observed.Id) }),
  *find({ FileSystemId, SubnetId }) {
    const found = yield* findIn(
      function* (Marker) {
        const page = yield* absent(describeTargets({ FileSystemId, Marker }));
        return { Items: page?.MountTargets, NextToken: page?.NextMarker };
      },
      item => item.SubnetId === SubnetId && isThere(item),
    );
    return found === undefined ? undefined : { MountTargetId: textOf(found.MountTargetId) };
  },
  *observe(identity) {
    const MountTargetId = idOf(identity);
    const found = (yield* absent(describeTargets({ MountTargetId })))?.MountTargets?.[0];
    if (found === undefined || !isThere(found)) return undefined;
    if (found.LifeCycleState !== 'available') return told(found);
    const { SecurityGroups = [] } = (yield* absent(describeGroups({ MountTargetId }))) ?? {};
    return { ...told(found), SecurityGroups };
  },
  *create({ FileSystemId, SubnetId, SecurityGroups }) {
    const made = yield* createTarget({ FileSystemId, SubnetId, SecurityGroups: [...SecurityGroups] });
    return { ...told(made), SecurityGroups };
  },
  *update(identity, desired, observed, diff) {
    if (!diff.includes('SecurityGroups')) return observed;
    const SecurityGroups = [...desired.SecurityGroups];
    yield* modifyGroups({ MountTargetId: idOf(identity), SecurityGroups });
    return { ...observed, SecurityGroups };
  },
  *delete(identity) {
    yield* gone(deleteTarget({ MountTargetId: idOf(identity) }));
  },
  diff(desired, applied, observed) {
    const found = differences(comparison, desired, applied, observed);
    // Until it is available nobody says which groups it has, and nobody may change them.
    return observed.SecurityGroups === undefined ? found.filter(name => name !== 'SecurityGroups') : found;
  },
  health: observed => healthOf('mount target', observed),
});

function idOf(identity: Json): string {
  return textOf(objectOf(identity).MountTargetId);
}

function told(found: Partial<Plain<sdk.MountTargetDescription>>): JsonObject {
  return {
    Id: found.MountTargetId ?? '',
    FileSystemId: found.FileSystemId ?? '',
    SubnetId: found.SubnetId ?? '',
    IpAddress: found.IpAddress ?? '',
    LifeCycleState: found.LifeCycleState ?? 'creating',
  };
}
