/** AWS::ApiGatewayV2::Api: HTTP APIs. */
import type * as sdk from '@aws-sdk/client-apigatewayv2';
import { type Json, type JsonObject, objectOf, textOf, trusted } from '../../json.ts';
import type { ResourceType } from '../../resource/resource.ts';
import { asCaselessSet, asSet, asTags, type Comparison, differences, isNothing, members } from '../diff.ts';
import { absent, gone } from '../missing.ts';
import { operation, type Plain } from '../operation.ts';
import { changedTags, tagChanges, tagMap, tokenTag, withOwner } from '../ownership.ts';
import { resourceType } from '../resource-type.ts';
import { dictionary, flag, integer, list, structure, text, type ValueOf, word } from '../schema.ts';

const service = 'apigatewayv2';
const createApi = operation<sdk.CreateApiCommand>(service, 'CreateApi');
const getApi = operation<sdk.GetApiCommand>(service, 'GetApi');
const getApis = operation<sdk.GetApisCommand>(service, 'GetApis');
const updateApi = operation<sdk.UpdateApiCommand>(service, 'UpdateApi');
const deleteApi = operation<sdk.DeleteApiCommand>(service, 'DeleteApi');
const deleteCors = operation<sdk.DeleteCorsConfigurationCommand>(service, 'DeleteCorsConfiguration');
const tagResource = operation<sdk.TagResourceCommand>(service, 'TagResource');
const untagResource = operation<sdk.UntagResourceCommand>(service, 'UntagResource');

const schema = structure(
  {
    Name: text({ minLength: 1, maxLength: 128 }),
    ProtocolType: word('HTTP'),
    Description: text({ maxLength: 1024 }),
    Version: text({ maxLength: 64 }),
    CorsConfiguration: structure({
      AllowOrigins: list(text()),
      AllowMethods: list(text()),
      AllowHeaders: list(text()),
      ExposeHeaders: list(text()),
      AllowCredentials: flag,
      MaxAge: integer(-1, 86_400),
    }),
    DisableExecuteApiEndpoint: flag,
    Tags: dictionary(text()),
  },
  'ProtocolType',
);
type Properties = ValueOf<typeof schema>;

/** What a removed property is reset to. */
const usual = { Description: '', Version: '', DisableExecuteApiEndpoint: false };
const comparison: Comparison = {
  defaults: { ...usual, CorsConfiguration: { AllowCredentials: false, MaxAge: 0 } },
  forms: {
    CorsConfiguration: members({
      AllowOrigins: asCaselessSet,
      AllowMethods: asSet,
      AllowHeaders: asCaselessSet,
      ExposeHeaders: asCaselessSet,
    }),
    Tags: asTags,
  },
};

export const apis = 'arn:${partition}:apigateway:${region}::/apis';
const tags = 'arn:${partition}:apigateway:${region}::/tags/*';

/**
 * An HTTP API. ProtocolType replaces it; its address comes with its id, so a new one has a new address.
 *
 * AWS is odd here: ids are assigned and names may repeat, so a create that was interrupted is found by the token in a tag; CORS is taken
 * away by an operation of its own; tags are changed by ARN, which no answer contains; IAM knows API Gateway by HTTP methods on paths.
 */
export const api: ResourceType = resourceType<Properties>({
  type: 'AWS::ApiGatewayV2::Api',
  schema,
  createOnly: ['ProtocolType'],
  attributes: ['ApiId', 'ApiEndpoint'],
  naming: 'assigned',
  name: { property: 'Name', limit: 128 },
  tags: { property: 'Tags', form: 'map' },
  iam: [
    { action: 'apigateway:POST', resource: [apis, tags] },
    { action: 'apigateway:GET', resource: [apis, `${apis}/*`] },
    { action: 'apigateway:PATCH', resource: `${apis}/*` },
    { action: 'apigateway:DELETE', resource: [`${apis}/*`, tags] },
    { action: 'apigateway:PUT', resource: tags, because: 'Tags of an API are put when it is made or changed' },
  ],
  identity: () => undefined,
  identify: observed => ({ ApiId: textOf(observed.ApiId) }),
  owner: observed => tagMap(observed.Tags),
  *find(_properties, token) {
    let NextToken: string | undefined;
    do {
      const page: Plain<sdk.GetApisResponse> = yield* getApis({ MaxResults: '100', NextToken });
      const found = page.Items?.find(item => item.Tags?.[tokenTag] === token);
      if (found?.ApiId !== undefined) return { ApiId: found.ApiId };
      NextToken = page.NextToken;
    } while (!isNothing(NextToken));
    return undefined;
  },
  *observe(identity) {
    const answer = yield* absent(getApi({ ApiId: idOf(identity) }));
    return answer === undefined ? undefined : told(answer);
  },
  *create(properties, name, token, owner) {
    const Tags = { ...withOwner(properties.Tags, owner), [tokenTag]: token };
    const answer = yield* createApi(sent({ ...properties, Name: properties.Name ?? name, Tags }));
    return told({ ...answer, Tags });
  },
  *update(identity, desired, observed, diff, applied) {
    const ApiId = idOf(identity);
    let next: JsonObject = observed;
    const { CorsConfiguration: _, ...plain } = desired;
    if (diff.includes('CorsConfiguration') && isNothing(desired.CorsConfiguration)) {
      const { CorsConfiguration: _, ...rest } = next;
      yield* deleteCors({ ApiId });
      next = rest;
    }
    const all: JsonObject = { ...usual, ...plain, ...corsOf(desired) };
    const changed = diff.filter(name => name !== 'Tags' && all[name] !== undefined);
    if (changed.length > 0) {
      const answer = yield* updateApi({
        ...sent(Object.fromEntries(changed.map(name => [name, all[name] ?? null]))),
        ApiId,
      });
      next = { ...told(answer), Tags: observed.Tags ?? {} };
    }
    if (diff.includes('Tags')) {
      const ResourceArn = arnOf(ApiId, textOf(observed.ApiEndpoint));
      const changes = tagChanges(desired.Tags, observed.Tags, applied, 'Tags');
      if (Object.keys(changes.set).length > 0) yield* tagResource({ ResourceArn, Tags: changes.set });
      if (changes.remove.length > 0) yield* untagResource({ ResourceArn, TagKeys: changes.remove });
      next = { ...next, Tags: changedTags(observed.Tags, changes) };
    }
    return next;
  },
  *delete(identity) {
    yield* gone(deleteApi({ ApiId: idOf(identity) }));
  },
  diff: (desired, applied, observed) => differences(comparison, desired, applied, observed),
});

/** CORS as UpdateApi takes it: what is not named in it is emptied, whether the service replaces or merges. */
function corsOf({ CorsConfiguration }: Properties): { readonly CorsConfiguration?: JsonObject } {
  if (CorsConfiguration === undefined || isNothing(CorsConfiguration)) return {};
  return { CorsConfiguration };
}

/** The properties are the SDK's own members: the schema spells them alike. */
function sent(properties: JsonObject): sdk.CreateApiCommandInput {
  return trusted(properties);
}

function idOf(identity: Json): string {
  return textOf(objectOf(identity).ApiId);
}

/** `https://<id>.execute-api.<region>.amazonaws.com`; an emulator's address names no region, and an emulator asks for none. */
function arnOf(apiId: string, endpoint: string): string {
  const region = /\.execute-api\.([a-z0-9-]+)\.amazonaws\.com/.exec(endpoint)?.[1] ?? 'us-east-1';
  const partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  return `arn:${partition}:apigateway:${region}::/apis/${apiId}`;
}

function told(answer: Plain<sdk.CreateApiResponse>): JsonObject {
  const said: JsonObject = trusted(answer);
  const names = ['ApiId', 'ApiEndpoint', ...Object.keys(schema.properties)].filter(name => !isNothing(said[name]));
  return { Tags: {}, ...Object.fromEntries(names.map(name => [name, said[name] ?? null])) };
}
