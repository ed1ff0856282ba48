/** The Systems Manager client with the commands that drivers send. */
import {
  AddTagsToResourceCommand,
  DeleteParameterCommand,
  DescribeParametersCommand,
  GetParameterCommand,
  ListTagsForResourceCommand,
  PutParameterCommand,
  RemoveTagsFromResourceCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import type { ServiceClient } from './client.ts';

export const service: ServiceClient = {
  create: config => new SSMClient(config),
  commands: {
    AddTagsToResource: AddTagsToResourceCommand,
    DeleteParameter: DeleteParameterCommand,
    DescribeParameters: DescribeParametersCommand,
    GetParameter: GetParameterCommand,
    ListTagsForResource: ListTagsForResourceCommand,
    PutParameter: PutParameterCommand,
    RemoveTagsFromResource: RemoveTagsFromResourceCommand,
  },
};
