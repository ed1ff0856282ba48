/** AWS::ServiceDiscovery::PrivateDnsNamespace. */
import type * as sdk from '@aws-sdk/client-servicediscovery';
import { type Json, type JsonObject, objectOf, textOf, trusted } from '../../json.ts';
import type { Asks } from '../../ports.ts';
import type { ResourceType } from '../../resource/resource.ts';
import { asTags, type Comparison, differences } from '../diff.ts';
import { absent, gone } from '../missing.ts';
import { operation, type Plain } from '../operation.ts';
import { tagList as listOfTags, tagMap, withOwner } from '../ownership.ts';
import { resourceType } from '../resource-type.ts';
import { structure, tagList, text, type ValueOf } from '../schema.ts';
import {
  begun,
  described,
  idOf,
  madeOurs,
  namespaces,
  operationHealth,
  operationIn,
  operationOf,
  operationSaid,
  ours,
  retagged,
  tagged,
  tagging,
} from './operations.ts';

const service = 'servicediscovery';
const createNamespace = operation<sdk.CreatePrivateDnsNamespaceCommand>(service, 'CreatePrivateDnsNamespace');
const getNamespace = operation<sdk.GetNamespaceCommand>(service, 'GetNamespace');
const listNamespaces = operation<sdk.ListNamespacesCommand>(service, 'ListNamespaces');
const updateNamespace = operation<sdk.UpdatePrivateDnsNamespaceCommand>(service, 'UpdatePrivateDnsNamespace');
const deleteNamespace = operation<sdk.DeleteNamespaceCommand>(service, 'DeleteNamespace');

const schema = structure(
  {
    Name: text({ minLength: 1, maxLength: 253 }),
    Vpc: text({ minLength: 1, maxLength: 64 }),
    Description: text({ maxLength: 1024 }),
    Tags: tagList,
  },
  'Name',
  'Vpc',
);
type Properties = ValueOf<typeof schema>;

/** No answer names the VPC: what was asked for at creation is what it is. */
const comparison: Comparison = { forms: { Tags: asTags } };

/**
 * A DNS name that a VPC can resolve, under which services stand; it brings a hosted zone, which costs. Name and Vpc replace it.
 *
 * AWS is odd here: creating answers with an operation that goes on for about a minute and tells the id; names may repeat from VPC to VPC, so
 * an interrupted create is found by the CreatorRequestId; deleting goes on after the answer too.
 */
export const privateDnsNamespace: ResourceType = resourceType<Properties>({
  type: 'AWS::ServiceDiscovery::PrivateDnsNamespace',
  schema,
  createOnly: ['Name', 'Vpc'],
  attributes: ['Arn', 'HostedZoneId', 'Id'],
  naming: 'assigned',
  deadline: 120,
  tags: { property: 'Tags', form: 'list' },
  iam: [
    { action: 'servicediscovery:CreatePrivateDnsNamespace', resource: '*', condition: madeOurs },
    { action: 'servicediscovery:GetNamespace', resource: namespaces },
    { action: 'servicediscovery:ListNamespaces', resource: '*' },
    { action: 'servicediscovery:UpdatePrivateDnsNamespace', resource: namespaces, condition: ours },
    { action: 'servicediscovery:DeleteNamespace', resource: namespaces, condition: ours },
    ...tagging,
    ...['ec2:DescribeVpcs', 'ec2:DescribeRegions', 'route53:CreateHostedZone', 'route53:ListHostedZonesByName'].map(
      action => ({ action, resource: '*', because: "Cloud Map makes the namespace's zone with its caller's rights" }),
    ),
    {
      action: 'route53:DeleteHostedZone',
      resource: 'arn:${partition}:route53:::hostedzone/*',
      because: "Cloud Map deletes the namespace's zone with its caller's rights",
    },
  ],
  identity: () => undefined,
  identify: observed => ({ Id: textOf(observed.Id), Vpc: textOf(observed.Vpc), ...operationIn(observed) }),
  owner: observed => tagMap(observed.Tags),
  health: operationHealth,
  *find({ Name, Vpc }, token) {
    let next: string | undefined;
    do {
      const page: Plain<sdk.ListNamespacesCommandOutput> = yield* listNamespaces({
        Filters: [{ Name: 'TYPE', Values: ['DNS_PRIVATE'], Condition: 'EQ' }],
        MaxResults: 100,
        NextToken: next,
      });
      for (const { Id = '', Name: name } of page.Namespaces ?? []) {
        const found = name === Name ? yield* absent(getNamespace({ Id })) : undefined;
        if (found?.Namespace?.CreatorRequestId === token) return { Id, Vpc };
      }
      next = page.NextToken;
    } while (next !== undefined && next !== '');
    return undefined;
  },
  *observe(identity) {
    const Operation = textOf(objectOf(identity).Operation);
    const going = yield* operationSaid(Operation);
    const found = yield* look(identity, going);
    // It cannot be asked for before the operation is through.
    return found === undefined && going.Operation !== undefined ? { ...objectOf(identity), ...going } : found;
  },
  *create(properties, _name, token, owner) {
    const Tags = listOfTags(withOwner(properties.Tags, owner));
    const { OperationId } = yield* createNamespace({ ...properties, Tags, CreatorRequestId: token });
    const answer = yield* operationOf(textOf(OperationId));
    const Id = textOf(answer?.Operation?.Targets?.NAMESPACE);
    const { Name, Vpc, Description = '' } = properties;
    const asked = { Id, Name, Vpc, Tags, ...described(Description), ...begun(OperationId) };
    return (yield* look({ Id, Vpc }, begun(OperationId))) ?? asked;
  },
  *update(identity, desired, observed, diff, applied) {
    let next: JsonObject = observed;
    // Nothing can be changed before it stands.
    if (textOf(observed.Arn) === '') return observed;
    if (diff.includes('Description')) {
      const { Description = '' } = desired;
      const { OperationId } = yield* updateNamespace({ Id: idOf(identity), Namespace: { Description } });
      next = { ...observed, Description, ...begun(OperationId) };
    }
    return yield* retagged(desired.Tags, next, diff, applied);
  },
  *delete(identity) {
    yield* gone(deleteNamespace({ Id: idOf(identity) }));
  },
  diff: (desired, applied, observed) => differences(comparison, desired, applied, observed),
});

function* look(identity: Json, going: JsonObject): Asks<JsonObject | undefined> {
  const answer = yield* absent(getNamespace({ Id: idOf(identity) }));
  const found = yield* tagged(answer?.Namespace && told(trusted(answer.Namespace)));
  return found && { ...found, Vpc: textOf(objectOf(identity).Vpc), ...going };
}

function told(found: JsonObject): JsonObject {
  return {
    ...described(textOf(found.Description)),
    Id: textOf(found.Id),
    Arn: textOf(found.Arn),
    Name: textOf(found.Name),
    HostedZoneId: textOf(objectOf(objectOf(found.Properties).DnsProperties).HostedZoneId),
  };
}
