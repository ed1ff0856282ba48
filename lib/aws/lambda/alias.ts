/** AWS::Lambda::Alias. */
import type * as sdk from '@aws-sdk/client-lambda';
import { type Json, type JsonObject, objectOf, textOf } from '../../json.ts';
import type { Asks } from '../../ports.ts';
import type { ResourceType } from '../../resource/resource.ts';
import { type Comparison, differences, isNothing } from '../diff.ts';
import { absent, gone } from '../missing.ts';
import { operation, type Plain } from '../operation.ts';
import { resourceType } from '../resource-type.ts';
import { integer, structure, text, type ValueOf } from '../schema.ts';

const service = 'lambda';
const createAlias = operation<sdk.CreateAliasCommand>(service, 'CreateAlias');
const getAlias = operation<sdk.GetAliasCommand>(service, 'GetAlias');
const updateAlias = operation<sdk.UpdateAliasCommand>(service, 'UpdateAlias');
const deleteAlias = operation<sdk.DeleteAliasCommand>(service, 'DeleteAlias');
const putProvisioned = operation<sdk.PutProvisionedConcurrencyConfigCommand>(
  service,
  'PutProvisionedConcurrencyConfig',
);
const getProvisioned = operation<sdk.GetProvisionedConcurrencyConfigCommand>(
  service,
  'GetProvisionedConcurrencyConfig',
);
const deleteProvisioned = operation<sdk.DeleteProvisionedConcurrencyConfigCommand>(
  service,
  'DeleteProvisionedConcurrencyConfig',
);

const schema = structure(
  {
    FunctionName: text({ minLength: 1 }),
    Name: text({ minLength: 1, maxLength: 128 }),
    FunctionVersion: text({ minLength: 1 }),
    Description: text({ maxLength: 256 }),
    ProvisionedConcurrencyConfig: structure(
      { ProvisionedConcurrentExecutions: integer(1) },
      'ProvisionedConcurrentExecutions',
    ),
  },
  'FunctionName',
  'Name',
  'FunctionVersion',
);
type Properties = ValueOf<typeof schema>;

const usual = { Description: '' };
const comparison: Comparison = { defaults: usual };
const fn = 'arn:${partition}:lambda:${region}:${account}:function:${prefix}*';

/**
 * A name for one version of a function: what everyone else points at, so that a new version changes no address. FunctionName and Name replace it.
 *
 * AWS is odd here: provisioned concurrency is an API of its own, so the identity remembers whether there is any and only then asks; it takes
 * minutes, during which the alias answers as before. An alias cannot be tagged.
 */
export const alias: ResourceType = resourceType<Properties>({
  type: 'AWS::Lambda::Alias',
  schema,
  createOnly: ['FunctionName', 'Name'],
  attributes: ['AliasArn', 'FunctionName', 'Name'],
  naming: 'ours',
  deadline: 600,
  iam: [
    { action: 'lambda:CreateAlias', resource: fn },
    { action: 'lambda:GetAlias', resource: fn },
    { action: 'lambda:UpdateAlias', resource: fn },
    { action: 'lambda:DeleteAlias', resource: fn },
    { action: 'lambda:PutProvisionedConcurrencyConfig', resource: fn },
    { action: 'lambda:GetProvisionedConcurrencyConfig', resource: fn },
    { action: 'lambda:DeleteProvisionedConcurrencyConfig', resource: fn },
  ],
  identity: properties => idOf(properties, properties.ProvisionedConcurrencyConfig !== undefined),
  identify: observed => idOf(observed, observed.ProvisionedConcurrencyConfig !== undefined),
  health: observed => {
    const status = textOf(observed.ProvisionedStatus);
    if (status === 'FAILED') return { state: 'failed', message: textOf(observed.ProvisionedStatusReason) };
    if (status === 'IN_PROGRESS') return { state: 'progressing', message: 'Lambda provisions concurrency' };
    return { state: 'ready', message: '' };
  },
  *observe(identity) {
    const { FunctionName, Name } = namesOf(identity);
    const answer = yield* absent(getAlias({ FunctionName, Name }));
    if (answer === undefined) return undefined;
    const provisioned =
      objectOf(identity).Provisioned === true
        ? yield* absent(getProvisioned({ FunctionName, Qualifier: Name }))
        : undefined;
    return { ...told(FunctionName, answer), ...provision(provisioned) };
  },
  *create(properties) {
    const { ProvisionedConcurrencyConfig, ...rest } = properties;
    const answer = yield* createAlias(rest);
    const observed = told(properties.FunctionName, answer);
    if (ProvisionedConcurrencyConfig === undefined) return observed;
    return { ...observed, ...(yield* provide(properties, ProvisionedConcurrencyConfig)) };
  },
  *update(identity, desired, observed, diff) {
    const names = namesOf(identity);
    let now: Record<string, Json> = { ...observed };
    const changed = diff.filter(name => name !== 'ProvisionedConcurrencyConfig');
    if (changed.length > 0) {
      const { FunctionVersion, Description = usual.Description } = desired;
      const answer = yield* updateAlias({
        ...names,
        ...(diff.includes('FunctionVersion') ? { FunctionVersion } : {}),
        ...(diff.includes('Description') ? { Description } : {}),
      });
      now = { ...now, ...told(names.FunctionName, answer), Description: answer.Description ?? '' };
    }
    if (diff.includes('ProvisionedConcurrencyConfig')) {
      const { ProvisionedConcurrencyConfig: _, ProvisionedStatus: __, ProvisionedStatusReason: ___, ...rest } = now;
      now = { ...rest, ...(yield* provide(names, desired.ProvisionedConcurrencyConfig)) };
    }
    return now;
  },
  *delete(identity) {
    yield* gone(deleteAlias(namesOf(identity)));
  },
  diff: (desired, applied, observed) => differences(comparison, desired, applied, observed),
});

function namesOf(value: Json): { readonly FunctionName: string; readonly Name: string } {
  const { FunctionName, Name } = objectOf(value);
  return { FunctionName: textOf(FunctionName), Name: textOf(Name) };
}

function idOf(value: Json, provisioned: boolean): JsonObject {
  return { ...namesOf(value), ...(provisioned ? { Provisioned: true } : {}) };
}

function told(FunctionName: string, answer: Plain<sdk.AliasConfiguration>): JsonObject {
  const { Name = '', FunctionVersion = '', AliasArn = '', Description } = answer;
  return {
    FunctionName,
    Name,
    FunctionVersion,
    AliasArn,
    ...(isNothing(Description) ? {} : { Description: Description ?? '' }),
  };
}

function* provide(
  { FunctionName, Name }: { readonly FunctionName: string; readonly Name: string },
  wanted: Properties['ProvisionedConcurrencyConfig'],
): Asks<JsonObject> {
  const of = { FunctionName, Qualifier: Name };
  if (wanted === undefined) {
    yield* gone(deleteProvisioned(of));
    return {};
  }
  return provision(yield* putProvisioned({ ...of, ...wanted }));
}

function provision(answer: Plain<sdk.PutProvisionedConcurrencyConfigResponse> | undefined): JsonObject {
  if (answer === undefined) return {};
  const { RequestedProvisionedConcurrentExecutions: requested, Status, StatusReason } = answer;
  return {
    ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: requested ?? 0 },
    ProvisionedStatus: Status ?? 'READY',
    ProvisionedStatusReason: StatusReason ?? '',
  };
}
