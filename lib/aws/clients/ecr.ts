/** The ECR client with the commands that are sent. */
import { DescribeImagesCommand, ECRClient } from '@aws-sdk/client-ecr';
import type { ServiceClient } from './client.ts';

export const service: ServiceClient = {
  create: config => new ECRClient(config),
  commands: { DescribeImages: DescribeImagesCommand },
};
