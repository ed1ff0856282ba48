/** The ECS client with the commands that drivers send. */
import {
  CreateServiceCommand,
  DeleteServiceCommand,
  DeregisterTaskDefinitionCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  ExecuteCommandCommand,
  ListTaskDefinitionsCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  StopTaskCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import type { ServiceClient } from './client.ts';

export const service: ServiceClient = {
  create: config => new ECSClient(config),
  commands: {
    CreateService: CreateServiceCommand,
    DeleteService: DeleteServiceCommand,
    DeregisterTaskDefinition: DeregisterTaskDefinitionCommand,
    DescribeServices: DescribeServicesCommand,
    DescribeTaskDefinition: DescribeTaskDefinitionCommand,
    DescribeTasks: DescribeTasksCommand,
    ExecuteCommand: ExecuteCommandCommand,
    ListTaskDefinitions: ListTaskDefinitionsCommand,
    ListTasks: ListTasksCommand,
    RegisterTaskDefinition: RegisterTaskDefinitionCommand,
    RunTask: RunTaskCommand,
    StopTask: StopTaskCommand,
    TagResource: TagResourceCommand,
    UntagResource: UntagResourceCommand,
    UpdateService: UpdateServiceCommand,
  },
};
