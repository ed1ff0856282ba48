/** AWS::EFS::FileSystem. */
import type * as sdk from '@aws-sdk/client-efs';
import { type Json, type JsonObject, objectOf, textOf } from '../../json.ts';
import type { Asks } from '../../ports.ts';
import type { ResourceType } from '../../resource/resource.ts';
import { asPolicy, asSet, asTags, type Canonicaliser, type Comparison, differences } from '../diff.ts';
import { absent, gone } from '../missing.ts';
import { operation, type Plain } from '../operation.ts';
import { tagList as listOfTags, retag, tagMap, withOwner } from '../ownership.ts';
import { resourceType } from '../resource-type.ts';
import { flag, list, number, policy, structure, tagList, type ValueOf, word } from '../schema.ts';
import { fileSystems, madeOurs, onOurs, tagging } from './iam.ts';
import { healthOf, isThere } from './life-cycle.ts';

const service = 'efs';
const createSystem = operation<sdk.CreateFileSystemCommand>(service, 'CreateFileSystem');
const describeSystems = operation<sdk.DescribeFileSystemsCommand>(service, 'DescribeFileSystems');
const updateSystem = operation<sdk.UpdateFileSystemCommand>(service, 'UpdateFileSystem');
const deleteSystem = operation<sdk.DeleteFileSystemCommand>(service, 'DeleteFileSystem');
const describeLifecycle = operation<sdk.DescribeLifecycleConfigurationCommand>(
  service,
  'DescribeLifecycleConfiguration',
);
const putLifecycle = operation<sdk.PutLifecycleConfigurationCommand>(service, 'PutLifecycleConfiguration');
const describeBackup = operation<sdk.DescribeBackupPolicyCommand>(service, 'DescribeBackupPolicy');
const putBackup = operation<sdk.PutBackupPolicyCommand>(service, 'PutBackupPolicy');
const describePolicy = operation<sdk.DescribeFileSystemPolicyCommand>(service, 'DescribeFileSystemPolicy');
const putPolicy = operation<sdk.PutFileSystemPolicyCommand>(service, 'PutFileSystemPolicy');
const deletePolicy = operation<sdk.DeleteFileSystemPolicyCommand>(service, 'DeleteFileSystemPolicy');
const tagResource = operation<sdk.TagResourceCommand>(service, 'TagResource');
const untagResource = operation<sdk.UntagResourceCommand>(service, 'UntagResource');

const age = word(
  'AFTER_1_DAY',
  'AFTER_7_DAYS',
  'AFTER_14_DAYS',
  'AFTER_30_DAYS',
  'AFTER_60_DAYS',
  'AFTER_90_DAYS',
  'AFTER_180_DAYS',
  'AFTER_270_DAYS',
  'AFTER_365_DAYS',
);

const schema = structure({
  Encrypted: flag,
  PerformanceMode: word('generalPurpose', 'maxIO'),
  ThroughputMode: word('bursting', 'elastic', 'provisioned'),
  ProvisionedThroughputInMibps: number,
  LifecyclePolicies: list(
    structure({
      TransitionToIA: age,
      TransitionToArchive: age,
      TransitionToPrimaryStorageClass: word('AFTER_1_ACCESS'),
    }),
  ),
  BackupPolicy: structure({ Status: word('ENABLED', 'DISABLED') }, 'Status'),
  FileSystemPolicy: policy,
  FileSystemTags: tagList,
});
type Properties = ValueOf<typeof schema>;

/** Statements without their Sid. */
function rulesOf(policy: Json | undefined): readonly JsonObject[] {
  return [objectOf(policy).Statement ?? []].flat().map(statement => {
    const { Sid: _sid, ...rule } = objectOf(statement);
    return rule;
  });
}

/** AWS puts Id and Sid in where they are left out, and says the statements in an order of its own. */
const asRules: Canonicaliser = value => {
  const { Id: _id, ...rest } = objectOf(value);
  return asPolicy({ ...rest, Statement: rulesOf(value) });
};

/** AWS puts the file system in as the Resource of a statement that has none: it is taken out of what was declared so. */
function asDeclared(desired: JsonObject, observed: JsonObject): JsonObject {
  const { FileSystemPolicy } = observed;
  if (FileSystemPolicy === undefined) return observed;
  const declared = rulesOf(desired.FileSystemPolicy).map(asPolicy);
  const Statement = rulesOf(FileSystemPolicy).map(rule => {
    const { Resource: _resource, ...rest } = rule;
    return !declared.includes(asPolicy(rule)) && declared.includes(asPolicy(rest)) ? rest : rule;
  });
  return { ...observed, FileSystemPolicy: { ...objectOf(FileSystemPolicy), Statement } };
}

const comparison: Comparison = {
  defaults: {
    Encrypted: false,
    PerformanceMode: 'generalPurpose',
    ThroughputMode: 'bursting',
    LifecyclePolicies: [],
    BackupPolicy: { Status: 'DISABLED' },
  },
  forms: { LifecyclePolicies: asSet, FileSystemPolicy: asRules, FileSystemTags: asTags },
};

/**
 * Files that outlive tasks. Encrypted and PerformanceMode replace it, and it holds data: so they are refused.
 *
 * AWS is odd here: it is being made for some seconds, and takes settings only once it is available; how files age, whether they are saved and who
 * may use them is set and read by calls of their own; without a policy whoever reaches it by the network may do everything; it cannot go before the last of its mount targets, which themselves take a minute to go.
 */
export const fileSystem: ResourceType = resourceType<Properties>({
  type: 'AWS::EFS::FileSystem',
  schema,
  createOnly: ['Encrypted', 'PerformanceMode'],
  attributes: ['Arn', 'FileSystemId'],
  naming: 'assigned',
  deadline: 300,
  stateful: true,
  tags: { property: 'FileSystemTags', form: 'list' },
  iam: [
    { action: 'elasticfilesystem:CreateFileSystem', resource: fileSystems, condition: madeOurs },
    { action: 'elasticfilesystem:DescribeFileSystems', resource: '*' },
    { action: 'elasticfilesystem:DescribeLifecycleConfiguration', resource: fileSystems },
    { action: 'elasticfilesystem:DescribeBackupPolicy', resource: fileSystems },
    { action: 'elasticfilesystem:DescribeFileSystemPolicy', resource: fileSystems },
    ...onOurs(fileSystems, 'UpdateFileSystem', 'DeleteFileSystem', 'PutLifecycleConfiguration', 'PutBackupPolicy'),
    ...onOurs(fileSystems, 'PutFileSystemPolicy', 'DeleteFileSystemPolicy'),
    ...tagging(fileSystems, 'CreateFileSystem'),
    {
      action: 'iam:CreateServiceLinkedRole',
      resource: 'arn:${partition}:iam::${account}:role/aws-service-role/elasticfilesystem.amazonaws.com/*',
      condition: { StringLike: { 'iam:AWSServiceName': 'elasticfilesystem.amazonaws.com' } },
      because: 'The first file system in an account makes the role by which EFS acts',
    },
  ],
  identity: () => undefined,
  identify: observed => ({ FileSystemId: textOf(observed.FileSystemId) }),
  owner: observed => tagMap(observed.FileSystemTags),
  *find(_properties, token) {
    const answer = yield* describeSystems({ CreationToken: token });
    const found = answer.FileSystems?.find(isThere);
    return found === undefined ? undefined : { FileSystemId: textOf(found.FileSystemId) };
  },
  *observe(identity) {
    const FileSystemId = idOf(identity);
    const found = (yield* absent(describeSystems({ FileSystemId })))?.FileSystems?.[0];
    if (found === undefined || !isThere(found)) return undefined;
    const seen = told(found);
    return found.LifeCycleState === 'creating' ? seen : { ...seen, ...(yield* settings(FileSystemId)) };
  },
  *create(properties, _name, token, owner) {
    const { LifecyclePolicies = [], FileSystemPolicy, BackupPolicy, FileSystemTags, ...rest } = properties;
    const Tags = listOfTags(withOwner(FileSystemTags, owner));
    const Backup = BackupPolicy === undefined ? {} : { Backup: BackupPolicy.Status === 'ENABLED' };
    const made = told(yield* createSystem({ ...rest, ...Backup, CreationToken: token, Tags }));
    const known = { ...made, FileSystemTags: Tags, ...(BackupPolicy === undefined ? {} : { BackupPolicy }) };
    // How files age and who may use them is said once it is available.
    const isWhole = LifecyclePolicies.length === 0 && FileSystemPolicy === undefined;
    return isWhole ? known : { ...known, LifeCycleState: 'creating' };
  },
  *update(identity, desired, observed, diff, applied) {
    const FileSystemId = idOf(identity);
    let next: JsonObject = observed;
    if (diff.includes('FileSystemTags')) {
      const tags = yield* retag(
        {
          desired: desired.FileSystemTags,
          observed: observed.FileSystemTags,
          applied: applied === undefined ? undefined : { Tags: applied.FileSystemTags ?? [] },
        },
        set => tagResource({ ResourceId: FileSystemId, Tags: listOfTags(set) }),
        TagKeys => untagResource({ ResourceId: FileSystemId, TagKeys }),
      );
      next = { ...next, FileSystemTags: listOfTags(tags) };
    }
    if (observed.LifeCycleState !== 'available') return next;
    if (diff.includes('FileSystemPolicy')) next = yield* allow(FileSystemId, desired.FileSystemPolicy, next);
    if (diff.includes('LifecyclePolicies')) {
      const LifecyclePolicies = [...(desired.LifecyclePolicies ?? [])];
      yield* putLifecycle({ FileSystemId, LifecyclePolicies });
      next = { ...next, LifecyclePolicies };
    }
    if (diff.includes('BackupPolicy')) {
      const { BackupPolicy = { Status: 'DISABLED' } } = desired;
      yield* putBackup({ FileSystemId, BackupPolicy });
      next = { ...next, BackupPolicy };
    }
    // Last: until it is done, AWS takes nothing else.
    if (!diff.some(name => name.includes('Throughput'))) return next;
    const { ThroughputMode = 'bursting', ProvisionedThroughputInMibps } = desired;
    const answer = yield* updateSystem({ FileSystemId, ThroughputMode, ProvisionedThroughputInMibps });
    const { LifecyclePolicies = [], BackupPolicy = {}, FileSystemTags = [], FileSystemPolicy } = next;
    return {
      ...told(answer),
      LifecyclePolicies,
      BackupPolicy,
      FileSystemTags,
      ...(FileSystemPolicy === undefined ? {} : { FileSystemPolicy }),
    };
  },
  *delete(identity) {
    yield* gone(deleteSystem({ FileSystemId: idOf(identity) }));
  },
  diff: (desired, applied, observed) => differences(comparison, desired, applied, asDeclared(desired, observed)),
  health: observed => healthOf('file system', observed),
});

function idOf(identity: Json): string {
  return textOf(objectOf(identity).FileSystemId);
}

function told(found: Partial<Plain<sdk.FileSystemDescription>>): JsonObject {
  const { ThroughputMode = 'bursting', ProvisionedThroughputInMibps } = found;
  // What was provisioned once says nothing in another mode.
  const provisioned = ThroughputMode === 'provisioned' && ProvisionedThroughputInMibps !== undefined;
  return {
    FileSystemId: found.FileSystemId ?? '',
    Arn: found.FileSystemArn ?? '',
    Encrypted: found.Encrypted ?? false,
    PerformanceMode: found.PerformanceMode ?? 'generalPurpose',
    ThroughputMode,
    ...(provisioned ? { ProvisionedThroughputInMibps } : {}),
    FileSystemTags: listOfTags(found.Tags ?? []),
    LifeCycleState: found.LifeCycleState ?? 'creating',
  };
}

/** What DescribeFileSystems does not say. */
function* settings(FileSystemId: string): Asks<JsonObject> {
  const aging = yield* absent(describeLifecycle({ FileSystemId }));
  const backup = yield* absent(describeBackup({ FileSystemId }));
  const rules = yield* absent(describePolicy({ FileSystemId }));
  const status = textOf(backup?.BackupPolicy?.Status);
  return {
    LifecyclePolicies: (aging?.LifecyclePolicies ?? []).map(one => objectOf(JSON.parse(JSON.stringify(one)))),
    BackupPolicy: { Status: /^ENABL/.test(status) ? 'ENABLED' : 'DISABLED' },
    ...(rules?.Policy === undefined ? {} : { FileSystemPolicy: objectOf(JSON.parse(rules.Policy)) }),
  };
}

function* allow(FileSystemId: string, rules: Json | undefined, observed: JsonObject): Asks<JsonObject> {
  if (rules !== undefined) {
    yield* putPolicy({ FileSystemId, Policy: JSON.stringify(rules) });
    return { ...observed, FileSystemPolicy: rules };
  }
  yield* gone(deletePolicy({ FileSystemId }));
  const { FileSystemPolicy: _, ...rest } = observed;
  return rest;
}
