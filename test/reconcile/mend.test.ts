/** What says that it will not come alive is looked at less and less often, and changed at once. */
import { expect, it } from 'vitest';
import type { Row } from '../../lib/ports.ts';
import { plan } from '../../lib/reconcile/plan.ts';
import type { GraphResource } from '../../lib/resource/resource.ts';

const now = 1_000_000;
const later = now + 60_000;
const resource: GraphResource = {
  key: 'web#1',
  type: 'AWS::ECS::Service',
  target: 'local',
  component: 'web',
  trait: '-',
  id: 'service',
  properties: { TaskDefinition: 'good:1' },
  needs: [],
};
const failed: Row = {
  key: 'web#1',
  type: 'AWS::ECS::Service',
  target: 'local',
  component: 'web',
  trait: '-',
  name: 'web',
  token: 'web',
  identity: 'web',
  phase: 'live',
  applied: { TaskDefinition: 'bad:1' },
  intended: undefined,
  attributes: {},
  health: 'failed',
  message: '3 stopped',
  needs: [],
  seen: now,
  since: now,
  doubt: later,
};

function stepFor(row: Row): { readonly action: string | undefined; readonly notBefore: number | undefined } {
  const [step] = plan({
    graph: { resources: [resource], endpoints: [], components: [] },
    rows: new Map([[row.key, row]]),
    types: new Map(),
    notEmulated: [],
    now,
    generation: 2,
    doubtSince: 0,
    retryAll: false,
    deleting: false,
  });
  return { action: step?.action, notBefore: step?.notBefore };
}

it.each<[string, Row, string, number]>([
  ['changed', failed, 'update', 0],
  ['as it is wanted', { ...failed, applied: resource.properties }, 'observe', later],
  ['changed while AWS is at the change before', { ...failed, health: 'progressing' }, 'update', later],
  [
    'changed, and the last change may have been made',
    { ...failed, intended: { TaskDefinition: 'bad:2' } },
    'update',
    later,
  ],
])('%s', (_, row, action, notBefore) => {
  expect(stepFor(row)).toEqual({ action, notBefore });
});
