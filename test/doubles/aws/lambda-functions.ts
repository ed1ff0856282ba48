/** Lambda functions: code, configuration, versions and the states between them. */
import { digest, type Json, type JsonObject, objectOf, textOf } from '../../../lib/json.ts';
import { fault } from './fault.ts';
import { check, codeOf, configured, invalid } from './lambda-configuration.ts';
import {
  assign,
  begin,
  copy,
  type FunctionItem,
  isNothing,
  ongoing,
  pick,
  type Service,
  time,
  type World,
  without,
} from './world.ts';

/** The function a name or an ARN (with or without qualifier) stands for, and the qualifier. */
export function locate(world: World, input: JsonObject): { fn: FunctionItem; name: string; qualifier: string } {
  const given = textOf(input.FunctionName);
  const parts = given.startsWith('arn:') ? given.split(':').slice(6) : given.split(':');
  const name = parts[0] ?? '';
  const qualifier = textOf(input.Qualifier) || (parts[1] ?? '');
  const fn = world.state.functions[name];
  if (fn === undefined) throw missing(functionArn(world, name, qualifier));
  return { fn, name, qualifier };
}

export function functionArn(world: World, name: string, qualifier = ''): string {
  return `arn:aws:lambda:${world.region}:${world.account}:function:${name}${qualifier === '' ? '' : `:${qualifier}`}`;
}

export function missing(arn: string): Error {
  return fault('ResourceNotFoundException', 404, `Function not found: ${arn}`);
}

export function conflict(message: string): Error {
  return fault('ResourceConflictException', 409, message);
}

/** Refuses a change while another one is going on. */
export function mustBeIdle(world: World, fn: FunctionItem): void {
  const work = ongoing(world, fn.work, false);
  if (work === undefined) return;
  const state =
    work.kind === 'create'
      ? 'The function is currently in the following state: Pending'
      : `An update is in progress for resource: ${textOf(fn.config.FunctionArn)}`;
  throw conflict(`The operation cannot be performed at this time. ${state}`);
}

function mustMatch(fn: FunctionItem, input: JsonObject): void {
  if (input.RevisionId !== undefined && input.RevisionId !== fn.config.RevisionId)
    throw fault('PreconditionFailedException', 412, 'The Revision Id provided does not match the latest Revision Id.');
}

function stateOf(world: World, fn: FunctionItem, read: boolean): JsonObject {
  const work = ongoing(world, fn.work, read);
  if (work?.kind === 'create')
    return {
      State: 'Pending',
      StateReason: 'The function is being created.',
      StateReasonCode: 'Creating',
      LastUpdateStatus: 'Successful',
    };
  if (work?.kind === 'update')
    return {
      State: 'Active',
      LastUpdateStatus: 'InProgress',
      LastUpdateStatusReason: 'The function is being created.',
    };
  return { State: 'Active', LastUpdateStatus: 'Successful' };
}

function describe(world: World, fn: FunctionItem, read: boolean): JsonObject {
  return { ...fn.config, ...stateOf(world, fn, read) };
}

/** The configuration that a qualifier names: $LATEST, a version, or the version of an alias. */
function qualified(world: World, input: JsonObject, read: boolean): { fn: FunctionItem; config: JsonObject } {
  const { fn, name, qualifier } = locate(world, input);
  if (qualifier === '' || qualifier === '$LATEST') return { fn, config: describe(world, fn, read) };
  const alias = fn.aliases[qualifier];
  const number = alias === undefined ? qualifier : textOf(alias.FunctionVersion);
  const config = number === '$LATEST' ? describe(world, fn, read) : fn.versions.find(v => v.Version === number);
  if (config === undefined) throw missing(functionArn(world, name, qualifier));
  return { fn, config: { ...config, FunctionArn: functionArn(world, name, qualifier) } };
}

function touched(world: World, config: JsonObject): JsonObject {
  return {
    ...config,
    LastModified: time(world).replace('Z', '+0000'),
    RevisionId: assign(world, `revision:${textOf(config.FunctionName)}`, 20),
  };
}

const volatile = new Set(['LastModified', 'RevisionId', 'Version', 'FunctionArn']);

function publish(world: World, fn: FunctionItem, description: Json | undefined): JsonObject {
  const name = textOf(fn.config.FunctionName);
  const mark = digest(Object.fromEntries(Object.entries(fn.config).filter(([key]) => !volatile.has(key))));
  const last = fn.versions.at(-1);
  if (last !== undefined && fn.published === mark) return last;
  const Version = String(fn.next);
  fn.next += 1;
  fn.published = mark;
  const version: JsonObject = {
    ...fn.config,
    ...(isNothing(description) ? {} : pick({ Description: description ?? '' }, ['Description'])),
    Version,
    FunctionArn: functionArn(world, name, Version),
    RevisionId: assign(world, `revision:${name}:${Version}`, 20),
    State: 'Active',
    LastUpdateStatus: 'Successful',
  };
  fn.versions.push(version);
  return version;
}

function mustBeSame(fn: FunctionItem, sha: Json | undefined): void {
  if (sha !== undefined && sha !== fn.config.CodeSha256)
    throw invalid(
      `CodeSHA256 (${String(sha)}) is different from current CodeSHA256 in $LATEST (${textOf(fn.config.CodeSha256)}).`,
    );
}

function create(world: World, input: JsonObject): Json {
  const name = textOf(input.FunctionName);
  if (!/^[a-zA-Z0-9-_]{1,64}$/.test(name))
    throw fault('ValidationException', 400, `1 validation error detected: Value '${name}' at 'functionName'`);
  if (world.state.functions[name] !== undefined) throw conflict(`Function already exist: ${name}`);
  const { code, config } = codeOf(world, objectOf(input.Code), {});
  if (isNothing(code)) throw invalid('Please provide a source for function code.');
  const base: JsonObject = {
    FunctionName: name,
    FunctionArn: functionArn(world, name),
    PackageType: input.PackageType ?? 'Zip',
    Architectures: input.Architectures ?? ['x86_64'],
    Description: '',
    Timeout: 3,
    MemorySize: 128,
    EphemeralStorage: { Size: 512 },
    TracingConfig: { Mode: 'PassThrough' },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: { LogFormat: 'Text', LogGroup: `/aws/lambda/${name}` },
    Version: '$LATEST',
    ...config,
  };
  const next = configured(base, input);
  check(world, next);
  const fn: FunctionItem = {
    config: touched(world, next),
    code,
    tags: objectOf(input.Tags),
    versions: [],
    published: '',
    next: 1,
    aliases: {},
    policies: {},
    urls: {},
    reserved: undefined,
    provisioned: {},
    recursion: 'Terminate',
    work: begin(world, 'create'),
  };
  world.state.functions[name] = fn;
  if (input.Publish !== true) return copy(describe(world, fn, false));
  return copy({ ...publish(world, fn, undefined), ...stateOf(world, fn, false) });
}

function updateConfiguration(world: World, input: JsonObject): Json {
  const { fn } = locate(world, input);
  mustBeIdle(world, fn);
  mustMatch(fn, input);
  const next = configured(fn.config, input);
  check(world, next);
  fn.config = touched(world, next);
  fn.work = begin(world, 'update');
  return copy(describe(world, fn, false));
}

function updateCode(world: World, input: JsonObject): Json {
  const { fn } = locate(world, input);
  mustBeIdle(world, fn);
  mustMatch(fn, input);
  const { code, config } = codeOf(world, input, fn.code);
  fn.code = code;
  fn.config = touched(world, { ...fn.config, ...config, ...pick(input, ['Architectures']) });
  fn.work = begin(world, 'update');
  if (input.Publish !== true) return copy(describe(world, fn, false));
  return copy({ ...publish(world, fn, undefined), ...stateOf(world, fn, false) });
}

function publishVersion(world: World, input: JsonObject): Json {
  const { fn } = locate(world, input);
  mustBeIdle(world, fn);
  mustMatch(fn, input);
  mustBeSame(fn, input.CodeSha256);
  return copy(publish(world, fn, input.Description));
}

function remove(world: World, input: JsonObject): Json {
  const { fn, name, qualifier } = locate(world, input);
  if (qualifier === '') {
    delete world.state.functions[name];
    return {};
  }
  if (qualifier === '$LATEST') throw invalid('$LATEST version cannot be deleted without deleting the function.');
  const users = Object.values(fn.aliases).filter(
    alias =>
      alias.FunctionVersion === qualifier ||
      Object.hasOwn(objectOf(objectOf(alias.RoutingConfig).AdditionalVersionWeights), qualifier),
  );
  if (users.length > 0)
    throw conflict(
      `Unable to delete version because the following aliases reference it: [${users.map(a => textOf(a.Name)).join(', ')}]`,
    );
  fn.versions = fn.versions.filter(version => version.Version !== qualifier);
  return {};
}

function page(items: readonly JsonObject[], input: JsonObject, name: string): Json {
  const size = Math.min(Number(input.MaxItems ?? 50), 50);
  const from = Number(input.Marker ?? 0);
  const next = from + size;
  return { [name]: copy(items.slice(from, next)), ...(next < items.length ? { NextMarker: String(next) } : {}) };
}

export const functions: Service = {
  CreateFunction: create,
  UpdateFunctionConfiguration: updateConfiguration,
  UpdateFunctionCode: updateCode,
  PublishVersion: publishVersion,
  DeleteFunction: remove,
  GetFunctionConfiguration: (world, input) => copy(qualified(world, input, true).config),
  GetFunction: (world, input) => {
    const { fn, config } = qualified(world, input, true);
    return copy({
      Configuration: config,
      Code: fn.code,
      ...(isNothing(fn.tags) ? {} : { Tags: fn.tags }),
      ...(fn.reserved === undefined ? {} : { Concurrency: { ReservedConcurrentExecutions: fn.reserved } }),
    });
  },
  ListFunctions: (world, input) =>
    page(
      Object.values(world.state.functions).map(fn => fn.config),
      input,
      'Functions',
    ),
  ListVersionsByFunction: (world, input) => {
    const { fn, name } = locate(world, input);
    return page(
      [{ ...describe(world, fn, false), FunctionArn: functionArn(world, name, '$LATEST') }, ...fn.versions],
      input,
      'Versions',
    );
  },
  TagResource: (world, input) => {
    const { fn } = locate(world, { FunctionName: input.Resource ?? '' });
    fn.tags = { ...fn.tags, ...objectOf(input.Tags) };
    return {};
  },
  UntagResource: (world, input) => {
    const { fn } = locate(world, { FunctionName: input.Resource ?? '' });
    fn.tags = without(fn.tags, input.TagKeys);
    return {};
  },
  ListTags: (world, input) => {
    const { fn } = locate(world, { FunctionName: input.Resource ?? '' });
    return { Tags: copy(fn.tags) };
  },
};
