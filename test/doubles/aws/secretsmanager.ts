/** Secrets Manager: secrets with one value, deletion that waits, random passwords. */
import { digest, type Json, type JsonObject, textOf } from '../../../lib/json.ts';
import { fault } from './fault.ts';
import type { SecretItem } from './items.ts';
import { assign, copy, pick, type Service, tagList, tagMap, time, told, type World, without } from './world.ts';

const members = ['Name', 'Description', 'KmsKeyId'];

function secretOf(world: World, input: JsonObject): SecretItem {
  const id = textOf(input.SecretId);
  const item = Object.values(world.state.secrets).find(({ config }) => config.ARN === id || config.Name === id);
  if (item === undefined)
    throw fault('ResourceNotFoundException', 400, "Secrets Manager can't find the specified secret.");
  return item;
}

function refuse(message: string): Error {
  return fault('InvalidRequestException', 400, message);
}

/** One that is not about to be deleted. */
function live(world: World, input: JsonObject): SecretItem {
  const item = secretOf(world, input);
  if (item.config.DeletedDate !== undefined)
    throw refuse("You can't perform this operation on the secret because it was marked for deletion.");
  return item;
}

function createSecret(world: World, input: JsonObject): Json {
  const name = textOf(input.Name);
  const before = world.state.secrets[name];
  if (before?.config.DeletedDate !== undefined)
    throw refuse("You can't create this secret because a secret with this name is already scheduled for deletion.");
  if (before !== undefined)
    throw fault('ResourceExistsException', 400, `The operation failed because the secret ${name} already exists.`);
  const suffix = assign(world, `secret:${name}`, 6);
  const config = told({
    ...pick(input, members),
    ARN: `arn:aws:secretsmanager:${world.region}:${world.account}:secret:${name}-${suffix}`,
    CreatedDate: time(world),
  });
  world.state.secrets[name] = { config, tags: tagMap(input.Tags), value: textOf(input.SecretString) };
  return { ARN: config.ARN ?? '', Name: name, ...versionOf(textOf(input.SecretString)) };
}

function versionOf(value: string): JsonObject {
  return value === '' ? {} : { VersionId: digest(value).slice(0, 32) };
}

export const secretsManager: Service = {
  GetRandomPassword: (world, input) => {
    const length = Number(input.PasswordLength ?? 32);
    const text = Array.from({ length: Math.ceil(length / 20) }, () => assign(world, 'password', 20)).join('');
    return { RandomPassword: text.slice(0, length) };
  },
  CreateSecret: createSecret,
  DescribeSecret: (world, input) => {
    const { config, tags, value } = secretOf(world, input);
    const { VersionId } = versionOf(value);
    const versions = VersionId === undefined ? {} : { [textOf(VersionId)]: ['AWSCURRENT'] };
    return copy({ ...config, Tags: tagList(tags), VersionIdsToStages: versions });
  },
  UpdateSecret: (world, input) => {
    const item = live(world, input);
    item.config = told({ ...item.config, ...pick(input, ['Description', 'KmsKeyId']) });
    return copy(pick(item.config, ['ARN', 'Name']));
  },
  DeleteSecret: (world, input) => {
    const item = secretOf(world, input);
    if (item.config.DeletedDate !== undefined)
      throw refuse('You tried to perform the operation on a secret that’s currently marked deleted.');
    const days = Number(input.RecoveryWindowInDays ?? 30);
    const DeletedDate = new Date(world.now() + days * 86_400_000).toISOString();
    item.config = { ...item.config, DeletedDate };
    return copy({ ...pick(item.config, ['ARN', 'Name']), DeletionDate: DeletedDate });
  },
  RestoreSecret: (world, input) => {
    const item = secretOf(world, input);
    const { DeletedDate: _, ...config } = item.config;
    item.config = config;
    return copy(pick(config, ['ARN', 'Name']));
  },
  TagResource: (world, input) => {
    const item = live(world, input);
    item.tags = { ...item.tags, ...tagMap(input.Tags) };
    return {};
  },
  UntagResource: (world, input) => {
    const item = live(world, input);
    item.tags = without(item.tags, input.TagKeys);
    return {};
  },
};
