/** What the engine tells a driver when it asks how a resource is. */
import { expect, it } from 'vitest';
import { ecsService } from '../../lib/aws/ecs/service.ts';
import { trusted } from '../../lib/json.ts';
import type { Row } from '../../lib/ports.ts';
import { bringUpToDate } from '../../lib/reconcile/perform.ts';
import { play } from '../aws/script.ts';

const start = Date.parse('2026-01-01T00:10:00Z');
const properties = { Cluster: 'c', TaskDefinition: 'd:1', DesiredCount: 1 };

/** The row after a look, so long after the newest task started; one had crashed before it. */
function after(ms: number): Row {
  const row = trusted<Row>({
    ...{ key: 'k', type: 'AWS::ECS::Service', target: 'local', component: 'web', trait: '-', name: 's', token: 't' },
    ...{ identity: { Cluster: 'c', ServiceName: 's' }, phase: 'live', applied: properties, attributes: {} },
    ...{ health: 'ready', message: '', needs: [], seen: 0, since: 0 },
  });
  const deployments = [{ status: 'PRIMARY', runningCount: 1, rolloutState: 'COMPLETED' }];
  const service = {
    ...{ serviceName: 's', status: 'ACTIVE', taskDefinition: 'd:1' },
    desiredCount: 1,
    runningCount: 1,
  };
  const crash = { stopCode: 'EssentialContainerExited', taskDefinitionArn: 'd:1', containers: [] };
  const now = start + ms;
  const work = { type: ecsService, row, desired: properties, initial: properties, needs: [], tags: {} };
  return play(bringUpToDate({ ...work, lookFirst: false, now, pollMs: 1000 }), [
    ['DescribeServices', { services: [{ ...service, deployments }] }],
    ['ListTasks', { taskArns: ['a'] }],
    ['DescribeTasks', { tasks: [crash] }],
    ['ListTasks', { taskArns: ['b'] }],
    ['DescribeTasks', { tasks: [{ startedAt: '2026-01-01T00:10:00Z' }] }],
  ]).result;
}

it('a service whose task crashed is well again when the newest one has stayed up, and looked at until then', () => {
  const soon = after(5_000);
  expect(soon.health).toBe('progressing');
  expect(soon.doubt).toBeGreaterThan(start + 5_000);
  expect(after(60_000)).toMatchObject({ health: 'ready', message: '' });
});
