/** The settings of a bucket, as properties. */
import type { JsonObject } from '../../json.ts';
import { flag, integer, list, structure, text, word } from '../schema.ts';

const storageClass = word('DEEP_ARCHIVE', 'GLACIER', 'GLACIER_IR', 'INTELLIGENT_TIERING', 'ONEZONE_IA', 'STANDARD_IA');

const lifecycleRule = structure(
  {
    Id: text({ minLength: 1, maxLength: 255 }),
    Status: word('Enabled', 'Disabled'),
    Prefix: text({ maxLength: 1024 }),
    ExpirationInDays: integer(1),
    AbortIncompleteMultipartUpload: structure({ DaysAfterInitiation: integer(1) }, 'DaysAfterInitiation'),
    NoncurrentVersionExpiration: structure(
      { NoncurrentDays: integer(1), NewerNoncurrentVersions: integer(1, 100) },
      'NoncurrentDays',
    ),
    Transitions: list(
      structure({ StorageClass: storageClass, TransitionInDays: integer(0) }, 'StorageClass', 'TransitionInDays'),
    ),
  },
  'Status',
);

const corsRule = structure(
  {
    Id: text({ minLength: 1, maxLength: 255 }),
    AllowedHeaders: list(text()),
    AllowedMethods: list(word('GET', 'PUT', 'HEAD', 'POST', 'DELETE')),
    AllowedOrigins: list(text()),
    ExposedHeaders: list(text()),
    MaxAge: integer(0),
  },
  'AllowedMethods',
  'AllowedOrigins',
);

export const encryption: JsonObject = structure(
  {
    ServerSideEncryptionConfiguration: {
      ...list(
        structure(
          {
            ServerSideEncryptionByDefault: structure(
              { SSEAlgorithm: word('AES256', 'aws:kms', 'aws:kms:dsse'), KMSMasterKeyID: text() },
              'SSEAlgorithm',
            ),
            BucketKeyEnabled: flag,
          },
          'ServerSideEncryptionByDefault',
        ),
      ),
      minItems: 1,
      maxItems: 1,
    },
  },
  'ServerSideEncryptionConfiguration',
);

export const publicAccess: JsonObject = structure({
  BlockPublicAcls: flag,
  BlockPublicPolicy: flag,
  IgnorePublicAcls: flag,
  RestrictPublicBuckets: flag,
});

const owned = structure(
  { ObjectOwnership: word('BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter') },
  'ObjectOwnership',
);
export const ownership: JsonObject = structure({ Rules: { ...list(owned), minItems: 1, maxItems: 1 } }, 'Rules');

export const lifecycle: JsonObject = structure(
  { Rules: { ...list(lifecycleRule), minItems: 1, maxItems: 1000 } },
  'Rules',
);

export const cors: JsonObject = structure(
  { CorsRules: { ...list(corsRule), minItems: 1, maxItems: 100 } },
  'CorsRules',
);

export const notification: JsonObject = structure(
  { EventBridgeConfiguration: structure({ EventBridgeEnabled: flag }, 'EventBridgeEnabled') },
  'EventBridgeConfiguration',
);
