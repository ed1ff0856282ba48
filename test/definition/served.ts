/** Components of services in an installation that allows some ARNs and types. */

import { awsResource } from '../../lib/definition/builtin/component/aws-resource.ts';
import { bucket } from '../../lib/definition/builtin/component/bucket.ts';
import { parameter } from '../../lib/definition/builtin/component/parameter.ts';
import { secret } from '../../lib/definition/builtin/component/secret.ts';
import { topic } from '../../lib/definition/builtin/component/topic.ts';
import { builtins } from '../../lib/definition/builtin/list.ts';
import { functionUrl } from '../../lib/definition/builtin/trait/function-url.ts';
import { trigger } from '../../lib/definition/builtin/trait/trigger.ts';
import type { JsonObject } from '../../lib/json.ts';
import { type Containers, openContainers } from '../reconcile/container-world.ts';

const world = await openContainers([
  ...builtins.filter(document => document.kind === 'TraitDefinition'),
  ...[awsResource, bucket, functionUrl, parameter, secret, topic, trigger],
]);

const facts: JsonObject = {
  grantPrefixes: ['arn:aws:s3:::reports', 'arn:aws:sqs:eu-central-1:123456789012:shared-'],
  allowedTypes: ['AWS::Kinesis::Stream'],
};

export const judge: Containers['judge'] = (document, more = {}) => world.judge(document, { ...facts, ...more });

export function service(type: string, name: string, properties: JsonObject = {}): JsonObject {
  return { name, type, properties };
}

export function trait(type: string, properties: JsonObject): JsonObject {
  return { type, properties };
}
