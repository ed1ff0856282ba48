/** POST /blobs: where to put a zip that is too large for a document. */
import { OamError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import { readObject } from './body.ts';
import { answer, type Call, noDryRun } from './call.ts';

/** What AWS Lambda takes as one zip. */
const sizeLimit = 52_428_800;
const sha256Pattern = '^[0-9a-f]{64}$';

/** The body, as OpenAPI tells of it. */
export const blobShape: JsonObject = {
  type: 'object',
  required: ['sha256', 'size'],
  properties: {
    sha256: { type: 'string', pattern: sha256Pattern, description: 'SHA-256 of the zip in hex' },
    size: { type: 'integer', minimum: 1, maximum: sizeLimit, description: 'Its bytes' },
  },
};

export async function postBlob(call: Call): Promise<Response> {
  noDryRun(call);
  const { sha256, size } = await readObject(call.request);
  if (typeof sha256 !== 'string' || !new RegExp(sha256Pattern).test(sha256)) {
    throw new OamError(
      'BadRequest',
      'sha256 is the SHA-256 of the zip in 64 lower-case hex digits: sha256sum code.zip',
    );
  }
  if (typeof size !== 'number' || !Number.isInteger(size) || size < 1) {
    throw new OamError('BadRequest', 'size is the number of bytes of the zip: wc -c < code.zip');
  }
  if (size > sizeLimit) {
    throw new OamError(
      'TooLarge',
      `The zip has ${size} bytes, AWS Lambda takes ${sizeLimit}: use code.s3, or an image`,
    );
  }
  if (await call.deps.blobs.exists(sha256)) return answer(200, { sha256, exists: true });
  const { url, method, headers } = await call.deps.blobs.presign(sha256, size);
  return answer(201, { sha256, upload: { url, method, headers: { ...headers } } });
}
