/** AWS::Lambda::Permission: one statement of a function's resource policy. */
import type * as sdk from '@aws-sdk/client-lambda';
import { isObject, type Json, type JsonObject, listOf, objectOf, textOf } from '../../json.ts';
import type { ResourceType } from '../../resource/resource.ts';
import { differences } from '../diff.ts';
import { absent, gone } from '../missing.ts';
import { operation } from '../operation.ts';
import { resourceType } from '../resource-type.ts';
import { flag, structure, text, type ValueOf, word } from '../schema.ts';

const service = 'lambda';
const addPermission = operation<sdk.AddPermissionCommand>(service, 'AddPermission');
const getPolicy = operation<sdk.GetPolicyCommand>(service, 'GetPolicy');
const removePermission = operation<sdk.RemovePermissionCommand>(service, 'RemovePermission');

const schema = structure(
  {
    FunctionName: text({ minLength: 1 }),
    Action: text({ minLength: 1 }),
    Principal: text({ minLength: 1 }),
    SourceArn: text(),
    SourceAccount: text(),
    FunctionUrlAuthType: word('AWS_IAM', 'NONE'),
    InvokedViaFunctionUrl: flag,
  },
  'FunctionName',
  'Action',
  'Principal',
);
type Properties = ValueOf<typeof schema>;

const everything = Object.keys(schema.properties);
const fn = 'arn:${partition}:lambda:${region}:${account}:function:${prefix}*';

/**
 * Who may invoke a function, or one of its aliases where FunctionName is an alias's ARN. Everything replaces it: a statement cannot be changed.
 *
 * AWS is odd here: statements are added and removed one by one but read only as the whole policy, as text; GetPolicy has a quota of its own
 * (15 a second); two additions at once refuse each other. A statement that others changed is removed and added again.
 */
export const permission: ResourceType = resourceType<Properties>({
  type: 'AWS::Lambda::Permission',
  schema,
  createOnly: everything,
  attributes: ['Id', 'FunctionName'],
  naming: 'ours',
  name: { property: 'Id', limit: 100 },
  iam: [
    { action: 'lambda:AddPermission', resource: fn },
    { action: 'lambda:GetPolicy', resource: fn },
    { action: 'lambda:RemovePermission', resource: fn },
  ],
  identity: (properties, name) => ({ FunctionName: properties.FunctionName, Id: name }),
  identify: observed => ({ FunctionName: textOf(observed.FunctionName), Id: textOf(observed.Id) }),
  *observe(identity) {
    const { FunctionName, Id } = objectOf(identity);
    const answer = yield* absent(getPolicy(located(FunctionName)));
    if (answer === undefined) return undefined;
    const policy: Json = JSON.parse(answer.Policy ?? '{}');
    const statement = listOf(objectOf(policy).Statement).find(one => objectOf(one).Sid === Id);
    return statement === undefined ? undefined : { ...told(objectOf(statement)), ...objectOf(identity) };
  },
  *create(properties, name) {
    yield* addPermission(statementOf(properties, name));
    return { ...properties, Id: name };
  },
  *update(identity, desired, observed, diff) {
    if (diff.length === 0) return observed;
    const { FunctionName, Id } = objectOf(identity);
    yield* gone(removePermission({ ...located(FunctionName), StatementId: textOf(Id) }));
    yield* addPermission(statementOf(desired, textOf(Id)));
    return { ...desired, Id: textOf(Id) };
  },
  *delete(identity) {
    const { FunctionName, Id } = objectOf(identity);
    yield* gone(removePermission({ ...located(FunctionName), StatementId: textOf(Id) }));
  },
  diff: (desired, applied, observed) => differences({}, desired, applied, observed),
});

function statementOf(properties: Properties, id: string): sdk.AddPermissionCommandInput {
  return { ...properties, ...located(properties.FunctionName), StatementId: id };
}

/** Name and qualifier of `name`, `arn:...:function:name` or `arn:...:function:name:alias`. */
function located(functionName: Json | undefined): { readonly FunctionName: string; readonly Qualifier?: string } {
  const given = textOf(functionName);
  const [name = '', qualifier] = given.startsWith('arn:') ? given.split(':').slice(6) : given.split(':');
  return { FunctionName: name, ...(qualifier === undefined ? {} : { Qualifier: qualifier }) };
}

/** The statement as AddPermission was told it. Condition keys come in any case. */
function told(statement: JsonObject): JsonObject {
  const principal = statement.Principal;
  const conditions = Object.values(objectOf(statement.Condition)).flatMap(one => Object.entries(objectOf(one)));
  const condition = (key: string): string =>
    textOf(conditions.find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1]);
  const SourceArn = condition('AWS:SourceArn');
  const SourceAccount = condition('AWS:SourceAccount');
  const FunctionUrlAuthType = condition('lambda:FunctionUrlAuthType');
  const InvokedViaFunctionUrl = condition('lambda:InvokedViaFunctionUrl');
  return {
    Action: textOf(statement.Action),
    Principal: isObject(principal) ? textOf(principal.Service) || accountOf(textOf(principal.AWS)) : textOf(principal),
    ...(SourceArn === '' ? {} : { SourceArn }),
    ...(SourceAccount === '' ? {} : { SourceAccount }),
    ...(FunctionUrlAuthType === '' ? {} : { FunctionUrlAuthType }),
    ...(InvokedViaFunctionUrl === '' ? {} : { InvokedViaFunctionUrl: InvokedViaFunctionUrl === 'true' }),
  };
}

/** An account's id is answered as the ARN of its root. */
function accountOf(principal: string): string {
  return /^arn:[^:]+:iam::(\d{12}):root$/.exec(principal)?.[1] ?? principal;
}
