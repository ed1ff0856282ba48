/** The Cloud Map client with the commands that drivers send. */
import {
  CreatePrivateDnsNamespaceCommand,
  CreateServiceCommand,
  DeleteNamespaceCommand,
  DeleteServiceCommand,
  GetNamespaceCommand,
  GetOperationCommand,
  GetServiceCommand,
  ListNamespacesCommand,
  ListServicesCommand,
  ListTagsForResourceCommand,
  ServiceDiscoveryClient,
  TagResourceCommand,
  UntagResourceCommand,
  UpdatePrivateDnsNamespaceCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-servicediscovery';
import type { ServiceClient } from './client.ts';

export const service: ServiceClient = {
  create: config => new ServiceDiscoveryClient(config),
  commands: {
    CreatePrivateDnsNamespace: CreatePrivateDnsNamespaceCommand,
    CreateService: CreateServiceCommand,
    DeleteNamespace: DeleteNamespaceCommand,
    DeleteService: DeleteServiceCommand,
    GetNamespace: GetNamespaceCommand,
    GetOperation: GetOperationCommand,
    GetService: GetServiceCommand,
    ListNamespaces: ListNamespacesCommand,
    ListServices: ListServicesCommand,
    ListTagsForResource: ListTagsForResourceCommand,
    TagResource: TagResourceCommand,
    UntagResource: UntagResourceCommand,
    UpdatePrivateDnsNamespace: UpdatePrivateDnsNamespaceCommand,
    UpdateService: UpdateServiceCommand,
  },
};
