/** AWS::ServiceDiscovery::Service. */
import type * as sdk from '@aws-sdk/client-servicediscovery';
import { type JsonObject, listOf, objectOf, textOf, trusted } from '../../json.ts';
import type { ResourceType } from '../../resource/resource.ts';
import { asSet, asTags, type Comparison, differences, isNothing, members } from '../diff.ts';
import { absent, gone } from '../missing.ts';
import { operation } from '../operation.ts';
import { tagList as listOfTags, tagMap, withOwner } from '../ownership.ts';
import { findIn } from '../pages.ts';
import { said } from '../properties.ts';
import { resourceType } from '../resource-type.ts';
import { integer, list, structure, tagList, text, type ValueOf, word } from '../schema.ts';
import {
  begun,
  described,
  idOf,
  madeOurs,
  namespaces,
  operationHealth,
  operationIn,
  operationSaid,
  ours,
  retagged,
  services,
  tagged,
  tagging,
} from './operations.ts';

const service = 'servicediscovery';
const createService = operation<sdk.CreateServiceCommand>(service, 'CreateService');
const getService = operation<sdk.GetServiceCommand>(service, 'GetService');
const listServices = operation<sdk.ListServicesCommand>(service, 'ListServices');
const updateService = operation<sdk.UpdateServiceCommand>(service, 'UpdateService');
const deleteService = operation<sdk.DeleteServiceCommand>(service, 'DeleteService');

const schema = structure(
  {
    Name: text({ minLength: 1, maxLength: 127 }),
    NamespaceId: text({ minLength: 1, maxLength: 64 }),
    Description: text({ maxLength: 1024 }),
    DnsConfig: structure(
      {
        DnsRecords: list(structure({ Type: word('A', 'AAAA', 'SRV'), TTL: integer(0) }, 'Type', 'TTL')),
        RoutingPolicy: word('MULTIVALUE'),
      },
      'DnsRecords',
    ),
    HealthCheckCustomConfig: structure({ FailureThreshold: integer(1, 1) }),
    Tags: tagList,
  },
  'Name',
  'NamespaceId',
  'DnsConfig',
);
type Properties = ValueOf<typeof schema>;

const comparison: Comparison = {
  defaults: { DnsConfig: { RoutingPolicy: 'MULTIVALUE' } },
  forms: { DnsConfig: members({ DnsRecords: asSet }), Tags: asTags },
};

/**
 * A name in a Cloud Map namespace, under which ECS registers tasks. Name, NamespaceId and HealthCheckCustomConfig replace it.
 *
 * AWS is odd here: ids are assigned while the name is unique in its namespace, which finds an interrupted create (CreatorRequestId lets AWS
 * take a repeated one for the same); an update names an operation that goes on after the answer, and takes away what it does not repeat;
 * one that has instances cannot be deleted.
 */
export const discoveryService: ResourceType = resourceType<Properties>({
  type: 'AWS::ServiceDiscovery::Service',
  schema,
  createOnly: ['HealthCheckCustomConfig', 'Name', 'NamespaceId'],
  attributes: ['Arn', 'Id', 'Name'],
  naming: 'assigned',
  tags: { property: 'Tags', form: 'list' },
  iam: [
    { action: 'servicediscovery:CreateService', resource: namespaces },
    { action: 'servicediscovery:CreateService', resource: services, condition: madeOurs },
    { action: 'servicediscovery:GetService', resource: services },
    { action: 'servicediscovery:ListServices', resource: '*' },
    { action: 'servicediscovery:UpdateService', resource: services, condition: ours },
    { action: 'servicediscovery:DeleteService', resource: services, condition: ours },
    ...tagging,
    ...['route53:GetHostedZone', 'route53:ChangeResourceRecordSets'].map(action => ({
      action,
      resource: 'arn:${partition}:route53:::hostedzone/*',
      because:
        "Cloud Map changes a service's records with its caller's rights; which zone is the namespace's is not known before",
    })),
  ],
  identity: () => undefined,
  identify: observed => ({ Id: textOf(observed.Id), ...operationIn(observed) }),
  owner: observed => tagMap(observed.Tags),
  health: operationHealth,
  *find({ Name, NamespaceId }) {
    const Filters: sdk.ServiceFilter[] = [{ Name: 'NAMESPACE_ID', Values: [NamespaceId], Condition: 'EQ' }];
    const found = yield* findIn(
      function* (NextToken) {
        const page = yield* listServices({ Filters, MaxResults: 100, NextToken });
        return { Items: page.Services, NextToken: page.NextToken };
      },
      one => one.Name === Name,
    );
    return found === undefined ? undefined : { Id: textOf(found.Id) };
  },
  *observe(identity) {
    const answer = yield* absent(getService({ Id: idOf(identity) }));
    const found = yield* tagged(answer?.Service && told(trusted(answer.Service)));
    return found && { ...found, ...(yield* operationSaid(textOf(objectOf(identity).Operation))) };
  },
  *create(properties, _name, token, owner) {
    const Tags = listOfTags(withOwner(properties.Tags, owner));
    const input = { ...properties, Tags, CreatorRequestId: token };
    const answer = yield* createService(trusted<sdk.CreateServiceCommandInput>(input));
    return { ...told(trusted(answer.Service ?? {})), Tags };
  },
  *update(identity, desired, observed, diff, applied) {
    let next: JsonObject = observed;
    if (diff.some(name => name !== 'Tags')) {
      const { Description = '', DnsConfig } = desired;
      const records = { DnsRecords: listOf(DnsConfig.DnsRecords) };
      const { OperationId } = yield* updateService({
        Id: idOf(identity),
        Service: { Description, DnsConfig: trusted(records) },
      });
      const { Description: _, ...rest } = observed;
      next = {
        ...rest,
        ...described(Description),
        DnsConfig: { ...objectOf(observed.DnsConfig), ...records },
        ...begun(OperationId),
      };
    }
    return yield* retagged(desired.Tags, next, diff, applied);
  },
  *delete(identity) {
    yield* gone(deleteService({ Id: idOf(identity) }));
  },
  diff: (desired, applied, observed) => differences(comparison, desired, applied, observed),
});

function told(found: JsonObject): JsonObject {
  const { HealthCheckCustomConfig, ...rest } = said(schema, found);
  return {
    ...rest,
    ...(isNothing(HealthCheckCustomConfig) ? {} : { HealthCheckCustomConfig: HealthCheckCustomConfig ?? {} }),
    Id: textOf(found.Id),
    Arn: textOf(found.Arn),
    Name: textOf(found.Name),
  };
}
