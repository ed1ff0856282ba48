import { describe, expect, it } from 'vitest';
import { apiMapping } from '../../../lib/aws/apigatewayv2/api-mapping.ts';
import { domainName } from '../../../lib/aws/apigatewayv2/domain-name.ts';
import { integration } from '../../../lib/aws/apigatewayv2/integration.ts';
import { vpcLink } from '../../../lib/aws/apigatewayv2/vpc-link.ts';
import { play } from '../script.ts';

describe('a VPC link', () => {
  const link = (VpcLinkStatus: string) => ({ VpcLinkId: 'l', Name: 'a', SubnetIds: ['s'], VpcLinkStatus, Tags: {} });
  const look = (status: string) => play(vpcLink.observe({ VpcLinkId: 'l' }), [['GetVpcLink', link(status)]]).result;

  it.each([
    ['PENDING', 'progressing'],
    ['AVAILABLE', 'ready'],
    ['INACTIVE', 'ready'],
    ['FAILED', 'failed'],
  ])('%s is %s', (status, state) => {
    expect(vpcLink.health(look(status) ?? {}).state).toBe(state);
  });

  it('is gone as soon as it is being deleted, and is not found then', () => {
    expect(look('DELETING')).toBeUndefined();
    const Items = [{ ...link('DELETING'), Tags: { 'oam.dev/token': 't' } }];
    expect(play(vpcLink.find({ SubnetIds: ['s'] }, 't'), [['GetVpcLinks', { Items }]]).result).toBeUndefined();
  });
});

describe('a domain', () => {
  it('tells what DNS has to point to, and takes its ARN from there', () => {
    const answer = {
      DomainName: 'a.example',
      DomainNameConfigurations: [
        {
          CertificateArn: 'c',
          ApiGatewayDomainName: 'd-1.execute-api.eu-west-1.amazonaws.com',
          HostedZoneId: 'Z1',
          DomainNameStatus: 'UPDATING',
        },
      ],
    };
    const { result = {} } = play(domainName.observe({ DomainName: 'a.example' }), [['GetDomainName', answer]]);
    expect(result).toMatchObject({
      RegionalDomainName: 'd-1.execute-api.eu-west-1.amazonaws.com',
      RegionalHostedZoneId: 'Z1',
      DomainNameArn: 'arn:aws:apigateway:eu-west-1::/domainnames/a.example',
    });
    expect(domainName.health(result).state).toBe('progressing');
  });
});

describe('a mapping', () => {
  const desired = { DomainName: 'a.example', ApiId: 'api', Stage: '$default' };

  it("is found by its key, unless that leads to another's API", () => {
    const find = (ApiId: string) =>
      play(apiMapping.find(desired, 't'), [['GetApiMappings', { Items: [{ ApiMappingId: 'm', ApiId, Stage: 'x' }] }]]);
    expect(find('api').result).toEqual({ DomainName: 'a.example', ApiMappingId: 'm' });
    expect(find('other').result).toBeUndefined();
  });
});

describe('the parameters of an integration', () => {
  it('are taken away by an empty text: those that an update does not name stay', () => {
    const desired = {
      ApiId: 'api',
      IntegrationType: 'HTTP_PROXY',
      IntegrationUri: 'https://a.example',
      RequestParameters: { 'overwrite:path': '/b' },
    };
    const observed = {
      ...desired,
      IntegrationId: 'i',
      RequestParameters: { 'overwrite:path': '/a', 'append:header.x-one': '1' },
    };
    const { inputs } = play(integration.update(observed, desired, observed, ['RequestParameters']), [
      ['UpdateIntegration', { ...observed, RequestParameters: desired.RequestParameters }],
    ]);
    expect(inputs[0]?.RequestParameters).toEqual({ 'overwrite:path': '/b', 'append:header.x-one': '' });
  });
});
