import { describe, expect, it } from 'vitest';
import { cluster } from '../../../lib/aws/ecs/cluster.ts';
import { play } from '../script.ts';

const identity = { ClusterName: 'a' };
const found = { clusterName: 'a', clusterArn: 'arn:a', status: 'ACTIVE', settings: [], tags: [] };

describe('a cluster', () => {
  it('is not there once it is inactive', () => {
    const { result } = play(cluster.observe(identity), [
      ['DescribeClusters', { clusters: [{ ...found, status: 'INACTIVE' }] }],
    ]);
    expect(result).toBeUndefined();
  });

  it('is told both its providers and its strategy where one of them changes', () => {
    const observed = { ClusterName: 'a', Arn: 'arn:a', CapacityProviders: ['FARGATE'] };
    const desired = { CapacityProviders: ['FARGATE_SPOT' as const] };
    const { inputs } = play(cluster.update(identity, desired, observed, ['CapacityProviders']), [
      ['PutClusterCapacityProviders'],
    ]);
    expect(inputs).toEqual([
      { cluster: 'a', capacityProviders: ['FARGATE_SPOT'], defaultCapacityProviderStrategy: [] },
    ]);
  });

  it('has a strategy that says zero where it says nothing', () => {
    const strategy = (more: object) => [{ CapacityProvider: 'FARGATE', ...more }];
    const observed = { DefaultCapacityProviderStrategy: strategy({ Base: 0, Weight: 1 }) };
    expect(cluster.diff({ DefaultCapacityProviderStrategy: strategy({ Weight: 1 }) }, undefined, observed)).toEqual([]);
  });
});
