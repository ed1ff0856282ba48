/** The component `aws-s3` of KubeVela's Terraform addon: a bucket that goes with its component. `bucket` can do more. */
import type { JsonObject } from '../../../json.ts';
import { bucketForOthers, shut } from '../parts/bucket.ts';
import { componentOf } from '../parts/component.ts';
import { adapted, refusedOnAws } from '../parts/says.ts';

export const awsS3: JsonObject = componentOf(
  'aws-s3',
  "A bucket as KubeVela's Terraform addon has it; the component bucket can do more",
  'resources',
  {
    parameters: {
      type: 'object',
      required: ['bucket'],
      properties: {
        bucket: {
          type: 'string',
          minLength: 1,
          maxLength: 256,
          description: 'What people call it: its tag Name',
          ...adapted(
            'Names of buckets are those of all customers of AWS: the real one begins with the prefix of the installation, and link tells it',
          ),
        },
        acl: {
          type: 'string',
          description: 'private',
          ...refusedOnAws(
            'Buckets are private here, and ACLs are off as AWS advises',
            'acl: private; a function that answers with presigned URLs lets others read',
            ['private'],
          ),
        },
        writeConnectionSecretToRef: {
          type: 'object',
          description: 'Where Terraform would write what it made',
          required: ['name'],
          properties: { name: { type: 'string' }, namespace: { type: 'string' } },
          ...adapted(
            'No secret is written: there is nothing secret about a bucket',
            'The trait link gives its NAME and ARN to another component, with the right to use it',
          ),
        },
      },
    },
    resources: [
      {
        id: 'bucket',
        type: 'AWS::S3::Bucket',
        properties: { ...shut, Tags: [{ Key: 'Name', Value: '${parameter.bucket}' }] },
      },
    ],
    ...bucketForOthers,
  },
);
