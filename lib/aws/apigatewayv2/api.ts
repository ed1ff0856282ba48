/** AWS::ApiGatewayV2::Api: HTTP APIs. */
import type * as sdk from '@aws-sdk/client-apigatewayv2';
import { type Json, type JsonObject, objectOf, textOf, trusted } from '../../json.ts';
import type { ResourceType } from '../../resource/resource.ts';
import { asCaselessSet, asSet, asTags, type Comparison, differences, isNothing, members } from '../diff.ts';
import { absent, gone } from '../missing.ts';
import { operation, type Plain } from '../operation.ts';
import { retag, tagMap, tokenTag, withOwner } from '../ownership.ts';
import { findIn } from '../pages.ts';
import { reset, said } from '../properties.ts';
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

const apis = 'arn:${partition}:apigateway:${region}::/apis';
/** What the drivers of an API's parts do: IAM knows API Gateway's calls by their HTTP methods. */
export const onParts: ResourceType['iam'] = ['POST', 'GET', 'PATCH', 'DELETE'].map(method => ({
  action: `apigateway:${method}`,
  resource: `${apis}/*`,
}));
export const apiTags = 'arn:${partition}:apigateway:${region}::/tags/*';

/**
 * An HTTP API. ProtocolType replaces it; its address comes with its id, so a new one has a new address.
 *
 * AWS is odd here: ids are assigned and names may repeat, so a create that was interrupted is found by the token in a tag; CORS is taken
 * away by an operation of its own; tags are changed by ARN, which no answer contains; IAM knows API Gateway by HTTP methods on paths.
 * There is no API without a name, so one whose Name is no longer declared keeps it: only people read it.
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
    { action: 'apigateway:POST', resource: [apis, apiTags] },
    { action: 'apigateway:GET', resource: [apis, `${apis}/*`] },
    { action: 'apigateway:PATCH', resource: `${apis}/*` },
    { action: 'apigateway:DELETE', resource: [`${apis}/*`, apiTags] },
    { action: 'apigateway:PUT', resource: apiTags, because: 'Tags of an API are put when it is made or changed' },
  ],
  identity: () => undefined,
  identify: observed => ({ ApiId: textOf(observed.ApiId) }),
  owner: observed => tagMap(observed.Tags),
  *find(_properties, token) {
    const found = yield* findIn(
      NextToken => getApis({ MaxResults: '100', NextToken }),
      item => item.Tags?.[tokenTag] === token,
    );
    return found === undefined ? undefined : { ApiId: textOf(found.ApiId) };
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
    if (diff.includes('CorsConfiguration') && isNothing(desired.CorsConfiguration)) {
      const { CorsConfiguration: _, ...rest } = observed;
      yield* deleteCors({ ApiId });
      next = rest;
    }
    const changed = reset(diff.filter(isPlain(desired)), desired, usual);
    if (Object.keys(changed).length > 0) {
      next = { ...told(yield* updateApi({ ...sent(changed), ApiId })), Tags: observed.Tags ?? {} };
    }
    if (diff.includes('Tags')) {
      const ResourceArn = arnOf(ApiId, textOf(observed.ApiEndpoint));
      const Tags = yield* retag(
        { desired: desired.Tags, observed: observed.Tags, applied },
        Tags => tagResource({ ResourceArn, Tags }),
        TagKeys => untagResource({ ResourceArn, TagKeys }),
      );
      next = { ...next, Tags };
    }
    return next;
  },
  *delete(identity) {
    yield* gone(deleteApi({ ApiId: idOf(identity) }));
  },
  diff: (desired, applied, observed) => {
    const { Name: _, ...before } = applied ?? {};
    return differences(comparison, desired, applied === undefined ? undefined : before, observed);
  },
});

/** What UpdateApi changes: tags have an API of their own, and so has taking CORS away. */
function isPlain(desired: Properties): (name: string) => boolean {
  return name => name !== 'Tags' && (name !== 'CorsConfiguration' || !isNothing(desired.CorsConfiguration));
}

/** The properties are the SDK's own members: the schema spells them alike. */
function sent(properties: JsonObject): sdk.CreateApiCommandInput {
  return trusted(properties);
}

function idOf(identity: Json): string {
  return textOf(objectOf(identity).ApiId);
}

function arnOf(apiId: string, endpoint: string): string {
  return arnBeside(`apis/${apiId}`, endpoint);
}

/** The ARN of something at `https://<id>.execute-api.<region>.amazonaws.com`; an emulator's address names no region, and an emulator asks for none. */
export function arnBeside(path: string, endpoint: string): string {
  const region = /\.execute-api\.([a-z0-9-]+)\.amazonaws\.com/.exec(endpoint)?.[1] ?? 'us-east-1';
  const partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  return `arn:${partition}:apigateway:${region}::/${path}`;
}

function told(answer: Plain<sdk.CreateApiResponse>): JsonObject {
  const { ApiId = '', ApiEndpoint = '', Tags = {} } = answer;
  return { ...said(schema, trusted(answer)), ApiId, ApiEndpoint, Tags };
}
