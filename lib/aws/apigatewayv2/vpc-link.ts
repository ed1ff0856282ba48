/** AWS::ApiGatewayV2::VpcLink. */
import type * as sdk from '@aws-sdk/client-apigatewayv2';
import { type Json, type JsonObject, objectOf, textOf, trusted } from '../../json.ts';
import type { Health, ResourceType } from '../../resource/resource.ts';
import { asSet, type Comparison, differences } from '../diff.ts';
import { absent, gone } from '../missing.ts';
import { operation, type Plain } from '../operation.ts';
import { tagMap, tokenTag, withOwner } from '../ownership.ts';
import { findIn } from '../pages.ts';
import { said } from '../properties.ts';
import { resourceType } from '../resource-type.ts';
import { dictionary, list, structure, text, type ValueOf } from '../schema.ts';

const service = 'apigatewayv2';
const createLink = operation<sdk.CreateVpcLinkCommand>(service, 'CreateVpcLink');
const getLink = operation<sdk.GetVpcLinkCommand>(service, 'GetVpcLink');
const getLinks = operation<sdk.GetVpcLinksCommand>(service, 'GetVpcLinks');
const updateLink = operation<sdk.UpdateVpcLinkCommand>(service, 'UpdateVpcLink');
const deleteLink = operation<sdk.DeleteVpcLinkCommand>(service, 'DeleteVpcLink');

const schema = structure(
  {
    Name: text({ minLength: 1, maxLength: 128 }),
    SubnetIds: list(text()),
    SecurityGroupIds: list(text()),
    Tags: dictionary(text()),
  },
  'SubnetIds',
);
type Properties = ValueOf<typeof schema>;

const comparison: Comparison = { forms: { SubnetIds: asSet, SecurityGroupIds: asSet } };
const links = 'arn:${partition}:apigateway:${region}::/vpclinks';

/**
 * How HTTP APIs reach into a VPC. SubnetIds, SecurityGroupIds and Tags replace it.
 *
 * AWS is odd here: it takes minutes, an account has ten, and one that nobody calls for 60 days goes to sleep until somebody does; it goes on
 * being deleted after the answer, and its network interfaces, which hold their security group, go last. Tags are changed by an ARN that no
 * answer contains, not even its region, so they are what it was made with. Ids are assigned and names may repeat: the token is in a tag.
 */
export const vpcLink: ResourceType = resourceType<Properties>({
  type: 'AWS::ApiGatewayV2::VpcLink',
  schema,
  createOnly: ['SecurityGroupIds', 'SubnetIds', 'Tags'],
  attributes: ['VpcLinkId'],
  naming: 'assigned',
  deadline: 600,
  name: { property: 'Name', limit: 128 },
  tags: { property: 'Tags', form: 'map' },
  iam: [
    { action: 'apigateway:POST', resource: links },
    { action: 'apigateway:GET', resource: [links, `${links}/*`] },
    { action: 'apigateway:PATCH', resource: `${links}/*` },
    { action: 'apigateway:DELETE', resource: `${links}/*` },
    {
      action: 'iam:CreateServiceLinkedRole',
      resource: 'arn:${partition}:iam::${account}:role/aws-service-role/ops.apigateway.amazonaws.com/*',
      condition: { StringLike: { 'iam:AWSServiceName': 'ops.apigateway.amazonaws.com' } },
      because: 'The first VPC link in an account makes the role by which API Gateway makes network interfaces',
    },
  ],
  identity: () => undefined,
  identify: observed => ({ VpcLinkId: textOf(observed.VpcLinkId) }),
  owner: observed => tagMap(observed.Tags),
  health,
  *find(_properties, token) {
    const found = yield* findIn(
      NextToken => getLinks({ MaxResults: '100', NextToken }),
      item => item.Tags?.[tokenTag] === token && item.VpcLinkStatus !== 'DELETING',
    );
    return found === undefined ? undefined : { VpcLinkId: textOf(found.VpcLinkId) };
  },
  *observe(identity) {
    const answer = yield* absent(getLink({ VpcLinkId: idOf(identity) }));
    return answer === undefined || answer.VpcLinkStatus === 'DELETING' ? undefined : told(answer);
  },
  *create(properties, name, token, owner) {
    const Tags = { ...withOwner(properties.Tags, owner), [tokenTag]: token };
    const input = { ...properties, Name: properties.Name ?? name, Tags };
    return { ...told(yield* createLink(trusted<sdk.CreateVpcLinkCommandInput>(input))), Tags };
  },
  *update(identity, desired, observed, diff) {
    if (!diff.includes('Name') || desired.Name === undefined) return observed;
    const answer = yield* updateLink({ VpcLinkId: idOf(identity), Name: desired.Name });
    return { ...told(answer), Tags: observed.Tags ?? {} };
  },
  *delete(identity) {
    yield* gone(deleteLink({ VpcLinkId: idOf(identity) }));
  },
  diff: (desired, applied, observed) => {
    // One whose name is no longer declared keeps it: there is none without. Declared tags are part of what it is, others' come and go.
    const { Name: _, Tags: __, ...before } = applied ?? {};
    const { Tags: ___, ...wanted } = desired;
    return differences(comparison, wanted, applied === undefined ? undefined : before, observed);
  },
});

function health(observed: JsonObject): Health {
  const message = textOf(observed.StatusMessage);
  switch (textOf(observed.Status)) {
    case 'AVAILABLE':
      return { state: 'ready', message: '' };
    case 'INACTIVE':
      return { state: 'ready', message: 'Nobody called through it for 60 days: the next calls wait until it is back' };
    case 'FAILED':
      return { state: 'failed', message: message || 'API Gateway could not set it up' };
    default:
      return { state: 'progressing', message: message || 'API Gateway sets it up' };
  }
}

function idOf(identity: Json): string {
  return textOf(objectOf(identity).VpcLinkId);
}

function told(answer: Plain<sdk.GetVpcLinkResponse>): JsonObject {
  const { VpcLinkId = '', VpcLinkStatus = 'AVAILABLE', VpcLinkStatusMessage = '', Tags = {} } = answer;
  const seen = said(schema, trusted(answer));
  return { ...seen, VpcLinkId, Tags, Status: VpcLinkStatus, StatusMessage: VpcLinkStatusMessage };
}
