/** The role that a workload acts as where it has grants, and a policy of it for each. */
import type { JsonObject } from '../../../json.ts';

/** `service`: who takes the role. */
export const roleFor = (service: string): JsonObject => ({
  Path: '${environment.rolePath}',
  PermissionsBoundary: '${environment.boundary}',
  AssumeRolePolicyDocument: `\${iam.trust('${service}')}`,
});

export const grantedRole = (service: string, when = 'size(grants) > 0'): JsonObject => ({
  id: 'role',
  $if: when,
  type: 'AWS::IAM::Role',
  properties: roleFor(service),
});

export const grantPolicies: JsonObject = {
  $for: 'grant in grants',
  id: 'grant',
  key: '${grant.id}',
  type: 'AWS::IAM::RolePolicy',
  properties: { RoleName: '${resources.role.RoleName}', PolicyDocument: '${iam.allow(grant)}' },
};
