/** AWS::ECS::Cluster. */
import type * as sdk from '@aws-sdk/client-ecs';
import { type Json, type JsonObject, objectOf, textOf, trusted } from '../../json.ts';
import type { ResourceType } from '../../resource/resource.ts';
import { asSet, asTags, type Comparison, differences } from '../diff.ts';
import { absent, gone } from '../missing.ts';
import { operation } from '../operation.ts';
import { tagList as listOfTags, retag, tagMap, withOwner } from '../ownership.ts';
import { said } from '../properties.ts';
import { resourceType } from '../resource-type.ts';
import { integer, list, structure, tagList, text, type ValueOf, word } from '../schema.ts';
import { ecsSpelling, ourSpelling } from './spelling.ts';
import { ecsTags } from './tags.ts';

const service = 'ecs';
const createCluster = operation<sdk.CreateClusterCommand>(service, 'CreateCluster');
const describeClusters = operation<sdk.DescribeClustersCommand>(service, 'DescribeClusters');
const updateCluster = operation<sdk.UpdateClusterCommand>(service, 'UpdateCluster');
const putProviders = operation<sdk.PutClusterCapacityProvidersCommand>(service, 'PutClusterCapacityProviders');
const deleteCluster = operation<sdk.DeleteClusterCommand>(service, 'DeleteCluster');
const tagResource = operation<sdk.TagResourceCommand>(service, 'TagResource');
const untagResource = operation<sdk.UntagResourceCommand>(service, 'UntagResource');

const schema = structure({
  ClusterName: text({ minLength: 1, maxLength: 255 }),
  ClusterSettings: list(
    structure({ Name: word('containerInsights'), Value: word('enabled', 'disabled', 'enhanced') }, 'Name', 'Value'),
  ),
  CapacityProviders: list(word('FARGATE', 'FARGATE_SPOT')),
  DefaultCapacityProviderStrategy: list(
    structure(
      { CapacityProvider: word('FARGATE', 'FARGATE_SPOT'), Base: integer(0), Weight: integer(0) },
      'CapacityProvider',
    ),
  ),
  Tags: tagList,
});
type Properties = ValueOf<typeof schema>;

const usual: JsonObject = {
  ClusterSettings: [{ Name: 'containerInsights', Value: 'disabled' }],
  CapacityProviders: [],
  DefaultCapacityProviderStrategy: [],
};

/** Zero is what a strategy has where it says nothing. */
const asStrategy = (value: Json): Json =>
  asSet(Array.isArray(value) ? value.map(one => ({ Base: 0, Weight: 0, ...objectOf(one) })) : value);

const comparison: Comparison = {
  defaults: usual,
  forms: { CapacityProviders: asSet, DefaultCapacityProviderStrategy: asStrategy, Tags: asTags },
};

const clusters = 'arn:${partition}:ecs:${region}:${account}:cluster/${prefix}*';

/**
 * A place for tasks. ClusterName replaces it. It costs nothing by itself; Fargate's are the only capacity providers here.
 *
 * AWS is odd here: creating one that exists answers with it, so it is looked for first; what it is made of and where its tasks run are
 * changed by calls of their own; one that was deleted is described for a while as inactive; it cannot go before its services and tasks.
 */
export const cluster: ResourceType = resourceType<Properties>({
  type: 'AWS::ECS::Cluster',
  schema,
  createOnly: ['ClusterName'],
  attributes: ['Arn', 'ClusterName'],
  naming: 'upsert',
  name: { property: 'ClusterName', limit: 255 },
  tags: { property: 'Tags', form: 'list' },
  iam: [
    // AWS knows no resource for it.
    {
      action: 'ecs:CreateCluster',
      resource: '*',
      condition: { StringEquals: { 'aws:RequestTag/oam.dev/installation': '${installation}' } },
    },
    ...[
      'DeleteCluster',
      'DescribeClusters',
      'PutClusterCapacityProviders',
      'TagResource',
      'UntagResource',
      'UpdateCluster',
    ].map(action => ({ action: `ecs:${action}`, resource: clusters })),
  ],
  identity: ({ ClusterName }, name) => ({ ClusterName: ClusterName ?? name }),
  identify: ({ ClusterName }) => ({ ClusterName: textOf(ClusterName) }),
  owner: observed => tagMap(observed.Tags),
  *observe(identity) {
    const asked = describeClusters({ clusters: [nameOf(identity)], include: ['SETTINGS', 'TAGS'] });
    const found = (yield* absent(asked))?.clusters?.[0];
    return found === undefined || found.status === 'INACTIVE' ? undefined : told(trusted(found));
  },
  *create(properties, name, _token, owner) {
    const { Tags, ClusterSettings, ClusterName = name, ...rest } = properties;
    const tags = withOwner(Tags, owner);
    const asked = ecsSpelling({ ...rest, ClusterName, ...(ClusterSettings && { Settings: ClusterSettings }) });
    const answer = yield* createCluster(trusted({ ...asked, tags: ecsTags(tags) }));
    return { ...told(trusted(answer.cluster ?? {})), ...properties, ClusterName, Tags: listOfTags(tags) };
  },
  *update(_identity, desired, observed, diff, applied) {
    const name = textOf(observed.ClusterName);
    const next: Record<string, Json> = { ...observed };
    const wanted = (property: string): Json => objectOf(desired)[property] ?? usual[property] ?? [];
    if (diff.includes('ClusterSettings')) {
      const { settings } = ecsSpelling({ Settings: wanted('ClusterSettings') });
      yield* updateCluster(trusted({ cluster: name, settings }));
      next.ClusterSettings = wanted('ClusterSettings');
    }
    if (diff.includes('CapacityProviders') || diff.includes('DefaultCapacityProviderStrategy')) {
      const both = {
        CapacityProviders: wanted('CapacityProviders'),
        DefaultCapacityProviderStrategy: wanted('DefaultCapacityProviderStrategy'),
      };
      yield* putProviders(trusted({ cluster: name, ...ecsSpelling(both) }));
      Object.assign(next, both);
    }
    if (!diff.includes('Tags')) return next;
    const resourceArn = textOf(observed.Arn);
    const tags = yield* retag(
      { desired: desired.Tags, observed: observed.Tags, applied },
      set => tagResource({ resourceArn, tags: ecsTags(set) }),
      tagKeys => untagResource({ resourceArn, tagKeys }),
    );
    return { ...next, Tags: listOfTags(tags) };
  },
  *delete(identity) {
    yield* gone(deleteCluster({ cluster: nameOf(identity) }));
  },
  diff: (desired, applied, observed) => differences(comparison, desired, applied, observed),
  health: ({ Status }) =>
    textOf(Status) === 'FAILED'
      ? { state: 'failed', message: 'ECS could not make it' }
      : Status === 'PROVISIONING' || Status === 'DEPROVISIONING'
        ? { state: 'progressing', message: `The cluster is ${Status.toLowerCase()}` }
        : { state: 'ready', message: '' },
});

function nameOf(identity: Json): string {
  return textOf(objectOf(identity).ClusterName);
}

function told(found: JsonObject): JsonObject {
  const { Settings = [], Tags, ClusterArn, Status, ...rest } = ourSpelling(found);
  return {
    ...said(schema, rest),
    ClusterSettings: Settings,
    Arn: textOf(ClusterArn),
    Status: textOf(Status),
    Tags: listOfTags(Array.isArray(Tags) ? Tags : []),
  };
}
