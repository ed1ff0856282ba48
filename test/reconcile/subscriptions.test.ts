/** Topics that several queues subscribe to: who may send to which queue. */
import { expect, it } from 'vitest';
import { type JsonObject, listOf, objectOf } from '../../lib/json.ts';
import { judge, service } from '../definition/served.ts';
import { createWorld } from './world.ts';

const app = { namespace: 'default', name: 'shop' };
const document: JsonObject = {
  apiVersion: 'core.oam.dev/v1beta1',
  kind: 'Application',
  metadata: app,
  spec: {
    components: [
      service('topic', 'orders', { subscribe: ['both', 'one'] }),
      service('queue', 'both'),
      service('queue', 'one'),
      service('topic', 'returns', { subscribe: ['both'] }),
      service('topic', 'others'),
    ],
  },
};

it('are the only ones that may send to the queues which subscribe to them', () => {
  const { graph, issues } = judge(document);
  expect(issues).toEqual([]);
  const topicOf = (component: string): JsonObject => {
    const found = graph.resources.find(one => one.component === component && one.type === 'AWS::SNS::Topic');
    return { $ref: [found?.key ?? '', 'TopicArn'] };
  };
  const sources = graph.resources
    .filter(one => one.type === 'AWS::SQS::QueuePolicy')
    .map(({ properties }) => listOf(objectOf(properties.PolicyDocument).Statement).map(one => objectOf(one).Condition));
  expect(sources).toEqual([
    [{ ArnEquals: { 'aws:SourceArn': [topicOf('orders'), topicOf('returns')] } }],
    [{ ArnEquals: { 'aws:SourceArn': [topicOf('orders')] } }],
  ]);
});

it('may depend on each other: the policy that they share waits for both', () => {
  const components = listOf(objectOf(document.spec).components).map(objectOf);
  const after = components.map(one => (one.name === 'returns' ? { ...one, dependsOn: ['orders'] } : one));
  const { graph, issues } = judge({ ...document, spec: { components: after } });
  expect(issues).toEqual([]);
  const needsOf = (component: string, type: string): readonly string[] =>
    graph.resources.find(row => row.component === component && row.type === type)?.needs ?? [];
  // After its subscriptions and the policy of the queue that is not shared.
  expect(needsOf('returns', 'AWS::SNS::Topic').map(key => key.split('#')[0])).toEqual([
    'local/-/AWS::SQS::QueuePolicy/one',
    'local/orders/-/subscription/both',
    'local/orders/-/subscription/one',
  ]);
});

it('come alive together, and go', async () => {
  const world = await createWorld();
  const before = world.aws.listing();
  await world.apply(document);
  await world.run();
  expect(await world.status(app)).toMatchObject({ status: 'running' });
  expect(world.aws.calls.filter(call => call.action === 'SetQueueAttributes').length).toBe(2);
  await world.remove(app);
  await world.run();
  expect(world.aws.listing()).toEqual(before);
});
