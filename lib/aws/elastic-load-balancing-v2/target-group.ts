/** AWS::ElasticLoadBalancingV2::TargetGroup. */
import type * as sdk from '@aws-sdk/client-elastic-load-balancing-v2';
import { type Json, type JsonObject, objectOf, textOf, trusted } from '../../json.ts';
import type { ResourceType } from '../../resource/resource.ts';
import { asTags, type Comparison, differences } from '../diff.ts';
import { absent, gone } from '../missing.ts';
import { operation } from '../operation.ts';
import { tagList as listOfTags, tagMap, withOwner } from '../ownership.ts';
import { reset, said } from '../properties.ts';
import { resourceType } from '../resource-type.ts';
import { integer, structure, tagList, text, type ValueOf, word } from '../schema.ts';
import { attributeList, attributeMap, attributesSaid, attributesToSend } from './attributes.ts';
import { asked, retagged, tagsOf } from './tags.ts';

const service = 'elastic-load-balancing-v2';
const createGroup = operation<sdk.CreateTargetGroupCommand>(service, 'CreateTargetGroup');
const describeGroups = operation<sdk.DescribeTargetGroupsCommand>(service, 'DescribeTargetGroups');
const modifyGroup = operation<sdk.ModifyTargetGroupCommand>(service, 'ModifyTargetGroup');
const deleteGroup = operation<sdk.DeleteTargetGroupCommand>(service, 'DeleteTargetGroup');
const describeAttributes = operation<sdk.DescribeTargetGroupAttributesCommand>(
  service,
  'DescribeTargetGroupAttributes',
);
const modifyAttributes = operation<sdk.ModifyTargetGroupAttributesCommand>(service, 'ModifyTargetGroupAttributes');

const usualAttributes: Readonly<Record<string, string>> = {
  'deregistration_delay.timeout_seconds': '300',
  'load_balancing.algorithm.type': 'round_robin',
  'slow_start.duration_seconds': '0',
  'stickiness.enabled': 'false',
  'stickiness.lb_cookie.duration_seconds': '86400',
  'stickiness.type': 'lb_cookie',
};

const schema = structure(
  {
    Name: text({ minLength: 1, maxLength: 32 }),
    TargetType: word('ip'),
    Protocol: word('HTTP', 'HTTPS'),
    ProtocolVersion: word('HTTP1', 'HTTP2'),
    Port: integer(1, 65_535),
    VpcId: text(),
    HealthCheckProtocol: word('HTTP', 'HTTPS'),
    HealthCheckPort: text(),
    HealthCheckPath: text(),
    HealthCheckIntervalSeconds: integer(5, 300),
    HealthCheckTimeoutSeconds: integer(2, 120),
    HealthyThresholdCount: integer(2, 10),
    UnhealthyThresholdCount: integer(2, 10),
    Matcher: structure({ HttpCode: text() }),
    TargetGroupAttributes: attributeList(usualAttributes),
    Tags: tagList,
  },
  'TargetType',
  'Protocol',
  'Port',
  'VpcId',
);
type Properties = ValueOf<typeof schema>;

/** What a removed property is reset to. */
const usual: JsonObject = {
  ProtocolVersion: 'HTTP1',
  HealthCheckProtocol: 'HTTP',
  HealthCheckPort: 'traffic-port',
  HealthCheckPath: '/',
  HealthCheckIntervalSeconds: 30,
  HealthCheckTimeoutSeconds: 5,
  HealthyThresholdCount: 5,
  UnhealthyThresholdCount: 2,
  Matcher: { HttpCode: '200' },
};
const comparison: Comparison = {
  defaults: {
    ...usual,
    TargetGroupAttributes: Object.entries(usualAttributes).map(([Key, Value]) => ({ Key, Value })),
  },
  forms: { TargetGroupAttributes: attributeMap, Tags: asTags },
};

const arns = 'arn:${partition}:elasticloadbalancing:${region}:${account}:targetgroup/${prefix}*';

/**
 * Where an application load balancer sends requests to: addresses, as ECS registers them. Name, TargetType, Protocol, ProtocolVersion, Port and VpcId replace it.
 *
 * AWS is odd here: attributes (how long draining takes) are set by a call of their own, and AWS answers with all there are; one that a
 * listener still uses cannot be deleted.
 */
export const targetGroup: ResourceType = resourceType<Properties>({
  type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
  schema,
  createOnly: ['Name', 'TargetType', 'Protocol', 'ProtocolVersion', 'Port', 'VpcId'],
  attributes: ['TargetGroupArn', 'TargetGroupName', 'TargetGroupFullName'],
  naming: 'ours',
  name: { property: 'Name', limit: 32 },
  tags: { property: 'Tags', form: 'list' },
  iam: [
    { action: 'elasticloadbalancing:CreateTargetGroup', resource: arns },
    { action: 'elasticloadbalancing:DescribeTargetGroups', resource: '*' },
    { action: 'elasticloadbalancing:DescribeTargetGroupAttributes', resource: '*' },
    { action: 'elasticloadbalancing:DescribeTags', resource: '*' },
    { action: 'elasticloadbalancing:ModifyTargetGroup', resource: arns },
    { action: 'elasticloadbalancing:ModifyTargetGroupAttributes', resource: arns },
    { action: 'elasticloadbalancing:DeleteTargetGroup', resource: arns },
    { action: 'elasticloadbalancing:AddTags', resource: arns },
    { action: 'elasticloadbalancing:RemoveTags', resource: arns },
    ...asked('ec2:DescribeInternetGateways', 'ec2:DescribeVpcs'),
  ],
  identity: (properties, name) => ({ Name: properties.Name ?? name }),
  identify: observed => ({ Name: textOf(observed.Name) }),
  owner: observed => tagMap(observed.Tags),
  *observe(identity) {
    const answer = yield* absent(describeGroups({ Names: [nameOf(identity)] }));
    const found = answer?.TargetGroups?.[0];
    if (found === undefined) return undefined;
    const TargetGroupArn = textOf(found.TargetGroupArn);
    const { Attributes } = yield* describeAttributes({ TargetGroupArn });
    return {
      ...told(trusted(found)),
      TargetGroupAttributes: attributesSaid(Attributes),
      Tags: yield* tagsOf(TargetGroupArn),
    };
  },
  *create(properties, name, _token, owner) {
    const { TargetGroupAttributes, ...rest } = properties;
    const Tags = listOfTags(withOwner(properties.Tags, owner));
    const answer = yield* createGroup(
      trusted<sdk.CreateTargetGroupCommandInput>({ ...rest, Name: properties.Name ?? name, Tags }),
    );
    const made = told(trusted(answer.TargetGroups?.[0] ?? {}));
    const Attributes = attributesToSend(TargetGroupAttributes, undefined, usualAttributes);
    if (Attributes.length === 0) return { ...made, Tags };
    yield* modifyAttributes({ TargetGroupArn: textOf(made.TargetGroupArn), Attributes });
    return { ...made, TargetGroupAttributes: Attributes, Tags };
  },
  *update(_identity, desired, observed, diff, applied) {
    const TargetGroupArn = textOf(observed.TargetGroupArn);
    let next: JsonObject = observed;
    const changed = reset(
      diff.filter(name => name !== 'Tags' && name !== 'TargetGroupAttributes'),
      desired,
      usual,
    );
    if (Object.keys(changed).length > 0) {
      const answer = yield* modifyGroup(trusted<sdk.ModifyTargetGroupCommandInput>({ ...changed, TargetGroupArn }));
      next = { ...next, ...told(trusted(answer.TargetGroups?.[0] ?? {})) };
    }
    if (diff.includes('TargetGroupAttributes')) {
      const Attributes = attributesToSend(
        desired.TargetGroupAttributes,
        applied?.TargetGroupAttributes ?? observed.TargetGroupAttributes,
        usualAttributes,
      );
      yield* modifyAttributes({ TargetGroupArn, Attributes });
      next = { ...next, TargetGroupAttributes: Attributes };
    }
    return diff.includes('Tags') ? yield* retagged(TargetGroupArn, desired.Tags, next, applied) : next;
  },
  *delete(identity) {
    const answer = yield* absent(describeGroups({ Names: [nameOf(identity)] }));
    const arn = answer?.TargetGroups?.[0]?.TargetGroupArn;
    if (arn !== undefined) yield* gone(deleteGroup({ TargetGroupArn: arn }));
  },
  diff: (desired, applied, observed) => differences(comparison, desired, applied, observed),
});

function nameOf(identity: Json): string {
  return textOf(objectOf(identity).Name);
}

function told(found: JsonObject): JsonObject {
  return {
    ...said(schema, found),
    Name: textOf(found.TargetGroupName),
    TargetGroupArn: textOf(found.TargetGroupArn),
    TargetGroupName: textOf(found.TargetGroupName),
    // What metrics call it.
    TargetGroupFullName: textOf(found.TargetGroupArn).replace(/^.*:targetgroup\//, 'targetgroup/'),
  };
}
