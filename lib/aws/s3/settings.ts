/** The settings of a bucket: each is read, set and put back by calls of its own. */
import type * as sdk from '@aws-sdk/client-s3';
import { type Json, type JsonObject, objectOf, trusted } from '../../json.ts';
import type { Asks } from '../../ports.ts';
import { absent, gone } from '../missing.ts';
import { operation } from '../operation.ts';
import * as words from './bucket-words.ts';

const service = 's3';
const getEncryption = operation<sdk.GetBucketEncryptionCommand>(service, 'GetBucketEncryption');
const putEncryption = operation<sdk.PutBucketEncryptionCommand>(service, 'PutBucketEncryption');
const getAccess = operation<sdk.GetPublicAccessBlockCommand>(service, 'GetPublicAccessBlock');
const putAccess = operation<sdk.PutPublicAccessBlockCommand>(service, 'PutPublicAccessBlock');
const getOwnership = operation<sdk.GetBucketOwnershipControlsCommand>(service, 'GetBucketOwnershipControls');
const putOwnership = operation<sdk.PutBucketOwnershipControlsCommand>(service, 'PutBucketOwnershipControls');
const getVersioning = operation<sdk.GetBucketVersioningCommand>(service, 'GetBucketVersioning');
const putVersioning = operation<sdk.PutBucketVersioningCommand>(service, 'PutBucketVersioning');
const getLifecycle = operation<sdk.GetBucketLifecycleConfigurationCommand>(service, 'GetBucketLifecycleConfiguration');
const putLifecycle = operation<sdk.PutBucketLifecycleConfigurationCommand>(service, 'PutBucketLifecycleConfiguration');
const deleteLifecycle = operation<sdk.DeleteBucketLifecycleCommand>(service, 'DeleteBucketLifecycle');
const getCors = operation<sdk.GetBucketCorsCommand>(service, 'GetBucketCors');
const putCors = operation<sdk.PutBucketCorsCommand>(service, 'PutBucketCors');
const deleteCors = operation<sdk.DeleteBucketCorsCommand>(service, 'DeleteBucketCors');
const getNotification = operation<sdk.GetBucketNotificationConfigurationCommand>(
  service,
  'GetBucketNotificationConfiguration',
);
const putNotification = operation<sdk.PutBucketNotificationConfigurationCommand>(
  service,
  'PutBucketNotificationConfiguration',
);

/** What a new bucket is by itself: what a setting that goes away is put back to. */
export const usual: JsonObject = {
  BucketEncryption: {
    ServerSideEncryptionConfiguration: [
      { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false },
    ],
  },
  PublicAccessBlockConfiguration: {
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  },
  OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
  VersioningConfiguration: { Status: 'Suspended' },
  NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: false } },
};

/** In the order in which they are set: who may see it comes first. */
export const settings = [
  'PublicAccessBlockConfiguration',
  'OwnershipControls',
  'BucketEncryption',
  'VersioningConfiguration',
  'LifecycleConfiguration',
  'CorsConfiguration',
  'NotificationConfiguration',
] as const;
type Setting = (typeof settings)[number];

/** What S3 says of each setting. */
export const look: Readonly<Record<Setting, (Bucket: string) => Asks<JsonObject>>> = {
  *PublicAccessBlockConfiguration(Bucket) {
    const found = (yield* absent(getAccess({ Bucket })))?.PublicAccessBlockConfiguration;
    const open = {
      BlockPublicAcls: false,
      BlockPublicPolicy: false,
      IgnorePublicAcls: false,
      RestrictPublicBuckets: false,
    };
    return { ...open, ...objectOf(trusted<Json>(found)) };
  },
  *OwnershipControls(Bucket) {
    const found = (yield* absent(getOwnership({ Bucket })))?.OwnershipControls;
    return found === undefined ? { Rules: [{ ObjectOwnership: 'ObjectWriter' }] } : objectOf(trusted<Json>(found));
  },
  *BucketEncryption(Bucket) {
    const found = (yield* absent(getEncryption({ Bucket })))?.ServerSideEncryptionConfiguration;
    return found === undefined ? {} : words.encryptionFrom(trusted(found));
  },
  *VersioningConfiguration(Bucket) {
    return { Status: (yield* getVersioning({ Bucket })).Status ?? 'Suspended' };
  },
  *LifecycleConfiguration(Bucket) {
    const found = yield* absent(getLifecycle({ Bucket }));
    return found === undefined ? {} : words.lifecycleFrom(trusted(found));
  },
  *CorsConfiguration(Bucket) {
    const found = yield* absent(getCors({ Bucket }));
    return found === undefined ? {} : words.corsFrom(trusted(found));
  },
  *NotificationConfiguration(Bucket) {
    return words.notificationFrom(trusted(yield* getNotification({ Bucket })));
  },
};

/** Sets each setting, or puts it back to what it is by itself. */
export const change: Readonly<Record<Setting, (Bucket: string, value: Json | undefined) => Asks<void>>> = {
  *PublicAccessBlockConfiguration(Bucket, value = usual.PublicAccessBlockConfiguration) {
    yield* putAccess({ Bucket, PublicAccessBlockConfiguration: trusted(value) });
  },
  *OwnershipControls(Bucket, value = usual.OwnershipControls) {
    yield* putOwnership({ Bucket, OwnershipControls: trusted(value) });
  },
  *BucketEncryption(Bucket, value = usual.BucketEncryption) {
    yield* putEncryption({ Bucket, ServerSideEncryptionConfiguration: trusted(words.encryptionTo(value)) });
  },
  *VersioningConfiguration(Bucket, value = usual.VersioningConfiguration) {
    yield* putVersioning({ Bucket, VersioningConfiguration: trusted(value) });
  },
  *LifecycleConfiguration(Bucket, value) {
    if (value === undefined) yield* gone(deleteLifecycle({ Bucket }));
    else yield* putLifecycle({ Bucket, LifecycleConfiguration: trusted(words.lifecycleTo(value)) });
  },
  *CorsConfiguration(Bucket, value) {
    if (value === undefined) yield* gone(deleteCors({ Bucket }));
    else yield* putCors({ Bucket, CORSConfiguration: trusted(words.corsTo(value)) });
  },
  *NotificationConfiguration(Bucket, value) {
    // All of it is set at once, and what others set there is theirs to answer for.
    const others = yield* getNotification({ Bucket });
    yield* putNotification({
      Bucket,
      NotificationConfiguration: trusted(words.notificationTo(value, trusted(others))),
      SkipDestinationValidation: true,
    });
  },
};
