/** AWS::IAM::Role. */
import type * as sdk from '@aws-sdk/client-iam';
import { type Json, type JsonObject, objectOf, textOf } from '../../json.ts';
import type { ResourceType } from '../../resource/resource.ts';
import { asPolicy, asTags, type Comparison, differences } from '../diff.ts';
import { absent, gone } from '../missing.ts';
import { operation, type Plain } from '../operation.ts';
import { tagList as listOfTags, retag, tagMap, withOwner } from '../ownership.ts';
import { resourceType } from '../resource-type.ts';
import { integer, policy, structure, tagList, text, type ValueOf } from '../schema.ts';
import { documentOf } from './document.ts';

const service = 'iam';
const createRole = operation<sdk.CreateRoleCommand>(service, 'CreateRole');
const getRole = operation<sdk.GetRoleCommand>(service, 'GetRole');
const updateRole = operation<sdk.UpdateRoleCommand>(service, 'UpdateRole');
const updateTrust = operation<sdk.UpdateAssumeRolePolicyCommand>(service, 'UpdateAssumeRolePolicy');
const putBoundary = operation<sdk.PutRolePermissionsBoundaryCommand>(service, 'PutRolePermissionsBoundary');
const tagRole = operation<sdk.TagRoleCommand>(service, 'TagRole');
const untagRole = operation<sdk.UntagRoleCommand>(service, 'UntagRole');
const deleteRole = operation<sdk.DeleteRoleCommand>(service, 'DeleteRole');

const schema = structure(
  {
    RoleName: text({ minLength: 1, maxLength: 64 }),
    Path: text({ minLength: 1, maxLength: 512 }),
    AssumeRolePolicyDocument: policy,
    PermissionsBoundary: text(),
    Description: text({ maxLength: 1000 }),
    MaxSessionDuration: integer(3600, 43_200),
    Tags: tagList,
  },
  'AssumeRolePolicyDocument',
  'PermissionsBoundary',
);
type Properties = ValueOf<typeof schema>;

const usual = { Path: '/', MaxSessionDuration: 3600 };
const comparison: Comparison = {
  defaults: usual,
  forms: { AssumeRolePolicyDocument: asPolicy, Tags: asTags },
};

const role = 'arn:${partition}:iam::${account}:role${path}${prefix}*';
const bounded = { StringEquals: { 'iam:PermissionsBoundary': '${boundary}' } };

/**
 * A role, without its policies: those are AWS::IAM::RolePolicy, so that two components that may use each other make no cycle.
 * RoleName and Path replace it. PermissionsBoundary is required, and can be put and never taken away: nothing here unbounds a role.
 *
 * AWS is odd here: documents come back percent-encoded; UpdateRole without a description empties it; a new role exists at once and can be
 * assumed some seconds later, which shows only when Lambda refuses it.
 */
export const iamRole: ResourceType = resourceType<Properties>({
  type: 'AWS::IAM::Role',
  schema,
  createOnly: ['RoleName', 'Path'],
  attributes: ['Arn', 'RoleId', 'RoleName'],
  naming: 'ours',
  name: { property: 'RoleName', limit: 64 },
  tags: { property: 'Tags', form: 'list' },
  iam: [
    { action: 'iam:CreateRole', resource: role, condition: bounded },
    { action: 'iam:GetRole', resource: role },
    { action: 'iam:UpdateRole', resource: role },
    { action: 'iam:UpdateAssumeRolePolicy', resource: role },
    { action: 'iam:PutRolePermissionsBoundary', resource: role, condition: bounded },
    { action: 'iam:TagRole', resource: role },
    { action: 'iam:UntagRole', resource: role },
    { action: 'iam:DeleteRole', resource: role },
  ],
  identity: (properties, name) => ({ RoleName: properties.RoleName ?? name }),
  identify: observed => ({ RoleName: textOf(observed.RoleName) }),
  owner: observed => tagMap(observed.Tags),
  *observe(identity) {
    const answer = yield* absent(getRole({ RoleName: nameOf(identity) }));
    return answer?.Role === undefined ? undefined : told(answer.Role);
  },
  *create(properties, name, _token, owner) {
    const { AssumeRolePolicyDocument, Tags, RoleName = name, ...rest } = properties;
    const answer = yield* createRole({
      ...rest,
      RoleName,
      AssumeRolePolicyDocument: JSON.stringify(AssumeRolePolicyDocument),
      Tags: listOfTags(withOwner(Tags, owner)),
    });
    // The answer of a create may leave out what it was told.
    const said: JsonObject = { ...properties, RoleName, Tags: listOfTags(withOwner(Tags, owner)) };
    return answer.Role === undefined ? said : { ...said, ...told(answer.Role), Tags: said.Tags ?? [] };
  },
  *update(identity, desired, observed, diff, applied) {
    const RoleName = nameOf(identity);
    const next: Record<string, Json> = { ...observed };
    const set = (name: keyof Properties, value: Json | undefined): void => {
      if (value === undefined) delete next[name];
      else next[name] = value;
    };
    if (diff.includes('Description') || diff.includes('MaxSessionDuration')) {
      const { Description = '', MaxSessionDuration = usual.MaxSessionDuration } = desired;
      yield* updateRole({ RoleName, Description, MaxSessionDuration });
      set('Description', Description);
      set('MaxSessionDuration', MaxSessionDuration);
    }
    if (diff.includes('AssumeRolePolicyDocument')) {
      yield* updateTrust({ RoleName, PolicyDocument: JSON.stringify(desired.AssumeRolePolicyDocument) });
      set('AssumeRolePolicyDocument', desired.AssumeRolePolicyDocument);
    }
    if (diff.includes('PermissionsBoundary')) {
      const { PermissionsBoundary } = desired;
      yield* putBoundary({ RoleName, PermissionsBoundary });
      set('PermissionsBoundary', PermissionsBoundary);
    }
    if (diff.includes('Tags')) {
      const tags = yield* retag(
        { desired: desired.Tags, observed: observed.Tags, applied },
        tags => tagRole({ RoleName, Tags: listOfTags(tags) }),
        TagKeys => untagRole({ RoleName, TagKeys }),
      );
      set('Tags', listOfTags(tags));
    }
    return next;
  },
  *delete(identity) {
    yield* gone(deleteRole({ RoleName: nameOf(identity) }));
  },
  diff: (desired, applied, observed) => differences(comparison, desired, applied, observed),
});

function nameOf(identity: Json): string {
  return textOf(objectOf(identity).RoleName);
}

function told(role: Plain<sdk.Role>): JsonObject {
  const boundary = role.PermissionsBoundary?.PermissionsBoundaryArn;
  return {
    RoleName: textOf(role.RoleName),
    RoleId: textOf(role.RoleId),
    Arn: textOf(role.Arn),
    Path: role.Path ?? '/',
    MaxSessionDuration: role.MaxSessionDuration ?? usual.MaxSessionDuration,
    AssumeRolePolicyDocument: documentOf(role.AssumeRolePolicyDocument),
    Tags: listOfTags(role.Tags),
    ...(role.Description === undefined ? {} : { Description: role.Description }),
    ...(boundary === undefined ? {} : { PermissionsBoundary: boundary }),
  };
}
