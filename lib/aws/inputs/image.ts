/** Tags of images in ECR, by digest. */
import type * as sdk from '@aws-sdk/client-ecr';
import { operation } from '../operation.ts';
import { at, type InputKind, unlessHidden } from './input-kind.ts';

const describeImages = operation<sdk.DescribeImagesCommand>('ecr', 'DescribeImages');

export const image: InputKind = {
  iam: [{ action: 'ecr:DescribeImages', resource: 'arn:${partition}:ecr:${region}:${account}:repository/*' }],
  *resolve(name) {
    const [, registryId, repositoryName = '', imageTag] = /^(\d{12})\.[^/]+\/(.+):([^:]+)$/.exec(name) ?? [];
    const answer = yield* unlessHidden(describeImages({ registryId, repositoryName, imageIds: [{ imageTag }] }));
    const found = answer?.imageDetails?.[0];
    if (found?.imageDigest === undefined) return undefined;
    return { value: found.imageDigest, says: `${found.imageDigest}${at('pushed', found.imagePushedAt)}` };
  },
};
