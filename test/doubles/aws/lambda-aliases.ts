/** Lambda aliases, resource policies, reserved and provisioned concurrency. */
import { type Json, type JsonObject, objectOf, textOf } from '../../../lib/json.ts';
import { fault } from './fault.ts';
import { invalid } from './lambda-configuration.ts';
import { conflict, functionArn, locate, missing, mustBeIdle } from './lambda-functions.ts';
import { assign, begin, copy, type FunctionItem, ongoing, type Service, type World } from './world.ts';

function aliasOf(world: World, input: JsonObject): { fn: FunctionItem; name: string; alias: JsonObject } {
  const { fn, name } = locate(world, input);
  const alias = fn.aliases[textOf(input.Name)];
  if (alias === undefined)
    throw fault(
      'ResourceNotFoundException',
      404,
      `Cannot find alias arn: ${functionArn(world, name, textOf(input.Name))}`,
    );
  return { fn, name, alias };
}

function mustExist(world: World, fn: FunctionItem, name: string, version: string): void {
  if (version !== '$LATEST' && !fn.versions.some(item => item.Version === version))
    throw missing(functionArn(world, name, version));
}

function routing(value: JsonObject): JsonObject {
  const weights = objectOf(objectOf(value.RoutingConfig).AdditionalVersionWeights);
  return Object.keys(weights).length === 0 ? {} : { RoutingConfig: { AdditionalVersionWeights: weights } };
}

function createAlias(world: World, input: JsonObject): Json {
  const { fn, name } = locate(world, input);
  const alias = textOf(input.Name);
  const AliasArn = functionArn(world, name, alias);
  if (fn.aliases[alias] !== undefined) throw conflict(`Alias already exists: ${AliasArn}`);
  mustExist(world, fn, name, textOf(input.FunctionVersion));
  const RevisionId = assign(world, `revision:${name}:${alias}`, 20);
  const made: JsonObject = {
    AliasArn,
    Name: alias,
    FunctionVersion: textOf(input.FunctionVersion),
    Description: textOf(input.Description),
    RevisionId,
    ...routing(input),
  };
  fn.aliases[alias] = made;
  return copy(made);
}

function updateAlias(world: World, input: JsonObject): Json {
  const { fn, name, alias } = aliasOf(world, input);
  if (input.FunctionVersion !== undefined) mustExist(world, fn, name, textOf(input.FunctionVersion));
  const { RoutingConfig: _, ...rest } = alias;
  const next: JsonObject = {
    ...rest,
    FunctionVersion: input.FunctionVersion ?? alias.FunctionVersion ?? '',
    Description: input.Description ?? alias.Description ?? '',
    RevisionId: assign(world, `revision:${name}:${textOf(alias.Name)}`, 20),
    ...routing(input.RoutingConfig === undefined ? alias : input),
  };
  fn.aliases[textOf(alias.Name)] = next;
  return copy(next);
}

function deleteAlias(world: World, input: JsonObject): Json {
  const { fn, alias } = aliasOf(world, input);
  const name = textOf(alias.Name);
  delete fn.aliases[name];
  delete fn.policies[name];
  delete fn.urls[name];
  delete fn.provisioned[name];
  return {};
}

function principalOf(principal: string): Json {
  if (principal === '*') return '*';
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:aws:iam::${principal}:root` };
  return principal.startsWith('arn:') ? { AWS: principal } : { Service: principal };
}

function conditionOf(input: JsonObject): JsonObject {
  const equals: Record<string, Json> = {};
  if (input.SourceAccount !== undefined) equals['AWS:SourceAccount'] = input.SourceAccount;
  if (input.PrincipalOrgID !== undefined) equals['aws:PrincipalOrgID'] = input.PrincipalOrgID;
  if (input.FunctionUrlAuthType !== undefined) equals['lambda:FunctionUrlAuthType'] = input.FunctionUrlAuthType;
  if (input.EventSourceToken !== undefined) equals['lambda:EventSourceToken'] = input.EventSourceToken;
  const condition: Record<string, Json> = {};
  if (Object.keys(equals).length > 0) condition.StringEquals = equals;
  if (input.InvokedViaFunctionUrl !== undefined)
    condition.Bool = { 'lambda:InvokedViaFunctionUrl': String(input.InvokedViaFunctionUrl) };
  if (input.SourceArn !== undefined) condition.ArnLike = { 'AWS:SourceArn': input.SourceArn };
  return Object.keys(condition).length === 0 ? {} : { Condition: condition };
}

function addPermission(world: World, input: JsonObject): Json {
  const { fn, name, qualifier } = locate(world, input);
  if (qualifier !== '' && fn.aliases[qualifier] === undefined) mustExist(world, fn, name, qualifier);
  const policy = fn.policies[qualifier] ?? {};
  const Sid = textOf(input.StatementId);
  if (policy[Sid] !== undefined)
    throw conflict(
      `The statement id (${Sid}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
    );
  const statement: JsonObject = {
    Sid,
    Effect: 'Allow',
    Principal: principalOf(textOf(input.Principal)),
    Action: textOf(input.Action),
    Resource: functionArn(world, name, qualifier),
    ...conditionOf(input),
  };
  policy[Sid] = statement;
  fn.policies[qualifier] = policy;
  return { Statement: JSON.stringify(statement) };
}

function noPolicy(): Error {
  return fault('ResourceNotFoundException', 404, 'The resource you requested does not exist.');
}

function removePermission(world: World, input: JsonObject): Json {
  const { fn, qualifier } = locate(world, input);
  const policy = fn.policies[qualifier];
  const Sid = textOf(input.StatementId);
  if (policy?.[Sid] === undefined)
    throw fault('ResourceNotFoundException', 404, `Statement ${Sid} is not found in resource policy.`);
  delete policy[Sid];
  if (Object.keys(policy).length === 0) delete fn.policies[qualifier];
  return {};
}

function getPolicy(world: World, input: JsonObject): Json {
  const { fn, qualifier } = locate(world, input);
  const policy = fn.policies[qualifier];
  if (policy === undefined) throw noPolicy();
  const document = { Version: '2012-10-17', Id: 'default', Statement: Object.values(policy) };
  return { Policy: JSON.stringify(document), RevisionId: '00000000-0000-0000-0000-000000000000' };
}

const account = 1000;
const keep = 100;

function putConcurrency(world: World, input: JsonObject): Json {
  const { fn } = locate(world, input);
  mustBeIdle(world, fn);
  const wanted = Number(input.ReservedConcurrentExecutions);
  const others = Object.values(world.state.functions).reduce(
    (sum, other) => sum + (other === fn ? 0 : (other.reserved ?? 0)),
    0,
  );
  if (account - others - wanted < keep)
    throw invalid(
      `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${keep}].`,
    );
  fn.reserved = wanted;
  return { ReservedConcurrentExecutions: wanted };
}

function provisionedOf(world: World, input: JsonObject): { fn: FunctionItem; key: string } {
  const { fn, name, qualifier } = locate(world, input);
  const alias = fn.aliases[qualifier];
  if (qualifier === '$LATEST' || alias?.FunctionVersion === '$LATEST')
    throw invalid('Provisioned Concurrency Configs cannot be applied to unpublished function versions.');
  if (alias === undefined) mustExist(world, fn, name, qualifier);
  return { fn, key: qualifier };
}

function describeProvisioned(world: World, fn: FunctionItem, key: string): JsonObject {
  const item = fn.provisioned[key];
  if (item === undefined)
    throw fault(
      'ProvisionedConcurrencyConfigNotFoundException',
      404,
      'No Provisioned Concurrency Config found for this function',
    );
  const busy = ongoing(world, item.work, true) !== undefined;
  return {
    RequestedProvisionedConcurrentExecutions: item.count,
    AvailableProvisionedConcurrentExecutions: busy ? 0 : item.count,
    AllocatedProvisionedConcurrentExecutions: busy ? 0 : item.count,
    Status: busy ? 'IN_PROGRESS' : 'READY',
    LastModified: '2026-01-01T00:00:00+0000',
  };
}

export const aliases: Service = {
  CreateAlias: createAlias,
  UpdateAlias: updateAlias,
  DeleteAlias: deleteAlias,
  GetAlias: (world, input) => copy(aliasOf(world, input).alias),
  ListAliases: (world, input) => ({ Aliases: copy(Object.values(locate(world, input).fn.aliases)) }),
  AddPermission: addPermission,
  RemovePermission: removePermission,
  GetPolicy: getPolicy,
  PutFunctionConcurrency: putConcurrency,
  GetFunctionConcurrency: (world, input) => {
    const { fn } = locate(world, input);
    return fn.reserved === undefined ? {} : { ReservedConcurrentExecutions: fn.reserved };
  },
  DeleteFunctionConcurrency: (world, input) => {
    const { fn } = locate(world, input);
    mustBeIdle(world, fn);
    fn.reserved = undefined;
    return {};
  },
  PutProvisionedConcurrencyConfig: (world, input) => {
    const { fn, key } = provisionedOf(world, input);
    fn.provisioned[key] = { count: Number(input.ProvisionedConcurrentExecutions), work: begin(world, 'update') };
    return describeProvisioned(world, fn, key);
  },
  GetProvisionedConcurrencyConfig: (world, input) => {
    const { fn, key } = provisionedOf(world, input);
    return describeProvisioned(world, fn, key);
  },
  DeleteProvisionedConcurrencyConfig: (world, input) => {
    const { fn, key } = provisionedOf(world, input);
    delete fn.provisioned[key];
    return {};
  },
};
