/** The Secrets Manager client with the commands that drivers send. */
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetRandomPasswordCommand,
  RestoreSecretCommand,
  SecretsManagerClient,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateSecretCommand,
} from '@aws-sdk/client-secrets-manager';
import type { ServiceClient } from './client.ts';

export const service: ServiceClient = {
  create: config => new SecretsManagerClient(config),
  commands: {
    CreateSecret: CreateSecretCommand,
    DeleteSecret: DeleteSecretCommand,
    DescribeSecret: DescribeSecretCommand,
    GetRandomPassword: GetRandomPasswordCommand,
    RestoreSecret: RestoreSecretCommand,
    TagResource: TagResourceCommand,
    UntagResource: UntagResourceCommand,
    UpdateSecret: UpdateSecretCommand,
  },
};
