/** AWS::ECS::TaskDefinition. */
import type * as sdk from '@aws-sdk/client-ecs';
import { type Json, type JsonObject, objectOf, textOf, trusted } from '../../json.ts';
import type { Asks } from '../../ports.ts';
import type { ResourceType } from '../../resource/resource.ts';
import { asSet, asTags, differences, isNothing } from '../diff.ts';
import { absent } from '../missing.ts';
import { operation } from '../operation.ts';
import { tagList as listOfTags, retag, tagMap, withOwner } from '../ownership.ts';
import { said } from '../properties.ts';
import { resourceType } from '../resource-type.ts';
import { list, structure, tagList, text, type ValueOf, word } from '../schema.ts';
import { asContainers, asVolumes } from './container-form.ts';
import { containerInputs, pinContainers } from './container-inputs.ts';
import { containerDefinitions, volumes } from './container-schema.ts';
import { ecsSpelling, ourSpelling } from './spelling.ts';
import { ecsTags } from './tags.ts';

const service = 'ecs';
const register = operation<sdk.RegisterTaskDefinitionCommand>(service, 'RegisterTaskDefinition');
const describe = operation<sdk.DescribeTaskDefinitionCommand>(service, 'DescribeTaskDefinition');
const listAll = operation<sdk.ListTaskDefinitionsCommand>(service, 'ListTaskDefinitions');
const deregister = operation<sdk.DeregisterTaskDefinitionCommand>(service, 'DeregisterTaskDefinition');
const tagResource = operation<sdk.TagResourceCommand>(service, 'TagResource');
const untagResource = operation<sdk.UntagResourceCommand>(service, 'UntagResource');

const schema = structure(
  {
    Family: text({ minLength: 1, maxLength: 255 }),
    Cpu: text(),
    Memory: text(),
    NetworkMode: word('awsvpc', 'bridge', 'host', 'none'),
    RequiresCompatibilities: list(word('FARGATE', 'EC2', 'EXTERNAL')),
    ExecutionRoleArn: text(),
    TaskRoleArn: text(),
    RuntimePlatform: structure({
      CpuArchitecture: word('X86_64', 'ARM64'),
      OperatingSystemFamily: text(),
    }),
    EphemeralStorage: structure({ SizeInGiB: { type: 'integer', minimum: 21, maximum: 200 } }),
    Volumes: volumes,
    ContainerDefinitions: containerDefinitions,
    Tags: tagList,
  },
  'ContainerDefinitions',
);
type Properties = ValueOf<typeof schema>;

const comparison = {
  forms: {
    ContainerDefinitions: asContainers,
    Volumes: asVolumes,
    RequiresCompatibilities: asSet,
    Tags: asTags,
  },
};

/** Revisions that stay registered: what services still run, and what they go back to. */
const kept = 5;
const arns = 'arn:${partition}:ecs:${region}:${account}:task-definition/${prefix}*:*';

/**
 * What a task is made of. Family replaces it; everything else registers another revision of the family.
 *
 * AWS is odd here: a registered revision never changes, so an update is a registration and the ARN changes with it; only its tags can be
 * changed in place. A family exists while one of its revisions is active: deleting means to deregister them all. ECS fills in defaults,
 * which are no differences (container-form.ts). Listing and describing know no ARNs in policies.
 */
export const taskDefinition: ResourceType = resourceType<Properties>({
  type: 'AWS::ECS::TaskDefinition',
  schema,
  createOnly: ['Family'],
  attributes: ['TaskDefinitionArn', 'Family'],
  volatile: ['TaskDefinitionArn'],
  naming: 'upsert',
  name: { property: 'Family', limit: 255 },
  tags: { property: 'Tags', form: 'list' },
  inputs: containerInputs,
  pin: pinContainers,
  toldBy: 'family',
  iam: [
    { action: 'ecs:RegisterTaskDefinition', resource: arns },
    { action: 'ecs:DescribeTaskDefinition', resource: '*' },
    { action: 'ecs:ListTaskDefinitions', resource: '*' },
    { action: 'ecs:DeregisterTaskDefinition', resource: '*' },
    { action: 'ecs:TagResource', resource: arns },
    { action: 'ecs:UntagResource', resource: arns },
    {
      action: 'iam:PassRole',
      resource: ['arn:${partition}:iam::${account}:role${path}*', '${executionRole}'],
      condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
      because: 'a task definition names the roles that its tasks take',
    },
  ],
  identity: (properties, name) => ({ Family: properties.Family ?? name }),
  identify: observed => ({ Family: textOf(observed.Family) }),
  owner: observed => tagMap(observed.Tags),
  *observe(identity) {
    const family = familyOf(identity);
    const answer = yield* absent(describe({ taskDefinition: family, include: ['TAGS'] }));
    const found = answer?.taskDefinition;
    // MiniStack (1.5.33) describes a revision by its family after it was deregistered, too.
    return found === undefined || found.status !== 'ACTIVE' ? undefined : told(trusted(found), answer?.tags);
  },
  *create(properties, name, _token, owner) {
    const { Family: family = name, Tags, ...rest } = properties;
    const tags = ecsTags(withOwner(Tags, owner));
    const answer = yield* register(requestOf(family, rest, tags));
    return told(trusted(answer.taskDefinition ?? {}), answer.tags ?? tags);
  },
  *update(identity, desired, observed, diff, applied) {
    if (diff.length === 0) return observed;
    const { Family: _, Tags, ...rest } = desired;
    const resourceArn = textOf(observed.TaskDefinitionArn);
    if (diff.every(name => name === 'Tags')) {
      const tags = yield* retag(
        { desired: Tags, observed: observed.Tags, applied },
        set => tagResource({ resourceArn, tags: ecsTags(set) }),
        tagKeys => untagResource({ resourceArn, tagKeys }),
      );
      return { ...observed, Tags: listOfTags(tags) };
    }
    const family = familyOf(identity);
    const tags = ecsTags(tagMap(Tags));
    const answer = yield* register(requestOf(family, rest, tags));
    yield* dropBeyond(family, kept);
    return told(trusted(answer.taskDefinition ?? {}), answer.tags ?? tags);
  },
  *delete(identity) {
    yield* dropBeyond(familyOf(identity), 0);
  },
  diff: (desired, applied, observed) => differences(comparison, desired, applied, observed),
});

/** Deregisters all but the newest ones. */
function* dropBeyond(family: string, newest: number): Asks<void> {
  const found: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = yield* listAll({ familyPrefix: family, status: 'ACTIVE', sort: 'DESC', nextToken });
    found.push(...(page.taskDefinitionArns ?? []));
    nextToken = page.nextToken;
    // The older ones were dropped as newer ones came: all pages are read only to drop all.
  } while (!isNothing(nextToken) && newest === 0);
  // MiniStack (1.5.33) takes the family for a prefix of families.
  const own = found.filter(arn => arn.split('/').at(-1)?.split(':')[0] === family);
  for (const arn of own.slice(newest)) yield* absent(deregister({ taskDefinition: arn }));
}

function requestOf(
  family: string,
  properties: JsonObject,
  tags: readonly { readonly key: string; readonly value: string }[],
): sdk.RegisterTaskDefinitionCommandInput {
  return trusted({ ...ecsSpelling(properties), family, ...(tags.length > 0 ? { tags } : {}) });
}

function told(found: JsonObject, tags: unknown): JsonObject {
  const ours = ourSpelling(found);
  return {
    ...said(schema, ours),
    Family: textOf(found.family),
    Tags: listOfTags(ourSpelling({ tags: trusted<Json>(tags ?? []) }).Tags),
    TaskDefinitionArn: textOf(found.taskDefinitionArn),
  };
}

function familyOf(identity: Json): string {
  return textOf(objectOf(identity).Family);
}
