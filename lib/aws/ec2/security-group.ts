/** AWS::EC2::SecurityGroup. */
import type * as sdk from '@aws-sdk/client-ec2';
import { type Json, type JsonObject, objectOf, textOf } from '../../json.ts';
import type { Asks } from '../../ports.ts';
import type { ResourceType } from '../../resource/resource.ts';
import { asTags, type Comparison, differences } from '../diff.ts';
import { absent, gone } from '../missing.ts';
import { operation, type Plain } from '../operation.ts';
import { tagList as listOfTags, retag, tagMap, withOwner } from '../ownership.ts';
import { resourceType } from '../resource-type.ts';
import { structure, tagList, text, type ValueOf } from '../schema.ts';
import { asRules, egressRules, everything, ingressRules, missing, rulesOf } from './rules.ts';

const service = 'ec2';
const createGroup = operation<sdk.CreateSecurityGroupCommand>(service, 'CreateSecurityGroup');
const describeGroups = operation<sdk.DescribeSecurityGroupsCommand>(service, 'DescribeSecurityGroups');
const deleteGroup = operation<sdk.DeleteSecurityGroupCommand>(service, 'DeleteSecurityGroup');
const allowIn = operation<sdk.AuthorizeSecurityGroupIngressCommand>(service, 'AuthorizeSecurityGroupIngress');
const allowOut = operation<sdk.AuthorizeSecurityGroupEgressCommand>(service, 'AuthorizeSecurityGroupEgress');
const revokeIn = operation<sdk.RevokeSecurityGroupIngressCommand>(service, 'RevokeSecurityGroupIngress');
const revokeOut = operation<sdk.RevokeSecurityGroupEgressCommand>(service, 'RevokeSecurityGroupEgress');
const createTags = operation<sdk.CreateTagsCommand>(service, 'CreateTags');
const deleteTags = operation<sdk.DeleteTagsCommand>(service, 'DeleteTags');

const schema = structure(
  {
    GroupName: text({ minLength: 1, maxLength: 255 }),
    GroupDescription: text({ minLength: 1, maxLength: 255 }),
    VpcId: text({ minLength: 1 }),
    SecurityGroupIngress: ingressRules,
    SecurityGroupEgress: egressRules,
    Tags: tagList,
  },
  'GroupDescription',
  'VpcId',
);
type Properties = ValueOf<typeof schema>;

const usual: JsonObject = { SecurityGroupIngress: [], SecurityGroupEgress: [everything] };
const comparison: Comparison = {
  defaults: usual,
  forms: { SecurityGroupIngress: asRules, SecurityGroupEgress: asRules, Tags: asTags },
};

const groups = 'arn:${partition}:ec2:${region}:${account}:security-group/*';
const ours: JsonObject = { StringEquals: { 'aws:ResourceTag/oam.dev/installation': '${installation}' } };
const madeOurs: JsonObject = { StringEquals: { 'aws:RequestTag/oam.dev/installation': '${installation}' } };

/**
 * What may reach a network interface, and what it may reach. GroupName, GroupDescription and VpcId replace it.
 *
 * AWS is odd here: a new group lets everything out, and one whose declared egress goes away does so again; rules are added and revoked one by
 * one, never replaced; ids are assigned while the name is unique in its VPC; a group cannot go before the last network interface that uses
 * it, and those of load balancers and VPC links linger for minutes.
 */
export const securityGroup: ResourceType = resourceType<Properties>({
  type: 'AWS::EC2::SecurityGroup',
  schema,
  createOnly: ['GroupDescription', 'GroupName', 'VpcId'],
  attributes: ['GroupId', 'Id', 'VpcId'],
  naming: 'ours',
  name: { property: 'GroupName', limit: 255 },
  tags: { property: 'Tags', form: 'list' },
  iam: [
    { action: 'ec2:CreateSecurityGroup', resource: 'arn:${partition}:ec2:${region}:${account}:vpc/*' },
    { action: 'ec2:CreateSecurityGroup', resource: groups, condition: madeOurs },
    { action: 'ec2:DescribeSecurityGroups', resource: '*' },
    ...[
      'AuthorizeSecurityGroupEgress',
      'AuthorizeSecurityGroupIngress',
      'DeleteSecurityGroup',
      'DeleteTags',
      'RevokeSecurityGroupEgress',
      'RevokeSecurityGroupIngress',
    ].map(action => ({ action: `ec2:${action}`, resource: groups, condition: ours })),
    { action: 'ec2:CreateTags', resource: groups, condition: ours },
    {
      action: 'ec2:CreateTags',
      resource: groups,
      condition: { StringEquals: { 'ec2:CreateAction': 'CreateSecurityGroup' } },
      because: 'A group is tagged as it is made',
    },
  ],
  identity: ({ VpcId, GroupName }, name) => ({ VpcId, GroupName: GroupName ?? name }),
  identify: observed => namesOf(observed),
  owner: observed => tagMap(observed.Tags),
  observe: identity => look(identity),
  *create(properties, name, _token, owner) {
    const { VpcId, GroupDescription, GroupName = name } = properties;
    const tags = listOfTags(withOwner(properties.Tags, owner));
    const { GroupId = '' } = yield* createGroup({
      VpcId,
      GroupName,
      Description: GroupDescription,
      TagSpecifications: [{ ResourceType: 'security-group', Tags: tags }],
    });
    const made: JsonObject = { VpcId, GroupName, GroupDescription, GroupId, Id: GroupId, Tags: tags, ...usual };
    const { SecurityGroupIngress = [], SecurityGroupEgress = usual.SecurityGroupEgress } = properties;
    return yield* ruled(made, { SecurityGroupIngress, SecurityGroupEgress });
  },
  *update(_identity, desired, observed, diff, applied) {
    const wanted = (name: string): Json | undefined =>
      diff.includes(name) ? (objectOf(desired)[name] ?? usual[name]) : observed[name];
    const next = yield* ruled(observed, {
      SecurityGroupIngress: wanted('SecurityGroupIngress'),
      SecurityGroupEgress: wanted('SecurityGroupEgress'),
    });
    if (!diff.includes('Tags')) return next;
    const Resources = [textOf(observed.GroupId)];
    const tags = yield* retag(
      { desired: desired.Tags, observed: observed.Tags, applied },
      set => createTags({ Resources, Tags: listOfTags(set) }),
      keys => deleteTags({ Resources, Tags: keys.map(Key => ({ Key })) }),
    );
    return { ...next, Tags: listOfTags(tags) };
  },
  *delete(identity) {
    const GroupId = textOf((yield* look(identity))?.GroupId);
    if (GroupId !== '') yield* gone(deleteGroup({ GroupId }));
  },
  diff: (desired, applied, observed) => differences(comparison, desired, applied, observed),
});

function namesOf(value: Json): { readonly VpcId: string; readonly GroupName: string } {
  const { VpcId, GroupName } = objectOf(value);
  return { VpcId: textOf(VpcId), GroupName: textOf(GroupName) };
}

function* look(identity: Json): Asks<JsonObject | undefined> {
  const { VpcId, GroupName } = namesOf(identity);
  const Filters = [
    { Name: 'vpc-id', Values: [VpcId] },
    { Name: 'group-name', Values: [GroupName] },
  ];
  const answer = yield* absent(describeGroups({ Filters }));
  const found = answer?.SecurityGroups?.[0];
  return found === undefined ? undefined : told(found);
}

function told(found: Plain<sdk.SecurityGroup>): JsonObject {
  const { GroupId = '', GroupName = '', VpcId = '', Description = '' } = found;
  return {
    GroupId,
    Id: GroupId,
    GroupName,
    VpcId,
    GroupDescription: Description,
    SecurityGroupIngress: rulesOf(found.IpPermissions, 'SourceSecurityGroupId'),
    SecurityGroupEgress: rulesOf(found.IpPermissionsEgress, 'DestinationSecurityGroupId'),
    Tags: listOfTags(found.Tags ?? []),
  };
}

/** What is observed, with its rules brought to what is wanted: first what is new is let through, then what is old is shut out. */
function* ruled(
  observed: JsonObject,
  { SecurityGroupIngress, SecurityGroupEgress }: Readonly<Record<string, Json | undefined>>,
): Asks<JsonObject> {
  const GroupId = textOf(observed.GroupId);
  const into = missing(SecurityGroupIngress, observed.SecurityGroupIngress);
  const out = missing(SecurityGroupEgress, observed.SecurityGroupEgress);
  const noLongerIn = missing(observed.SecurityGroupIngress, SecurityGroupIngress);
  const noLongerOut = missing(observed.SecurityGroupEgress, SecurityGroupEgress);
  if (into.length > 0) yield* allowIn({ GroupId, IpPermissions: into });
  if (out.length > 0) yield* allowOut({ GroupId, IpPermissions: out });
  if (noLongerIn.length > 0) yield* revokeIn({ GroupId, IpPermissions: noLongerIn });
  if (noLongerOut.length > 0) yield* revokeOut({ GroupId, IpPermissions: noLongerOut });
  return {
    ...observed,
    SecurityGroupIngress: SecurityGroupIngress ?? [],
    SecurityGroupEgress: SecurityGroupEgress ?? [],
  };
}
