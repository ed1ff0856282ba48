/** Cloud Control, and what CloudFormation tells of its types: requests that go on after their answers. One type stands for all. */
import { digest, type Json, type JsonObject, listOf, objectOf, textOf, trusted } from '../../../lib/json.ts';
import { fault } from './fault.ts';
import type { RequestItem } from './items.ts';
import { assign, begin, copy, ongoing, type Service, time, told, type World } from './world.ts';

/** As the registry has it, as far as it is read. */
const types: Readonly<Record<string, JsonObject>> = {
  'AWS::Kinesis::Stream': {
    typeName: 'AWS::Kinesis::Stream',
    definitions: { Tag: { type: 'object', properties: { Key: { type: 'string' }, Value: { type: 'string' } } } },
    properties: {
      Arn: { type: 'string' },
      Name: { type: 'string' },
      RetentionPeriodHours: { type: 'integer' },
      ShardCount: { type: 'integer' },
      Tags: { type: 'array', items: { $ref: '#/definitions/Tag' } },
    },
    primaryIdentifier: ['/properties/Name'],
    createOnlyProperties: ['/properties/Name'],
    readOnlyProperties: ['/properties/Arn'],
    tagging: { taggable: true, tagOnCreate: true, tagUpdatable: true, tagProperty: '/properties/Tags' },
  },
};

function typeOf(input: JsonObject): JsonObject {
  const type = types[textOf(input.TypeName)];
  if (type === undefined)
    throw fault('TypeNotFoundException', 400, `The type '${textOf(input.TypeName)}' cannot be found.`);
  return type;
}

function keyOf(input: JsonObject): string {
  return `${textOf(input.TypeName)} ${textOf(input.Identifier)}`;
}

function event(world: World, item: RequestItem, read: boolean): JsonObject {
  const isGoing = ongoing(world, item.work, read) !== undefined;
  const failure = isGoing ? {} : item.failure;
  const status = isGoing ? 'IN_PROGRESS' : item.failure.ErrorCode === undefined ? 'SUCCESS' : 'FAILED';
  return { ProgressEvent: told({ ...item.event, ...failure, OperationStatus: status }) };
}

/** The request under this client token, or a new one. */
function request(world: World, input: JsonObject, Operation: string, work: () => Partial<RequestItem>): Json {
  const { ClientToken, ...asked } = input;
  const known = Object.values(world.state.requests).find(one => one.token === ClientToken);
  if (known !== undefined && known.asked !== digest(asked))
    throw fault('ClientTokenConflictException', 400, 'The client token was used for another request.');
  if (known !== undefined) return event(world, known, true);
  const RequestToken = `${assign(world, 'request', 20)}-0000-0000`;
  const { event: more, ...rest } = work();
  const item: RequestItem = {
    token: textOf(ClientToken),
    asked: digest(asked),
    event: { TypeName: input.TypeName ?? '', RequestToken, Operation, EventTime: time(world), ...more },
    failure: {},
    work: begin(world, Operation === 'CREATE' ? 'create' : 'update'),
    ...rest,
  };
  world.state.requests[RequestToken] = item;
  return event(world, item, false);
}

function failed(ErrorCode: string, StatusMessage: string): Pick<RequestItem, 'failure'> {
  return { failure: { ErrorCode, StatusMessage } };
}

function create(world: World, input: JsonObject): Json {
  typeOf(input);
  return request(world, input, 'CREATE', () => {
    const desired: JsonObject = JSON.parse(textOf(input.DesiredState));
    const Name = textOf(desired.Name) || `stream-${assign(world, 'stream', 12)}`;
    const key = keyOf({ ...input, Identifier: Name });
    const found = { event: { Identifier: Name } };
    if (world.state.resources[key] !== undefined)
      return { ...found, ...failed('AlreadyExists', `${key} already exists`) };
    const Arn = `arn:aws:kinesis:${world.region}:${world.account}:stream/${Name}`;
    world.state.resources[key] = {
      config: { RetentionPeriodHours: 24, ...desired, Name, Arn },
      tags: {},
    };
    return found;
  });
}

function isBeingMade(world: World, key: string): boolean {
  return Object.values(world.state.requests).some(
    one =>
      one.event.Operation === 'CREATE' && keyOf(one.event) === key && ongoing(world, one.work, false) !== undefined,
  );
}

function found(world: World, input: JsonObject): JsonObject {
  const item = world.state.resources[keyOf(input)];
  if (item === undefined || isBeingMade(world, keyOf(input)))
    throw fault('ResourceNotFoundException', 400, `${keyOf(input)} was not found`);
  return item.config;
}

function update(world: World, input: JsonObject): Json {
  const config = found(world, input);
  return request(world, input, 'UPDATE', () => {
    const named = { event: { Identifier: input.Identifier ?? '' } };
    const next: Record<string, Json> = { ...config };
    for (const one of trusted<readonly JsonObject[]>(JSON.parse(textOf(input.PatchDocument)))) {
      const name = textOf(one.path).slice(1);
      if (name === 'Name') return { ...named, ...failed('NotUpdatable', 'Name cannot be updated') };
      if (one.op === 'remove') delete next[name];
      else next[name] = one.value ?? null;
    }
    world.state.resources[keyOf(input)] = { config: { RetentionPeriodHours: 24, ...next }, tags: {} };
    return named;
  });
}

function described(config: JsonObject): JsonObject {
  return { Identifier: config.Name ?? '', Properties: JSON.stringify(config) };
}

export const cloudcontrol: Service = {
  CreateResource: create,
  UpdateResource: update,
  // Sooner than AWS, which goes on for a while.
  DeleteResource: (world, input) => {
    found(world, input);
    return request(world, input, 'DELETE', () => {
      delete world.state.resources[keyOf(input)];
      return { event: { Identifier: input.Identifier ?? '' }, work: undefined };
    });
  },
  GetResource: (world, input) => ({
    TypeName: input.TypeName ?? '',
    ResourceDescription: copy(described(found(world, input))),
  }),
  ListResources: (world, input) => {
    const all = Object.entries(world.state.resources).filter(
      ([key]) => key.startsWith(`${textOf(input.TypeName)} `) && !isBeingMade(world, key),
    );
    const from = Number(input.NextToken ?? 0);
    const more = from + 1 < all.length ? { NextToken: String(from + 1) } : {};
    const page = listOf(all.slice(from, from + 1).map(([, { config }]) => described(config)));
    return { TypeName: input.TypeName ?? '', ResourceDescriptions: copy(page), ...more };
  },
  GetResourceRequestStatus: (world, input) => {
    const item = world.state.requests[textOf(input.RequestToken)];
    if (item === undefined) throw fault('RequestTokenNotFoundException', 404, 'The request token is not known.');
    return event(world, item, true);
  },
};

export const cloudformation: Service = {
  DescribeType: (_world, input) => {
    const schema = typeOf(input);
    return { TypeName: objectOf(schema).typeName ?? '', Type: 'RESOURCE', Schema: JSON.stringify(schema) };
  },
};
