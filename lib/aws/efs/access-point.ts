/** AWS::EFS::AccessPoint. */
import type * as sdk from '@aws-sdk/client-efs';
import { type Json, type JsonObject, objectOf, textOf } from '../../json.ts';
import type { ResourceType } from '../../resource/resource.ts';
import { asTags, type Comparison, differences } from '../diff.ts';
import { absent, gone } from '../missing.ts';
import { operation, type Plain } from '../operation.ts';
import { tagList as listOfTags, retag, tagMap, withOwner } from '../ownership.ts';
import { findIn } from '../pages.ts';
import { resourceType } from '../resource-type.ts';
import { list, structure, tagList, text, type ValueOf } from '../schema.ts';
import { accessPoints, fileSystems, onOurs, tagging } from './iam.ts';
import { healthOf, isThere } from './life-cycle.ts';

const service = 'efs';
const createPoint = operation<sdk.CreateAccessPointCommand>(service, 'CreateAccessPoint');
const describePoints = operation<sdk.DescribeAccessPointsCommand>(service, 'DescribeAccessPoints');
const deletePoint = operation<sdk.DeleteAccessPointCommand>(service, 'DeleteAccessPoint');
const tagResource = operation<sdk.TagResourceCommand>(service, 'TagResource');
const untagResource = operation<sdk.UntagResourceCommand>(service, 'UntagResource');

/** A number of POSIX, which CloudFormation writes as text. */
const id = { ...text({ minLength: 1, maxLength: 10 }), pattern: '^[0-9]+$' } as const;

const schema = structure(
  {
    FileSystemId: text({ minLength: 1 }),
    PosixUser: structure({ Uid: id, Gid: id, SecondaryGids: list(id) }, 'Gid', 'Uid'),
    RootDirectory: structure({
      Path: text({ minLength: 1, maxLength: 100 }),
      CreationInfo: structure(
        { OwnerUid: id, OwnerGid: id, Permissions: text({ minLength: 3, maxLength: 4 }) },
        'OwnerGid',
        'OwnerUid',
        'Permissions',
      ),
    }),
    AccessPointTags: tagList,
  },
  'FileSystemId',
);
type Properties = ValueOf<typeof schema>;

const comparison: Comparison = { defaults: { RootDirectory: { Path: '/' } }, forms: { AccessPointTags: asTags } };

/**
 * A folder of a file system, and whom its files belong to. All but its tags replaces it; the files stay.
 *
 * AWS is odd here: CloudFormation writes users and groups as text, the API as numbers; a token that was used before is refused rather than
 * answered with what it made.
 */
export const accessPoint: ResourceType = resourceType<Properties>({
  type: 'AWS::EFS::AccessPoint',
  schema,
  createOnly: ['FileSystemId', 'PosixUser', 'RootDirectory'],
  attributes: ['AccessPointId', 'Arn'],
  naming: 'assigned',
  tags: { property: 'AccessPointTags', form: 'list' },
  iam: [
    ...onOurs(fileSystems, 'CreateAccessPoint'),
    { action: 'elasticfilesystem:DescribeAccessPoints', resource: '*' },
    ...onOurs(accessPoints, 'DeleteAccessPoint'),
    ...tagging(accessPoints, 'CreateAccessPoint'),
  ],
  identity: () => undefined,
  identify: observed => ({ AccessPointId: textOf(observed.AccessPointId) }),
  owner: observed => tagMap(observed.AccessPointTags),
  *find({ FileSystemId }, token) {
    const found = yield* findIn(
      function* (NextToken) {
        const page = yield* absent(describePoints({ FileSystemId, NextToken }));
        return { Items: page?.AccessPoints, NextToken: page?.NextToken };
      },
      item => item.ClientToken === token && isThere(item),
    );
    return found === undefined ? undefined : { AccessPointId: textOf(found.AccessPointId) };
  },
  *observe(identity) {
    const found = (yield* absent(describePoints({ AccessPointId: idOf(identity) })))?.AccessPoints?.[0];
    return found === undefined || !isThere(found) ? undefined : told(found);
  },
  *create({ FileSystemId, PosixUser, RootDirectory, AccessPointTags }, _name, token, owner) {
    const Tags = listOfTags(withOwner(AccessPointTags, owner));
    const made = yield* createPoint({
      ClientToken: token,
      FileSystemId,
      PosixUser: PosixUser && {
        Uid: Number(PosixUser.Uid),
        Gid: Number(PosixUser.Gid),
        SecondaryGids: PosixUser.SecondaryGids?.map(Number),
      },
      RootDirectory: RootDirectory && {
        Path: RootDirectory.Path,
        CreationInfo: RootDirectory.CreationInfo && {
          OwnerUid: Number(RootDirectory.CreationInfo.OwnerUid),
          OwnerGid: Number(RootDirectory.CreationInfo.OwnerGid),
          Permissions: RootDirectory.CreationInfo.Permissions,
        },
      },
      Tags,
    });
    return { ...told(made), AccessPointTags: Tags };
  },
  *update(identity, desired, observed, diff, applied) {
    if (!diff.includes('AccessPointTags')) return observed;
    const ResourceId = idOf(identity);
    const tags = yield* retag(
      {
        desired: desired.AccessPointTags,
        observed: observed.AccessPointTags,
        applied: applied === undefined ? undefined : { Tags: applied.AccessPointTags ?? [] },
      },
      set => tagResource({ ResourceId, Tags: listOfTags(set) }),
      TagKeys => untagResource({ ResourceId, TagKeys }),
    );
    return { ...observed, AccessPointTags: listOfTags(tags) };
  },
  *delete(identity) {
    yield* gone(deletePoint({ AccessPointId: idOf(identity) }));
  },
  diff: (desired, applied, observed) => differences(comparison, desired, applied, observed),
  health: observed => healthOf('access point', observed),
});

function idOf(identity: Json): string {
  return textOf(objectOf(identity).AccessPointId);
}

function told(found: Partial<Plain<sdk.AccessPointDescription>>): JsonObject {
  const { PosixUser: user, RootDirectory: root } = found;
  const made = root?.CreationInfo;
  return {
    AccessPointId: found.AccessPointId ?? '',
    Arn: found.AccessPointArn ?? '',
    FileSystemId: found.FileSystemId ?? '',
    ...(user?.Uid === undefined
      ? {}
      : {
          PosixUser: {
            Uid: String(user.Uid),
            Gid: String(user.Gid),
            ...(user.SecondaryGids === undefined ? {} : { SecondaryGids: user.SecondaryGids.map(String) }),
          },
        }),
    RootDirectory: {
      Path: root?.Path ?? '/',
      ...(made === undefined
        ? {}
        : {
            CreationInfo: {
              OwnerUid: String(made.OwnerUid),
              OwnerGid: String(made.OwnerGid),
              Permissions: textOf(made.Permissions),
            },
          }),
    },
    AccessPointTags: listOfTags(found.Tags ?? []),
    LifeCycleState: found.LifeCycleState ?? 'creating',
  };
}
