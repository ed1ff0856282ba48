/** AWS::ApiGatewayV2::Authorizer: JSON web tokens that routes of an HTTP API ask for. */
import type * as sdk from '@aws-sdk/client-apigatewayv2';
import { type Json, type JsonObject, objectOf, textOf, trusted } from '../../json.ts';
import type { ResourceType } from '../../resource/resource.ts';
import { asSet, type Comparison, differences, members } from '../diff.ts';
import { absent, gone } from '../missing.ts';
import { operation } from '../operation.ts';
import { findIn } from '../pages.ts';
import { reset, said } from '../properties.ts';
import { resourceType } from '../resource-type.ts';
import { list, structure, text, type ValueOf, word } from '../schema.ts';
import { onParts } from './api.ts';

const service = 'apigatewayv2';
const createAuthorizer = operation<sdk.CreateAuthorizerCommand>(service, 'CreateAuthorizer');
const getAuthorizer = operation<sdk.GetAuthorizerCommand>(service, 'GetAuthorizer');
const getAuthorizers = operation<sdk.GetAuthorizersCommand>(service, 'GetAuthorizers');
const updateAuthorizer = operation<sdk.UpdateAuthorizerCommand>(service, 'UpdateAuthorizer');
const deleteAuthorizer = operation<sdk.DeleteAuthorizerCommand>(service, 'DeleteAuthorizer');

const schema = structure(
  {
    ApiId: text({ minLength: 1 }),
    AuthorizerType: word('JWT'),
    Name: text({ minLength: 1, maxLength: 128 }),
    IdentitySource: list(text({ minLength: 1 })),
    JwtConfiguration: structure({ Issuer: text({ minLength: 1 }), Audience: list(text()) }, 'Issuer'),
  },
  'ApiId',
  'AuthorizerType',
  'IdentitySource',
  'JwtConfiguration',
);
type Properties = ValueOf<typeof schema>;

const comparison: Comparison = {
  forms: { IdentitySource: asSet, JwtConfiguration: members({ Audience: asSet }) },
};

/**
 * Tokens that routes of an HTTP API ask for, by the issuer's keys. ApiId replaces it.
 *
 * AWS is odd here: ids are assigned, and a name is asked for that says nothing to anybody, so it is the token that finds an interrupted
 * create where none is chosen; one that a route still names cannot be deleted; it cannot be tagged.
 */
export const authorizer: ResourceType = resourceType<Properties>({
  type: 'AWS::ApiGatewayV2::Authorizer',
  schema,
  createOnly: ['ApiId', 'AuthorizerType'],
  attributes: ['ApiId', 'AuthorizerId'],
  naming: 'assigned',
  iam: onParts,
  identity: () => undefined,
  identify: observed => idOf(observed),
  *find({ ApiId, Name }, token) {
    const found = yield* findIn(
      NextToken => absent(getAuthorizers({ ApiId, MaxResults: '100', NextToken })),
      item => item.Name === (Name ?? token),
    );
    return found === undefined ? undefined : { ApiId, AuthorizerId: textOf(found.AuthorizerId) };
  },
  *observe(identity) {
    const answer = yield* absent(getAuthorizer(idOf(identity)));
    return answer === undefined ? undefined : told(idOf(identity).ApiId, trusted(answer));
  },
  *create(properties, _name, token) {
    const answer = yield* createAuthorizer(trusted<sdk.CreateAuthorizerCommandInput>({ Name: token, ...properties }));
    return told(properties.ApiId, trusted(answer));
  },
  *update(identity, desired, observed, diff) {
    if (diff.length === 0) return observed;
    const changed = reset(diff, desired, {});
    const answer = yield* updateAuthorizer({
      ...trusted<sdk.UpdateAuthorizerCommandInput>(changed),
      ...idOf(identity),
    });
    return told(idOf(identity).ApiId, trusted(answer));
  },
  *delete(identity) {
    yield* gone(deleteAuthorizer(idOf(identity)));
  },
  // A name cannot be taken away, only changed.
  diff: (desired, applied, observed) =>
    differences(comparison, desired, applied, observed).filter(name => name !== 'Name' || desired.Name !== undefined),
});

function idOf(value: Json): { readonly ApiId: string; readonly AuthorizerId: string } {
  const { ApiId, AuthorizerId } = objectOf(value);
  return { ApiId: textOf(ApiId), AuthorizerId: textOf(AuthorizerId) };
}

function told(ApiId: string, answer: JsonObject): JsonObject {
  return { ...said(schema, answer), ApiId, AuthorizerId: textOf(answer.AuthorizerId) };
}
