/** The CloudFormation client with the one command that drivers send: what a type is like. */
import { CloudFormationClient, DescribeTypeCommand } from '@aws-sdk/client-cloudformation';
import type { ServiceClient } from './client.ts';

export const service: ServiceClient = {
  create: config => new CloudFormationClient(config),
  commands: { DescribeType: DescribeTypeCommand },
};
