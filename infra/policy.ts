/** Writes dist/reconciler-policy.json: what the reconciler may do to AWS is what the drivers say they call, and nothing else. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { types } from '../lib/aws/registry.ts';
import { canonical, type JsonObject } from '../lib/json.ts';
import type { ResourceType } from '../lib/resource/resource.ts';

/** The words of a driver's ARNs, as serverless.yml and CloudFormation say them. */
const words: Readonly<Record<string, string>> = {
  prefix: '${self:custom.appPrefix}',
  rolePath: '${self:custom.rolePath}',
  partition: '${AWS::Partition}',
  region: '${AWS::Region}',
  account: '${AWS::AccountId}',
  boundary: '${Boundary}',
};

/** AWS's limit for all inline policies of a role, white space not counted; the role has one more that is written by hand. */
export const inlineLimit = 10_240;

interface Statement {
  readonly actions: Set<string>;
  readonly resources: readonly string[];
  readonly condition: JsonObject | undefined;
}

/** One statement for each set of resources and conditions, in a stable order. */
export function policyOf(drivers: Iterable<Pick<ResourceType, 'type' | 'iam'>>): JsonObject {
  const statements = new Map<string, Statement>();
  for (const { iam } of drivers) {
    for (const { action, resource, condition } of iam) {
      const resources = typeof resource === 'string' ? [resource] : [...resource].sort();
      const key = canonical({ resources, condition: condition ?? null });
      const statement = statements.get(key) ?? { actions: new Set(), resources, condition };
      statement.actions.add(action);
      statements.set(key, statement);
    }
  }
  return {
    Version: '2012-10-17',
    Statement: [...statements]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { actions, resources, condition }]) => ({
        Effect: 'Allow',
        Action: [...actions].sort(),
        Resource: resources.map(substituted),
        ...(condition === undefined ? {} : { Condition: inCondition(condition) }),
      })),
  };
}

function substituted(text: string): string | JsonObject {
  const filled = text.replaceAll(/\$\{(\w+)\}/g, (_, word: string) => {
    const value = words[word];
    if (value === undefined)
      throw new Error(`A driver's iam list says \${${word}}, which infra/policy.ts does not know`);
    return value;
  });
  return filled === text ? text : { 'Fn::Sub': filled };
}

/** Values of conditions may hold the same words: `{StringEquals: {key: value | [values]}}`. */
function inCondition(condition: JsonObject): JsonObject {
  const filled = (value: unknown): JsonObject[string] => {
    if (typeof value === 'string') return substituted(value);
    if (Array.isArray(value)) return value.map(filled);
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, filled(inner)]));
    return typeof value === 'number' || typeof value === 'boolean' ? value : null;
  };
  return Object.fromEntries(Object.entries(condition).map(([key, inner]) => [key, filled(inner)]));
}

/** Bytes that AWS counts: words stand for about what they become. */
export function sizeOf(policy: JsonObject): number {
  return JSON.stringify(policy).replaceAll(/\{"Fn::Sub":("[^"]*")\}/g, '$1').length;
}

export function writePolicy(into: string = resolve(import.meta.dirname, '..', 'dist')): void {
  const policy = policyOf(types.values());
  if (sizeOf(policy) > inlineLimit - 2_500)
    throw new Error(
      `The reconciler's policy has ${sizeOf(policy)} bytes: split it before it meets AWS's limit of ${inlineLimit} a role`,
    );
  mkdirSync(into, { recursive: true });
  writeFileSync(join(into, 'reconciler-policy.json'), `${JSON.stringify(policy, undefined, 2)}\n`);
}
