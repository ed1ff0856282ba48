/** The component `function`: code that runs when it is called, with nothing to keep running. */
import type { JsonObject } from '../../../json.ts';
import { componentOf } from '../parts/component.ts';
import { functionVariable } from '../parts/variable.ts';

export const functionComponent: JsonObject = componentOf(
  'function',
  'Code that runs when it is called (AWS Lambda)',
  'function',
  {
    parameters: {
      type: 'object',
      required: ['code'],
      properties: {
        code: {
          type: 'object',
          description: 'The code: exactly one of inline, path, zip, blob, s3',
          minProperties: 1,
          maxProperties: 1,
          properties: {
            inline: {
              type: 'string',
              minLength: 1,
              description: 'The text of index.mjs (index.py for python); it is stored as a blob when it is posted',
            },
            path: {
              type: 'string',
              minLength: 1,
              description:
                'A file or folder beside the app.yaml: lateen up packs and uploads it, and posts the blob it became',
            },
            zip: {
              type: 'string',
              minLength: 1,
              description: 'A zip file in base64; it is stored as a blob when it is posted',
            },
            blob: {
              type: 'string',
              pattern: '^[0-9a-f]{64}$',
              description: 'SHA-256 of a zip file that was uploaded before',
            },
            s3: {
              type: 'object',
              description: 'A zip file in a bucket of your own, in the same region',
              required: ['bucket', 'key'],
              properties: {
                bucket: { type: 'string', minLength: 3, maxLength: 63 },
                key: { type: 'string', minLength: 1, maxLength: 1024 },
                version: { type: 'string', minLength: 1, description: 'Version of the object' },
              },
            },
          },
        },
        runtime: {
          type: 'string',
          description: 'The language and its version',
          default: 'nodejs24.x',
          enum: [
            'nodejs20.x',
            'nodejs22.x',
            'nodejs24.x',
            'python3.10',
            'python3.11',
            'python3.12',
            'python3.13',
            'python3.14',
            'java11',
            'java17',
            'java21',
            'java25',
            'dotnet8',
            'dotnet10',
            'ruby3.3',
            'ruby3.4',
            'provided.al2',
            'provided.al2023',
          ],
        },
        handler: {
          type: 'string',
          description: 'File and exported function',
          default: 'index.handler',
          minLength: 1,
          maxLength: 128,
          pattern: '^[^\\s]+$',
          examples: ['index.handler'],
        },
        memory: {
          type: 'integer',
          description: 'Memory in MB; processor time grows with it. AWS gives 128 where it is left out',
          minimum: 128,
          maximum: 10240,
        },
        timeout: {
          type: 'integer',
          description: 'Seconds until a call is given up. AWS gives 3 where it is left out',
          minimum: 1,
          maximum: 900,
        },
        architecture: {
          type: 'string',
          description: 'The processor',
          enum: ['x86_64', 'arm64'],
          default: 'x86_64',
        },
        env: {
          type: 'array',
          description: 'Environment variables',
          items: {
            type: 'object',
            required: ['name', 'value'],
            properties: {
              name: functionVariable,
              value: { type: 'string' },
            },
          },
        },
        layers: {
          type: 'array',
          description: 'ARNs of layer versions',
          maxItems: 5,
          items: {
            type: 'string',
            pattern: '^arn:[^:]+:lambda:[^:]+:[0-9]{12}:layer:[^:]+:[0-9]+$',
            examples: ['arn:aws:lambda:eu-west-1:123456789012:layer:tools:3'],
          },
        },
      },
    },
    let: [
      { bucket: '${parameter.code.?s3.?bucket.orValue("")}' },
      { codeBuckets: '${environment.?codeBuckets.orValue("*").split("*")}' },
    ],
    code: [{ at: '/code', runtime: '/runtime', handler: '/handler' }],
    workload: {
      code: { blob: '${parameter.code.?blob}', s3: '${parameter.code.?s3}' },
      runtime: '${parameter.runtime}',
      handler: '${parameter.handler}',
      memory: '${parameter.?memory}',
      timeout: '${parameter.?timeout}',
      architecture: '${parameter.architecture}',
      env: '${parameter.?env}',
      layers: '${parameter.?layers}',
    },
    validations: [
      {
        // The installation reads code for everybody, and names alone tell what is whose: so are those that it gives to buckets of components.
        if: 'bucket.startsWith(environment.prefix) && bucket.substring(size(environment.prefix)).contains("-") && size(bucket.split("-").filter(part, bucket.endsWith("-" + part) && size(part) == 8)) > 0',
        pointer: '/code/s3/bucket',
        code: 'NotAllowed',
        message: "${bucket} has the name of an application's own bucket, which holds its data: code comes from none",
        hint: 'Put it into a bucket of its own, which the operator names by the deploy parameter codeBuckets',
      },
      {
        if: 'bucket != "" && !(size(codeBuckets) > 1 ? bucket.startsWith(codeBuckets[0]) && bucket.endsWith(codeBuckets[size(codeBuckets) - 1]) : bucket == codeBuckets[0])',
        pointer: '/code/s3/bucket',
        code: 'NotAllowed',
        message: '${bucket} is none of the buckets that hold code for this installation: ${environment.codeBuckets}',
        hint: 'Put the code there, or ask the operator for the deploy parameter codeBuckets: the installation reads, and hears of, no others',
      },
      {
        if: 'has(parameter.code.path)',
        pointer: '/code/path',
        code: 'CodeIsLocal',
        message: 'The code is a path on the machine of whoever wrote this',
        hint: 'Use `lateen up app.yaml`, which packs and uploads it; or upload a zip with POST /blobs and name it by code.blob',
      },
      {
        if: 'has(parameter.code.inline) || has(parameter.code.zip)',
        pointer: '/code',
        code: 'CodeNotUploaded',
        message: 'The code was not moved to a blob when it was posted',
        hint: 'Post the application by the API, or upload the zip file and name it by code.blob',
      },
    ],
  },
);
