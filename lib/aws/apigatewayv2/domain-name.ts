/** AWS::ApiGatewayV2::DomainName. */
import type * as sdk from '@aws-sdk/client-apigatewayv2';
import { type Json, type JsonObject, objectOf, textOf, trusted } from '../../json.ts';
import type { Health, ResourceType } from '../../resource/resource.ts';
import { asTags, type Comparison, differences } from '../diff.ts';
import { absent, gone } from '../missing.ts';
import { operation, type Plain } from '../operation.ts';
import { retag, tagMap, withOwner } from '../ownership.ts';
import { said } from '../properties.ts';
import { resourceType } from '../resource-type.ts';
import { dictionary, list, structure, text, type ValueOf, word } from '../schema.ts';
import { apiTags, arnBeside } from './api.ts';

const service = 'apigatewayv2';
const createDomain = operation<sdk.CreateDomainNameCommand>(service, 'CreateDomainName');
const getDomain = operation<sdk.GetDomainNameCommand>(service, 'GetDomainName');
const updateDomain = operation<sdk.UpdateDomainNameCommand>(service, 'UpdateDomainName');
const deleteDomain = operation<sdk.DeleteDomainNameCommand>(service, 'DeleteDomainName');
const tagResource = operation<sdk.TagResourceCommand>(service, 'TagResource');
const untagResource = operation<sdk.UntagResourceCommand>(service, 'UntagResource');

const schema = structure(
  {
    DomainName: text({ minLength: 1, maxLength: 512 }),
    DomainNameConfigurations: list(
      structure(
        {
          CertificateArn: text({ minLength: 1 }),
          EndpointType: word('REGIONAL'),
          SecurityPolicy: word('TLS_1_2'),
          IpAddressType: word('ipv4', 'dualstack'),
        },
        'CertificateArn',
      ),
    ),
    Tags: dictionary(text()),
  },
  'DomainName',
  'DomainNameConfigurations',
);
type Properties = ValueOf<typeof schema>;

const comparison: Comparison = { forms: { Tags: asTags } };
export const domains = 'arn:${partition}:apigateway:${region}::/domainnames';

/**
 * A domain of one's own for HTTP APIs, with its certificate. DomainName replaces it. DNS points it to RegionalDomainName.
 *
 * AWS is odd here: a domain belongs to one account in a region, whoever asks first; changing the certificate takes a while, during which the
 * old one serves; tags are changed by ARN, whose region its regional name tells.
 */
export const domainName: ResourceType = resourceType<Properties>({
  type: 'AWS::ApiGatewayV2::DomainName',
  schema,
  createOnly: ['DomainName'],
  attributes: ['DomainName', 'DomainNameArn', 'RegionalDomainName', 'RegionalHostedZoneId'],
  naming: 'ours',
  deadline: 300,
  tags: { property: 'Tags', form: 'map' },
  iam: [
    { action: 'apigateway:POST', resource: [domains, apiTags] },
    { action: 'apigateway:GET', resource: `${domains}/*` },
    { action: 'apigateway:PATCH', resource: `${domains}/*` },
    { action: 'apigateway:DELETE', resource: [`${domains}/*`, apiTags] },
  ],
  identity: properties => ({ DomainName: properties.DomainName }),
  identify: observed => ({ DomainName: textOf(observed.DomainName) }),
  owner: observed => tagMap(observed.Tags),
  health,
  *observe(identity) {
    const answer = yield* absent(getDomain({ DomainName: nameOf(identity) }));
    return answer === undefined ? undefined : told(answer);
  },
  *create(properties, _name, _token, owner) {
    const Tags = withOwner(properties.Tags, owner);
    const answer = yield* createDomain(trusted<sdk.CreateDomainNameCommandInput>({ ...properties, Tags }));
    return { ...told(answer), Tags };
  },
  *update(identity, desired, observed, diff, applied) {
    const DomainName = nameOf(identity);
    let next: JsonObject = observed;
    if (diff.includes('DomainNameConfigurations')) {
      const { DomainNameConfigurations } = desired;
      const input = trusted<sdk.UpdateDomainNameCommandInput>({ DomainName, DomainNameConfigurations });
      next = { ...told(yield* updateDomain(input)), Tags: observed.Tags ?? {} };
    }
    if (diff.includes('Tags')) {
      const ResourceArn = arnBeside(`domainnames/${DomainName}`, `.${textOf(observed.RegionalDomainName)}`);
      const Tags = yield* retag(
        { desired: desired.Tags, observed: observed.Tags, applied },
        Tags => tagResource({ ResourceArn, Tags }),
        TagKeys => untagResource({ ResourceArn, TagKeys }),
      );
      next = { ...next, Tags };
    }
    return next;
  },
  *delete(identity) {
    yield* gone(deleteDomain({ DomainName: nameOf(identity) }));
  },
  diff: (desired, applied, observed) => differences(comparison, desired, applied, observed),
});

function health(observed: JsonObject): Health {
  const status = textOf(observed.Status);
  const message = textOf(observed.StatusMessage);
  if (status === 'AVAILABLE') return { state: 'ready', message: '' };
  if (status === 'UPDATING') return { state: 'progressing', message: message || 'API Gateway sets the domain up' };
  return { state: 'failed', message: message || `The domain is ${status}` };
}

function nameOf(identity: Json): string {
  return textOf(objectOf(identity).DomainName);
}

function told(answer: Plain<sdk.GetDomainNameResponse>): JsonObject {
  const { DomainName = '', DomainNameConfigurations, Tags = {} } = answer;
  const first = DomainNameConfigurations?.[0];
  const RegionalDomainName = first?.ApiGatewayDomainName ?? '';
  return {
    ...said(schema, trusted(answer)),
    DomainName,
    DomainNameArn: answer.DomainNameArn ?? arnBeside(`domainnames/${DomainName}`, `.${RegionalDomainName}`),
    RegionalDomainName,
    RegionalHostedZoneId: first?.HostedZoneId ?? '',
    Tags,
    Status: first?.DomainNameStatus ?? 'AVAILABLE',
    StatusMessage: first?.DomainNameStatusMessage ?? '',
  };
}
