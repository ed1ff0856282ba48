/** AWS::IAM::RolePolicy. */
import type * as sdk from '@aws-sdk/client-iam';
import { type Json, objectOf, textOf } from '../../json.ts';
import type { ResourceType } from '../../resource/resource.ts';
import { asPolicy, type Comparison, differences } from '../diff.ts';
import { absent, gone } from '../missing.ts';
import { operation } from '../operation.ts';
import { resourceType } from '../resource-type.ts';
import { policy, structure, text, type ValueOf } from '../schema.ts';
import { documentOf } from './document.ts';

const service = 'iam';
const putRolePolicy = operation<sdk.PutRolePolicyCommand>(service, 'PutRolePolicy');
const getRolePolicy = operation<sdk.GetRolePolicyCommand>(service, 'GetRolePolicy');
const deleteRolePolicy = operation<sdk.DeleteRolePolicyCommand>(service, 'DeleteRolePolicy');

const schema = structure(
  {
    RoleName: text({ minLength: 1, maxLength: 64 }),
    PolicyName: text({ minLength: 1, maxLength: 128 }),
    PolicyDocument: policy,
  },
  'RoleName',
  'PolicyDocument',
);
type Properties = ValueOf<typeof schema>;

const comparison: Comparison = { forms: { PolicyDocument: asPolicy } };
const role = 'arn:${partition}:iam::${account}:role${path}${prefix}*';

/**
 * An inline policy of a role. RoleName and PolicyName replace it. All inline policies of a role share 10,240 characters.
 * PutRolePolicy overwrites, so one whose name was chosen is looked at first. It cannot be tagged.
 */
export const rolePolicy: ResourceType = resourceType<Properties>({
  type: 'AWS::IAM::RolePolicy',
  schema,
  createOnly: ['RoleName', 'PolicyName'],
  attributes: ['RoleName', 'PolicyName'],
  naming: 'upsert',
  name: { property: 'PolicyName', limit: 128 },
  iam: [
    {
      action: 'iam:PutRolePolicy',
      resource: role,
      condition: { StringEquals: { 'iam:PermissionsBoundary': '${boundary}' } },
    },
    { action: 'iam:GetRolePolicy', resource: role },
    {
      action: 'iam:DeleteRolePolicy',
      resource: role,
      condition: { StringEquals: { 'iam:PermissionsBoundary': '${boundary}' } },
    },
  ],
  identity: (properties, name) => ({
    RoleName: properties.RoleName,
    PolicyName: properties.PolicyName ?? name,
  }),
  identify: observed => ({ RoleName: textOf(observed.RoleName), PolicyName: textOf(observed.PolicyName) }),
  *observe(identity) {
    const names = namesOf(identity);
    const answer = yield* absent(getRolePolicy(names));
    return answer === undefined ? undefined : { ...names, PolicyDocument: documentOf(answer.PolicyDocument) };
  },
  *create(properties, name) {
    const { RoleName, PolicyName = name, PolicyDocument } = properties;
    yield* putRolePolicy({ RoleName, PolicyName, PolicyDocument: JSON.stringify(PolicyDocument) });
    return { RoleName, PolicyName, PolicyDocument };
  },
  *update(identity, desired, observed, diff) {
    if (diff.length === 0) return observed;
    const names = namesOf(identity);
    yield* putRolePolicy({ ...names, PolicyDocument: JSON.stringify(desired.PolicyDocument) });
    return { ...names, PolicyDocument: desired.PolicyDocument };
  },
  *delete(identity) {
    yield* gone(deleteRolePolicy(namesOf(identity)));
  },
  diff: (desired, applied, observed) => differences(comparison, desired, applied, observed),
});

function namesOf(identity: Json): { readonly RoleName: string; readonly PolicyName: string } {
  const { RoleName, PolicyName } = objectOf(identity);
  return { RoleName: textOf(RoleName), PolicyName: textOf(PolicyName) };
}
