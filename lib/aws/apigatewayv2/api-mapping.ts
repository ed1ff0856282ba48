/** AWS::ApiGatewayV2::ApiMapping. */
import type * as sdk from '@aws-sdk/client-apigatewayv2';
import { type Json, type JsonObject, objectOf, textOf, trusted } from '../../json.ts';
import type { ResourceType } from '../../resource/resource.ts';
import { type Comparison, differences } from '../diff.ts';
import { absent, gone } from '../missing.ts';
import { operation } from '../operation.ts';
import { findIn } from '../pages.ts';
import { reset, said } from '../properties.ts';
import { resourceType } from '../resource-type.ts';
import { structure, text, type ValueOf } from '../schema.ts';
import { domains } from './domain-name.ts';

const service = 'apigatewayv2';
const createMapping = operation<sdk.CreateApiMappingCommand>(service, 'CreateApiMapping');
const getMapping = operation<sdk.GetApiMappingCommand>(service, 'GetApiMapping');
const getMappings = operation<sdk.GetApiMappingsCommand>(service, 'GetApiMappings');
const updateMapping = operation<sdk.UpdateApiMappingCommand>(service, 'UpdateApiMapping');
const deleteMapping = operation<sdk.DeleteApiMappingCommand>(service, 'DeleteApiMapping');

const schema = structure(
  {
    DomainName: text({ minLength: 1 }),
    ApiId: text({ minLength: 1 }),
    Stage: text({ minLength: 1, maxLength: 128 }),
    ApiMappingKey: text({ maxLength: 1024 }),
  },
  'DomainName',
  'ApiId',
  'Stage',
);
type Properties = ValueOf<typeof schema>;

/** What a removed property is reset to: the root of the domain. */
const usual: JsonObject = { ApiMappingKey: '' };
const comparison: Comparison = { defaults: usual };

/**
 * Which API a domain leads to, at its root or under a path. DomainName replaces it.
 *
 * AWS is odd here: ids are assigned and it takes no tag and no token, but a domain has one mapping for each key: that finds an interrupted create.
 */
export const apiMapping: ResourceType = resourceType<Properties>({
  type: 'AWS::ApiGatewayV2::ApiMapping',
  schema,
  createOnly: ['DomainName'],
  attributes: ['ApiMappingId', 'DomainName'],
  naming: 'assigned',
  iam: [
    { action: 'apigateway:POST', resource: `${domains}/*` },
    { action: 'apigateway:GET', resource: `${domains}/*` },
    { action: 'apigateway:PATCH', resource: `${domains}/*` },
    { action: 'apigateway:DELETE', resource: `${domains}/*` },
  ],
  identity: () => undefined,
  identify: observed => idOf(observed),
  *find({ DomainName, ApiId, ApiMappingKey = '' }) {
    const found = yield* findIn(
      NextToken => absent(getMappings({ DomainName, MaxResults: '100', NextToken })),
      // Another API's mapping of that key is not ours to take: then the create is refused, and says so.
      item => (item.ApiMappingKey ?? '') === ApiMappingKey && item.ApiId === ApiId,
    );
    return found === undefined ? undefined : { DomainName, ApiMappingId: textOf(found.ApiMappingId) };
  },
  *observe(identity) {
    const answer = yield* absent(getMapping(idOf(identity)));
    return answer === undefined ? undefined : told(idOf(identity).DomainName, trusted(answer));
  },
  *create(properties) {
    return told(properties.DomainName, trusted(yield* createMapping(properties)));
  },
  *update(identity, desired, observed, diff) {
    if (diff.length === 0) return observed;
    const changed = { ...reset(diff, desired, usual), ...idOf(identity), ApiId: desired.ApiId };
    return told(idOf(identity).DomainName, trusted(yield* updateMapping(changed)));
  },
  *delete(identity) {
    yield* gone(deleteMapping(idOf(identity)));
  },
  diff: (desired, applied, observed) => differences(comparison, desired, applied, observed),
});

function idOf(value: Json): { readonly DomainName: string; readonly ApiMappingId: string } {
  const { DomainName, ApiMappingId } = objectOf(value);
  return { DomainName: textOf(DomainName), ApiMappingId: textOf(ApiMappingId) };
}

function told(DomainName: string, answer: JsonObject): JsonObject {
  return { ...said(schema, answer), DomainName, ApiMappingId: textOf(answer.ApiMappingId) };
}
