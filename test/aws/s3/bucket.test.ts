/** The driver of S3 buckets, call by call. */
import { describe, expect, it } from 'vitest';
import { bucket } from '../../../lib/aws/s3/bucket.ts';
import { fault } from '../../doubles/aws.ts';
import { play } from '../script.ts';

const Bucket = 'files';
const versioned = { VersioningConfiguration: { Status: 'Enabled' } };

describe('a bucket', () => {
  it('is tagged as it is made, and its region is not ours to say', () => {
    const { inputs, result } = play(bucket.create(versioned, Bucket, 't', { 'oam.dev/app': 'x' }), [
      ['CreateBucket', { Location: '/files' }],
      ['GetBucketLocation', { LocationConstraint: 'eu-central-1' }],
      ['PutBucketVersioning'],
    ]);
    expect(inputs[0]).toEqual({ Bucket, CreateBucketConfiguration: { Tags: [{ Key: 'oam.dev/app', Value: 'x' }] } });
    expect(result).toMatchObject({
      BucketName: Bucket,
      Arn: 'arn:aws:s3:::files',
      RegionalDomainName: 'files.s3.eu-central-1.amazonaws.com',
    });
  });

  it('is read by those settings that were ever ours, and by all where that is not known', () => {
    const identity = bucket.identify({ BucketName: Bucket, ...versioned });
    const { result } = play(bucket.observe(identity), [
      ['GetBucketLocation', {}],
      ['GetBucketVersioning', { Status: 'Enabled' }],
      ['GetBucketTagging', fault('NoSuchTagSet', 404, 'no tags')],
    ]);
    expect(result).toMatchObject({ ...versioned, Tags: [], RegionalDomainName: 'files.s3.us-east-1.amazonaws.com' });
    const all = play(bucket.observe({ BucketName: Bucket }), [
      ['GetBucketLocation', {}],
      ['GetPublicAccessBlock', fault('NoSuchPublicAccessBlockConfiguration', 404, 'none')],
      ['GetBucketOwnershipControls', fault('OwnershipControlsNotFoundError', 404, 'none')],
      ['GetBucketEncryption', fault('ServerSideEncryptionConfigurationNotFoundError', 404, 'none')],
      ['GetBucketVersioning', {}],
      ['GetBucketLifecycleConfiguration', fault('NoSuchLifecycleConfiguration', 404, 'none')],
      ['GetBucketCors', fault('NoSuchCORSConfiguration', 404, 'none')],
      ['GetBucketNotificationConfiguration', {}],
      ['GetBucketTagging', { TagSet: [] }],
    ]);
    expect(all.result).toMatchObject({ PublicAccessBlockConfiguration: { BlockPublicAcls: false } });
  });

  it('is told a setting that was never read, though AWS may have it by itself', () => {
    const desired = { OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] } };
    expect(bucket.diff(desired, {}, { BucketName: Bucket })).toEqual(['OwnershipControls']);
  });

  it('is private again where its access is no longer declared', () => {
    const observed = { PublicAccessBlockConfiguration: { BlockPublicAcls: false } };
    const { inputs } = play(
      bucket.update({ BucketName: Bucket }, {}, observed, ['PublicAccessBlockConfiguration'], observed),
      [['PutPublicAccessBlock']],
    );
    expect(inputs[0]).toMatchObject({
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
    });
  });

  it("keeps others' tags and notifications, which S3 sets all at once", () => {
    const Tags = [
      { Key: 'aws:x', Value: '1' },
      { Key: 'theirs', Value: '1' },
      { Key: 'old', Value: '1' },
    ];
    const desired = {
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
      Tags: [{ Key: 'new', Value: '1' }],
    };
    const applied = { Tags: [{ Key: 'old', Value: '1' }] };
    const { inputs } = play(
      bucket.update({ BucketName: Bucket }, desired, { Tags }, ['NotificationConfiguration', 'Tags'], applied),
      [
        ['GetBucketNotificationConfiguration', { TopicConfigurations: [{ TopicArn: 'arn:theirs', Events: [] }] }],
        ['PutBucketNotificationConfiguration'],
        ['PutBucketTagging'],
      ],
    );
    expect(inputs[1]?.NotificationConfiguration).toEqual({
      TopicConfigurations: [{ TopicArn: 'arn:theirs', Events: [] }],
      EventBridgeConfiguration: {},
    });
    expect(inputs[2]?.Tagging).toEqual({
      TagSet: [
        { Key: 'new', Value: '1' },
        { Key: 'theirs', Value: '1' },
      ],
    });
  });

  it('notices what somebody added to a rule, and no order of rules or methods', () => {
    const rule = { Status: 'Enabled', ExpirationInDays: 7 };
    const desired = { LifecycleConfiguration: { Rules: [rule, { Status: 'Disabled', Prefix: 'a/' }] } };
    const seen = (more: object) => ({
      LifecycleConfiguration: {
        Rules: [
          { Id: 'lateen-2', Status: 'Disabled', Prefix: 'a/' },
          { Id: 'lateen-1', ...rule, ...more },
        ],
      },
    });
    expect(bucket.diff(desired, undefined, seen({}))).toEqual([]);
    expect(bucket.diff(desired, undefined, seen({ Prefix: 'b/' }))).toEqual(['LifecycleConfiguration']);
    const cors = (...AllowedMethods: string[]) => ({
      CorsConfiguration: { CorsRules: [{ AllowedMethods, AllowedOrigins: ['*'] }] },
    });
    expect(bucket.diff(cors('GET', 'PUT'), undefined, cors('PUT', 'GET'))).toEqual([]);
  });

  it('that holds objects is not deleted, and says what to do', () => {
    const error = fault('BucketNotEmpty', 409, 'The bucket you tried to delete is not empty');
    expect(() => play(bucket.delete({ BucketName: Bucket }), [['DeleteBucket', error]])).toThrow(
      /BucketNotEmpty: files holds objects.*aws s3 rm s3:\/\/files --recursive/,
    );
    play(bucket.delete({ BucketName: Bucket }), [['DeleteBucket', fault('NoSuchBucket', 404, 'gone')]]);
  });
});
