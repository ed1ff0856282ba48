/** AWS::ApiGatewayV2::Route. */
import type * as sdk from '@aws-sdk/client-apigatewayv2';
import { type Json, type JsonObject, objectOf, textOf, trusted } from '../../json.ts';
import type { ResourceType } from '../../resource/resource.ts';
import { asSet, type Comparison, differences } from '../diff.ts';
import { absent, gone } from '../missing.ts';
import { operation } from '../operation.ts';
import { findIn } from '../pages.ts';
import { reset, said } from '../properties.ts';
import { resourceType } from '../resource-type.ts';
import { list, structure, text, type ValueOf, word } from '../schema.ts';
import { onParts } from './api.ts';

const service = 'apigatewayv2';
const createRoute = operation<sdk.CreateRouteCommand>(service, 'CreateRoute');
const getRoute = operation<sdk.GetRouteCommand>(service, 'GetRoute');
const getRoutes = operation<sdk.GetRoutesCommand>(service, 'GetRoutes');
const updateRoute = operation<sdk.UpdateRouteCommand>(service, 'UpdateRoute');
const deleteRoute = operation<sdk.DeleteRouteCommand>(service, 'DeleteRoute');

const schema = structure(
  {
    ApiId: text({ minLength: 1 }),
    RouteKey: text({ minLength: 1 }),
    Target: text(),
    AuthorizationType: word('NONE', 'AWS_IAM', 'JWT'),
    AuthorizerId: text(),
    AuthorizationScopes: list(text()),
  },
  'ApiId',
  'RouteKey',
  'Target',
);
type Properties = ValueOf<typeof schema>;

/** What a removed property is reset to. */
const usual: JsonObject = { AuthorizationType: 'NONE', AuthorizerId: '', AuthorizationScopes: [] };
const comparison: Comparison = { defaults: usual, forms: { AuthorizationScopes: asSet } };

/**
 * A route of an HTTP API: `GET /hello`, `ANY /things/{proxy+}`, `$default`. ApiId replaces it.
 *
 * AWS is odd here: ids are assigned while the key is unique in its API; OperationName holds the token that finds an interrupted create, and
 * is no property; it cannot be tagged.
 */
export const route: ResourceType = resourceType<Properties>({
  type: 'AWS::ApiGatewayV2::Route',
  schema,
  createOnly: ['ApiId'],
  attributes: ['ApiId', 'RouteId'],
  naming: 'assigned',
  iam: onParts,
  identity: () => undefined,
  identify: observed => idOf(observed),
  *find({ ApiId }, token) {
    const found = yield* findIn(
      NextToken => absent(getRoutes({ ApiId, MaxResults: '100', NextToken })),
      item => item.OperationName === token,
    );
    return found === undefined ? undefined : { ApiId, RouteId: textOf(found.RouteId) };
  },
  *observe(identity) {
    const answer = yield* absent(getRoute(idOf(identity)));
    return answer === undefined ? undefined : told(idOf(identity).ApiId, trusted(answer));
  },
  *create(properties, _name, token) {
    const answer = yield* createRoute(trusted<sdk.CreateRouteCommandInput>({ ...properties, OperationName: token }));
    return told(properties.ApiId, trusted(answer));
  },
  *update(identity, desired, observed, diff) {
    if (diff.length === 0) return observed;
    const changed = reset(diff, desired, usual);
    const answer = yield* updateRoute({ ...trusted<sdk.UpdateRouteCommandInput>(changed), ...idOf(identity) });
    return told(idOf(identity).ApiId, trusted(answer));
  },
  *delete(identity) {
    yield* gone(deleteRoute(idOf(identity)));
  },
  diff: (desired, applied, observed) => differences(comparison, desired, applied, observed),
});

function idOf(value: Json): { readonly ApiId: string; readonly RouteId: string } {
  const { ApiId, RouteId } = objectOf(value);
  return { ApiId: textOf(ApiId), RouteId: textOf(RouteId) };
}

function told(ApiId: string, answer: JsonObject): JsonObject {
  return { ...said(schema, answer), ApiId, RouteId: textOf(answer.RouteId) };
}
