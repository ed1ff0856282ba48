/** The bucket of uploaded code, listed and cleared; uploading is blobs.ts. */
import { DeleteObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import type { Shelf } from './rounds.ts';

const prefix = 'blobs/';

/** `pathStyle` as in createS3Blobs. */
export function createS3Shelf(options: { readonly bucket: string; readonly pathStyle: boolean }): Shelf {
  const client = new S3Client({ maxAttempts: 2, forcePathStyle: options.pathStyle });
  return {
    async list({ cursor }) {
      const answer = await client.send(
        new ListObjectsV2Command({
          Bucket: options.bucket,
          Prefix: prefix,
          ...(cursor === undefined ? {} : { ContinuationToken: cursor }),
        }),
      );
      const items = (answer.Contents ?? []).map(object => ({
        sha256: (object.Key ?? '').slice(prefix.length),
        at: object.LastModified?.getTime() ?? 0,
      }));
      return answer.NextContinuationToken === undefined ? { items } : { items, cursor: answer.NextContinuationToken };
    },
    async remove(sha256) {
      await client.send(new DeleteObjectCommand({ Bucket: options.bucket, Key: prefix + sha256 }));
    },
  };
}
