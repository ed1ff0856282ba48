/** AWS::ElasticLoadBalancingV2::LoadBalancer. */
import type * as sdk from '@aws-sdk/client-elastic-load-balancing-v2';
import { type Json, type JsonObject, objectOf, textOf, trusted } from '../../json.ts';
import type { ResourceType } from '../../resource/resource.ts';
import { asSet, asTags, type Comparison, differences } from '../diff.ts';
import { absent, gone } from '../missing.ts';
import { operation } from '../operation.ts';
import { tagList as listOfTags, tagMap, withOwner } from '../ownership.ts';
import { resourceType } from '../resource-type.ts';
import { list, structure, tagList, text, type ValueOf, word } from '../schema.ts';
import { retagged, tagsOf } from './tags.ts';

const service = 'elastic-load-balancing-v2';
const createBalancer = operation<sdk.CreateLoadBalancerCommand>(service, 'CreateLoadBalancer');
const describeBalancers = operation<sdk.DescribeLoadBalancersCommand>(service, 'DescribeLoadBalancers');
const deleteBalancer = operation<sdk.DeleteLoadBalancerCommand>(service, 'DeleteLoadBalancer');
const setSubnets = operation<sdk.SetSubnetsCommand>(service, 'SetSubnets');
const setSecurityGroups = operation<sdk.SetSecurityGroupsCommand>(service, 'SetSecurityGroups');

const schema = structure({
  Name: text({ minLength: 1, maxLength: 32 }),
  Type: word('application', 'network'),
  Scheme: word('internal', 'internet-facing'),
  Subnets: list(text()),
  SecurityGroups: list(text()),
  Tags: tagList,
});
type Properties = ValueOf<typeof schema>;

const comparison: Comparison = {
  defaults: { Type: 'application', Scheme: 'internet-facing' },
  forms: { Subnets: asSet, SecurityGroups: asSet, Tags: asTags },
};

const arns = [
  'arn:${partition}:elasticloadbalancing:${region}:${account}:loadbalancer/app/${prefix}*',
  'arn:${partition}:elasticloadbalancing:${region}:${account}:loadbalancer/net/${prefix}*',
];

/**
 * A load balancer. Name, Type and Scheme replace it.
 *
 * AWS is odd here: it provisions for a minute or two, and costs from then on whether anyone calls or not; describing knows no ARNs in
 * policies; names have 32 characters.
 */
export const loadBalancer: ResourceType = resourceType<Properties>({
  type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
  schema,
  createOnly: ['Name', 'Type', 'Scheme'],
  attributes: ['LoadBalancerArn', 'LoadBalancerName', 'LoadBalancerFullName', 'DNSName', 'CanonicalHostedZoneID'],
  naming: 'ours',
  deadline: 600,
  name: { property: 'Name', limit: 32 },
  tags: { property: 'Tags', form: 'list' },
  iam: [
    { action: 'elasticloadbalancing:CreateLoadBalancer', resource: arns },
    { action: 'elasticloadbalancing:DescribeLoadBalancers', resource: '*' },
    { action: 'elasticloadbalancing:DescribeTags', resource: '*' },
    { action: 'elasticloadbalancing:DeleteLoadBalancer', resource: arns },
    { action: 'elasticloadbalancing:SetSubnets', resource: arns },
    { action: 'elasticloadbalancing:SetSecurityGroups', resource: arns },
    { action: 'elasticloadbalancing:AddTags', resource: arns },
    { action: 'elasticloadbalancing:RemoveTags', resource: arns },
  ],
  identity: (properties, name) => ({ Name: properties.Name ?? name }),
  identify: observed => ({ Name: textOf(observed.Name) }),
  owner: observed => tagMap(observed.Tags),
  *observe(identity) {
    const answer = yield* absent(describeBalancers({ Names: [nameOf(identity)] }));
    const found = answer?.LoadBalancers?.[0];
    if (found === undefined) return undefined;
    return { ...told(trusted(found)), Tags: yield* tagsOf(textOf(found.LoadBalancerArn)) };
  },
  *create(properties, name, _token, owner) {
    const tags = withOwner(properties.Tags, owner);
    const answer = yield* createBalancer(
      trusted<sdk.CreateLoadBalancerCommandInput>({
        ...properties,
        Name: properties.Name ?? name,
        Tags: listOfTags(tags),
      }),
    );
    return { ...told(trusted(answer.LoadBalancers?.[0] ?? {})), Tags: listOfTags(tags) };
  },
  *update(_identity, desired, observed, diff, applied) {
    const LoadBalancerArn = textOf(observed.LoadBalancerArn);
    let next: JsonObject = observed;
    if (diff.includes('Subnets')) {
      const Subnets = [...(desired.Subnets ?? [])];
      yield* setSubnets({ LoadBalancerArn, Subnets });
      next = { ...next, Subnets };
    }
    if (diff.includes('SecurityGroups')) {
      const SecurityGroups = [...(desired.SecurityGroups ?? [])];
      yield* setSecurityGroups({ LoadBalancerArn, SecurityGroups });
      next = { ...next, SecurityGroups };
    }
    return diff.includes('Tags') ? yield* retagged(LoadBalancerArn, desired.Tags, next, applied) : next;
  },
  *delete(identity) {
    const answer = yield* absent(describeBalancers({ Names: [nameOf(identity)] }));
    const arn = answer?.LoadBalancers?.[0]?.LoadBalancerArn;
    if (arn !== undefined) yield* gone(deleteBalancer({ LoadBalancerArn: arn }));
  },
  diff: (desired, applied, observed) => differences(comparison, desired, applied, observed),
  health(observed) {
    const state = textOf(observed.State);
    if (state === 'failed') return { state: 'failed', message: textOf(observed.Reason) || 'AWS could not set it up' };
    return state === 'provisioning'
      ? { state: 'progressing', message: 'it is being set up' }
      : { state: 'ready', message: '' };
  },
});

function nameOf(identity: Json): string {
  return textOf(objectOf(identity).Name);
}

function told(found: JsonObject): JsonObject {
  const state = objectOf(found.State);
  const zones: readonly JsonObject[] = trusted(found.AvailabilityZones ?? []);
  return {
    Name: textOf(found.LoadBalancerName),
    Type: textOf(found.Type) || 'application',
    Scheme: textOf(found.Scheme) || 'internet-facing',
    Subnets: zones.map(zone => textOf(zone.SubnetId)).filter(id => id !== ''),
    SecurityGroups: found.SecurityGroups ?? [],
    LoadBalancerArn: textOf(found.LoadBalancerArn),
    LoadBalancerName: textOf(found.LoadBalancerName),
    // What metrics call it.
    LoadBalancerFullName: textOf(found.LoadBalancerArn).replace(/^.*:loadbalancer\//, ''),
    DNSName: textOf(found.DNSName),
    CanonicalHostedZoneID: textOf(found.CanonicalHostedZoneId),
    State: textOf(state.Code),
    Reason: textOf(state.Reason),
  };
}
