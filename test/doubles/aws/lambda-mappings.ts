/** Lambda event source mappings, and the tags of everything of Lambda's. */
import { type Json, type JsonObject, listOf, objectOf, textOf } from '../../../lib/json.ts';
import { fault } from './fault.ts';
import type { MappingItem } from './items.ts';
import { invalid } from './lambda-configuration.ts';
import { conflict, functionArn, functions, locate, missing } from './lambda-functions.ts';
import {
  type Action,
  assign,
  begin,
  copy,
  isNothing,
  ongoing,
  pick,
  type Service,
  time,
  type World,
  without,
} from './world.ts';

const members = [
  'BatchSize',
  'BisectBatchOnFunctionError',
  'DestinationConfig',
  'FilterCriteria',
  'FunctionResponseTypes',
  'MaximumBatchingWindowInSeconds',
  'MaximumRecordAgeInSeconds',
  'MaximumRetryAttempts',
  'ParallelizationFactor',
  'ScalingConfig',
];
const ofStreams = [
  'BisectBatchOnFunctionError',
  'DestinationConfig',
  'MaximumRecordAgeInSeconds',
  'MaximumRetryAttempts',
  'ParallelizationFactor',
];

function mappingOf(world: World, UUID: string): MappingItem {
  const item = world.state.mappings[UUID];
  if (item?.gone === true && ongoing(world, item.work, true) === undefined) delete world.state.mappings[UUID];
  const left = world.state.mappings[UUID];
  if (left === undefined) throw fault('ResourceNotFoundException', 404, 'The resource you requested does not exist.');
  return left;
}

function stateOf(world: World, item: MappingItem, read: boolean): string {
  const work = ongoing(world, item.work, read);
  if (item.gone) return 'Deleting';
  if (work !== undefined) return work.kind === 'create' ? 'Creating' : 'Updating';
  return item.config.Enabled === false ? 'Disabled' : 'Enabled';
}

function describe(world: World, item: MappingItem, read: boolean): JsonObject {
  const { Enabled: _, ...config } = item.config;
  return copy({ ...config, State: stateOf(world, item, read), StateTransitionReason: 'USER_INITIATED' });
}

function mustBeIdle(world: World, item: MappingItem): void {
  if (item.gone || ongoing(world, item.work, false) !== undefined)
    throw fault(
      'ResourceInUseException',
      400,
      'Cannot update the event source mapping because it is in use, or is being updated or deleted.',
    );
}

function functionOf(world: World, input: JsonObject): string {
  const { fn, name, qualifier } = locate(world, input);
  const arn = functionArn(world, name, qualifier);
  if (qualifier !== '' && fn.aliases[qualifier] === undefined) throw missing(arn);
  return arn;
}

const isQueue = (config: JsonObject): boolean => textOf(config.EventSourceArn).startsWith('arn:aws:sqs:');

function checked(config: JsonObject): JsonObject {
  if (isQueue(config)) {
    const odd = [...ofStreams, 'StartingPosition'].find(name => config[name] !== undefined);
    if (odd !== undefined) throw invalid(`${odd} is not supported for SQS event sources.`);
    if (Number(config.BatchSize) > 10 && Number(config.MaximumBatchingWindowInSeconds) < 1)
      throw invalid('Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10');
  } else {
    if (config.StartingPosition === undefined)
      throw invalid('1 validation error detected: StartingPosition is required');
    if (config.ScalingConfig !== undefined && !isNothing(config.ScalingConfig))
      throw invalid('ScalingConfig is only supported for SQS event sources.');
  }
  const next: Record<string, Json> = { ...config };
  for (const name of ['FilterCriteria', 'FunctionResponseTypes', 'ScalingConfig'])
    if (isNothing(next[name])) delete next[name];
  const onFailure = objectOf(objectOf(next.DestinationConfig).OnFailure);
  if (next.DestinationConfig !== undefined && textOf(onFailure.Destination) === '')
    next.DestinationConfig = { OnFailure: {} };
  return next;
}

function createMapping(world: World, input: JsonObject): Json {
  const FunctionArn = functionOf(world, input);
  const same = Object.entries(world.state.mappings).find(
    ([, { config }]) => config.EventSourceArn === input.EventSourceArn && config.FunctionArn === FunctionArn,
  );
  if (same?.[1].gone === false)
    throw conflict(
      `The event source arn (" ${textOf(input.EventSourceArn)} ") and function (" ${FunctionArn} ") provided mapping already exists. Please update or delete the existing mapping with UUID ${same[0]}`,
    );
  if (same !== undefined) delete world.state.mappings[same[0]];
  const letters = assign(world, `mapping:${textOf(input.EventSourceArn)}:${FunctionArn}`, 20).padEnd(32, '0');
  const UUID = letters.replaceAll(/[^0-9a-f]/g, 'a').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  const usual = isQueue(input)
    ? { BatchSize: 10 }
    : {
        BatchSize: 100,
        ParallelizationFactor: 1,
        MaximumRetryAttempts: -1,
        MaximumRecordAgeInSeconds: -1,
        BisectBatchOnFunctionError: false,
        TumblingWindowInSeconds: 0,
        DestinationConfig: { OnFailure: {} },
      };
  const item: MappingItem = {
    config: checked({
      ...usual,
      MaximumBatchingWindowInSeconds: 0,
      ...pick(input, [...members, 'EventSourceArn', 'StartingPosition', 'Enabled']),
      FunctionArn,
      UUID,
      EventSourceMappingArn: `arn:aws:lambda:${world.region}:${world.account}:event-source-mapping:${UUID}`,
      LastModified: time(world),
    }),
    tags: objectOf(input.Tags),
    work: begin(world, 'create'),
    gone: false,
  };
  world.state.mappings[UUID] = item;
  return describe(world, item, false);
}

function updateMapping(world: World, input: JsonObject): Json {
  const item = mappingOf(world, textOf(input.UUID));
  mustBeIdle(world, item);
  const target = input.FunctionName === undefined ? {} : { FunctionArn: functionOf(world, input) };
  item.config = checked({ ...item.config, ...pick(input, [...members, 'Enabled']), ...target });
  item.work = begin(world, 'update');
  return describe(world, item, false);
}

/** Of a mapping, where the ARN says so; else as functions have it. */
function ofEither(mine: (item: MappingItem, input: JsonObject) => Json, theirs: Action | undefined): Action {
  return (world, input) => {
    const [, id] = /:event-source-mapping:(.+)$/.exec(textOf(input.Resource)) ?? [];
    if (id !== undefined) return mine(mappingOf(world, id), input);
    return theirs?.(world, input) ?? {};
  };
}

export const mappings: Service = {
  CreateEventSourceMapping: createMapping,
  GetEventSourceMapping: (world, input) => describe(world, mappingOf(world, textOf(input.UUID)), true),
  ListEventSourceMappings: (world, input) => {
    const FunctionArn = input.FunctionName === undefined ? undefined : functionOf(world, input);
    const found = Object.values(world.state.mappings).filter(
      ({ config }) =>
        (input.EventSourceArn === undefined || config.EventSourceArn === input.EventSourceArn) &&
        (FunctionArn === undefined || config.FunctionArn === FunctionArn),
    );
    const from = Number(input.Marker ?? 0);
    const more = from + 100 < found.length ? { NextMarker: String(from + 100) } : {};
    return { EventSourceMappings: found.slice(from, from + 100).map(item => describe(world, item, false)), ...more };
  },
  UpdateEventSourceMapping: updateMapping,
  DeleteEventSourceMapping: (world, input) => {
    const item = mappingOf(world, textOf(input.UUID));
    if (item.gone) return describe(world, item, false);
    mustBeIdle(world, item);
    item.gone = true;
    item.work = begin(world, 'update');
    return describe(world, item, false);
  },
  ListTags: ofEither(({ tags }) => ({ Tags: copy(tags) }), functions.ListTags),
  TagResource: ofEither((item, input) => {
    item.tags = { ...item.tags, ...objectOf(input.Tags) };
    return {};
  }, functions.TagResource),
  UntagResource: ofEither((item, input) => {
    item.tags = without(item.tags, listOf(input.TagKeys));
    return {};
  }, functions.UntagResource),
};
