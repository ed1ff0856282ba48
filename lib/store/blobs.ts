/** Uploaded code, kept under its SHA-256: the port, and its adapter for a bucket in S3. */
import { HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { OamError } from '../errors.ts';
import { trusted } from '../json.ts';

export interface Upload {
  readonly url: string;
  readonly method: 'PUT';
  readonly headers: Readonly<Record<string, string>>;
}

export interface Blobs {
  /** Stores the bytes under their lower-case hex SHA-256; storing them again changes nothing. */
  put(sha256: string, bytes: Uint8Array): Promise<void>;
  exists(sha256: string): Promise<boolean>;
  /** Where to PUT exactly these bytes within 15 minutes. */
  presign(sha256: string, size: number): Promise<Upload>;
}

/** `pathStyle` addresses the bucket as a path, for endpoints without a name per bucket (emulators). */
export function createS3Blobs(options: { readonly bucket: string; readonly pathStyle: boolean }): Blobs {
  const client = new S3Client({ maxAttempts: 2, forcePathStyle: options.pathStyle });
  const keyed = (sha256: string) => ({ Bucket: options.bucket, Key: `blobs/${sha256}` });
  return {
    async put(sha256, bytes) {
      const command = new PutObjectCommand({ ...keyed(sha256), Body: bytes, ChecksumSHA256: base64Of(sha256) });
      await asking(() => client.send(command));
    },
    async exists(sha256) {
      try {
        await client.send(new HeadObjectCommand(keyed(sha256)));
        return true;
      } catch (error) {
        // HEAD has no body, hence no name to tell by; without s3:ListBucket a missing key is 403.
        const status = statusOf(error);
        if (status === 404) return false;
        throw failure(error);
      }
    },
    async presign(sha256, size) {
      const checksum = base64Of(sha256);
      const command = new PutObjectCommand({ ...keyed(sha256), ContentLength: size, ChecksumSHA256: checksum });
      const url = await asking(() =>
        getSignedUrl(client, command, {
          expiresIn: 900,
          // Signed as headers, so that S3 refuses other bytes than those announced.
          unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
          signableHeaders: new Set(['host', 'content-length', 'x-amz-checksum-sha256']),
        }),
      );
      return { url, method: 'PUT', headers: { 'x-amz-checksum-sha256': checksum } };
    },
  };
}

function base64Of(sha256: string): string {
  return Buffer.from(sha256, 'hex').toString('base64');
}

async function asking<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw failure(error);
  }
}

function statusOf(error: unknown): number | undefined {
  return trusted<{ $metadata?: { httpStatusCode?: number } }>(error)?.$metadata?.httpStatusCode;
}

function failure(error: unknown): OamError {
  const status = statusOf(error);
  const name = error instanceof Error ? error.name : 'Unknown';
  const code = status === 403 ? 'Denied' : status === undefined || status >= 500 ? 'Unavailable' : 'Internal';
  return new OamError(code, `The bucket for code answered ${name}`, { cause: error, awsName: name });
}
