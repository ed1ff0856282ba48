/** What the EFS drivers may touch: ids are assigned, so what is ours is known by its tag alone. */
import type { JsonObject } from '../../json.ts';

export const fileSystems = 'arn:${partition}:elasticfilesystem:${region}:${account}:file-system/*';
export const accessPoints = 'arn:${partition}:elasticfilesystem:${region}:${account}:access-point/*';
const ours: JsonObject = { StringEquals: { 'aws:ResourceTag/oam.dev/installation': '${installation}' } };
export const madeOurs: JsonObject = { StringEquals: { 'aws:RequestTag/oam.dev/installation': '${installation}' } };

interface Allowed {
  readonly action: string;
  readonly resource: string | readonly string[];
  readonly condition?: JsonObject;
  readonly because?: string;
}

/** Actions on what carries our tag. */
export function onOurs(resource: string, ...actions: readonly string[]): readonly Allowed[] {
  return actions.map(action => ({ action: `elasticfilesystem:${action}`, resource, condition: ours }));
}

/** Tagging what is ours, and what is being made. */
export function tagging(resource: string, creation: string): readonly Allowed[] {
  return [
    ...onOurs(resource, 'TagResource', 'UntagResource'),
    {
      action: 'elasticfilesystem:TagResource',
      resource,
      condition: { StringEquals: { 'elasticfilesystem:CreateAction': creation } },
      because: 'It is tagged as it is made',
    },
  ];
}
