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
import { attributeList, attributeMap, attributesSaid, attributesToSend } from './attributes.ts';
import { asked, retagged, tagsOf } from './tags.ts';

const service = 'elastic-load-balancing-v2';
const createBalancer = operation<sdk.CreateLoadBalancerCommand>(service, 'CreateLoadBalancer');
const describeBalancers = operation<sdk.DescribeLoadBalancersCommand>(service, 'DescribeLoadBalancers');
const deleteBalancer = operation<sdk.DeleteLoadBalancerCommand>(service, 'DeleteLoadBalancer');
const describeAttributes = operation<sdk.DescribeLoadBalancerAttributesCommand>(
  service,
  'DescribeLoadBalancerAttributes',
);
const modifyAttributes = operation<sdk.ModifyLoadBalancerAttributesCommand>(service, 'ModifyLoadBalancerAttributes');
const setAddressType = operation<sdk.SetIpAddressTypeCommand>(service, 'SetIpAddressType');
const setSubnets = operation<sdk.SetSubnetsCommand>(service, 'SetSubnets');
const setSecurityGroups = operation<sdk.SetSecurityGroupsCommand>(service, 'SetSecurityGroups');

const usualAttributes: Readonly<Record<string, string>> = {
  'client_keep_alive.seconds': '3600',
  'idle_timeout.timeout_seconds': '60',
  'routing.http.desync_mitigation_mode': 'defensive',
  'routing.http.drop_invalid_header_fields.enabled': 'false',
  'routing.http.preserve_host_header.enabled': 'false',
  'routing.http.x_amzn_tls_version_and_cipher_suite.enabled': 'false',
  'routing.http.xff_client_port.enabled': 'false',
  'routing.http.xff_header_processing.mode': 'append',
  'routing.http2.enabled': 'true',
};

const schema = structure({
  Name: text({ minLength: 1, maxLength: 32 }),
  Type: word('application'),
  Scheme: word('internal', 'internet-facing'),
  Subnets: list(text()),
  SecurityGroups: list(text()),
  IpAddressType: word('ipv4', 'dualstack'),
  LoadBalancerAttributes: attributeList(usualAttributes),
  Tags: tagList,
});
type Properties = ValueOf<typeof schema>;

const comparison: Comparison = {
  defaults: {
    Type: 'application',
    Scheme: 'internet-facing',
    IpAddressType: 'ipv4',
    LoadBalancerAttributes: Object.entries(usualAttributes).map(([Key, Value]) => ({ Key, Value })),
  },
  forms: { Subnets: asSet, SecurityGroups: asSet, LoadBalancerAttributes: attributeMap, Tags: asTags },
};

const arns = 'arn:${partition}:elasticloadbalancing:${region}:${account}:loadbalancer/app/${prefix}*';

/**
 * An application load balancer. Name, Type and Scheme replace it.
 *
 * AWS is odd here: it provisions for a minute or two, and costs from then on whether anyone calls or not; describing knows no ARNs in
 * policies; names have 32 characters; attributes (how long an idle connection stays) are set by a call of their own; its network interfaces
 * linger after it was deleted, and hold its security group. Protection from deletion is left out: the application would never go.
 */
export const loadBalancer: ResourceType = resourceType<Properties>({
  type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
  schema,
  createOnly: ['Name', 'Type', 'Scheme'],
  attributes: ['LoadBalancerArn', 'LoadBalancerName', 'LoadBalancerFullName', 'DNSName', 'CanonicalHostedZoneID'],
  naming: 'ours',
  deadline: 300,
  name: { property: 'Name', limit: 32 },
  tags: { property: 'Tags', form: 'list' },
  iam: [
    { action: 'elasticloadbalancing:CreateLoadBalancer', resource: arns },
    { action: 'elasticloadbalancing:DescribeLoadBalancers', resource: '*' },
    { action: 'elasticloadbalancing:DescribeLoadBalancerAttributes', resource: '*' },
    { action: 'elasticloadbalancing:DescribeTags', resource: '*' },
    { action: 'elasticloadbalancing:ModifyLoadBalancerAttributes', resource: arns },
    { action: 'elasticloadbalancing:SetIpAddressType', resource: arns },
    { action: 'elasticloadbalancing:DeleteLoadBalancer', resource: arns },
    { action: 'elasticloadbalancing:SetSubnets', resource: arns },
    { action: 'elasticloadbalancing:SetSecurityGroups', resource: arns },
    { action: 'elasticloadbalancing:AddTags', resource: arns },
    { action: 'elasticloadbalancing:RemoveTags', resource: arns },
    ...asked(
      'ec2:DescribeAccountAttributes',
      'ec2:DescribeAddresses',
      'ec2:DescribeInternetGateways',
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeSubnets',
      'ec2:DescribeVpcs',
    ),
    {
      action: 'iam:CreateServiceLinkedRole',
      resource: 'arn:${partition}:iam::${account}:role/aws-service-role/elasticloadbalancing.amazonaws.com/*',
      condition: { StringLike: { 'iam:AWSServiceName': 'elasticloadbalancing.amazonaws.com' } },
      because: 'The first load balancer in an account makes the role by which Elastic Load Balancing acts',
    },
  ],
  identity: (properties, name) => ({ Name: properties.Name ?? name }),
  identify: observed => ({ Name: textOf(observed.Name) }),
  owner: observed => tagMap(observed.Tags),
  *observe(identity) {
    const answer = yield* absent(describeBalancers({ Names: [nameOf(identity)] }));
    const found = answer?.LoadBalancers?.[0];
    if (found === undefined) return undefined;
    const LoadBalancerArn = textOf(found.LoadBalancerArn);
    const { Attributes } = yield* describeAttributes({ LoadBalancerArn });
    return {
      ...told(trusted(found)),
      LoadBalancerAttributes: attributesSaid(Attributes),
      Tags: yield* tagsOf(LoadBalancerArn),
    };
  },
  *create(properties, name, _token, owner) {
    const { LoadBalancerAttributes, ...rest } = properties;
    const tags = withOwner(properties.Tags, owner);
    const answer = yield* createBalancer(
      trusted<sdk.CreateLoadBalancerCommandInput>({
        ...rest,
        Name: properties.Name ?? name,
        Tags: listOfTags(tags),
      }),
    );
    const made: JsonObject = { ...told(trusted(answer.LoadBalancers?.[0] ?? {})), Tags: listOfTags(tags) };
    const Attributes = attributesToSend(LoadBalancerAttributes, undefined, usualAttributes);
    if (Attributes.length === 0) return made;
    yield* modifyAttributes({ LoadBalancerArn: textOf(made.LoadBalancerArn), Attributes });
    return { ...made, LoadBalancerAttributes: Attributes };
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
    if (diff.includes('IpAddressType')) {
      const { IpAddressType = 'ipv4' } = desired;
      yield* setAddressType({ LoadBalancerArn, IpAddressType });
      next = { ...next, IpAddressType };
    }
    if (diff.includes('LoadBalancerAttributes')) {
      const Attributes = attributesToSend(
        desired.LoadBalancerAttributes,
        applied?.LoadBalancerAttributes ?? [],
        usualAttributes,
      );
      yield* modifyAttributes({ LoadBalancerArn, Attributes });
      next = { ...next, LoadBalancerAttributes: Attributes };
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
    IpAddressType: textOf(found.IpAddressType) || 'ipv4',
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
