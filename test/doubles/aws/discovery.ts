/** Cloud Map: services of namespaces. */
import { type Json, type JsonObject, listOf, objectOf, textOf } from '../../../lib/json.ts';
import { fault } from './fault.ts';
import { assign, copy, type GroupItem, type Service, tagList, tagMap, type World, without } from './world.ts';

function one(world: World, id: Json | undefined): GroupItem {
  const item = world.state.discovery[textOf(id).split('/').at(-1) ?? ''];
  if (item === undefined) throw fault('ServiceNotFound', 400, 'The service does not exist.');
  return item;
}

function create(world: World, input: JsonObject): Json {
  const { Tags, CreatorRequestId, ...rest } = input;
  const all = Object.values(world.state.discovery);
  const again = all.find(item => item.config.CreatorRequestId === CreatorRequestId);
  if (again !== undefined) return { Service: copy(again.config) };
  if (all.some(item => item.config.Name === input.Name && item.config.NamespaceId === input.NamespaceId))
    throw fault('ServiceAlreadyExists', 400, `A service with the name ${textOf(input.Name)} exists already.`);
  const Id = `srv-${assign(world, `discovery ${textOf(input.Name)}`, 16)}`;
  const config = {
    ...rest,
    DnsConfig: { RoutingPolicy: 'MULTIVALUE', ...objectOf(rest.DnsConfig) },
    CreatorRequestId: CreatorRequestId ?? '',
    Id,
    Arn: `arn:aws:servicediscovery:${world.region}:${world.account}:service/${Id}`,
  };
  world.state.discovery[Id] = { config, tags: tagMap(Tags) };
  return { Service: copy(config) };
}

export const discovery: Service = {
  CreateService: create,
  GetService: (world, input) => ({ Service: copy(one(world, input.Id).config) }),
  ListServices: (world, input) => {
    const wanted = listOf(objectOf(listOf(input.Filters)[0]).Values);
    const found = Object.values(world.state.discovery).filter(item => wanted.includes(item.config.NamespaceId ?? ''));
    return { Services: found.map(({ config: { CreatorRequestId: _, NamespaceId: __, ...summary } }) => copy(summary)) };
  },
  UpdateService: (world, input) => {
    const item = one(world, input.Id);
    const { DnsConfig } = objectOf(input.Service);
    item.config = { ...item.config, DnsConfig: { ...objectOf(item.config.DnsConfig), ...objectOf(DnsConfig) } };
    return { OperationId: 'done' };
  },
  DeleteService: (world, input) => {
    const { Id } = one(world, input.Id).config;
    delete world.state.discovery[textOf(Id)];
    return {};
  },
  ListTagsForResource: (world, input) => ({ Tags: tagList(one(world, input.ResourceARN).tags) }),
  TagResource: (world, input) => {
    const item = one(world, input.ResourceARN);
    item.tags = { ...item.tags, ...tagMap(input.Tags) };
    return {};
  },
  UntagResource: (world, input) => {
    const item = one(world, input.ResourceARN);
    item.tags = without(item.tags, input.TagKeys);
    return {};
  },
};
