/** AWS::ServiceDiscovery::Service. */
import type * as sdk from '@aws-sdk/client-servicediscovery';
import { type Json, type JsonObject, objectOf, textOf, trusted } from '../../json.ts';
import type { Asks } from '../../ports.ts';
import type { ResourceType } from '../../resource/resource.ts';
import { asTags, type Comparison, differences } from '../diff.ts';
import { absent, gone } from '../missing.ts';
import { operation } from '../operation.ts';
import { tagList as listOfTags, retag, tagMap, withOwner } from '../ownership.ts';
import { findIn } from '../pages.ts';
import { said } from '../properties.ts';
import { resourceType } from '../resource-type.ts';
import { integer, list, structure, tagList, text, type ValueOf, word } from '../schema.ts';

const service = 'servicediscovery';
const createService = operation<sdk.CreateServiceCommand>(service, 'CreateService');
const getService = operation<sdk.GetServiceCommand>(service, 'GetService');
const listServices = operation<sdk.ListServicesCommand>(service, 'ListServices');
const updateService = operation<sdk.UpdateServiceCommand>(service, 'UpdateService');
const deleteService = operation<sdk.DeleteServiceCommand>(service, 'DeleteService');
const listTags = operation<sdk.ListTagsForResourceCommand>(service, 'ListTagsForResource');
const tagResource = operation<sdk.TagResourceCommand>(service, 'TagResource');
const untagResource = operation<sdk.UntagResourceCommand>(service, 'UntagResource');

const schema = structure(
  {
    Name: text({ minLength: 1, maxLength: 63 }),
    NamespaceId: text({ minLength: 1 }),
    DnsConfig: structure(
      {
        DnsRecords: list(structure({ Type: word('SRV', 'A', 'AAAA', 'CNAME'), TTL: integer(0) }, 'Type', 'TTL')),
        RoutingPolicy: word('MULTIVALUE', 'WEIGHTED'),
      },
      'DnsRecords',
    ),
    Tags: tagList,
  },
  'NamespaceId',
);
type Properties = ValueOf<typeof schema>;

const comparison: Comparison = { forms: { Tags: asTags } };
const services = 'arn:${partition}:servicediscovery:${region}:${account}:service/*';
const namespaces = 'arn:${partition}:servicediscovery:${region}:${account}:namespace/*';

/**
 * A name that instances register under: ECS does that by itself. Name and NamespaceId replace it.
 *
 * AWS is odd here: ids are assigned and a list tells no CreatorRequestId, so Description holds the token that finds an interrupted create,
 * and is no property; of the DNS settings only times to live can change in place; it cannot go while an instance is registered, which
 * ECS takes out a while after its service.
 */
export const discoveryService: ResourceType = resourceType<Properties>({
  type: 'AWS::ServiceDiscovery::Service',
  schema,
  createOnly: ['Name', 'NamespaceId'],
  attributes: ['Arn', 'Id', 'Name'],
  naming: 'assigned',
  name: { property: 'Name', limit: 63 },
  tags: { property: 'Tags', form: 'list' },
  iam: [
    { action: 'servicediscovery:CreateService', resource: namespaces },
    { action: 'servicediscovery:ListServices', resource: '*' },
    { action: 'servicediscovery:GetService', resource: services },
    { action: 'servicediscovery:UpdateService', resource: services },
    { action: 'servicediscovery:DeleteService', resource: services },
    { action: 'servicediscovery:ListTagsForResource', resource: '*' },
    { action: 'servicediscovery:TagResource', resource: services },
    { action: 'servicediscovery:UntagResource', resource: services },
  ],
  identity: () => undefined,
  identify: observed => ({ Id: textOf(observed.Id) }),
  owner: observed => tagMap(observed.Tags),
  *find({ NamespaceId }, token) {
    const Filters: sdk.ServiceFilter[] = [{ Name: 'NAMESPACE_ID', Values: [NamespaceId], Condition: 'EQ' }];
    const found = yield* findIn(
      function* (NextToken): Asks<{ Items: readonly JsonObject[]; NextToken?: string | undefined }> {
        const page = yield* listServices({ Filters, MaxResults: 100, NextToken });
        return { Items: trusted(page.Services ?? []), NextToken: page.NextToken };
      },
      item => item.Description === token,
    );
    return found === undefined ? undefined : { Id: textOf(found.Id) };
  },
  *observe(identity) {
    const answer = yield* absent(getService({ Id: idOf(identity) }));
    const found = answer?.Service;
    if (found === undefined) return undefined;
    const tags = yield* absent(listTags({ ResourceARN: textOf(found.Arn) }));
    return { ...told(trusted(found)), Tags: listOfTags(tags?.Tags ?? []) };
  },
  *create(properties, name, token, owner) {
    const { Name = name, Tags, ...rest } = properties;
    const tags = listOfTags(withOwner(Tags, owner));
    const answer = yield* createService(
      trusted<sdk.CreateServiceCommandInput>({
        ...rest,
        Name,
        Description: token,
        CreatorRequestId: token.slice(-64),
        Tags: tags,
      }),
    );
    return { ...told(trusted(answer.Service ?? {})), Tags: tags };
  },
  *update(identity, desired, observed, diff, applied) {
    let next: JsonObject = observed;
    if (diff.includes('DnsConfig')) {
      const { DnsRecords = [] } = desired.DnsConfig ?? {};
      yield* updateService({ Id: idOf(identity), Service: { DnsConfig: { DnsRecords: [...DnsRecords] } } });
      next = { ...next, DnsConfig: { ...objectOf(observed.DnsConfig), DnsRecords } };
    }
    if (!diff.includes('Tags')) return next;
    const ResourceARN = textOf(observed.Arn);
    const tags = yield* retag(
      { desired: desired.Tags, observed: observed.Tags, applied },
      set => tagResource({ ResourceARN, Tags: listOfTags(set) }),
      TagKeys => untagResource({ ResourceARN, TagKeys }),
    );
    return { ...next, Tags: listOfTags(tags) };
  },
  *delete(identity) {
    yield* gone(deleteService({ Id: idOf(identity) }));
  },
  diff: (desired, applied, observed) => differences(comparison, desired, applied, observed),
});

function idOf(identity: Json): string {
  return textOf(objectOf(identity).Id);
}

function told(found: JsonObject): JsonObject {
  const { DnsRecords, RoutingPolicy } = objectOf(found.DnsConfig);
  return {
    ...said(schema, found),
    ...(DnsRecords === undefined
      ? {}
      : { DnsConfig: { DnsRecords, ...(RoutingPolicy === undefined ? {} : { RoutingPolicy }) } }),
    NamespaceId: textOf(found.NamespaceId),
    Name: textOf(found.Name),
    Id: textOf(found.Id),
    Arn: textOf(found.Arn),
  };
}
