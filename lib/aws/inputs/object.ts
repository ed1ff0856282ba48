/** Objects in S3, by version; where the bucket keeps none, by what they hold. */
import type * as sdk from '@aws-sdk/client-s3';
import { unkept } from '../../resource/resource.ts';
import { operation } from '../operation.ts';
import { at, type InputKind, unlessHidden } from './input-kind.ts';

const headObject = operation<sdk.HeadObjectCommand>('s3', 'HeadObject');

const noVersions =
  'its bucket keeps no versions, so what is put over it is gone and no rollback brings it back. Turn versioning on: aws s3api put-bucket-versioning --versioning-configuration Status=Enabled --bucket <name>';

export const object: InputKind = {
  // In the buckets that may hold code, which the deployment names (infra/roles.yml).
  iam: [],
  *resolve(name) {
    const cut = name.indexOf('/');
    const answer = yield* unlessHidden(headObject({ Bucket: name.slice(0, cut), Key: name.slice(cut + 1) }));
    if (answer === undefined) return undefined;
    const { VersionId, ETag = '', LastModified } = answer;
    const put = at('put', LastModified);
    if (VersionId !== undefined && VersionId !== 'null')
      return { value: VersionId, says: `version ${VersionId}${put}` };
    const hash = ETag.replaceAll('"', '');
    return { value: `${unkept}${hash}`, says: `${hash}${put}`, warns: noVersions };
  },
};
