/** DynamoDB: tables, which are busy for a while after each change and take one at a time. */
import { isList, type Json, type JsonObject, listOf, objectOf, textOf } from '../../../lib/json.ts';
import { fault } from './fault.ts';
import {
  assign,
  begin,
  copy,
  ongoing,
  type Service,
  type TableItem,
  tagList,
  tagMap,
  type World,
  without,
} from './world.ts';

function found(world: World, name: string): TableItem {
  const table = world.state.tables[name];
  if (table === undefined)
    throw fault('ResourceNotFoundException', 400, `Requested resource not found: Table: ${name} not found`);
  return table;
}

const named = (world: World, input: JsonObject): TableItem => found(world, textOf(input.TableName));
const byArn = (world: World, input: JsonObject): TableItem =>
  found(world, textOf(input.ResourceArn).split('table/')[1] ?? '');

function described(world: World, table: TableItem): JsonObject {
  table.work = ongoing(world, table.work, true);
  const status = table.work === undefined ? 'ACTIVE' : table.work.kind === 'create' ? 'CREATING' : 'UPDATING';
  const shown = { ...table.config, TableStatus: status };
  if (status !== 'UPDATING') return shown;
  // An index is filled while the table itself stays active.
  const indexes = listOf(table.config.GlobalSecondaryIndexes);
  if (!indexes.some(one => objectOf(one).IndexName === table.filling)) return shown;
  const GlobalSecondaryIndexes = indexes.map(one => {
    const index = objectOf(one);
    return index.IndexName === table.filling ? { ...index, IndexStatus: 'CREATING', Backfilling: true } : index;
  });
  return { ...shown, TableStatus: 'ACTIVE', GlobalSecondaryIndexes };
}

function idle(world: World, table: TableItem): void {
  table.work = ongoing(world, table.work, false);
  if (table.work === undefined) return;
  throw fault(
    'ResourceInUseException',
    400,
    'Attempt to change a resource which is still in use: Table is being updated',
  );
}

/** Exactly the attributes that keys use are to be defined. */
function checkDefinitions(config: JsonObject, input: JsonObject): void {
  const indexes = [...listOf(config.GlobalSecondaryIndexes), ...listOf(config.LocalSecondaryIndexes)];
  const used = [config, ...indexes].flatMap(one =>
    listOf(objectOf(one).KeySchema).map(part => textOf(objectOf(part).AttributeName)),
  );
  const defined = listOf(input.AttributeDefinitions).map(one => textOf(objectOf(one).AttributeName));
  if (new Set(used).size !== defined.length || used.some(name => !defined.includes(name)))
    throw fault('ValidationException', 400, 'Some AttributeDefinitions are not used, or some keys are not defined');
}

function streamOf(world: World, name: string, spec: Json | undefined): JsonObject {
  const { StreamEnabled, StreamViewType } = objectOf(spec);
  if (StreamEnabled !== true) return {};
  const LatestStreamArn = `arn:aws:dynamodb:${world.region}:${world.account}:table/${name}/stream/${assign(world, name, 8)}`;
  return { StreamSpecification: { StreamEnabled, StreamViewType: StreamViewType ?? '' }, LatestStreamArn };
}

const encrypted = (spec: Json | undefined): JsonObject =>
  objectOf(spec).Enabled === true ? { SSEDescription: { Status: 'ENABLED', SSEType: 'KMS' } } : {};

const active = (index: Json): Json => ({ ...objectOf(index), IndexStatus: 'ACTIVE' });

function create(world: World, input: JsonObject): Json {
  const name = textOf(input.TableName);
  if (world.state.tables[name] !== undefined)
    throw fault('ResourceInUseException', 400, `Table already exists: ${name}`);
  checkDefinitions(input, input);
  const { KeySchema, AttributeDefinitions, LocalSecondaryIndexes, GlobalSecondaryIndexes } = input;
  const table: TableItem = {
    config: {
      TableName: name,
      TableArn: `arn:aws:dynamodb:${world.region}:${world.account}:table/${name}`,
      KeySchema: KeySchema ?? [],
      AttributeDefinitions: AttributeDefinitions ?? [],
      ...(isList(LocalSecondaryIndexes) ? { LocalSecondaryIndexes } : {}),
      ...(isList(GlobalSecondaryIndexes) ? { GlobalSecondaryIndexes: GlobalSecondaryIndexes.map(active) } : {}),
      DeletionProtectionEnabled: input.DeletionProtectionEnabled === true,
      TableClassSummary: { TableClass: textOf(input.TableClass) || 'STANDARD' },
      ...streamOf(world, name, input.StreamSpecification),
      ...encrypted(input.SSESpecification),
    },
    tags: tagMap(input.Tags),
    life: { TimeToLiveStatus: 'DISABLED' },
    backups: { PointInTimeRecoveryStatus: 'DISABLED' },
    filling: '',
    work: begin(world, 'create'),
  };
  world.state.tables[name] = table;
  return { TableDescription: copy(described(world, table)) };
}

function update(world: World, input: JsonObject): Json {
  const table = named(world, input);
  idle(world, table);
  const name = textOf(input.TableName);
  const { StreamSpecification, LatestStreamArn, SSEDescription, ...rest } = table.config;
  const stream =
    input.StreamSpecification === undefined
      ? JSON.parse(JSON.stringify({ StreamSpecification, LatestStreamArn }))
      : streamOf(world, name, input.StreamSpecification);
  if (StreamSpecification !== undefined && objectOf(input.StreamSpecification).StreamEnabled === true)
    throw fault('ValidationException', 400, 'Table already has an enabled stream');
  const sse = input.SSESpecification === undefined ? { SSEDescription } : encrypted(input.SSESpecification);
  let next: JsonObject = JSON.parse(JSON.stringify({ ...rest, ...stream, ...sse }));
  if (input.DeletionProtectionEnabled !== undefined)
    next = { ...next, DeletionProtectionEnabled: input.DeletionProtectionEnabled };
  if (input.TableClass !== undefined) next = { ...next, TableClassSummary: { TableClass: input.TableClass } };
  for (const change of listOf(input.GlobalSecondaryIndexUpdates)) next = indexed(next, objectOf(change), input);
  table.config = next;
  const added = listOf(input.GlobalSecondaryIndexUpdates).map(one => objectOf(objectOf(one).Create).IndexName);
  table.filling = textOf(added.find(one => one !== undefined));
  table.work = begin(world, 'update');
  return { TableDescription: copy(described(world, table)) };
}

function indexed(config: JsonObject, { Create, Delete }: JsonObject, input: JsonObject): JsonObject {
  const before = listOf(config.GlobalSecondaryIndexes);
  const gone = objectOf(Delete).IndexName;
  const left = before.filter(one => objectOf(one).IndexName !== gone);
  const GlobalSecondaryIndexes = Create === undefined ? left : [...left, active(Create)];
  const next: JsonObject = { ...config, GlobalSecondaryIndexes };
  if (Create === undefined) return next;
  checkDefinitions(next, input);
  return { ...next, AttributeDefinitions: input.AttributeDefinitions ?? [] };
}

export const dynamodb: Service = {
  CreateTable: create,
  DescribeTable: (world, input) => ({ Table: copy(described(world, named(world, input))) }),
  UpdateTable: update,
  DeleteTable: (world, input) => {
    const table = named(world, input);
    idle(world, table);
    if (table.config.DeletionProtectionEnabled === true)
      throw fault('ValidationException', 400, 'Resource cannot be deleted as it is currently protected');
    delete world.state.tables[textOf(input.TableName)];
    return {};
  },
  DescribeTimeToLive: (world, input) => ({ TimeToLiveDescription: copy(named(world, input).life) }),
  UpdateTimeToLive: (world, input) => {
    const table = named(world, input);
    idle(world, table);
    const { Enabled, AttributeName } = objectOf(input.TimeToLiveSpecification);
    const on = table.life.TimeToLiveStatus === 'ENABLED';
    if (on === (Enabled === true))
      throw fault('ValidationException', 400, `TimeToLive is already ${on ? 'enabled' : 'disabled'}`);
    table.life =
      Enabled === true
        ? { TimeToLiveStatus: 'ENABLED', AttributeName: AttributeName ?? '' }
        : { TimeToLiveStatus: 'DISABLED' };
    return { TimeToLiveSpecification: copy(objectOf(input.TimeToLiveSpecification)) };
  },
  DescribeContinuousBackups: (world, input) => ({
    ContinuousBackupsDescription: { PointInTimeRecoveryDescription: copy(named(world, input).backups) },
  }),
  UpdateContinuousBackups: (world, input) => {
    const table = named(world, input);
    idle(world, table);
    const { PointInTimeRecoveryEnabled, RecoveryPeriodInDays } = objectOf(input.PointInTimeRecoverySpecification);
    table.backups =
      PointInTimeRecoveryEnabled === true
        ? { PointInTimeRecoveryStatus: 'ENABLED', RecoveryPeriodInDays: RecoveryPeriodInDays ?? 35 }
        : { PointInTimeRecoveryStatus: 'DISABLED' };
    return { ContinuousBackupsDescription: {} };
  },
  ListTagsOfResource: (world, input) => ({
    Tags: tagList(byArn(world, input).tags),
  }),
  TagResource: (world, input) => {
    const table = byArn(world, input);
    table.tags = { ...table.tags, ...tagMap(input.Tags) };
    return {};
  },
  UntagResource: (world, input) => {
    const table = byArn(world, input);
    table.tags = without(table.tags, input.TagKeys);
    return {};
  },
};
