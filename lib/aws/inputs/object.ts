/** Objects in S3, by version; where the bucket keeps none, by what they hold. */
import type * as sdk from '@aws-sdk/client-s3';
import type { Asks } from '../../ports.ts';
import { unkept } from '../../resource/resource.ts';
import { operation } from '../operation.ts';
import { at, type InputKind, unlessHidden } from './input-kind.ts';

const headObject = operation<sdk.HeadObjectCommand>('s3', 'HeadObject');

const noVersions =
  'its bucket keeps no versions, so what is put over it is gone and no rollback brings it back. Turn versioning on: aws s3api put-bucket-versioning --versioning-configuration Status=Enabled --bucket <name>';

/** What the object that stands there now holds, as the value of an unversioned one says it; undefined as in `resolve`. */
export function* contentOf(name: string): Asks<string | undefined> {
  const answer = yield* look(name);
  return answer === undefined ? undefined : contentIn(answer.ETag);
}

function look(name: string) {
  const cut = name.indexOf('/');
  return unlessHidden(headObject({ Bucket: name.slice(0, cut), Key: name.slice(cut + 1) }));
}

function contentIn(etag = ''): string {
  return `${unkept}${etag.replaceAll('"', '')}`;
}

export const object: InputKind = {
  // In the buckets that may hold code, which the deployment names (infra/roles.yml).
  iam: [],
  *resolve(name) {
    const answer = yield* look(name);
    if (answer === undefined) return undefined;
    const { VersionId, ETag, LastModified } = answer;
    const put = at('put', LastModified);
    if (VersionId !== undefined && VersionId !== 'null')
      return { value: VersionId, says: `version ${VersionId}${put}` };
    const value = contentIn(ETag);
    return { value, says: `${value.slice(unkept.length)}${put}`, warns: noVersions };
  },
};
