/** IAM roles with their inline policies and attachments. */
import { type Json, type JsonObject, textOf } from '../../../lib/json.ts';
import { fault } from './fault.ts';
import {
  assign,
  copy,
  isNothing,
  pick,
  type RoleItem,
  type Service,
  tagList,
  tagMap,
  time,
  type World,
  without,
} from './world.ts';

function roleOf(world: World, input: JsonObject): RoleItem {
  const name = textOf(input.RoleName);
  const role = world.state.roles[name];
  if (role === undefined) throw fault('NoSuchEntityException', 404, `The role with name ${name} cannot be found.`);
  return role;
}

/** IAM answers documents percent-encoded (RFC 3986). */
function encoded(document: string): string {
  return encodeURIComponent(document).replace(/[!'()*]/g, c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

function mustParse(document: string): string {
  try {
    JSON.parse(document);
    return document;
  } catch {
    throw fault('MalformedPolicyDocumentException', 400, 'This policy contains invalid Json');
  }
}

function describe(role: RoleItem): JsonObject {
  return {
    ...role.config,
    AssumeRolePolicyDocument: encoded(role.trust),
    ...(isNothing(role.tags) ? {} : { Tags: tagList(role.tags) }),
  };
}

function boundary(arn: Json | undefined): JsonObject {
  return isNothing(arn)
    ? {}
    : {
        PermissionsBoundary: {
          PermissionsBoundaryType: 'PermissionsBoundaryPolicy',
          PermissionsBoundaryArn: arn ?? '',
        },
      };
}

function createRole(world: World, input: JsonObject): Json {
  const RoleName = textOf(input.RoleName);
  if (!/^[\w+=,.@-]{1,64}$/.test(RoleName))
    throw fault('ValidationError', 400, `1 validation error detected: Value '${RoleName}' at 'roleName'`);
  if (world.state.roles[RoleName] !== undefined)
    throw fault('EntityAlreadyExistsException', 409, `Role with name ${RoleName} already exists.`);
  const Path = textOf(input.Path) || '/';
  const role: RoleItem = {
    config: {
      Path,
      RoleName,
      RoleId: `AROA${assign(world, `role:${RoleName}`, 17).toUpperCase()}`,
      Arn: `arn:aws:iam::${world.account}:role${Path}${RoleName}`,
      CreateDate: time(world),
      MaxSessionDuration: 3600,
      ...pick(input, ['MaxSessionDuration']),
      ...(isNothing(input.Description) ? {} : pick(input, ['Description'])),
      ...boundary(input.PermissionsBoundary),
    },
    trust: mustParse(textOf(input.AssumeRolePolicyDocument)),
    tags: tagMap(input.Tags),
    inline: {},
    attached: [],
    since: world.now(),
  };
  world.state.roles[RoleName] = role;
  return { Role: copy(describe(role)) };
}

function deleteRole(world: World, input: JsonObject): Json {
  const role = roleOf(world, input);
  if (role.attached.length > 0)
    throw fault('DeleteConflictException', 409, 'Cannot delete entity, must detach all policies first.');
  if (Object.keys(role.inline).length > 0)
    throw fault('DeleteConflictException', 409, 'Cannot delete entity, must delete policies first.');
  delete world.state.roles[textOf(role.config.RoleName)];
  return {};
}

function noPolicy(name: string): Error {
  return fault('NoSuchEntityException', 404, `The role policy with name ${name} cannot be found.`);
}

function mustFit(role: RoleItem): void {
  // White space does not count.
  const size = Object.values(role.inline).reduce((sum, document) => sum + document.replace(/\s/g, '').length, 0);
  if (size > 10_240)
    throw fault(
      'LimitExceededException',
      409,
      `Maximum policy size of 10240 bytes exceeded for role ${textOf(role.config.RoleName)}`,
    );
}

export const iam: Service = {
  CreateRole: createRole,
  GetRole: (world, input) => ({ Role: copy(describe(roleOf(world, input))) }),
  DeleteRole: deleteRole,
  // ListRoles answers no tags and no boundary, as IAM's does.
  ListRoles: (world, input) => ({
    Roles: Object.values(world.state.roles)
      .filter(role => textOf(role.config.Path).startsWith(textOf(input.PathPrefix) || '/'))
      .map(({ config: { PermissionsBoundary: _, ...rest }, trust }) => ({
        ...copy(rest),
        AssumeRolePolicyDocument: encoded(trust),
      })),
    IsTruncated: false,
  }),
  UpdateRole: (world, input) => {
    const role = roleOf(world, input);
    const { Description: _, ...rest } = role.config;
    // A request without Description empties it; one without MaxSessionDuration resets it.
    const described = isNothing(input.Description) ? {} : pick(input, ['Description']);
    role.config = { ...rest, MaxSessionDuration: input.MaxSessionDuration ?? 3600, ...described };
    return {};
  },
  UpdateAssumeRolePolicy: (world, input) => {
    roleOf(world, input).trust = mustParse(textOf(input.PolicyDocument));
    return {};
  },
  PutRolePermissionsBoundary: (world, input) => {
    const role = roleOf(world, input);
    role.config = { ...role.config, ...boundary(input.PermissionsBoundary) };
    return {};
  },
  TagRole: (world, input) => {
    const role = roleOf(world, input);
    role.tags = { ...role.tags, ...tagMap(input.Tags) };
    return {};
  },
  UntagRole: (world, input) => {
    const role = roleOf(world, input);
    role.tags = without(role.tags, input.TagKeys);
    return {};
  },
  ListRoleTags: (world, input) => ({ Tags: tagList(roleOf(world, input).tags), IsTruncated: false }),
  AttachRolePolicy: (world, input) => {
    const role = roleOf(world, input);
    const arn = textOf(input.PolicyArn);
    if (!role.attached.includes(arn)) role.attached.push(arn);
    return {};
  },
  DetachRolePolicy: (world, input) => {
    const role = roleOf(world, input);
    const arn = textOf(input.PolicyArn);
    if (!role.attached.includes(arn)) throw fault('NoSuchEntityException', 404, `Policy ${arn} was not found.`);
    role.attached = role.attached.filter(item => item !== arn);
    return {};
  },
  ListAttachedRolePolicies: (world, input) => ({
    AttachedPolicies: roleOf(world, input).attached.map(PolicyArn => ({
      PolicyName: PolicyArn.split('/').at(-1) ?? '',
      PolicyArn,
    })),
    IsTruncated: false,
  }),
  PutRolePolicy: (world, input) => {
    const role = roleOf(world, input);
    const before = role.inline;
    role.inline = { ...before, [textOf(input.PolicyName)]: mustParse(textOf(input.PolicyDocument)) };
    try {
      mustFit(role);
    } catch (error) {
      role.inline = before;
      throw error;
    }
    return {};
  },
  GetRolePolicy: (world, input) => {
    const role = roleOf(world, input);
    const PolicyName = textOf(input.PolicyName);
    const document = role.inline[PolicyName];
    if (document === undefined) throw noPolicy(PolicyName);
    return { RoleName: textOf(input.RoleName), PolicyName, PolicyDocument: encoded(document) };
  },
  DeleteRolePolicy: (world, input) => {
    const role = roleOf(world, input);
    const name = textOf(input.PolicyName);
    if (role.inline[name] === undefined) throw noPolicy(name);
    delete role.inline[name];
    return {};
  },
  ListRolePolicies: (world, input) => ({ PolicyNames: Object.keys(roleOf(world, input).inline), IsTruncated: false }),
};
