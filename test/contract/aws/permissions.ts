/** Which IAM action a call needs: API Gateway's are HTTP methods, and some services have other names there. */
import type { Call } from '../../../lib/ports.ts';

const prefixes: Readonly<Record<string, string>> = {
  'cloudwatch-logs': 'logs',
  'application-auto-scaling': 'application-autoscaling',
  cloudcontrol: 'cloudformation',
  efs: 'elasticfilesystem',
  'elastic-load-balancing-v2': 'elasticloadbalancing',
  eventbridge: 'events',
  'secrets-manager': 'secretsmanager',
};

/** What S3 calls otherwise. */
const ofS3: Readonly<Record<string, string>> = {
  DeleteBucketCors: 'PutBucketCORS',
  DeleteBucketLifecycle: 'PutLifecycleConfiguration',
  GetBucketCors: 'GetBucketCORS',
  GetBucketEncryption: 'GetEncryptionConfiguration',
  GetBucketLifecycleConfiguration: 'GetLifecycleConfiguration',
  GetBucketNotificationConfiguration: 'GetBucketNotification',
  GetPublicAccessBlock: 'GetBucketPublicAccessBlock',
  PutBucketCors: 'PutBucketCORS',
  PutBucketEncryption: 'PutEncryptionConfiguration',
  PutBucketLifecycleConfiguration: 'PutLifecycleConfiguration',
  PutBucketNotificationConfiguration: 'PutBucketNotification',
  PutPublicAccessBlock: 'PutBucketPublicAccessBlock',
};

const methods: readonly (readonly [RegExp, string])[] = [
  [/^Get/, 'GET'],
  [/^(Create|Tag)/, 'POST'],
  [/^Update/, 'PATCH'],
  [/^(Delete|Untag)/, 'DELETE'],
];

export function actionOf(call: Call): string {
  if (call.service === 's3') return `s3:${ofS3[call.action] ?? call.action}`;
  if (call.service !== 'apigatewayv2') return `${prefixes[call.service] ?? call.service}:${call.action}`;
  const method = methods.find(([start]) => start.test(call.action))?.[1];
  if (method === undefined) throw new Error(`No HTTP method is known for ${call.action}`);
  return `apigateway:${method}`;
}

/** Whether the API itself changes anything: what `Call.mutates` must say. */
export function mutates(call: Call): boolean {
  return !/^(Get|Head|List|Describe)/.test(call.action);
}
