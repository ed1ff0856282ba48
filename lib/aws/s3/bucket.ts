/** AWS::S3::Bucket. */
import type * as sdk from '@aws-sdk/client-s3';
import { OamError } from '../../errors.ts';
import { isList, type Json, objectOf, textOf } from '../../json.ts';
import type { Asks } from '../../ports.ts';
import type { ResourceType } from '../../resource/resource.ts';
import { asTags, type Comparison, differences, isNothing } from '../diff.ts';
import { absent, gone, soon } from '../missing.ts';
import { operation } from '../operation.ts';
import { tagList as listOfTags, retag, tagMap, withOwner } from '../ownership.ts';
import { resourceType } from '../resource-type.ts';
import { structure, tagList, text, type ValueOf, word } from '../schema.ts';
import { cors, encryption, lifecycle, notification, ownership, publicAccess } from './bucket-schema.ts';
import { asCors, asLifecycle, placesOf } from './bucket-words.ts';
import { change, look, settings, usual } from './settings.ts';

const service = 's3';
const createBucket = operation<sdk.CreateBucketCommand>(service, 'CreateBucket');
const getLocation = operation<sdk.GetBucketLocationCommand>(service, 'GetBucketLocation');
const deleteBucket = operation<sdk.DeleteBucketCommand>(service, 'DeleteBucket');
const getTags = operation<sdk.GetBucketTaggingCommand>(service, 'GetBucketTagging');
const putTags = operation<sdk.PutBucketTaggingCommand>(service, 'PutBucketTagging');

const schema = structure({
  BucketName: text({ minLength: 3, maxLength: 63 }),
  BucketEncryption: encryption,
  PublicAccessBlockConfiguration: publicAccess,
  OwnershipControls: ownership,
  VersioningConfiguration: structure({ Status: word('Enabled', 'Suspended') }, 'Status'),
  LifecycleConfiguration: lifecycle,
  CorsConfiguration: cors,
  NotificationConfiguration: notification,
  Tags: tagList,
});
type Properties = ValueOf<typeof schema>;

const comparison: Comparison = {
  defaults: usual,
  forms: { CorsConfiguration: asCors, LifecycleConfiguration: asLifecycle, Tags: asTags },
};

const buckets = 'arn:${partition}:s3:::${prefix}*';

/**
 * A bucket. BucketName replaces it, and it holds data: so that is refused. Names are shared by all accounts of the world.
 *
 * AWS is odd here: every setting is an API of its own, with its own error for "nothing set" and other words than CloudFormation's; in
 * us-east-1 creating one's own bucket again succeeds; versioning never ends, it is suspended; only an empty bucket can be deleted. The
 * identity remembers which settings were ever ours: a look reads those alone, and one that knows nothing but the name reads all.
 */
export const bucket: ResourceType = resourceType<Properties>({
  type: 'AWS::S3::Bucket',
  schema,
  createOnly: ['BucketName'],
  attributes: ['Arn', 'BucketName', 'DomainName', 'DualStackDomainName', 'RegionalDomainName'],
  naming: 'upsert',
  stateful: true,
  name: { property: 'BucketName', limit: 63, global: true },
  tags: { property: 'Tags', form: 'list' },
  iam: [
    ...[
      'CreateBucket',
      'DeleteBucket',
      'GetBucketCORS',
      'GetBucketLocation',
      'GetBucketNotification',
      'GetBucketOwnershipControls',
      'GetBucketPublicAccessBlock',
      'GetBucketTagging',
      'GetBucketVersioning',
      'GetEncryptionConfiguration',
      'GetLifecycleConfiguration',
      'PutBucketCORS',
      'PutBucketNotification',
      'PutBucketOwnershipControls',
      'PutBucketPublicAccessBlock',
      'PutBucketTagging',
      'PutBucketVersioning',
      'PutEncryptionConfiguration',
      'PutLifecycleConfiguration',
    ].map(action => ({ action: `s3:${action}`, resource: buckets })),
    { action: 's3:TagResource', resource: buckets, because: 'a bucket is tagged as it is made' },
  ],
  identity: ({ BucketName }, name) => ({ BucketName: BucketName ?? name }),
  identify: observed => ({
    BucketName: textOf(observed.BucketName),
    Settings: settings.filter(setting => observed[setting] !== undefined),
  }),
  owner: observed => tagMap(observed.Tags),
  *observe(identity) {
    const Bucket = nameOf(identity);
    const region = yield* absent(regionOf(Bucket));
    if (region === undefined) return undefined;
    const seen: Record<string, Json> = {
      BucketName: Bucket,
      ...placesOf(Bucket, region),
    };
    const { Settings } = objectOf(identity);
    for (const setting of settings)
      if (!isList(Settings) || Settings.includes(setting)) seen[setting] = yield* look[setting](Bucket);
    return { ...seen, Tags: listOfTags((yield* absent(getTags({ Bucket })))?.TagSet) };
  },
  *create(properties, name, _token, owner) {
    const { BucketName: Bucket = name } = properties;
    const Tags = listOfTags(withOwner(properties.Tags, owner));
    yield* createBucket({ Bucket, CreateBucketConfiguration: { Tags } });
    const region = yield* soon(regionOf(Bucket));
    const wanted = objectOf(properties);
    for (const setting of settings)
      if (wanted[setting] !== undefined) yield* soon(change[setting](Bucket, wanted[setting]));
    return { ...properties, BucketName: Bucket, ...placesOf(Bucket, region), Tags };
  },
  *update(identity, desired, observed, diff, applied) {
    const Bucket = nameOf(identity);
    const next: Record<string, Json> = { ...observed };
    const wanted = objectOf(desired);
    for (const setting of settings) {
      if (!diff.includes(setting)) continue;
      yield* change[setting](Bucket, wanted[setting]);
      next[setting] = wanted[setting] ?? usual[setting] ?? {};
    }
    if (!diff.includes('Tags')) return next;
    const sides = { desired: desired.Tags, observed: observed.Tags, applied };
    // All tags are set at once: what others put there goes along, but for what AWS keeps for itself.
    const tags = yield* retag(sides, nothing, nothing);
    yield* putTags({ Bucket, Tagging: { TagSet: listOfTags(tags).filter(tag => !tag.Key.startsWith('aws:')) } });
    return { ...next, Tags: listOfTags(tags) };
  },
  *delete(identity) {
    const Bucket = nameOf(identity);
    try {
      yield* gone(deleteBucket({ Bucket }));
    } catch (error) {
      if (!(error instanceof OamError) || error.awsName !== 'BucketNotEmpty') throw error;
      const empty = `aws s3 rm s3://${Bucket} --recursive`;
      throw new OamError(
        'Rejected',
        `BucketNotEmpty: ${Bucket} holds objects, and AWS deletes only an empty bucket: empty it (${empty}; old versions by its lifecycle or the console), or keep it`,
        { awsName: error.awsName },
      );
    }
  },
  diff: (desired, applied, observed) => {
    const wanted = objectOf(desired);
    // What was never read is not known to be what AWS has by itself.
    const unread = settings.filter(setting => wanted[setting] !== undefined && observed[setting] === undefined);
    return [...new Set([...differences(comparison, desired, applied, observed), ...unread])].sort();
  },
});

function* nothing(): Asks<void> {}

/** The oldest regions have words of their own. HeadBucket would say it better, but says nothing where it is refused. */
function* regionOf(Bucket: string): Asks<string> {
  const { LocationConstraint: region = '' } = yield* getLocation({ Bucket });
  if (region === 'EU') return 'eu-west-1';
  return isNothing(region) ? 'us-east-1' : region;
}

function nameOf(identity: Json): string {
  return textOf(objectOf(identity).BucketName);
}
