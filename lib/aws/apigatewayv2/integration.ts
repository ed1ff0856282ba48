/** AWS::ApiGatewayV2::Integration. */
import type * as sdk from '@aws-sdk/client-apigatewayv2';
import { type Json, type JsonObject, objectOf, textOf, trusted } from '../../json.ts';
import type { ResourceType } from '../../resource/resource.ts';
import { type Comparison, differences } from '../diff.ts';
import { absent, gone } from '../missing.ts';
import { operation } from '../operation.ts';
import { findIn } from '../pages.ts';
import { reset, said } from '../properties.ts';
import { resourceType } from '../resource-type.ts';
import { dictionary, integer, structure, text, type ValueOf, word } from '../schema.ts';
import { onParts } from './api.ts';

const service = 'apigatewayv2';
const createIntegration = operation<sdk.CreateIntegrationCommand>(service, 'CreateIntegration');
const getIntegration = operation<sdk.GetIntegrationCommand>(service, 'GetIntegration');
const getIntegrations = operation<sdk.GetIntegrationsCommand>(service, 'GetIntegrations');
const updateIntegration = operation<sdk.UpdateIntegrationCommand>(service, 'UpdateIntegration');
const deleteIntegration = operation<sdk.DeleteIntegrationCommand>(service, 'DeleteIntegration');

const schema = structure(
  {
    ApiId: text({ minLength: 1 }),
    IntegrationType: word('AWS_PROXY', 'HTTP_PROXY'),
    IntegrationUri: text(),
    IntegrationMethod: text(),
    PayloadFormatVersion: word('1.0', '2.0'),
    TimeoutInMillis: integer(50, 30_000),
    ConnectionType: word('INTERNET', 'VPC_LINK'),
    ConnectionId: text(),
    RequestParameters: dictionary(text()),
    TlsConfig: structure({ ServerNameToVerify: text({ minLength: 1, maxLength: 512 }) }, 'ServerNameToVerify'),
  },
  'ApiId',
  'IntegrationType',
  'IntegrationUri',
);
type Properties = ValueOf<typeof schema>;

/** What a removed property is reset to. */
const usual: JsonObject = {
  IntegrationMethod: 'POST',
  PayloadFormatVersion: '1.0',
  TimeoutInMillis: 30_000,
  ConnectionType: 'INTERNET',
  ConnectionId: '',
  RequestParameters: {},
  TlsConfig: {},
};
const comparison: Comparison = { defaults: usual };

/**
 * What an HTTP API's routes lead to. ApiId replaces it.
 *
 * AWS is odd here: ids are assigned and nothing is unique, so Description holds the token that finds an interrupted create, and is no
 * property; it cannot be tagged; one that a route still names cannot be deleted; parameters are merged into, and an empty one is taken away.
 */
export const integration: ResourceType = resourceType<Properties>({
  type: 'AWS::ApiGatewayV2::Integration',
  schema,
  createOnly: ['ApiId'],
  attributes: ['ApiId', 'IntegrationId'],
  naming: 'assigned',
  iam: onParts,
  identity: () => undefined,
  identify: observed => idOf(observed),
  *find({ ApiId }, token) {
    const found = yield* findIn(
      NextToken => absent(getIntegrations({ ApiId, MaxResults: '100', NextToken })),
      item => item.Description === token,
    );
    return found === undefined ? undefined : { ApiId, IntegrationId: textOf(found.IntegrationId) };
  },
  *observe(identity) {
    const answer = yield* absent(getIntegration(idOf(identity)));
    return answer === undefined ? undefined : told(idOf(identity).ApiId, trusted(answer));
  },
  *create(properties, _name, token) {
    const answer = yield* createIntegration(
      trusted<sdk.CreateIntegrationCommandInput>({ ...properties, Description: token }),
    );
    return told(properties.ApiId, trusted(answer));
  },
  *update(identity, desired, observed, diff) {
    if (diff.length === 0) return observed;
    const changed: Record<string, Json> = { ...reset(diff, desired, usual) };
    if (diff.includes('RequestParameters'))
      changed.RequestParameters = { ...emptied(observed.RequestParameters), ...desired.RequestParameters };
    const answer = yield* updateIntegration({
      ...trusted<sdk.UpdateIntegrationCommandInput>(changed),
      ...idOf(identity),
    });
    return told(idOf(identity).ApiId, trusted(answer));
  },
  *delete(identity) {
    yield* gone(deleteIntegration(idOf(identity)));
  },
  diff: (desired, applied, observed) => differences(comparison, desired, applied, observed),
});

/** What takes parameters away: those that an update does not name stay. */
function emptied(parameters: Json | undefined): JsonObject {
  return Object.fromEntries(Object.keys(objectOf(parameters)).map(name => [name, '']));
}

function idOf(value: Json): { readonly ApiId: string; readonly IntegrationId: string } {
  const { ApiId, IntegrationId } = objectOf(value);
  return { ApiId: textOf(ApiId), IntegrationId: textOf(IntegrationId) };
}

function told(ApiId: string, answer: JsonObject): JsonObject {
  const { RequestParameters, ...rest } = said(schema, answer);
  // An emulator goes on showing what was taken away, as an empty text.
  const kept = Object.entries(objectOf(RequestParameters)).filter(([, value]) => value !== '');
  return {
    ...rest,
    ...(kept.length === 0 ? {} : { RequestParameters: Object.fromEntries(kept) }),
    ApiId,
    IntegrationId: textOf(answer.IntegrationId),
  };
}
