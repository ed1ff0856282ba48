/** The component `bucket`: files by name (Amazon S3), private and encrypted; it outlives its component unless that says otherwise. */
import type { JsonObject } from '../../../json.ts';
import { bucketForOthers, shut } from '../parts/bucket.ts';
import { componentOf } from '../parts/component.ts';

const days = (description: string): JsonObject => ({ type: 'integer', minimum: 1, maximum: 36_500, description });
const texts = (description: string): JsonObject => ({
  type: 'array',
  minItems: 1,
  description,
  items: { type: 'string' },
});

export const bucket: JsonObject = componentOf(
  'bucket',
  'Files by name (Amazon S3), private and encrypted',
  'resources',
  {
    parameters: {
      type: 'object',
      properties: {
        versioning: { type: 'boolean', default: false, description: 'Keeps what is overwritten and deleted' },
        lifecycle: {
          type: 'array',
          description: 'What becomes of objects as they grow old',
          maxItems: 100,
          items: {
            type: 'object',
            minProperties: 1,
            properties: {
              prefix: {
                type: 'string',
                minLength: 1,
                maxLength: 1024,
                description: 'Only objects whose names begin so',
              },
              deleteAfter: days('Days after which an object is deleted'),
              deleteOldVersionsAfter: days('Days after which what was overwritten or deleted is gone'),
              archiveAfter: days('Days after which an object goes to Glacier Instant Retrieval'),
            },
          },
        },
        cors: {
          type: 'array',
          description: 'Which pages of other origins may use it, by rules',
          maxItems: 100,
          items: {
            type: 'object',
            required: ['allowOrigins', 'allowMethods'],
            properties: {
              allowOrigins: texts('https://example.com, or *'),
              allowMethods: {
                type: 'array',
                minItems: 1,
                uniqueItems: true,
                items: { type: 'string', enum: ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'] },
              },
              allowHeaders: texts('Headers of the request'),
              exposeHeaders: texts('Headers of the answer'),
              maxAge: { type: 'integer', minimum: 0, maximum: 86_400, description: 'Seconds' },
            },
          },
        },
        events: {
          type: 'boolean',
          default: true,
          description: 'EventBridge hears of every change, a dollar for a million of them; triggers need it',
        },
        onDelete: {
          type: 'string',
          enum: ['retain', 'delete'],
          default: 'retain',
          description: 'What becomes of it when its component goes; AWS deletes only an empty one',
        },
      },
    },
    resources: [
      {
        id: 'bucket',
        retain: '${parameter.onDelete == "retain"}',
        type: 'AWS::S3::Bucket',
        properties: {
          ...shut,
          VersioningConfiguration: { $if: 'parameter.versioning', Status: 'Enabled' },
          NotificationConfiguration: {
            $if: 'parameter.events',
            EventBridgeConfiguration: { EventBridgeEnabled: true },
          },
          LifecycleConfiguration: {
            $if: 'size(parameter.?lifecycle.orValue([])) > 0',
            Rules: [
              {
                $for: 'rule in parameter.?lifecycle.orValue([])',
                Status: 'Enabled',
                Prefix: '${rule.?prefix}',
                ExpirationInDays: '${rule.?deleteAfter}',
                NoncurrentVersionExpiration: {
                  $if: 'has(rule.deleteOldVersionsAfter)',
                  NoncurrentDays: '${rule.deleteOldVersionsAfter}',
                },
                Transitions: [
                  {
                    $if: 'has(rule.archiveAfter)',
                    StorageClass: 'GLACIER_IR',
                    TransitionInDays: '${rule.archiveAfter}',
                  },
                ],
              },
            ],
          },
          CorsConfiguration: {
            $if: 'size(parameter.?cors.orValue([])) > 0',
            CorsRules: [
              {
                $for: 'rule in parameter.?cors.orValue([])',
                AllowedOrigins: '${rule.allowOrigins}',
                AllowedMethods: '${rule.allowMethods}',
                AllowedHeaders: '${rule.?allowHeaders}',
                ExposedHeaders: '${rule.?exposeHeaders}',
                MaxAge: '${rule.?maxAge}',
              },
            ],
          },
        },
      },
    ],
    ...bucketForOthers,
    source: {
      kind: 'bucket',
      name: '${resources.bucket.BucketName}',
      arn: { $if: 'parameter.events', $value: '${resources.bucket.Arn}' },
    },
    validations: [
      {
        if: 'parameter.?lifecycle.orValue([]).exists(rule, size(rule) == 1 && has(rule.prefix))',
        pointer: '/lifecycle',
        code: 'MissingParameter',
        message: 'A rule of lifecycle says what becomes of its objects',
        hint: 'deleteAfter, deleteOldVersionsAfter or archiveAfter',
      },
      {
        if: 'parameter.?lifecycle.orValue([]).exists(rule, has(rule.deleteAfter) && has(rule.archiveAfter) && rule.deleteAfter <= rule.archiveAfter)',
        pointer: '/lifecycle',
        code: 'InvalidParameter',
        message:
          'An object is archived before it is deleted: AWS refuses a rule whose deleteAfter is not greater than its archiveAfter',
      },
      {
        if: '!parameter.versioning && parameter.?lifecycle.orValue([]).exists(rule, has(rule.deleteOldVersionsAfter))',
        pointer: '/lifecycle',
        code: 'InvalidParameter',
        message: 'There are no old versions without versioning',
        hint: 'versioning: true',
      },
    ],
  },
);
