/** AWS::Lambda::Function: code from S3, published as versions. */
import { Buffer } from 'node:buffer';
import type * as sdk from '@aws-sdk/client-lambda';
import { OamError } from '../../errors.ts';
import { hash8, type Json, type JsonObject, objectOf, textOf, trusted } from '../../json.ts';
import type { Asks } from '../../ports.ts';
import type { ResourceType } from '../../resource/resource.ts';
import { asSet, asTags, type Comparison, differences } from '../diff.ts';
import { absent, gone } from '../missing.ts';
import { operation } from '../operation.ts';
import { tagList as listOfTags, retag, tagMap, withOwner } from '../ownership.ts';
import { completed, reset } from '../properties.ts';
import { resourceType } from '../resource-type.ts';
import { dictionary, integer, list, structure, tagList, text, type ValueOf, word } from '../schema.ts';
import { sentCode } from './code-input.ts';
import { refusesEnvironment } from './environment-limit.ts';
import { asLogging, beside, healthOf, isBusy, markOf, told } from './function-answer.ts';
import { functionInputs, pinFunction } from './function-inputs.ts';
import { prune, versionOfLatest } from './versions.ts';

const service = 'lambda';
const createFunction = operation<sdk.CreateFunctionCommand>(service, 'CreateFunction');
const getFunction = operation<sdk.GetFunctionCommand>(service, 'GetFunction');
const updateConfiguration = operation<sdk.UpdateFunctionConfigurationCommand>(service, 'UpdateFunctionConfiguration');
const updateCode = operation<sdk.UpdateFunctionCodeCommand>(service, 'UpdateFunctionCode');
const publishVersion = operation<sdk.PublishVersionCommand>(service, 'PublishVersion');
const deleteFunction = operation<sdk.DeleteFunctionCommand>(service, 'DeleteFunction');
const putConcurrency = operation<sdk.PutFunctionConcurrencyCommand>(service, 'PutFunctionConcurrency');
const deleteConcurrency = operation<sdk.DeleteFunctionConcurrencyCommand>(service, 'DeleteFunctionConcurrency');
const tagResource = operation<sdk.TagResourceCommand>(service, 'TagResource');
const untagResource = operation<sdk.UntagResourceCommand>(service, 'UntagResource');

const schema = structure(
  {
    FunctionName: text({ minLength: 1, maxLength: 64 }),
    Runtime: text({ minLength: 1 }),
    Handler: text({ minLength: 1, maxLength: 128 }),
    Role: text({ minLength: 1 }),
    Code: structure({ S3Bucket: text(), S3Key: text(), S3ObjectVersion: text(), ETag: text() }, 'S3Bucket', 'S3Key'),
    Architectures: list(word('x86_64', 'arm64')),
    Description: text({ maxLength: 256 }),
    MemorySize: integer(128, 10_240),
    Timeout: integer(1, 900),
    Environment: structure({ Variables: dictionary(text()) }),
    EphemeralStorage: structure({ Size: integer(512, 10_240) }, 'Size'),
    Layers: list(text()),
    LoggingConfig: structure({
      LogFormat: word('Text', 'JSON'),
      LogGroup: text({ minLength: 1, maxLength: 512 }),
      ApplicationLogLevel: word('TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'),
      SystemLogLevel: word('DEBUG', 'INFO', 'WARN'),
    }),
    TracingConfig: structure({ Mode: word('Active', 'PassThrough') }, 'Mode'),
    ReservedConcurrentExecutions: integer(0),
    Tags: tagList,
  },
  'Runtime',
  'Handler',
  'Role',
  'Code',
);
type Properties = ValueOf<typeof schema>;

/** Sent by UpdateFunctionConfiguration, with what a removed one is reset to. */
function usual(name: string): JsonObject {
  return {
    Description: '',
    MemorySize: 128,
    Timeout: 3,
    Environment: { Variables: {} },
    EphemeralStorage: { Size: 512 },
    Layers: [],
    LoggingConfig: {
      LogFormat: 'Text',
      LogGroup: `/aws/lambda/${name}`,
      ApplicationLogLevel: 'INFO',
      SystemLogLevel: 'INFO',
    },
    TracingConfig: { Mode: 'PassThrough' },
  };
}
const byCode = ['Code', 'Architectures'];
const apart = [...byCode, 'ReservedConcurrentExecutions', 'Tags', 'Version', 'FunctionName'];

const fn = 'arn:${partition}:lambda:${region}:${account}:function:${prefix}*';
const passed = { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } };

/**
 * A function that publishes: each change of code or configuration becomes a version, of which the newest five stay. FunctionName replaces it.
 *
 * AWS is odd here. Lambda takes one change at a time and works on it for a while, so update makes the configuration first, code or
 * publication in a later wave. No answer says which version $LATEST is: the identity remembers the version with a mark of the configuration
 * it froze, and a look whose mark differs searches the list of versions. Nor does Lambda say where code came from: code whose key is
 * `blobs/<its SHA-256>` is compared by CodeSha256, other code by the source last sent, remembered beside the hash it then had. Reserved
 * concurrency is an API of its own. GetFunction tells tags only to those who may list them.
 */
export const lambdaFunction: ResourceType = resourceType<Properties>({
  type: 'AWS::Lambda::Function',
  schema,
  createOnly: ['FunctionName'],
  attributes: ['Arn', 'FunctionName', 'Version'],
  volatile: ['Version'],
  naming: 'ours',
  name: { property: 'FunctionName', limit: 64 },
  tags: { property: 'Tags', form: 'list' },
  inputs: functionInputs,
  refuses: refusesEnvironment,
  pin: pinFunction,
  iam: [
    { action: 'lambda:CreateFunction', resource: fn },
    { action: 'lambda:GetFunction', resource: fn },
    { action: 'lambda:UpdateFunctionConfiguration', resource: fn },
    { action: 'lambda:UpdateFunctionCode', resource: fn },
    { action: 'lambda:PublishVersion', resource: fn },
    { action: 'lambda:ListVersionsByFunction', resource: fn },
    { action: 'lambda:DeleteFunction', resource: fn },
    { action: 'lambda:PutFunctionConcurrency', resource: fn },
    { action: 'lambda:DeleteFunctionConcurrency', resource: fn },
    { action: 'lambda:TagResource', resource: fn },
    { action: 'lambda:UntagResource', resource: fn },
    { action: 'lambda:ListTags', resource: fn, because: 'GetFunction leaves the tags out without it' },
    {
      action: 'lambda:GetLayerVersion',
      resource: 'arn:${partition}:lambda:*:*:layer:*',
      because: 'Lambda reads the layers of a function as its maker',
    },
    {
      action: 's3:GetObject',
      resource: '${codeBucket}/*',
      because: 'Lambda reads the code as the maker of the function',
    },
    {
      action: 's3:GetObjectVersion',
      resource: '${codeBucket}/*',
      because: 'Lambda reads the code as the maker of the function',
    },
    {
      action: 'iam:PassRole',
      resource: 'arn:${partition}:iam::${account}:role${path}*',
      condition: passed,
      because: 'A function is given its role by its maker',
    },
  ],
  identity: (properties, name) => ({ FunctionName: properties.FunctionName ?? name }),
  identify: observed => {
    const { Version, Source, CodeSha256 } = observed;
    return {
      FunctionName: textOf(observed.FunctionName),
      Mark: markOf(observed),
      ...(Version === undefined ? {} : { Version }),
      ...(Source === undefined || CodeSha256 === undefined ? {} : { Source, CodeSha256 }),
    };
  },
  owner: observed => tagMap(observed.Tags),
  health: healthOf,
  *observe(identity) {
    const FunctionName = nameOf(identity);
    const answer = yield* absent(getFunction({ FunctionName }));
    if (answer?.Configuration === undefined) return undefined;
    const known = objectOf(identity);
    const observed = { ...told(answer.Configuration), ...beside(answer) };
    const Version = known.Mark === markOf(observed) ? known.Version : yield* absent(versionOfLatest(FunctionName));
    return {
      ...observed,
      ...(Version === undefined ? {} : { Version }),
      ...(known.Source !== undefined && known.CodeSha256 === observed.CodeSha256 ? { Source: known.Source } : {}),
    };
  },
  *create(properties, name, _token, owner) {
    const { FunctionName = name, Tags: declared, ReservedConcurrentExecutions, ...configuration } = properties;
    const Tags = withOwner(declared, owner);
    const answer = yield* createFunction(
      trusted<sdk.CreateFunctionCommandInput>({
        ...configuration,
        Code: sentCode(properties.Code),
        FunctionName,
        Tags,
        Publish: true,
      }),
    );
    const observed: Record<string, Json> = {
      ...told(answer),
      Tags: listOfTags(Tags),
      Version: answer.Version ?? '',
      Source: hash8(properties.Code),
    };
    if (ReservedConcurrentExecutions === undefined) return observed;
    try {
      return { ...observed, ...(yield* reserve(FunctionName, ReservedConcurrentExecutions)) };
    } catch (error) {
      // Lambda still prepares the function: the first look finds it wanting, and update does it.
      if (error instanceof OamError && error.code === 'NotReady') return observed;
      throw error;
    }
  },
  *update(identity, desired, observed, diff, applied) {
    // Lambda refuses changes while it works on one; the next wave comes back.
    if (isBusy(observed) || diff.length === 0) return observed;
    const FunctionName = nameOf(identity);
    let now: Record<string, Json> = { ...observed };
    if (diff.includes('Tags')) {
      const Resource = textOf(observed.Arn);
      const tags = yield* retag(
        { desired: desired.Tags, observed: observed.Tags, applied },
        Tags => tagResource({ Resource, Tags }),
        TagKeys => untagResource({ Resource, TagKeys }),
      );
      now.Tags = listOfTags(tags);
    }
    if (diff.includes('ReservedConcurrentExecutions')) {
      const { ReservedConcurrentExecutions: _, ...rest } = now;
      now = { ...rest, ...(yield* reserve(FunctionName, desired.ReservedConcurrentExecutions)) };
    }
    const settings = diff.filter(property => !apart.includes(property));
    if (settings.length > 0) {
      const answer = yield* updateConfiguration(
        trusted({ ...settingsOf(desired, FunctionName, settings), FunctionName }),
      );
      now = { ...told(answer), ...remembered(now) };
      if (isBusy(now)) return now;
    }
    if (diff.some(property => byCode.includes(property))) {
      const { Code, Architectures = ['x86_64'] } = desired;
      const answer = yield* updateCode(trusted({ ...sentCode(Code), Architectures, FunctionName, Publish: true }));
      now = { ...told(answer), ...remembered(now), Version: answer.Version ?? '', Source: hash8(Code) };
      yield* prune(FunctionName, textOf(now.Version));
    } else if (settings.length > 0 || diff.includes('Version')) {
      const CodeSha256 = textOf(now.CodeSha256);
      const { Version = '' } = yield* publishVersion({ FunctionName, CodeSha256 });
      now = { ...now, Version };
      yield* prune(FunctionName, Version);
    }
    return now;
  },
  *delete(identity) {
    yield* gone(deleteFunction({ FunctionName: nameOf(identity) }));
  },
  diff: (desired, applied, observed) => {
    const { Code, ...rest } = desired;
    const { Code: _, ...before } = applied ?? {};
    const names = differences(comparisonOf(observed), rest, applied === undefined ? undefined : before, observed);
    return [
      ...(isSameCode(Code, observed) ? [] : ['Code']),
      ...names,
      ...(observed.Version === undefined ? ['Version'] : []),
    ].sort();
  },
});

function nameOf(identity: Json): string {
  return textOf(objectOf(identity).FunctionName);
}

function comparisonOf(observed: JsonObject): Comparison {
  return {
    defaults: { ...usual(textOf(observed.FunctionName)), Architectures: ['x86_64'] },
    forms: { Architectures: asSet, LoggingConfig: asLogging, Tags: asTags },
  };
}

/** What an answer of Lambda's configuration does not say and a change of it does not touch. */
function remembered({ Tags, ReservedConcurrentExecutions, Source }: JsonObject): JsonObject {
  return {
    Tags: Tags ?? [],
    ...(ReservedConcurrentExecutions === undefined ? {} : { ReservedConcurrentExecutions }),
    ...(Source === undefined ? {} : { Source }),
  };
}

/** What UpdateFunctionConfiguration is to be told: whole values, as it replaces them; what is no longer declared, as AWS has it by itself. */
function settingsOf(desired: Properties, name: string, changed: readonly string[]): JsonObject {
  const defaults = usual(name);
  const LoggingConfig = asLogging(completed(desired.LoggingConfig, defaults.LoggingConfig));
  const Environment = { Variables: desired.Environment?.Variables ?? {} };
  return reset(changed, { ...desired, LoggingConfig, Environment }, defaults);
}

function* reserve(FunctionName: string, wanted: number | undefined): Asks<JsonObject> {
  if (wanted === undefined) {
    yield* gone(deleteConcurrency({ FunctionName }));
    return {};
  }
  yield* putConcurrency({ FunctionName, ReservedConcurrentExecutions: wanted });
  return { ReservedConcurrentExecutions: wanted };
}

/** A blob is named by its hash, which is CodeSha256 in another spelling; other code is known by where it was taken from. */
function isSameCode(code: Properties['Code'], observed: JsonObject): boolean {
  const sha256 = /(?:^|\/)blobs\/([0-9a-f]{64})$/.exec(code.S3Key)?.[1];
  if (sha256 === undefined) return observed.Source === hash8(code);
  return observed.CodeSha256 === Buffer.from(sha256, 'hex').toString('base64');
}
