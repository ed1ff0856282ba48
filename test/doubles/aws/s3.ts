/** S3: buckets and their settings, each with its own word for "nothing set". */
import { type Json, type JsonObject, objectOf, textOf } from '../../../lib/json.ts';
import { fault } from './fault.ts';
import { copy, type GroupItem, type Service, tagList, tagMap, type World } from './world.ts';

function named(world: World, input: JsonObject): GroupItem {
  const bucket = world.state.buckets[textOf(input.Bucket)];
  if (bucket === undefined) throw fault('NoSuchBucket', 404, 'The specified bucket does not exist');
  return bucket;
}

/** A setting under its name in the request and in the answer. */
function setting(
  member: string,
  missing: string,
): { readonly get: Service[string]; readonly put: Service[string]; readonly remove: Service[string] } {
  return {
    get: (world, input) => {
      const value = named(world, input).config[member];
      if (value === undefined) throw fault(missing, 404, 'There is no such configuration');
      return { [member]: copy(value) };
    },
    put: (world, input) => {
      const bucket = named(world, input);
      bucket.config = { ...bucket.config, [member]: input[member] ?? {} };
      return {};
    },
    remove: (world, input) => {
      const bucket = named(world, input);
      const { [member]: _, ...rest } = bucket.config;
      bucket.config = rest;
      return {};
    },
  };
}

const encryption = setting('ServerSideEncryptionConfiguration', 'ServerSideEncryptionConfigurationNotFoundError');
const access = setting('PublicAccessBlockConfiguration', 'NoSuchPublicAccessBlockConfiguration');
const ownership = setting('OwnershipControls', 'OwnershipControlsNotFoundError');
const lifecycle = setting('LifecycleConfiguration', 'NoSuchLifecycleConfiguration');
const cors = setting('CORSConfiguration', 'NoSuchCORSConfiguration');

/** The answer of some is the configuration itself. */
const bare =
  (get: Service[string], member: string): Service[string] =>
  (world, input) =>
    objectOf(objectOf(get(world, input))[member]);

export const s3: Service = {
  CreateBucket: (world, input) => {
    const name = textOf(input.Bucket);
    if (world.state.buckets[name] !== undefined) return { Location: `/${name}` };
    world.state.buckets[name] = {
      config: {
        ServerSideEncryptionConfiguration: {
          Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false }],
        },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          IgnorePublicAcls: true,
          BlockPublicPolicy: true,
          RestrictPublicBuckets: true,
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      },
      tags: tagMap(objectOf(input.CreateBucketConfiguration).Tags),
    };
    return { Location: `/${name}` };
  },
  // The oldest region has no word.
  GetBucketLocation: (world, input) => {
    named(world, input);
    return world.region === 'us-east-1' ? {} : { LocationConstraint: world.region };
  },
  DeleteBucket: (world, input) => {
    named(world, input);
    delete world.state.buckets[textOf(input.Bucket)];
    return {};
  },
  GetBucketEncryption: encryption.get,
  PutBucketEncryption: encryption.put,
  GetPublicAccessBlock: access.get,
  PutPublicAccessBlock: access.put,
  GetBucketOwnershipControls: ownership.get,
  PutBucketOwnershipControls: ownership.put,
  GetBucketVersioning: (world, input) => objectOf(copy(named(world, input).config.VersioningConfiguration ?? {})),
  PutBucketVersioning: (world, input) => {
    const bucket = named(world, input);
    bucket.config = { ...bucket.config, VersioningConfiguration: objectOf(input.VersioningConfiguration) };
    return {};
  },
  GetBucketLifecycleConfiguration: bare(lifecycle.get, 'LifecycleConfiguration'),
  PutBucketLifecycleConfiguration: lifecycle.put,
  DeleteBucketLifecycle: lifecycle.remove,
  GetBucketCors: bare(cors.get, 'CORSConfiguration'),
  PutBucketCors: cors.put,
  DeleteBucketCors: cors.remove,
  GetBucketNotificationConfiguration: (world, input) =>
    objectOf(copy(named(world, input).config.NotificationConfiguration ?? {})),
  PutBucketNotificationConfiguration: (world, input) => {
    const bucket = named(world, input);
    bucket.config = { ...bucket.config, NotificationConfiguration: objectOf(input.NotificationConfiguration) };
    return {};
  },
  GetBucketTagging: (world, input) => {
    const { tags } = named(world, input);
    if (Object.keys(tags).length === 0) throw fault('NoSuchTagSet', 404, 'The TagSet does not exist');
    return { TagSet: tagList(tags) };
  },
  PutBucketTagging: (world, input): Json => {
    named(world, input).tags = tagMap(objectOf(input.Tagging).TagSet);
    return {};
  },
};
