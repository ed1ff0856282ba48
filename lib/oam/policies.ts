/** The policies of an Application: those that definitions may know, and KubeVela's own that would not be obeyed yet. */
import { type Issue, problem } from '../errors.ts';
import { isList, isObject, type Json, objectOf, pointer, textOf } from '../json.ts';
import type { Policy } from './application.ts';
import { fields } from './fields.ts';

/** KubeVela's that are built into it: where components go, what of them is kept, who changes them. */
const later: ReadonlySet<string> = new Set([
  'apply-once',
  'debug',
  'env-binding',
  'garbage-collect',
  'health',
  'override',
  'read-only',
  'replication',
  'resource-update',
  'shared-resource',
  'take-over',
  'topology',
]);

export function checkPolicies(value: Json | undefined, issues: Issue[]): readonly Policy[] {
  if (value === undefined) return [];
  if (!isList(value)) {
    issues.push(problem('InvalidField', '/spec/policies', 'spec.policies must be a list'));
    return [];
  }
  return value.flatMap((policy, i) => checkPolicy(policy, i, issues));
}

function checkPolicy(value: Json, index: number, issues: Issue[]): Policy[] {
  const at = `/spec/policies${pointer(index)}`;
  const policy = objectOf(value);
  const type = textOf(policy.type);
  // What is no name is no definition's.
  if (!/^[\w./@-]+$/.test(type) || later.has(type)) {
    const message = `Policies are not supported yet: ${type || 'this one'} would not be obeyed`;
    const hint = 'Remove it: all components are placed in the installation’s own account and region';
    issues.push(problem('NotSupported', at, message, hint));
    return [];
  }
  fields(policy, at, ['name', 'type', 'properties'], issues);
  if (policy.name !== undefined && typeof policy.name !== 'string')
    issues.push(problem('InvalidField', `${at}/name`, 'The name of a policy must be text'));
  const { properties } = policy;
  if (properties !== undefined && properties !== null && !isObject(properties))
    issues.push(problem('InvalidField', `${at}/properties`, 'properties must be a map'));
  return [{ index, type, properties: objectOf(properties) }];
}
