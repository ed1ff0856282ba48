/** The IAM client with the commands that drivers send. */
import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import type { ServiceClient } from './client.ts';

export const service: ServiceClient = {
  create: config => new IAMClient(config),
  commands: {
    CreateRole: CreateRoleCommand,
    DeleteRole: DeleteRoleCommand,
    DeleteRolePolicy: DeleteRolePolicyCommand,
    GetRole: GetRoleCommand,
    GetRolePolicy: GetRolePolicyCommand,
    PutRolePermissionsBoundary: PutRolePermissionsBoundaryCommand,
    PutRolePolicy: PutRolePolicyCommand,
    TagRole: TagRoleCommand,
    UntagRole: UntagRoleCommand,
    UpdateAssumeRolePolicy: UpdateAssumeRolePolicyCommand,
    UpdateRole: UpdateRoleCommand,
  },
};
