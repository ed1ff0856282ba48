/** API Gateway v2: domains of one's own with their mappings, and VPC links. */
import { type Json, type JsonObject, listOf, objectOf, textOf } from '../../../lib/json.ts';
import { notFound } from './apigateway-routes.ts';
import { fault } from './fault.ts';
import {
  assign,
  begin,
  copy,
  type DomainItem,
  type LinkItem,
  ongoing,
  type Service,
  time,
  type World,
} from './world.ts';

export function domainOf(world: World, name: string): DomainItem {
  const domain = world.state.domains[name];
  if (domain === undefined) throw notFound('domain name', name);
  return domain;
}

function shownDomain(world: World, domain: DomainItem, read: boolean): JsonObject {
  const busy = ongoing(world, domain.work, read) !== undefined;
  const configurations = listOf(domain.config.DomainNameConfigurations).map(one => ({
    ...objectOf(one),
    DomainNameStatus: busy ? 'UPDATING' : 'AVAILABLE',
  }));
  return copy({ ...domain.config, DomainNameConfigurations: configurations, Tags: domain.tags });
}

function configurationsOf(world: World, name: string, input: JsonObject): Json {
  return listOf(input.DomainNameConfigurations).map(one => ({
    EndpointType: 'REGIONAL',
    SecurityPolicy: 'TLS_1_2',
    IpAddressType: 'ipv4',
    ...objectOf(one),
    ApiGatewayDomainName: `d-${name.replaceAll(/[^a-z0-9]/g, '').slice(0, 10)}.execute-api.${world.region}.amazonaws.com`,
    HostedZoneId: 'Z1UJRXOUMOOFQ8',
  }));
}

function createDomain(world: World, input: JsonObject): Json {
  const DomainName = textOf(input.DomainName);
  if (world.state.domains[DomainName] !== undefined)
    throw fault('ConflictException', 409, 'The domain name you provided already exists.');
  const domain: DomainItem = {
    config: {
      DomainName,
      DomainNameArn: `arn:aws:apigateway:${world.region}::/domainnames/${DomainName}`,
      ApiMappingSelectionExpression: '$request.basepath',
      DomainNameConfigurations: configurationsOf(world, DomainName, input),
    },
    tags: objectOf(input.Tags),
    mappings: {},
    work: begin(world, 'create'),
  };
  world.state.domains[DomainName] = domain;
  return shownDomain(world, domain, false);
}

function updateDomain(world: World, input: JsonObject): Json {
  const name = textOf(input.DomainName);
  const domain = domainOf(world, name);
  if (ongoing(world, domain.work, false) !== undefined)
    throw fault('ConflictException', 409, 'The domain name is being updated.');
  domain.config = { ...domain.config, DomainNameConfigurations: configurationsOf(world, name, input) };
  domain.work = begin(world, 'update');
  return shownDomain(world, domain, false);
}

function mappingOf(world: World, input: JsonObject): { domain: DomainItem; id: string; mapping: JsonObject } {
  const domain = domainOf(world, textOf(input.DomainName));
  const id = textOf(input.ApiMappingId);
  const mapping = domain.mappings[id];
  if (mapping === undefined) throw notFound('API mapping', id);
  return { domain, id, mapping };
}

function mustFit(world: World, domain: DomainItem, id: string, { ApiId, Stage, ApiMappingKey }: JsonObject): void {
  const stages = world.state.apis[textOf(ApiId)]?.stages;
  if (stages === undefined) throw notFound('API', textOf(ApiId));
  if (stages[textOf(Stage)] === undefined)
    throw fault('BadRequestException', 400, 'Invalid stage identifier specified');
  const others = Object.entries(domain.mappings).filter(([other]) => other !== id);
  if (others.some(([, one]) => one.ApiMappingKey === ApiMappingKey))
    throw fault('ConflictException', 409, 'An ApiMapping key already exists for this domain name');
}

function createMapping(world: World, input: JsonObject): Json {
  const { DomainName, ...rest } = input;
  const domain = domainOf(world, textOf(DomainName));
  const asked = { ApiMappingKey: '', ...rest };
  const ApiMappingId = assign(world, `mapping:${textOf(DomainName)}:${textOf(asked.ApiMappingKey)}`, 6);
  mustFit(world, domain, ApiMappingId, asked);
  domain.mappings[ApiMappingId] = { ...asked, ApiMappingId };
  return copy(domain.mappings[ApiMappingId]);
}

function updateMapping(world: World, input: JsonObject): Json {
  const { domain, id, mapping } = mappingOf(world, input);
  const { DomainName: _, ...rest } = input;
  const next = { ...mapping, ...rest };
  mustFit(world, domain, id, next);
  domain.mappings[id] = next;
  return copy(next);
}

function linkOf(world: World, input: JsonObject): LinkItem {
  const link = world.state.links[textOf(input.VpcLinkId)];
  if (link === undefined) throw notFound('VpcLink', textOf(input.VpcLinkId));
  return link;
}

function shownLink(world: World, link: LinkItem, read: boolean): JsonObject {
  const busy = ongoing(world, link.work, read) !== undefined;
  return copy({ ...link.config, Tags: link.tags, VpcLinkStatus: busy ? 'PENDING' : 'AVAILABLE' });
}

function createLink(world: World, input: JsonObject): Json {
  const { Tags, ...rest } = input;
  const VpcLinkId = assign(world, `link:${textOf(input.Name)}`, 6);
  const config = { SecurityGroupIds: [], ...rest, VpcLinkId, VpcLinkVersion: 'V2', CreatedDate: time(world) };
  const link: LinkItem = { config, tags: objectOf(Tags), work: begin(world, 'create') };
  world.state.links[VpcLinkId] = link;
  return shownLink(world, link, false);
}

export const domains: Service = {
  CreateDomainName: createDomain,
  GetDomainName: (world, input) => shownDomain(world, domainOf(world, textOf(input.DomainName)), true),
  UpdateDomainName: updateDomain,
  DeleteDomainName: (world, input) => {
    domainOf(world, textOf(input.DomainName));
    delete world.state.domains[textOf(input.DomainName)];
    return {};
  },
  CreateApiMapping: createMapping,
  GetApiMapping: (world, input) => copy(mappingOf(world, input).mapping),
  GetApiMappings: (world, input) => ({
    Items: copy(Object.values(domainOf(world, textOf(input.DomainName)).mappings)),
  }),
  UpdateApiMapping: updateMapping,
  DeleteApiMapping: (world, input) => {
    const { domain, id } = mappingOf(world, input);
    delete domain.mappings[id];
    return {};
  },
  CreateVpcLink: createLink,
  GetVpcLink: (world, input) => shownLink(world, linkOf(world, input), true),
  GetVpcLinks: world => ({ Items: Object.values(world.state.links).map(link => shownLink(world, link, false)) }),
  UpdateVpcLink: (world, input) => {
    const link = linkOf(world, input);
    link.config = { ...link.config, Name: input.Name ?? link.config.Name ?? '' };
    return shownLink(world, link, false);
  },
  DeleteVpcLink: (world, input) => {
    const { VpcLinkId } = linkOf(world, input).config;
    delete world.state.links[textOf(VpcLinkId)];
    return {};
  },
};
