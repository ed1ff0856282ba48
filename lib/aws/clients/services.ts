/** Every service that drivers talk to, by the suffix of its client's package. */
import type { ServiceClient } from './client.ts';

/** One small file for each service, loaded when its first call is sent: a start that sends nothing loads nothing, and a bundle holds no
 * command that no driver uses. */
export const services: Readonly<Record<string, () => Promise<{ readonly service: ServiceClient }>>> = {
  apigatewayv2: () => import('./apigatewayv2.ts'),
  'application-auto-scaling': () => import('./application-auto-scaling.ts'),
  cloudcontrol: () => import('./cloudcontrol.ts'),
  cloudformation: () => import('./cloudformation.ts'),
  cloudwatch: () => import('./cloudwatch.ts'),
  'cloudwatch-logs': () => import('./cloudwatch-logs.ts'),
  dynamodb: () => import('./dynamodb.ts'),
  ec2: () => import('./ec2.ts'),
  ecr: () => import('./ecr.ts'),
  ecs: () => import('./ecs.ts'),
  efs: () => import('./efs.ts'),
  'elastic-load-balancing-v2': () => import('./elastic-load-balancing-v2.ts'),
  eventbridge: () => import('./eventbridge.ts'),
  iam: () => import('./iam.ts'),
  lambda: () => import('./lambda.ts'),
  s3: () => import('./s3.ts'),
  scheduler: () => import('./scheduler.ts'),
  'secrets-manager': () => import('./secrets-manager.ts'),
  servicediscovery: () => import('./servicediscovery.ts'),
  sns: () => import('./sns.ts'),
  sqs: () => import('./sqs.ts'),
  ssm: () => import('./ssm.ts'),
};
