/** The Cloud Control client with the commands that drivers send. */
import {
  CloudControlClient,
  CreateResourceCommand,
  DeleteResourceCommand,
  GetResourceCommand,
  GetResourceRequestStatusCommand,
  ListResourcesCommand,
  UpdateResourceCommand,
} from '@aws-sdk/client-cloudcontrol';
import type { ServiceClient } from './client.ts';

export const service: ServiceClient = {
  create: config => new CloudControlClient(config),
  commands: {
    CreateResource: CreateResourceCommand,
    DeleteResource: DeleteResourceCommand,
    GetResource: GetResourceCommand,
    GetResourceRequestStatus: GetResourceRequestStatusCommand,
    ListResources: ListResourcesCommand,
    UpdateResource: UpdateResourceCommand,
  },
};
