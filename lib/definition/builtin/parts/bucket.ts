/** What every bucket has: nobody else sees into it, and other components may know it. */
import type { JsonObject } from '../../../json.ts';

/** Encrypted, private, without ACLs. */
export const shut: JsonObject = {
  BucketEncryption: {
    ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
  },
  PublicAccessBlockConfiguration: {
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  },
  OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
};

/** Of the resource `bucket`. */
export const bucketForOthers: JsonObject = {
  link: { NAME: '${resources.bucket.BucketName}', ARN: '${resources.bucket.Arn}' },
  grants: {
    read: {
      actions: '${iam.actions("s3", "read")}',
      resources: ['${resources.bucket.Arn}', '${resources.bucket.Arn}/*'],
    },
    write: { actions: '${iam.actions("s3", "write")}', resources: ['${resources.bucket.Arn}/*'] },
  },
};
