/** What functions and containers are made of: objects in S3 (of a bucket without versions) and images in ECR (of which there are none). */
import { textOf } from '../../../lib/json.ts';
import { fault } from './fault.ts';
import type { Service } from './world.ts';

export const objects: Service = {
  HeadObject: (world, input) => {
    const sha256 = world.objects[`${textOf(input.Bucket)}/${textOf(input.Key)}`];
    if (sha256 === undefined) throw fault('NotFound', 404, 'NotFound');
    return { ETag: `"${sha256}"`, LastModified: new Date(world.now()).toISOString() };
  },
};

export const ecr: Service = {
  DescribeImages: () => {
    throw fault('RepositoryNotFoundException', 400, 'The repository does not exist in the registry');
  },
};
