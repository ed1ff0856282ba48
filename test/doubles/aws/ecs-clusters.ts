/** ECS: clusters, which are there at once and go when nothing is in them. */
import { type Json, type JsonObject, listOf, textOf } from '../../../lib/json.ts';
import { arn, tagList, tagsOf } from './ecs-definitions.ts';
import { fault } from './fault.ts';
import { copy, type GroupItem, type Service, type World } from './world.ts';

function clusterOf(world: World, name: Json | undefined): GroupItem {
  const item = world.state.clusters[textOf(name).split('/').at(-1) ?? ''];
  if (item === undefined) throw fault('ClusterNotFoundException', 400, 'Cluster not found.');
  return item;
}

function shown(item: GroupItem): JsonObject {
  return copy({ ...item.config, tags: tagList(item.tags) });
}

export const clusters: Service = {
  CreateCluster: (world, input) => {
    const { tags, clusterName = 'default', ...rest } = input;
    const name = textOf(clusterName);
    world.state.clusters[name] ??= {
      config: {
        settings: [{ name: 'containerInsights', value: 'disabled' }],
        capacityProviders: [],
        defaultCapacityProviderStrategy: [],
        ...rest,
        clusterName,
        clusterArn: arn(world, `cluster/${name}`),
        status: 'ACTIVE',
      },
      tags: tagsOf(tags),
    };
    return { cluster: shown(clusterOf(world, name)) };
  },
  DescribeClusters: (world, input) => {
    const names = listOf(input.clusters).map(textOf);
    const found = names.flatMap(name => world.state.clusters[name] ?? []);
    return {
      clusters: found.map(shown),
      failures: names
        .filter(name => world.state.clusters[name] === undefined)
        .map(name => ({ arn: arn(world, `cluster/${name}`), reason: 'MISSING' })),
    };
  },
  UpdateCluster: (world, { cluster, ...changed }) => {
    const item = clusterOf(world, cluster);
    item.config = { ...item.config, ...changed };
    return { cluster: shown(item) };
  },
  PutClusterCapacityProviders: (world, { cluster, ...changed }) => {
    const item = clusterOf(world, cluster);
    item.config = { ...item.config, ...changed };
    return { cluster: shown(item) };
  },
  DeleteCluster: (world, { cluster }) => {
    const item = clusterOf(world, cluster);
    const name = textOf(item.config.clusterName);
    if (Object.keys(world.state.services).some(key => key.startsWith(`${name}/`)))
      throw fault('ClusterContainsServicesException', 400, 'The Cluster cannot be deleted while Services are active.');
    delete world.state.clusters[name];
    return { cluster: { ...shown(item), status: 'INACTIVE' } };
  },
};
