/** EFS: file systems, their mount targets and access points, each with a while in which it comes. */
import { isObject, type Json, type JsonObject, objectOf, textOf } from '../../../lib/json.ts';
import { fault } from './fault.ts';
import {
  assignHex,
  begin,
  copy,
  type FilesItem,
  ongoing,
  type Service,
  tagList,
  tagMap,
  time,
  type World,
  without,
} from './world.ts';

const missing = { fs: 'FileSystemNotFound', fsmt: 'MountTargetNotFound', fsap: 'AccessPointNotFound' } as const;
type Kind = keyof typeof missing;

function itemOf(world: World, kind: Kind, id: Json | undefined): FilesItem {
  const item = world.state.files[textOf(id)];
  if (item === undefined || !textOf(id).startsWith(`${kind}-`))
    throw fault(missing[kind], 404, `'${textOf(id)}' does not exist.`);
  return item;
}

function all(world: World, kind: Kind): FilesItem[] {
  const found = Object.entries(world.state.files).filter(([id]) => id.startsWith(`${kind}-`));
  return found.map(([, item]) => item);
}

function shown(world: World, item: FilesItem, read: boolean): JsonObject {
  const work = ongoing(world, item.work, read);
  const state = work === undefined ? 'available' : work.kind === 'create' ? 'creating' : 'updating';
  const tags = item.config.MountTargetId === undefined ? { Tags: tagList(item.tags) } : {};
  return copy({ ...item.config, ...tags, LifeCycleState: state });
}

function mustBeAvailable(world: World, id: Json | undefined): FilesItem {
  const item = itemOf(world, 'fs', id);
  if (ongoing(world, item.work, false) !== undefined)
    throw fault('IncorrectFileSystemLifeCycleState', 409, `'${textOf(id)}' is not available.`);
  return item;
}

function arn(world: World, rest: string): string {
  return `arn:aws:elasticfilesystem:${world.region}:${world.account}:${rest}`;
}

function make(world: World, id: string, config: JsonObject, rest: Partial<FilesItem>): Json {
  const item: FilesItem = { config, tags: {}, settings: {}, work: begin(world, 'create'), ...rest };
  world.state.files[id] = item;
  return shown(world, item, false);
}

function createSystem(world: World, input: JsonObject): Json {
  const { Tags, Backup, ...rest } = input;
  if (all(world, 'fs').some(item => item.config.CreationToken === input.CreationToken))
    throw fault('FileSystemAlreadyExists', 409, `A file system with that token already exists.`);
  const FileSystemId = `fs-${assignHex(world, `fs ${textOf(input.CreationToken)}`)}`;
  const config: JsonObject = {
    PerformanceMode: 'generalPurpose',
    ThroughputMode: 'bursting',
    Encrypted: false,
    ...rest,
    FileSystemId,
    FileSystemArn: arn(world, `file-system/${FileSystemId}`),
    CreationTime: time(world),
  };
  const settings: JsonObject = Backup === true ? { backup: { Status: 'ENABLED' } } : {};
  return make(world, FileSystemId, config, { tags: tagMap(Tags), settings });
}

function createTarget(world: World, input: JsonObject): Json {
  const { SecurityGroups = [], ...rest } = input;
  mustBeAvailable(world, input.FileSystemId);
  const beside = all(world, 'fsmt').filter(item => item.config.FileSystemId === input.FileSystemId);
  if (beside.some(item => item.config.SubnetId === input.SubnetId))
    throw fault('MountTargetConflict', 409, 'mount target already exists in this AZ');
  const MountTargetId = `fsmt-${assignHex(world, `mount ${textOf(input.FileSystemId)} ${textOf(input.SubnetId)}`)}`;
  const config = { ...rest, MountTargetId, IpAddress: `10.0.${beside.length}.5` };
  return make(world, MountTargetId, config, { settings: { SecurityGroups } });
}

function mustBeReachable(world: World, id: Json | undefined): FilesItem {
  const item = itemOf(world, 'fsmt', id);
  if (ongoing(world, item.work, false) !== undefined)
    throw fault('IncorrectMountTargetState', 409, `'${textOf(id)}' is not available.`);
  return item;
}

function createPoint(world: World, input: JsonObject): Json {
  const { Tags, ...rest } = input;
  mustBeAvailable(world, input.FileSystemId);
  if (all(world, 'fsap').some(item => item.config.ClientToken === input.ClientToken))
    throw fault('AccessPointAlreadyExists', 409, 'An access point with that token already exists.');
  for (const id of [objectOf(input.PosixUser).Uid, objectOf(objectOf(input.RootDirectory).CreationInfo).OwnerUid])
    if (id !== undefined && typeof id !== 'number') throw fault('BadRequest', 400, 'Users are numbers.');
  const AccessPointId = `fsap-${assignHex(world, `access ${textOf(input.ClientToken)}`)}`;
  const config: JsonObject = {
    RootDirectory: { Path: '/' },
    ...rest,
    AccessPointId,
    AccessPointArn: arn(world, `access-point/${AccessPointId}`),
  };
  return make(world, AccessPointId, config, { tags: tagMap(Tags) });
}

function describe(world: World, kind: Kind, id: Json | undefined, by: JsonObject): Json {
  if (id !== undefined) return [shown(world, itemOf(world, kind, id), true)];
  if (by.FileSystemId !== undefined) itemOf(world, 'fs', by.FileSystemId);
  const asked = Object.entries(by).filter(([, value]) => value !== undefined);
  const found = all(world, kind).filter(item => asked.every(([name, value]) => item.config[name] === value));
  return found.map(item => shown(world, item, true));
}

function remove(world: World, kind: Kind, id: Json | undefined): Json {
  itemOf(world, kind, id);
  delete world.state.files[textOf(id)];
  return {};
}

function tagged(world: World, id: Json | undefined): FilesItem {
  return itemOf(world, textOf(id).startsWith('fsap-') ? 'fsap' : 'fs', id);
}

export const efs: Service = {
  CreateFileSystem: createSystem,
  DescribeFileSystems: (world, { FileSystemId, CreationToken }) => ({
    FileSystems: describe(world, 'fs', FileSystemId, CreationToken === undefined ? {} : { CreationToken }),
  }),
  UpdateFileSystem: (world, input) => {
    const item = mustBeAvailable(world, input.FileSystemId);
    const { ProvisionedThroughputInMibps: _, ...config } = item.config;
    item.config = { ...config, ...input };
    item.work = begin(world, 'update');
    return shown(world, item, false);
  },
  DeleteFileSystem: (world, { FileSystemId }) => {
    if (all(world, 'fsmt').some(item => item.config.FileSystemId === FileSystemId))
      throw fault('FileSystemInUse', 409, 'Mount targets have to be deleted first.');
    for (const point of all(world, 'fsap'))
      if (point.config.FileSystemId === FileSystemId) remove(world, 'fsap', point.config.AccessPointId);
    return remove(world, 'fs', FileSystemId);
  },
  DescribeLifecycleConfiguration: (world, { FileSystemId }) => ({
    LifecyclePolicies: copy(itemOf(world, 'fs', FileSystemId).settings.aging ?? []),
  }),
  PutLifecycleConfiguration: (world, { FileSystemId, LifecyclePolicies = [] }) => {
    const item = mustBeAvailable(world, FileSystemId);
    item.settings = { ...item.settings, aging: LifecyclePolicies };
    return { LifecyclePolicies: copy(LifecyclePolicies) };
  },
  DescribeBackupPolicy: (world, { FileSystemId }) => {
    const { backup } = itemOf(world, 'fs', FileSystemId).settings;
    if (!isObject(backup)) throw fault('PolicyNotFound', 404, 'There is no backup policy.');
    return { BackupPolicy: copy(backup) };
  },
  PutBackupPolicy: (world, { FileSystemId, BackupPolicy = {} }) => {
    const item = mustBeAvailable(world, FileSystemId);
    item.settings = { ...item.settings, backup: BackupPolicy };
    return { BackupPolicy: { Status: objectOf(BackupPolicy).Status === 'ENABLED' ? 'ENABLING' : 'DISABLING' } };
  },
  DescribeFileSystemPolicy: (world, { FileSystemId }) => {
    const { policy } = itemOf(world, 'fs', FileSystemId).settings;
    if (policy === undefined) throw fault('PolicyNotFound', 404, 'There is no policy.');
    return { FileSystemId: textOf(FileSystemId), Policy: policy };
  },
  PutFileSystemPolicy: (world, { FileSystemId, Policy }) => {
    const item = mustBeAvailable(world, FileSystemId);
    const { Statement, ...rest } = objectOf(JSON.parse(textOf(Policy)));
    // As AWS answers: with an id, names, and the file system itself as the resource.
    const statements = [Statement ?? []]
      .flat()
      .map((one, n) => ({ Sid: `efs-statement-${n}`, Resource: item.config.FileSystemArn ?? '', ...objectOf(one) }));
    const policy = JSON.stringify({ Id: '1', ...rest, Statement: statements.reverse() });
    item.settings = { ...item.settings, policy };
    return { FileSystemId: textOf(FileSystemId), Policy: policy };
  },
  DeleteFileSystemPolicy: (world, { FileSystemId }) => {
    const item = mustBeAvailable(world, FileSystemId);
    const { policy: _, ...settings } = item.settings;
    item.settings = settings;
    return {};
  },
  CreateMountTarget: createTarget,
  DescribeMountTargets: (world, { MountTargetId, FileSystemId }) => ({
    MountTargets: describe(world, 'fsmt', MountTargetId, FileSystemId === undefined ? {} : { FileSystemId }),
  }),
  DescribeMountTargetSecurityGroups: (world, { MountTargetId }) => ({
    SecurityGroups: copy(mustBeReachable(world, MountTargetId).settings.SecurityGroups ?? []),
  }),
  ModifyMountTargetSecurityGroups: (world, { MountTargetId, SecurityGroups = [] }) => {
    mustBeReachable(world, MountTargetId).settings = { SecurityGroups };
    return {};
  },
  DeleteMountTarget: (world, { MountTargetId }) => remove(world, 'fsmt', MountTargetId),
  CreateAccessPoint: createPoint,
  DescribeAccessPoints: (world, { AccessPointId, FileSystemId }) => ({
    AccessPoints: describe(world, 'fsap', AccessPointId, FileSystemId === undefined ? {} : { FileSystemId }),
  }),
  DeleteAccessPoint: (world, { AccessPointId }) => remove(world, 'fsap', AccessPointId),
  TagResource: (world, { ResourceId, Tags }) => {
    const item = tagged(world, ResourceId);
    item.tags = { ...item.tags, ...tagMap(Tags) };
    return {};
  },
  UntagResource: (world, { ResourceId, TagKeys }) => {
    const item = tagged(world, ResourceId);
    item.tags = without(item.tags, TagKeys);
    return {};
  },
};
