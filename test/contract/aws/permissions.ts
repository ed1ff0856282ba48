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

const methods: readonly (readonly [RegExp, string])[] = [
  [/^Get/, 'GET'],
  [/^(Create|Tag)/, 'POST'],
  [/^Update/, 'PATCH'],
  [/^(Delete|Untag)/, 'DELETE'],
];

export function actionOf(call: Call): string {
  if (call.service !== 'apigatewayv2') return `${prefixes[call.service] ?? call.service}:${call.action}`;
  const method = methods.find(([start]) => start.test(call.action))?.[1];
  if (method === undefined) throw new Error(`No HTTP method is known for ${call.action}`);
  return `apigateway:${method}`;
}

/** Whether the API itself changes anything: what `Call.mutates` must say. */
export function mutates(call: Call): boolean {
  return !/^(Get|List|Describe)/.test(call.action);
}
