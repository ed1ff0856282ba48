/** AWS::ApiGatewayV2::Stage. */
import type * as sdk from '@aws-sdk/client-apigatewayv2';
import { type Json, type JsonObject, objectOf, textOf, trusted } from '../../json.ts';
import type { ResourceType } from '../../resource/resource.ts';
import { type Comparison, differences } from '../diff.ts';
import { absent, gone } from '../missing.ts';
import { operation } from '../operation.ts';
import { completed, reset, said } from '../properties.ts';
import { resourceType } from '../resource-type.ts';
import { flag, integer, number, structure, text, type ValueOf } from '../schema.ts';
import { onParts } from './api.ts';

const service = 'apigatewayv2';
const createStage = operation<sdk.CreateStageCommand>(service, 'CreateStage');
const getStage = operation<sdk.GetStageCommand>(service, 'GetStage');
const updateStage = operation<sdk.UpdateStageCommand>(service, 'UpdateStage');
const deleteStage = operation<sdk.DeleteStageCommand>(service, 'DeleteStage');

const schema = structure(
  {
    ApiId: text({ minLength: 1 }),
    StageName: text({ minLength: 1, maxLength: 128 }),
    AutoDeploy: flag,
    Description: text({ maxLength: 1024 }),
    DefaultRouteSettings: structure({
      DetailedMetricsEnabled: flag,
      ThrottlingBurstLimit: integer(0),
      ThrottlingRateLimit: number,
    }),
  },
  'ApiId',
  'StageName',
);
type Properties = ValueOf<typeof schema>;

/** What a removed property is reset to. A throttle cannot be taken away again, only set to the account's own limits. */
const usual: JsonObject = {
  AutoDeploy: false,
  Description: '',
  DefaultRouteSettings: { DetailedMetricsEnabled: false, ThrottlingBurstLimit: 5000, ThrottlingRateLimit: 10_000 },
};
const comparison: Comparison = { defaults: usual };

/**
 * A stage of an HTTP API; `$default` needs no deployment with AutoDeploy. ApiId and StageName replace it.
 *
 * AWS is odd here: route settings are merged into, so what was removed is sent with the account's limits. It carries no tags of ours: its
 * API does, and tagging a stage takes an ARN that no answer contains.
 */
export const stage: ResourceType = resourceType<Properties>({
  type: 'AWS::ApiGatewayV2::Stage',
  schema,
  createOnly: ['ApiId', 'StageName'],
  attributes: ['ApiId', 'StageName'],
  naming: 'ours',
  iam: onParts,
  identity: properties => idOf(properties),
  identify: observed => idOf(observed),
  *observe(identity) {
    const answer = yield* absent(getStage(idOf(identity)));
    return answer === undefined ? undefined : told(identity, trusted(answer));
  },
  *create(properties) {
    const answer = yield* createStage(trusted<sdk.CreateStageCommandInput>(properties));
    return told(properties, trusted(answer));
  },
  *update(identity, desired, observed, diff) {
    if (diff.length === 0) return observed;
    const DefaultRouteSettings = completed(desired.DefaultRouteSettings, usual.DefaultRouteSettings);
    const changed = reset(diff, { ...desired, DefaultRouteSettings }, usual);
    const answer = yield* updateStage({ ...trusted<sdk.UpdateStageCommandInput>(changed), ...idOf(identity) });
    return told(identity, trusted(answer));
  },
  *delete(identity) {
    yield* gone(deleteStage(idOf(identity)));
  },
  diff: (desired, applied, observed) => differences(comparison, desired, applied, observed),
});

function idOf(value: Json): { readonly ApiId: string; readonly StageName: string } {
  const { ApiId, StageName } = objectOf(value);
  return { ApiId: textOf(ApiId), StageName: textOf(StageName) };
}

function told(identity: Json, answer: JsonObject): JsonObject {
  return { ...said(schema, answer), ...idOf(identity) };
}
