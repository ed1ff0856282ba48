/** API Gateway v2: the integrations and routes of an HTTP API. */
import { type Json, type JsonObject, objectOf, textOf } from '../../../lib/json.ts';
import { type Fault, fault } from './fault.ts';
import { type ApiItem, assign, copy, isNothing, pick, type Service, told, type World } from './world.ts';

export function notFound(what: string, id: string): Fault {
  return fault('NotFoundException', 404, `Invalid ${what} identifier specified ${id}`);
}

function bad(message: string): Fault {
  return fault('BadRequestException', 400, message);
}

const integrationMembers = [
  'ConnectionId',
  'ConnectionType',
  'CredentialsArn',
  'Description',
  'IntegrationMethod',
  'IntegrationSubtype',
  'IntegrationType',
  'IntegrationUri',
  'PassthroughBehavior',
  'PayloadFormatVersion',
  'RequestParameters',
  'RequestTemplates',
  'ResponseParameters',
  'TemplateSelectionExpression',
  'TimeoutInMillis',
  'TlsConfig',
];
const routeMembers = [
  'ApiKeyRequired',
  'AuthorizationScopes',
  'AuthorizationType',
  'AuthorizerId',
  'OperationName',
  'RouteKey',
  'Target',
];

function apiOf(world: World, input: JsonObject): ApiItem {
  const id = textOf(input.ApiId);
  const api = world.state.apis[id];
  if (api === undefined) throw notFound('API', id);
  return api;
}

function integrationOf(world: World, input: JsonObject): { api: ApiItem; id: string; config: JsonObject } {
  const api = apiOf(world, input);
  const id = textOf(input.IntegrationId);
  const config = api.integrations[id];
  if (config === undefined) throw notFound('Integration', id);
  return { api, id, config };
}

function routeOf(world: World, input: JsonObject): { api: ApiItem; id: string; config: JsonObject } {
  const api = apiOf(world, input);
  const id = textOf(input.RouteId);
  const config = api.routes[id];
  if (config === undefined) throw notFound('Route', id);
  return { api, id, config };
}

function checkIntegration(config: JsonObject): void {
  const timeout = Number(config.TimeoutInMillis);
  if (timeout < 50 || timeout > 30_000) throw bad('Timeout should be between 50 ms and 30000 ms');
  if (config.IntegrationType === 'HTTP_PROXY' && isNothing(config.IntegrationMethod))
    throw bad('HttpMethod must be specified');
  if (config.ConnectionType === 'VPC_LINK' && isNothing(config.ConnectionId))
    throw bad('ConnectionId is required for a VPC_LINK connection');
  if (
    config.IntegrationType === 'AWS_PROXY' &&
    isNothing(config.IntegrationSubtype) &&
    isNothing(config.PayloadFormatVersion)
  )
    throw bad('PayloadFormatVersion is a required parameter for integration');
}

const emptied = [
  'Description',
  'CredentialsArn',
  'ConnectionId',
  'TlsConfig',
  'RequestParameters',
  'ResponseParameters',
  'OperationName',
  'AuthorizationScopes',
  'AuthorizerId',
  'Target',
];

function put(config: JsonObject, input: JsonObject, members: readonly string[]): JsonObject {
  const next: Record<string, Json> = { ...config, ...pick(input, members) };
  for (const name of emptied) if (isNothing(next[name])) delete next[name];
  return next;
}

function createIntegration(world: World, input: JsonObject): Json {
  const api = apiOf(world, input);
  if (Object.keys(api.integrations).length >= 300)
    throw fault('TooManyRequestsException', 429, 'Maximum number of Integrations exceeded');
  const seed = `integration:${textOf(input.ApiId)}:${textOf(input.Description)}:${textOf(input.IntegrationUri)}`;
  const IntegrationId = assign(world, seed, 7);
  const config = put({ IntegrationId, ConnectionType: 'INTERNET', TimeoutInMillis: 30_000 }, input, integrationMembers);
  checkIntegration(config);
  api.integrations[IntegrationId] = config;
  return copy(config);
}

function updateIntegration(world: World, input: JsonObject): Json {
  const { api, id, config } = integrationOf(world, input);
  const next: Record<string, Json> = put(config, input, integrationMembers);
  // Parameters are merged into; an empty value takes one away.
  if (input.RequestParameters !== undefined)
    next.RequestParameters = told({ ...objectOf(config.RequestParameters), ...objectOf(input.RequestParameters) });
  if (isNothing(next.RequestParameters)) delete next.RequestParameters;
  checkIntegration(next);
  api.integrations[id] = next;
  return copy(next);
}

function checkRoute(api: ApiItem, id: string, config: JsonObject): void {
  const key = textOf(config.RouteKey);
  if (!/^(\$default|\$connect|\$disconnect|(ANY|GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) \/\S*)$/.test(key))
    throw bad(
      `The provided route key is not formatted properly for HTTP protocol. Format should be "<HTTP METHOD> /<RESOURCE PATH>" or "$default"`,
    );
  if (Object.entries(api.routes).some(([other, route]) => other !== id && route.RouteKey === key))
    throw fault('ConflictException', 409, `Route with key ${key} already exists for this API`);
  const target = textOf(config.Target);
  if (target !== '' && api.integrations[target.replace(/^integrations\//, '')] === undefined)
    throw bad(`Unable to find Integration by ID ${target}`);
}

function createRoute(world: World, input: JsonObject): Json {
  const api = apiOf(world, input);
  const RouteId = assign(world, `route:${textOf(input.ApiId)}:${textOf(input.RouteKey)}`, 7);
  const config = put({ RouteId, ApiKeyRequired: false, AuthorizationType: 'NONE' }, input, routeMembers);
  if (Object.keys(api.routes).length >= 300)
    throw fault('TooManyRequestsException', 429, 'Maximum number of Routes exceeded');
  checkRoute(api, RouteId, config);
  api.routes[RouteId] = config;
  return copy(config);
}

function updateRoute(world: World, input: JsonObject): Json {
  const { api, id, config } = routeOf(world, input);
  const next = put(config, input, routeMembers);
  checkRoute(api, id, next);
  api.routes[id] = next;
  return copy(next);
}

function deleteIntegration(world: World, input: JsonObject): Json {
  const { api, id } = integrationOf(world, input);
  const user = Object.values(api.routes).find(route => route.Target === `integrations/${id}`);
  if (user !== undefined)
    throw fault(
      'ConflictException',
      409,
      `Cannot delete Integration '${id}' since it is referenced by Route '${textOf(user.RouteId)}'.`,
    );
  delete api.integrations[id];
  return {};
}

function page(items: Readonly<Record<string, JsonObject>>, input: JsonObject): Json {
  const all = Object.values(items);
  const size = Number(input.MaxResults ?? 25);
  const from = Number(input.NextToken ?? 0);
  const more = from + size < all.length ? { NextToken: String(from + size) } : {};
  return { Items: copy(all.slice(from, from + size)), ...more };
}

export const routing: Service = {
  CreateIntegration: createIntegration,
  GetIntegration: (world, input) => copy(integrationOf(world, input).config),
  GetIntegrations: (world, input) => page(apiOf(world, input).integrations, input),
  UpdateIntegration: updateIntegration,
  DeleteIntegration: deleteIntegration,
  CreateRoute: createRoute,
  GetRoute: (world, input) => copy(routeOf(world, input).config),
  GetRoutes: (world, input) => page(apiOf(world, input).routes, input),
  UpdateRoute: updateRoute,
  DeleteRoute: (world, input) => {
    const { api, id } = routeOf(world, input);
    delete api.routes[id];
    return {};
  },
};
