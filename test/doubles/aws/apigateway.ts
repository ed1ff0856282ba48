/** API Gateway v2: HTTP APIs and their stages; what hangs on routes is in apigateway-routes.ts. */
import { type Json, type JsonObject, listOf, objectOf, textOf } from '../../../lib/json.ts';
import { authorizers } from './apigateway-authorizers.ts';
import { domainOf, domains } from './apigateway-domains.ts';
import { notFound, routing } from './apigateway-routes.ts';
import { fault } from './fault.ts';
import { type ApiItem, assign, copy, isNothing, pick, type Service, time, told, type World, without } from './world.ts';

const apiMembers = [
  'Name',
  'Description',
  'Version',
  'CorsConfiguration',
  'DisableExecuteApiEndpoint',
  'RouteSelectionExpression',
  'ApiKeySelectionExpression',
  'DisableSchemaValidation',
  'IpAddressType',
];
const stageMembers = [
  'AutoDeploy',
  'Description',
  'DefaultRouteSettings',
  'RouteSettings',
  'StageVariables',
  'AccessLogSettings',
  'ClientCertificateId',
  'DeploymentId',
];

function apiOf(world: World, input: JsonObject): ApiItem {
  const id = textOf(input.ApiId);
  const api = world.state.apis[id];
  if (api === undefined) throw notFound('API', id);
  return api;
}

function describe(api: ApiItem): JsonObject {
  return { ...api.config, Tags: api.tags };
}

/** Values that say nothing are not answered: an emptied description is absent. */
function put(config: JsonObject, input: JsonObject, members: readonly string[]): JsonObject {
  const next: Record<string, Json> = { ...config, ...pick(input, members) };
  for (const name of ['Description', 'Version', 'CorsConfiguration', 'AccessLogSettings', 'ClientCertificateId'])
    if (isNothing(next[name])) delete next[name];
  return next;
}

function mustBeValidCors(input: JsonObject): void {
  const cors = objectOf(input.CorsConfiguration);
  if (cors.AllowCredentials === true && listOf(cors.AllowOrigins).includes('*'))
    throw fault('BadRequestException', 400, 'Invalid value for allowCredentials: must be false when allowOrigins is *');
}

function createApi(world: World, input: JsonObject): Json {
  mustBeValidCors(input);
  const ApiId = assign(world, `api:${textOf(input.Name)}`, 10);
  const base: JsonObject = {
    ApiId,
    ApiEndpoint: `https://${ApiId}.execute-api.${world.region}.amazonaws.com`,
    ApiKeySelectionExpression: '$request.header.x-api-key',
    CreatedDate: time(world),
    DisableExecuteApiEndpoint: false,
    IpAddressType: 'ipv4',
    ProtocolType: textOf(input.ProtocolType),
    RouteSelectionExpression: '$request.method $request.path',
  };
  const api: ApiItem = {
    config: put(base, input, apiMembers),
    tags: objectOf(input.Tags),
    stages: {},
    authorizers: {},
    integrations: {},
    routes: {},
  };
  world.state.apis[ApiId] = api;
  return copy(describe(api));
}

function updateApi(world: World, input: JsonObject): Json {
  const api = apiOf(world, input);
  mustBeValidCors(input);
  api.config = put(api.config, input, apiMembers);
  return copy(describe(api));
}

function stageOf(world: World, input: JsonObject): ApiItem['stages'][string] {
  const stage = apiOf(world, input).stages[textOf(input.StageName)];
  if (stage === undefined) throw notFound('Stage', textOf(input.StageName));
  return stage;
}

function createStage(world: World, input: JsonObject): Json {
  const api = apiOf(world, input);
  const StageName = textOf(input.StageName);
  if (api.stages[StageName] !== undefined) throw fault('ConflictException', 409, 'Stage already exists');
  const base: JsonObject = {
    StageName,
    AutoDeploy: false,
    CreatedDate: time(world),
    LastUpdatedDate: time(world),
    DefaultRouteSettings: { DetailedMetricsEnabled: false },
    RouteSettings: {},
    StageVariables: {},
  };
  const stage = { config: put(base, input, stageMembers), tags: objectOf(input.Tags) };
  api.stages[StageName] = stage;
  return copy({ ...stage.config, Tags: stage.tags });
}

function updateStage(world: World, input: JsonObject): Json {
  const stage = stageOf(world, input);
  const next: Record<string, Json> = { ...put(stage.config, input, stageMembers), LastUpdatedDate: time(world) };
  // Settings are merged into, not replaced: DeleteRouteSettings takes a key away; an empty stage variable removes it.
  if (input.RouteSettings !== undefined)
    next.RouteSettings = { ...objectOf(stage.config.RouteSettings), ...objectOf(input.RouteSettings) };
  if (input.DefaultRouteSettings !== undefined)
    next.DefaultRouteSettings = {
      ...objectOf(stage.config.DefaultRouteSettings),
      ...objectOf(input.DefaultRouteSettings),
    };
  if (input.StageVariables !== undefined)
    next.StageVariables = told({ ...objectOf(stage.config.StageVariables), ...objectOf(input.StageVariables) });
  stage.config = next;
  return copy({ ...next, Tags: stage.tags });
}

function tagged(world: World, arn: string): { tags: JsonObject } {
  const domain = arn.split('/domainnames/')[1];
  if (domain !== undefined) return domainOf(world, domain);
  const [, id = '', , stage] =
    arn.split('/apis/')[1] === undefined ? [] : ['', ...(arn.split('/apis/')[1] ?? '').split('/')];
  const api = world.state.apis[id];
  const owner = stage === undefined ? api : api?.stages[stage];
  if (owner === undefined) throw notFound('Resource', arn);
  return owner;
}

function change(stage: ApiItem['stages'][string], name: string, drop: Json | undefined): void {
  const { [name]: old, ...rest } = stage.config;
  stage.config = drop === undefined ? rest : { ...rest, [name]: without(objectOf(old), [drop]) };
}

export const apigateway: Service = {
  ...routing,
  ...authorizers,
  ...domains,
  CreateApi: createApi,
  GetApi: (world, input) => copy(describe(apiOf(world, input))),
  GetApis: (world, input) => {
    const size = Number(input.MaxResults ?? 25);
    const from = Number(input.NextToken ?? 0);
    const all = Object.values(world.state.apis);
    const more = from + size < all.length ? { NextToken: String(from + size) } : {};
    return { Items: copy(all.slice(from, from + size).map(describe)), ...more };
  },
  UpdateApi: updateApi,
  DeleteApi: (world, input) => {
    apiOf(world, input);
    delete world.state.apis[textOf(input.ApiId)];
    return {};
  },
  DeleteCorsConfiguration: (world, input) => {
    const api = apiOf(world, input);
    const { CorsConfiguration: _, ...rest } = api.config;
    api.config = rest;
    return {};
  },
  CreateStage: createStage,
  GetStage: (world, input) => {
    const { config, tags } = stageOf(world, input);
    return copy({ ...config, Tags: tags });
  },
  GetStages: (world, input) => ({
    Items: copy(Object.values(apiOf(world, input).stages).map(({ config, tags }) => ({ ...config, Tags: tags }))),
  }),
  UpdateStage: updateStage,
  DeleteStage: (world, input) => {
    stageOf(world, input);
    delete apiOf(world, input).stages[textOf(input.StageName)];
    return {};
  },
  DeleteAccessLogSettings: (world, input) => {
    change(stageOf(world, input), 'AccessLogSettings', undefined);
    return {};
  },
  DeleteRouteSettings: (world, input) => {
    change(stageOf(world, input), 'RouteSettings', input.RouteKey);
    return {};
  },
  TagResource: (world, input) => {
    const owner = tagged(world, textOf(input.ResourceArn));
    owner.tags = { ...owner.tags, ...objectOf(input.Tags) };
    return {};
  },
  UntagResource: (world, input) => {
    const owner = tagged(world, textOf(input.ResourceArn));
    owner.tags = without(owner.tags, input.TagKeys);
    return {};
  },
  GetTags: (world, input) => ({ Tags: copy(tagged(world, textOf(input.ResourceArn)).tags) }),
};
