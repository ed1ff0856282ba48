/** API Gateway v2: the authorizers of an HTTP API. */
import { type Json, type JsonObject, objectOf, textOf } from '../../../lib/json.ts';
import { notFound } from './apigateway-routes.ts';
import { fault } from './fault.ts';
import { type ApiItem, assign, copy, isNothing, pick, type Service, type World } from './world.ts';

const members = ['AuthorizerType', 'IdentitySource', 'JwtConfiguration', 'Name'];

function apiOf(world: World, input: JsonObject): ApiItem {
  const api = world.state.apis[textOf(input.ApiId)];
  if (api === undefined) throw notFound('API', textOf(input.ApiId));
  return api;
}

function authorizerOf(world: World, input: JsonObject): { api: ApiItem; id: string; config: JsonObject } {
  const api = apiOf(world, input);
  const id = textOf(input.AuthorizerId);
  const config = api.authorizers[id];
  if (config === undefined) throw notFound('Authorizer', id);
  return { api, id, config };
}

function checked(config: JsonObject): JsonObject {
  if (textOf(config.Name) === '') throw fault('BadRequestException', 400, 'Name is required');
  if (config.AuthorizerType === 'JWT' && isNothing(objectOf(config.JwtConfiguration).Issuer))
    throw fault('BadRequestException', 400, 'Issuer is required for JWT authorizers');
  return config;
}

function createAuthorizer(world: World, input: JsonObject): Json {
  const api = apiOf(world, input);
  const AuthorizerId = assign(world, `authorizer:${textOf(input.ApiId)}:${textOf(input.Name)}`, 6);
  const config = checked({ ...pick(input, members), AuthorizerId });
  api.authorizers[AuthorizerId] = config;
  return copy(config);
}

export const authorizers: Service = {
  CreateAuthorizer: createAuthorizer,
  GetAuthorizer: (world, input) => copy(authorizerOf(world, input).config),
  GetAuthorizers: (world, input) => ({ Items: copy(Object.values(apiOf(world, input).authorizers)) }),
  UpdateAuthorizer: (world, input) => {
    const { api, id, config } = authorizerOf(world, input);
    const next = checked({ ...config, ...pick(input, members) });
    api.authorizers[id] = next;
    return copy(next);
  },
  DeleteAuthorizer: (world, input) => {
    const { api, id } = authorizerOf(world, input);
    if (Object.values(api.routes).some(route => route.AuthorizerId === id))
      throw fault('ConflictException', 409, `Cannot delete authorizer '${id}', is referenced in route`);
    delete api.authorizers[id];
    return {};
  },
};
