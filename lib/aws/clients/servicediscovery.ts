/** The Cloud Map client with the commands that drivers send. */
import {
  CreateServiceCommand,
  DeleteServiceCommand,
  GetServiceCommand,
  ListServicesCommand,
  ListTagsForResourceCommand,
  ServiceDiscoveryClient,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-servicediscovery';
import type { ServiceClient } from './client.ts';

export const service: ServiceClient = {
  create: config => new ServiceDiscoveryClient(config),
  commands: {
    CreateService: CreateServiceCommand,
    DeleteService: DeleteServiceCommand,
    GetService: GetServiceCommand,
    ListServices: ListServicesCommand,
    ListTagsForResource: ListTagsForResourceCommand,
    TagResource: TagResourceCommand,
    UntagResource: UntagResourceCommand,
    UpdateService: UpdateServiceCommand,
  },
};
