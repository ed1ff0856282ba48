/** The resource types that Lateen has drivers for, one line each, and what they ask of IAM. */
import { digest, type JsonObject } from '../json.ts';
import type { ResourceType } from '../resource/resource.ts';
import { api } from './apigatewayv2/api.ts';
import { apiMapping } from './apigatewayv2/api-mapping.ts';
import { authorizer } from './apigatewayv2/authorizer.ts';
import { domainName } from './apigatewayv2/domain-name.ts';
import { integration } from './apigatewayv2/integration.ts';
import { route } from './apigatewayv2/route.ts';
import { stage } from './apigatewayv2/stage.ts';
import { vpcLink } from './apigatewayv2/vpc-link.ts';
import { scalableTarget } from './application-auto-scaling/scalable-target.ts';
import { scalingPolicy } from './application-auto-scaling/scaling-policy.ts';
import { cloudControlResource } from './cloudcontrol/resource.ts';
import { metricAlarm } from './cloudwatch/alarm.ts';
import { table } from './dynamodb/table.ts';
import { securityGroup } from './ec2/security-group.ts';
import { cluster } from './ecs/cluster.ts';
import { ecsService } from './ecs/service.ts';
import { task } from './ecs/task.ts';
import { taskDefinition } from './ecs/task-definition.ts';
import { accessPoint } from './efs/access-point.ts';
import { fileSystem } from './efs/file-system.ts';
import { mountTarget } from './efs/mount-target.ts';
import { listener } from './elastic-load-balancing-v2/listener.ts';
import { loadBalancer } from './elastic-load-balancing-v2/load-balancer.ts';
import { targetGroup } from './elastic-load-balancing-v2/target-group.ts';
import { rule } from './events/rule.ts';
import { iamRole } from './iam/role.ts';
import { rolePolicy } from './iam/role-policy.ts';
import { inputKinds } from './inputs/inputs.ts';
import { alias } from './lambda/alias.ts';
import { eventSourceMapping } from './lambda/event-source-mapping.ts';
import { lambdaFunction } from './lambda/function.ts';
import { permission } from './lambda/permission.ts';
import { url } from './lambda/url.ts';
import { logGroup } from './logs/log-group.ts';
import { bucket } from './s3/bucket.ts';
import { schedule } from './scheduler/schedule.ts';
import { secret } from './secretsmanager/secret.ts';
import { privateDnsNamespace } from './servicediscovery/private-dns-namespace.ts';
import { discoveryService } from './servicediscovery/service.ts';
import { subscription } from './sns/subscription.ts';
import { topic } from './sns/topic.ts';
import { queue } from './sqs/queue.ts';
import { queuePolicy } from './sqs/queue-policy.ts';
import { parameter } from './ssm/parameter.ts';

const drivers: readonly ResourceType[] = [
  accessPoint,
  alias,
  api,
  apiMapping,
  authorizer,
  bucket,
  cloudControlResource,
  cluster,
  discoveryService,
  domainName,
  ecsService,
  eventSourceMapping,
  fileSystem,
  iamRole,
  integration,
  lambdaFunction,
  listener,
  loadBalancer,
  logGroup,
  metricAlarm,
  mountTarget,
  parameter,
  permission,
  privateDnsNamespace,
  queue,
  queuePolicy,
  rolePolicy,
  route,
  rule,
  scalableTarget,
  scalingPolicy,
  schedule,
  secret,
  securityGroup,
  stage,
  subscription,
  table,
  targetGroup,
  task,
  taskDefinition,
  topic,
  url,
  vpcLink,
];

/** By CloudFormation name. */
export const types: ReadonlyMap<string, ResourceType> = new Map(drivers.map(driver => [driver.type, driver]));

/** A statement of the reconciler's policy. */
export interface Statement {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: JsonObject;
}

/**
 * What the reconciler may do: every driver's `iam` list, joined by resource and condition, sorted. `facts` replaces `${prefix}`,
 * `${partition}`, `${region}`, `${account}`, `${path}`, `${boundary}` and `${codeBucket}` (an ARN); what it lacks stays as it is,
 * so that a template engine can fill it in.
 */
export function iamStatements(facts: Readonly<Record<string, string>> = {}): Statement[] {
  const groups = new Map<string, { actions: Set<string>; resources: string[]; condition: JsonObject | undefined }>();
  for (const { action, resource, condition } of [...drivers, ...inputKinds.values()].flatMap(one => one.iam)) {
    for (const one of typeof resource === 'string' ? [resource] : resource) {
      const key = digest([one, condition ?? null]);
      const group = groups.get(key) ?? { actions: new Set<string>(), resources: [one], condition };
      group.actions.add(action);
      groups.set(key, group);
    }
  }
  const filled = (value: unknown): string =>
    JSON.stringify(value).replaceAll(/\$\{(\w+)\}/g, (whole, name: string) => textIn(facts[name]) ?? whole);
  return [...groups.values()].map(({ actions, resources, condition }) => ({
    Effect: 'Allow',
    Action: [...actions].sort(),
    Resource: JSON.parse(filled(resources)),
    ...(condition === undefined ? {} : { Condition: JSON.parse(filled(condition)) }),
  }));
}

/** As it stands inside a JSON text. */
function textIn(fact: string | undefined): string | undefined {
  return fact === undefined ? undefined : JSON.stringify(fact).slice(1, -1);
}
