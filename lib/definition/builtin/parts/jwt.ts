/** Who may call a route: holders of a token that an issuer signed (JWT). One authorizer serves all gateways that ask for the same. */
import type { JsonObject } from '../../../json.ts';

export const jwtParameter: JsonObject = {
  type: 'object',
  description: 'Only callers with a token of this issuer (Authorization: Bearer ...), which API Gateway checks',
  required: ['issuer', 'audience'],
  properties: {
    issuer: {
      type: 'string',
      pattern: '^https://[^\\s]+$',
      maxLength: 512,
      description:
        'Who signs: its address as the token says it (iss), below which /.well-known/openid-configuration is',
    },
    audience: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: { type: 'string', minLength: 1 },
      description: 'For whom: one of these is in the token (aud or client_id)',
    },
    scopes: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: { type: 'string', minLength: 1 },
      description: 'What for: one of these is in the token (scope or scp)',
    },
  },
};

export const authorizerResource: JsonObject = {
  id: 'authorizer',
  $if: 'has(parameter.jwt)',
  scope: 'application',
  key: '${domain} ${parameter.?jwt.?issuer.orValue("")} ${parameter.?jwt.?audience.orValue([]).join(" ")}',
  type: 'AWS::ApiGatewayV2::Authorizer',
  properties: {
    ApiId: '${resources.api.ApiId}',
    AuthorizerType: 'JWT',
    IdentitySource: ['$request.header.Authorization'],
    JwtConfiguration: { Issuer: '${parameter.jwt.issuer}', Audience: '${parameter.jwt.audience}' },
  },
};

/** What a route says. */
export const guarded: JsonObject = {
  AuthorizationType: { $if: 'has(parameter.jwt)', $value: 'JWT' },
  AuthorizerId: '${resources.?authorizer.AuthorizerId}',
  AuthorizationScopes: '${parameter.?jwt.?scopes}',
};
