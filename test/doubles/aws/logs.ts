/** CloudWatch Logs: log groups. */
import { type Json, type JsonObject, objectOf, textOf } from '../../../lib/json.ts';
import { fault } from './fault.ts';
import { copy, type GroupItem, isNothing, pick, type Service, type World, without } from './world.ts';

const days = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

function groupOf(world: World, name: string): GroupItem {
  const group = world.state.groups[name];
  if (group === undefined) throw fault('ResourceNotFoundException', 400, 'The specified log group does not exist.');
  return group;
}

function named(world: World, input: JsonObject): GroupItem {
  return groupOf(world, textOf(input.logGroupName));
}

/** By ARN, without the `:*` that DescribeLogGroups puts behind it. */
function byArn(world: World, arn: Json | undefined): GroupItem {
  return groupOf(world, textOf(arn).split(':log-group:')[1]?.replace(/:\*$/, '') ?? '');
}

function create(world: World, input: JsonObject): Json {
  const logGroupName = textOf(input.logGroupName);
  if (world.state.groups[logGroupName] !== undefined)
    throw fault('ResourceAlreadyExistsException', 400, 'The specified log group already exists');
  const logGroupArn = `arn:aws:logs:${world.region}:${world.account}:log-group:${logGroupName}`;
  world.state.groups[logGroupName] = {
    config: {
      logGroupName,
      arn: `${logGroupArn}:*`,
      logGroupArn,
      creationTime: world.now(),
      metricFilterCount: 0,
      storedBytes: 0,
      logGroupClass: textOf(input.logGroupClass) || 'STANDARD',
      ...pick(input, ['kmsKeyId', 'deletionProtectionEnabled']),
    },
    tags: objectOf(input.tags),
  };
  return {};
}

function describe(world: World, input: JsonObject): Json {
  const prefix = textOf(input.logGroupNamePrefix);
  const pattern = textOf(input.logGroupNamePattern);
  const size = Number(input.limit ?? 50);
  const from = Number(input.nextToken ?? 0);
  const found = Object.values(world.state.groups)
    .map(group => group.config)
    .filter(config => textOf(config.logGroupName).startsWith(prefix) && textOf(config.logGroupName).includes(pattern))
    .sort((a, b) => (textOf(a.logGroupName) < textOf(b.logGroupName) ? -1 : 1));
  const next = from + size;
  return { logGroups: copy(found.slice(from, next)), ...(next < found.length ? { nextToken: String(next) } : {}) };
}

export const logs: Service = {
  CreateLogGroup: create,
  DescribeLogGroups: describe,
  DeleteLogGroup: (world, input) => {
    if (named(world, input).config.deletionProtectionEnabled === true)
      throw fault('ValidationException', 400, 'Log group cannot be deleted because deletion protection is enabled.');
    delete world.state.groups[textOf(input.logGroupName)];
    return {};
  },
  PutLogGroupDeletionProtection: (world, input) => {
    const group = groupOf(world, textOf(input.logGroupIdentifier).split(':log-group:').at(-1) ?? '');
    group.config = { ...group.config, ...pick(input, ['deletionProtectionEnabled']) };
    return {};
  },
  PutRetentionPolicy: (world, input) => {
    const group = named(world, input);
    if (!days.includes(Number(input.retentionInDays)))
      throw fault(
        'InvalidParameterException',
        400,
        `1 validation error detected: Value '${String(input.retentionInDays)}' at 'retentionInDays'`,
      );
    group.config = { ...group.config, ...pick(input, ['retentionInDays']) };
    return {};
  },
  DeleteRetentionPolicy: (world, input) => {
    const group = named(world, input);
    const { retentionInDays: _, ...rest } = group.config;
    group.config = rest;
    return {};
  },
  AssociateKmsKey: (world, input) => {
    const group = isNothing(input.logGroupName) ? byArn(world, input.resourceIdentifier) : named(world, input);
    group.config = { ...group.config, ...pick(input, ['kmsKeyId']) };
    return {};
  },
  DisassociateKmsKey: (world, input) => {
    const group = isNothing(input.logGroupName) ? byArn(world, input.resourceIdentifier) : named(world, input);
    const { kmsKeyId: _, ...rest } = group.config;
    group.config = rest;
    return {};
  },
  TagResource: (world, input) => {
    const group = byArn(world, input.resourceArn);
    group.tags = { ...group.tags, ...objectOf(input.tags) };
    return {};
  },
  UntagResource: (world, input) => {
    const group = byArn(world, input.resourceArn);
    group.tags = without(group.tags, input.tagKeys);
    return {};
  },
  ListTagsForResource: (world, input) => ({ tags: copy(byArn(world, input.resourceArn).tags) }),
};
