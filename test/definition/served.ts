/** Components of services in an installation that allows some ARNs and types. */

import { queue } from '../../lib/definition/builtin/component/queue.ts';
import { table } from '../../lib/definition/builtin/component/table.ts';
import { topic } from '../../lib/definition/builtin/component/topic.ts';
import { builtins } from '../../lib/definition/builtin/list.ts';
import { trigger } from '../../lib/definition/builtin/trait/trigger.ts';
import type { JsonObject } from '../../lib/json.ts';
import { type Containers, openContainers } from '../reconcile/container-world.ts';

const world = await openContainers([
  ...builtins.filter(document => document.kind === 'TraitDefinition'),
  queue,
  table,
  topic,
  trigger,
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
