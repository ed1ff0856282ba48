/** The EC2 client with the commands that drivers send. */
import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateTagsCommand,
  DeleteSecurityGroupCommand,
  DeleteTagsCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import type { ServiceClient } from './client.ts';

export const service: ServiceClient = {
  create: config => new EC2Client(config),
  commands: {
    AuthorizeSecurityGroupEgress: AuthorizeSecurityGroupEgressCommand,
    AuthorizeSecurityGroupIngress: AuthorizeSecurityGroupIngressCommand,
    CreateSecurityGroup: CreateSecurityGroupCommand,
    CreateTags: CreateTagsCommand,
    DeleteSecurityGroup: DeleteSecurityGroupCommand,
    DeleteTags: DeleteTagsCommand,
    DescribeSecurityGroups: DescribeSecurityGroupsCommand,
    RevokeSecurityGroupEgress: RevokeSecurityGroupEgressCommand,
    RevokeSecurityGroupIngress: RevokeSecurityGroupIngressCommand,
  },
};
