/** Uploaded code, kept under its SHA-256: the port, and its adapter for a bucket in S3. */
import { OamError } from '../errors.ts';
import { trusted } from '../json.ts';

interface Upload {
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
  const keyed = (sha256: string) => ({ Bucket: options.bucket, Key: `blobs/${sha256}` });
  let loading: ReturnType<typeof load> | undefined;
  // Loaded on first use: most requests never need S3, and its client costs more at start than all the rest.
  const s3 = (): ReturnType<typeof load> => {
    loading ??= load(options.pathStyle);
    return loading;
  };
  return {
    async put(sha256, bytes) {
      const { client, PutObjectCommand } = await s3();
      const command = new PutObjectCommand({ ...keyed(sha256), Body: bytes, ChecksumSHA256: base64Of(sha256) });
      await asking(() => client.send(command));
    },
    async exists(sha256) {
      const { client, HeadObjectCommand } = await s3();
      try {
        await client.send(new HeadObjectCommand(keyed(sha256)));
        return true;
      } catch (error) {
        // HEAD has no body, hence no name to tell by. The role has s3:ListBucket, or S3 would answer 403.
        if (statusOf(error) === 404) return false;
        throw failure(error);
      }
    },
    async presign(sha256, size) {
      const { client, PutObjectCommand, getSignedUrl } = await s3();
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

async function load(pathStyle: boolean) {
  const [{ S3Client, HeadObjectCommand, PutObjectCommand }, { getSignedUrl }] = await Promise.all([
    import('@aws-sdk/client-s3'),
    import('@aws-sdk/s3-request-presigner'),
  ]);
  const client = new S3Client({ maxAttempts: 2, forcePathStyle: pathStyle });
  return { client, HeadObjectCommand, PutObjectCommand, getSignedUrl };
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
