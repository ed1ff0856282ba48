/** AWS::Lambda::Url: an address of its own for a function, or for one of its aliases. */
import type * as sdk from '@aws-sdk/client-lambda';
import { type Json, type JsonObject, objectOf, textOf, trusted } from '../../json.ts';
import type { ResourceType } from '../../resource/resource.ts';
import { asCaselessSet, asSet, type Comparison, differences, members } from '../diff.ts';
import { absent, gone } from '../missing.ts';
import { operation } from '../operation.ts';
import { reset, said } from '../properties.ts';
import { resourceType } from '../resource-type.ts';
import { flag, integer, list, structure, text, type ValueOf, word } from '../schema.ts';

const service = 'lambda';
const createUrl = operation<sdk.CreateFunctionUrlConfigCommand>(service, 'CreateFunctionUrlConfig');
const getUrl = operation<sdk.GetFunctionUrlConfigCommand>(service, 'GetFunctionUrlConfig');
const updateUrl = operation<sdk.UpdateFunctionUrlConfigCommand>(service, 'UpdateFunctionUrlConfig');
const deleteUrl = operation<sdk.DeleteFunctionUrlConfigCommand>(service, 'DeleteFunctionUrlConfig');

const schema = structure(
  {
    TargetFunctionArn: text({ minLength: 1 }),
    Qualifier: text({ minLength: 1, maxLength: 128 }),
    AuthType: word('AWS_IAM', 'NONE'),
    InvokeMode: word('BUFFERED', 'RESPONSE_STREAM'),
    Cors: structure({
      AllowCredentials: flag,
      AllowHeaders: list(text()),
      AllowMethods: list(word('GET', 'PUT', 'HEAD', 'POST', 'PATCH', 'DELETE', '*')),
      AllowOrigins: list(text()),
      ExposeHeaders: list(text()),
      MaxAge: integer(0, 86_400),
    }),
  },
  'TargetFunctionArn',
  'AuthType',
);
type Properties = ValueOf<typeof schema>;

/** What a removed property is reset to. */
const usual: JsonObject = { InvokeMode: 'BUFFERED', Cors: {} };
const comparison: Comparison = {
  defaults: { ...usual, Cors: { AllowCredentials: false, MaxAge: 0 } },
  forms: {
    Cors: members({
      AllowHeaders: asCaselessSet,
      ExposeHeaders: asCaselessSet,
      AllowMethods: asSet,
      AllowOrigins: asSet,
    }),
  },
};

const fn = 'arn:${partition}:lambda:${region}:${account}:function:${prefix}*';

/**
 * An address of its own for a function, or for one alias of it. TargetFunctionArn and Qualifier replace it.
 *
 * AWS is odd here: a function or alias has one at most, so these are its name; whoever may call it is said by two permissions
 * (InvokeFunctionUrl with FunctionUrlAuthType, InvokeFunction with InvokedViaFunctionUrl); it cannot be tagged.
 */
export const url: ResourceType = resourceType<Properties>({
  type: 'AWS::Lambda::Url',
  schema,
  createOnly: ['TargetFunctionArn', 'Qualifier'],
  attributes: ['FunctionArn', 'FunctionUrl'],
  naming: 'ours',
  iam: [
    { action: 'lambda:CreateFunctionUrlConfig', resource: fn },
    { action: 'lambda:GetFunctionUrlConfig', resource: fn },
    { action: 'lambda:UpdateFunctionUrlConfig', resource: fn },
    { action: 'lambda:DeleteFunctionUrlConfig', resource: fn },
  ],
  identity: properties => idOf(properties),
  identify: observed => idOf(observed),
  *observe(identity) {
    const answer = yield* absent(getUrl(placeOf(identity)));
    return answer === undefined ? undefined : told(identity, trusted(answer));
  },
  *create(properties) {
    const { TargetFunctionArn, Qualifier: _, ...rest } = properties;
    const answer = yield* createUrl({
      ...trusted<Omit<sdk.CreateFunctionUrlConfigCommandInput, 'FunctionName'>>(rest),
      ...placeOf(properties),
    });
    return told(properties, { ...rest, ...trusted<JsonObject>(answer) });
  },
  *update(identity, desired, observed, diff) {
    if (diff.length === 0) return observed;
    const answer = yield* updateUrl({ ...reset(diff, desired, usual), ...placeOf(identity) });
    return told(identity, trusted(answer));
  },
  *delete(identity) {
    yield* gone(deleteUrl(placeOf(identity)));
  },
  diff: (desired, applied, observed) => differences(comparison, desired, applied, observed),
});

function idOf(value: Json): JsonObject {
  const { TargetFunctionArn, Qualifier } = objectOf(value);
  return {
    TargetFunctionArn: textOf(TargetFunctionArn),
    ...(Qualifier === undefined ? {} : { Qualifier }),
  };
}

function placeOf(value: Json): { readonly FunctionName: string; readonly Qualifier?: string } {
  const { TargetFunctionArn, Qualifier } = objectOf(value);
  return {
    FunctionName: textOf(TargetFunctionArn),
    ...(Qualifier === undefined ? {} : { Qualifier: textOf(Qualifier) }),
  };
}

function told(named: Json, answer: JsonObject): JsonObject {
  return {
    InvokeMode: 'BUFFERED',
    ...said(schema, answer),
    ...idOf(named),
    FunctionArn: textOf(answer.FunctionArn),
    FunctionUrl: textOf(answer.FunctionUrl),
  };
}
