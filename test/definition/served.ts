/** Components of services in an installation that allows some ARNs and types. */
import { builtins } from '../../lib/definition/builtin/list.ts';
import type { JsonObject } from '../../lib/json.ts';
import { type Containers, openContainers } from '../reconcile/container-world.ts';

const world = openContainers(builtins.filter(document => document.kind === 'TraitDefinition'));

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
