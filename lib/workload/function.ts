/** The neutral workload `function`: code that runs when it is asked. */
import type { JsonObject } from '../json.ts';
import { grants, initially, keyed, labels, lateText, name, record, text, whole } from './schema-parts.ts';

/** Inline text and zips became blobs when the application was accepted. */
const code: JsonObject = {
  ...record({
    blob: { type: 'string', pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of uploaded code' },
    s3: record({ bucket: name, key: name, version: name }, ['bucket', 'key']),
  }),
  minProperties: 1,
  maxProperties: 1,
};

/** The JSON Schema of a patched workload of type function. */
export const functionSchema: JsonObject = record(
  {
    code,
    runtime: { ...name, description: 'nodejs24.x, python3.13, provided.al2023, ...' },
    handler: name,
    description: text,
    memory: { ...whole(128, 10_240), description: 'MB' },
    timeout: { ...whole(1, 900), description: 'Seconds' },
    architecture: { enum: ['x86_64', 'arm64'] },
    env: keyed('name', { name, value: lateText }, ['value']),
    layers: { type: 'array', maxItems: 5, items: name },
    concurrency: record({
      reserved: { ...whole(0), description: 'At most so many at once, set aside for it' },
      provisioned: { ...initially(whole(1)), description: 'So many are kept warm' },
    }),
    scaledBy: { ...name, description: 'The trait whose auto scaling owns concurrency.provisioned' },
    labels,
    logRetention: { ...whole(1), description: 'Days that logs are kept' },
    grants,
  },
  ['code', 'runtime', 'handler'],
);
