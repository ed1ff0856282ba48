/** AWS::DynamoDB::Table. */
import type * as sdk from '@aws-sdk/client-dynamodb';
import { type Json, type JsonObject, listOf, objectOf, textOf, trusted } from '../../json.ts';
import type { Asks } from '../../ports.ts';
import type { ResourceType } from '../../resource/resource.ts';
import { asSet, asTags, type Comparison, differences } from '../diff.ts';
import { absent, gone } from '../missing.ts';
import { operation, type Plain } from '../operation.ts';
import { tagList as listOfTags, retag, tagMap, withOwner } from '../ownership.ts';
import { resourceType } from '../resource-type.ts';
import { flag, integer, structure, tagList, text, type ValueOf, word } from '../schema.ts';
import { attributes, globalIndexes, keySchema, localIndexes } from './table-schema.ts';
import { asIndexes, asked, changeOf, used, usual } from './table-update.ts';

const service = 'dynamodb';
const createTable = operation<sdk.CreateTableCommand>(service, 'CreateTable');
const describeTable = operation<sdk.DescribeTableCommand>(service, 'DescribeTable');
const updateTable = operation<sdk.UpdateTableCommand>(service, 'UpdateTable');
const deleteTable = operation<sdk.DeleteTableCommand>(service, 'DeleteTable');
const describeLifetime = operation<sdk.DescribeTimeToLiveCommand>(service, 'DescribeTimeToLive');
const updateLifetime = operation<sdk.UpdateTimeToLiveCommand>(service, 'UpdateTimeToLive');
const describeBackups = operation<sdk.DescribeContinuousBackupsCommand>(service, 'DescribeContinuousBackups');
const updateBackups = operation<sdk.UpdateContinuousBackupsCommand>(service, 'UpdateContinuousBackups');
const listTags = operation<sdk.ListTagsOfResourceCommand>(service, 'ListTagsOfResource');
const tagResource = operation<sdk.TagResourceCommand>(service, 'TagResource');
const untagResource = operation<sdk.UntagResourceCommand>(service, 'UntagResource');

const schema = structure(
  {
    TableName: text({ minLength: 3, maxLength: 255 }),
    BillingMode: word('PAY_PER_REQUEST'),
    KeySchema: keySchema,
    AttributeDefinitions: attributes,
    GlobalSecondaryIndexes: globalIndexes,
    LocalSecondaryIndexes: localIndexes,
    TimeToLiveSpecification: structure(
      { AttributeName: text({ minLength: 1, maxLength: 255 }), Enabled: flag },
      'Enabled',
    ),
    StreamSpecification: structure(
      { StreamViewType: word('KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES') },
      'StreamViewType',
    ),
    PointInTimeRecoverySpecification: structure(
      { PointInTimeRecoveryEnabled: flag, RecoveryPeriodInDays: integer(1, 35) },
      'PointInTimeRecoveryEnabled',
    ),
    SSESpecification: structure({ SSEEnabled: flag, SSEType: word('KMS') }, 'SSEEnabled'),
    DeletionProtectionEnabled: flag,
    TableClass: word('STANDARD', 'STANDARD_INFREQUENT_ACCESS'),
    Tags: tagList,
  },
  'AttributeDefinitions',
  'BillingMode',
  'KeySchema',
);
type Properties = ValueOf<typeof schema>;

const comparison: Comparison = {
  defaults: usual,
  forms: {
    AttributeDefinitions: asSet,
    GlobalSecondaryIndexes: asIndexes,
    LocalSecondaryIndexes: asIndexes,
    Tags: asTags,
  },
};

/** Seconds: nobody knows how long an index of many items takes, and nothing can be done but wait. */
const fillingDeadline = 86_400;

const tables = 'arn:${partition}:dynamodb:${region}:${account}:table/${prefix}*';

/**
 * A table that is paid by request: there is no other mode here yet. TableName, KeySchema and LocalSecondaryIndexes replace it, and it holds data: so they are refused.
 *
 * AWS is odd here: one change at a time, and of indexes one in each (the rest waits for the next wave); a stream has to end before it shows
 * something else; expiry and backups are set once the table is active, and read by calls of their own; expiry takes one change an hour.
 */
export const table: ResourceType = resourceType<Properties>({
  type: 'AWS::DynamoDB::Table',
  schema,
  createOnly: ['BillingMode', 'KeySchema', 'LocalSecondaryIndexes', 'TableName'],
  attributes: ['Arn', 'StreamArn', 'TableName'],
  volatile: ['StreamArn'],
  deadline: 600,
  naming: 'ours',
  stateful: true,
  name: { property: 'TableName', limit: 255 },
  tags: { property: 'Tags', form: 'list' },
  iam: [
    'CreateTable',
    'DescribeTable',
    'UpdateTable',
    'DeleteTable',
    'DescribeTimeToLive',
    'UpdateTimeToLive',
    'DescribeContinuousBackups',
    'UpdateContinuousBackups',
    'ListTagsOfResource',
    'TagResource',
    'UntagResource',
  ].map(action => ({ action: `dynamodb:${action}`, resource: tables })),
  identity: ({ TableName }, name) => ({ TableName: TableName ?? name }),
  identify: ({ TableName }) => ({ TableName: textOf(TableName) }),
  owner: observed => tagMap(observed.Tags),
  *observe(identity) {
    const TableName = nameOf(identity);
    const answer = yield* absent(describeTable({ TableName }));
    if (answer?.Table === undefined || answer.Table.TableStatus === 'DELETING') return undefined;
    const seen = told(answer.Table);
    const tags = yield* absent(listTags({ ResourceArn: textOf(seen.Arn) }));
    // Until it is active there is nothing more to see.
    const more = seen.TableStatus === 'ACTIVE' ? yield* settings(TableName) : {};
    return { ...seen, ...more, Tags: listOfTags(tags?.Tags) };
  },
  *create(properties, name, _token, owner) {
    const { TimeToLiveSpecification: later, PointInTimeRecoverySpecification: too, ...rest } = used(properties);
    const TableName = properties.TableName ?? name;
    const Tags = listOfTags(withOwner(properties.Tags, owner));
    const { TableDescription = {} } = yield* createTable(trusted({ ...asked(rest), TableName, Tags }));
    const made = { ...told(TableDescription), Tags };
    // What is set once it is active is not set yet.
    return later === undefined && too === undefined ? made : { ...made, TableStatus: 'CREATING' };
  },
  *update(identity, desired, observed, diff, applied) {
    const TableName = nameOf(identity);
    let next: JsonObject = observed;
    if (diff.includes('Tags')) {
      const ResourceArn = textOf(observed.Arn);
      const tags = yield* retag(
        { desired: desired.Tags, observed: observed.Tags, applied },
        set => tagResource({ ResourceArn, Tags: listOfTags(set) }),
        TagKeys => untagResource({ ResourceArn, TagKeys }),
      );
      next = { ...next, Tags: listOfTags(tags) };
    }
    if (observed.TableStatus !== 'ACTIVE') return next;
    const change = changeOf(desired, observed, diff);
    if (change !== undefined) {
      const { TableDescription = {} } = yield* updateTable({ ...change, TableName });
      const { TimeToLiveSpecification = {}, PointInTimeRecoverySpecification = {}, Tags = [] } = next;
      return { ...told(TableDescription), TimeToLiveSpecification, PointInTimeRecoverySpecification, Tags };
    }
    if (diff.includes('TimeToLiveSpecification')) next = yield* withLifetime(TableName, desired, next);
    if (diff.includes('PointInTimeRecoverySpecification')) next = yield* withBackups(TableName, desired, next);
    return next;
  },
  *delete(identity) {
    yield* gone(deleteTable({ TableName: nameOf(identity) }));
  },
  diff: (desired, applied, observed) =>
    differences(comparison, used(desired), applied === undefined ? undefined : used(applied), observed),
  health: ({ TableStatus, Building }) => {
    if (TableStatus === 'ACTIVE') return { state: 'ready', message: '' };
    const indexes = listOf(Building).map(textOf);
    if (indexes.length === 0)
      return { state: 'progressing', message: `The table is ${textOf(TableStatus).toLowerCase()}` };
    const message = `DynamoDB fills the index ${indexes.join(', ')} from the items of the table, which takes longer the more there are`;
    return { state: 'progressing', message, deadline: fillingDeadline };
  },
});

function nameOf(identity: Json): string {
  return textOf(objectOf(identity).TableName);
}

function told(found: Plain<sdk.TableDescription>): JsonObject {
  const { StreamSpecification: stream, SSEDescription: sse, GlobalSecondaryIndexes = [], TableStatus = '' } = found;
  const indexes = GlobalSecondaryIndexes.filter(one => one.IndexStatus !== 'DELETING');
  const used = new Set(
    [found, ...indexes, ...(found.LocalSecondaryIndexes ?? [])]
      .flatMap(one => one.KeySchema ?? [])
      .map(one => one.AttributeName),
  );
  const busy = GlobalSecondaryIndexes.some(one => one.IndexStatus !== undefined && one.IndexStatus !== 'ACTIVE');
  const seen: Record<string, unknown> = {
    TableName: found.TableName ?? '',
    Arn: found.TableArn ?? '',
    StreamArn: stream?.StreamEnabled === true ? (found.LatestStreamArn ?? '') : '',
    // A table is active while one of its indexes is not; it takes no other change then.
    TableStatus: TableStatus === 'ACTIVE' && busy ? 'UPDATING' : TableStatus,
    Building:
      TableStatus === 'CREATING' ? [] : indexes.filter(one => one.IndexStatus === 'CREATING').map(one => one.IndexName),
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: found.KeySchema ?? [],
    AttributeDefinitions: (found.AttributeDefinitions ?? []).filter(one => used.has(one.AttributeName)),
    GlobalSecondaryIndexes: indexes.map(indexOf),
    LocalSecondaryIndexes: (found.LocalSecondaryIndexes ?? []).map(indexOf),
    DeletionProtectionEnabled: found.DeletionProtectionEnabled ?? false,
    TableClass: found.TableClassSummary?.TableClass ?? 'STANDARD',
    SSESpecification:
      sse?.Status === 'ENABLED' || sse?.Status === 'ENABLING' || sse?.Status === 'UPDATING'
        ? { SSEEnabled: true, SSEType: sse.SSEType ?? 'KMS' }
        : { SSEEnabled: false },
  };
  if (stream?.StreamEnabled === true) seen.StreamSpecification = { StreamViewType: stream.StreamViewType };
  return objectOf(JSON.parse(JSON.stringify(seen)));
}

function indexOf(found: Plain<sdk.GlobalSecondaryIndexDescription>): object {
  const { IndexName, KeySchema, Projection } = found;
  return { IndexName, KeySchema, Projection };
}

/** What DescribeTable does not say. */
function* settings(TableName: string): Asks<JsonObject> {
  const life = (yield* describeLifetime({ TableName })).TimeToLiveDescription;
  const backup = (yield* describeBackups({ TableName })).ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
  const expires = life?.TimeToLiveStatus === 'ENABLED' || life?.TimeToLiveStatus === 'ENABLING';
  const days = backup?.RecoveryPeriodInDays;
  return {
    TimeToLiveSpecification: expires ? { Enabled: true, AttributeName: life.AttributeName ?? '' } : { Enabled: false },
    PointInTimeRecoverySpecification: {
      PointInTimeRecoveryEnabled: backup?.PointInTimeRecoveryStatus === 'ENABLED',
      ...(days === undefined ? {} : { RecoveryPeriodInDays: days }),
    },
  };
}

/** Another attribute is a change off and, an hour later at the earliest, a change on. */
function* withLifetime(TableName: string, desired: Properties, observed: JsonObject): Asks<JsonObject> {
  const there = objectOf(observed.TimeToLiveSpecification);
  const { Enabled = false, AttributeName = textOf(there.AttributeName) } = desired.TimeToLiveSpecification ?? {};
  const off = there.Enabled === true && (!Enabled || there.AttributeName !== AttributeName);
  const TimeToLiveSpecification = off
    ? { Enabled: false, AttributeName: textOf(there.AttributeName) }
    : { Enabled, AttributeName };
  yield* updateLifetime({ TableName, TimeToLiveSpecification });
  return { ...observed, TimeToLiveSpecification: off ? { Enabled: false } : TimeToLiveSpecification };
}

function* withBackups(TableName: string, desired: Properties, observed: JsonObject): Asks<JsonObject> {
  const PointInTimeRecoverySpecification = desired.PointInTimeRecoverySpecification ?? {
    PointInTimeRecoveryEnabled: false,
  };
  yield* updateBackups({ TableName, PointInTimeRecoverySpecification });
  return { ...observed, PointInTimeRecoverySpecification };
}
