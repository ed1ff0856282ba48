/** Cloud Map: namespaces and their services; what it answers with an operation goes on for a while. */
import { type Json, type JsonObject, listOf, objectOf, textOf } from '../../../lib/json.ts';
import { fault } from './fault.ts';
import {
  assign,
  begin,
  copy,
  type GroupItem,
  isNothing,
  ongoing,
  type Service,
  tagList,
  tagMap,
  type World,
  without,
} from './world.ts';

function arn(world: World, rest: string): string {
  return `arn:aws:servicediscovery:${world.region}:${world.account}:${rest}`;
}

function lastOf(id: Json | undefined): string {
  return textOf(id).split('/').at(-1) ?? '';
}

function serviceOf(world: World, id: Json | undefined): GroupItem {
  const item = world.state.discovery[lastOf(id)];
  if (item === undefined) throw fault('ServiceNotFound', 400, 'The service does not exist.');
  return item;
}

/** Whether the operation by which it was made still goes on: until then nobody is told of it. */
function isComing(world: World, item: State['namespaces'][string]): boolean {
  return ongoing(world, world.state.operations[item.operation]?.work, false) !== undefined;
}
type State = World['state'];

function namespaceOf(world: World, id: Json | undefined): State['namespaces'][string] {
  const item = world.state.namespaces[lastOf(id)];
  if (item === undefined || isComing(world, item))
    throw fault('NamespaceNotFound', 400, 'The namespace does not exist.');
  return item;
}

function tagged(world: World, resource: Json | undefined): GroupItem {
  try {
    return textOf(resource).includes(':namespace/') ? namespaceOf(world, resource) : serviceOf(world, resource);
  } catch {
    throw fault('ResourceNotFoundException', 400, 'The resource does not exist.');
  }
}

function operate(world: World, Type: string, Targets: JsonObject): string {
  const Id = assign(world, `operation ${Type}`, 24);
  world.state.operations[Id] = { config: { Id, Type, Targets }, work: begin(world, 'update') };
  return Id;
}

function createNamespace(world: World, input: JsonObject): Json {
  const { Tags, Vpc, CreatorRequestId = '', ...rest } = input;
  const twin = Object.values(world.state.namespaces).find(
    item => item.config.Name === input.Name && item.config.Vpc === Vpc,
  );
  if (twin !== undefined && isComing(world, twin) && twin.config.CreatorRequestId === CreatorRequestId)
    return { OperationId: twin.operation };
  if (twin !== undefined)
    throw fault('NamespaceAlreadyExists', 400, `A namespace with the name ${textOf(input.Name)} already exists.`);
  const seed = `namespace ${textOf(input.Name)} ${textOf(Vpc)}`;
  const Id = `ns-${assign(world, seed, 16)}`;
  const HostedZoneId = `Z${assign(world, `zone ${seed}`, 20).toUpperCase()}`;
  const operation = operate(world, 'CREATE_NAMESPACE', { NAMESPACE: Id });
  const config: JsonObject = {
    ...rest,
    // Kept here alone: no answer names the VPC.
    Vpc: Vpc ?? '',
    CreatorRequestId,
    Id,
    Arn: arn(world, `namespace/${Id}`),
    Type: 'DNS_PRIVATE',
    Properties: { DnsProperties: { HostedZoneId } },
  };
  world.state.namespaces[Id] = { config, tags: tagMap(Tags), operation };
  return { OperationId: operation };
}

function shown({ Vpc: _, ...config }: JsonObject): JsonObject {
  return copy(config);
}

function getOperation(world: World, input: JsonObject): Json {
  const item = world.state.operations[textOf(input.OperationId)];
  if (item === undefined) throw fault('OperationNotFound', 400, 'The operation does not exist.');
  const Status = ongoing(world, item.work, true) === undefined ? 'SUCCESS' : 'PENDING';
  return { Operation: { ...copy(item.config), Status } };
}

function deleteNamespace(world: World, input: JsonObject): Json {
  const { Id } = namespaceOf(world, input.Id).config;
  if (Object.values(world.state.discovery).some(item => item.config.NamespaceId === Id))
    throw fault('ResourceInUse', 400, 'The namespace contains services.');
  delete world.state.namespaces[textOf(Id)];
  return { OperationId: operate(world, 'DELETE_NAMESPACE', { NAMESPACE: Id ?? '' }) };
}

function createService(world: World, input: JsonObject): Json {
  const { Tags, CreatorRequestId = '', ...rest } = input;
  namespaceOf(world, input.NamespaceId);
  const all = Object.values(world.state.discovery);
  if (all.some(item => item.config.Name === input.Name && item.config.NamespaceId === input.NamespaceId))
    throw fault('ServiceAlreadyExists', 400, `A service with the name ${textOf(input.Name)} already exists.`);
  const Id = `srv-${assign(world, `discovery ${textOf(input.NamespaceId)} ${textOf(input.Name)}`, 16)}`;
  const config: JsonObject = {
    ...rest,
    DnsConfig: { RoutingPolicy: 'MULTIVALUE', ...objectOf(rest.DnsConfig) },
    CreatorRequestId,
    Id,
    Arn: arn(world, `service/${Id}`),
    Type: 'DNS_HTTP',
  };
  world.state.discovery[Id] = { config, tags: tagMap(Tags) };
  return { Service: copy(config) };
}

/** What a change does not repeat is taken away, but for the routing policy, which it cannot name. */
function updateService(world: World, input: JsonObject): Json {
  const item = serviceOf(world, input.Id);
  const { Description, DnsConfig } = objectOf(input.Service);
  const { Description: before = '', ...rest } = item.config;
  const described = Description ?? before;
  const { DnsRecords: _, ...policy } = objectOf(rest.DnsConfig);
  item.config = {
    ...rest,
    DnsConfig: { ...policy, ...objectOf(DnsConfig) },
    ...(isNothing(described) ? {} : { Description: described }),
  };
  return { OperationId: operate(world, 'UPDATE_SERVICE', { SERVICE: item.config.Id ?? '' }) };
}

export const discovery: Service = {
  CreatePrivateDnsNamespace: createNamespace,
  GetNamespace: (world, input) => ({ Namespace: shown(namespaceOf(world, input.Id).config) }),
  ListNamespaces: world => ({
    Namespaces: Object.values(world.state.namespaces)
      .filter(item => !isComing(world, item))
      .map(({ config: { CreatorRequestId: _, ...summary } }) => shown(summary)),
  }),
  UpdatePrivateDnsNamespace: (world, input) => {
    const item = namespaceOf(world, input.Id);
    const { Description = item.config.Description ?? '' } = objectOf(input.Namespace);
    const { Description: _, ...rest } = item.config;
    item.config = { ...rest, ...(isNothing(Description) ? {} : { Description }) };
    return { OperationId: operate(world, 'UPDATE_NAMESPACE', { NAMESPACE: item.config.Id ?? '' }) };
  },
  DeleteNamespace: deleteNamespace,
  GetOperation: getOperation,
  CreateService: createService,
  GetService: (world, input) => ({ Service: copy(serviceOf(world, input.Id).config) }),
  ListServices: (world, input) => {
    const wanted = listOf(objectOf(listOf(input.Filters)[0]).Values);
    const found = Object.values(world.state.discovery).filter(item => wanted.includes(item.config.NamespaceId ?? ''));
    return { Services: found.map(({ config: { CreatorRequestId: _, NamespaceId: __, ...summary } }) => copy(summary)) };
  },
  UpdateService: updateService,
  DeleteService: (world, input) => {
    const { Id } = serviceOf(world, input.Id).config;
    delete world.state.discovery[textOf(Id)];
    return {};
  },
  ListTagsForResource: (world, input) => ({ Tags: tagList(tagged(world, input.ResourceARN).tags) }),
  TagResource: (world, input) => {
    const item = tagged(world, input.ResourceARN);
    item.tags = { ...item.tags, ...tagMap(input.Tags) };
    return {};
  },
  UntagResource: (world, input) => {
    const item = tagged(world, input.ResourceARN);
    item.tags = without(item.tags, input.TagKeys);
    return {};
  },
};
