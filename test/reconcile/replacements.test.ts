/** What is never made anew by itself: what holds data, and what has a name that somebody chose. */
import { expect, it } from 'vitest';
import type { JsonObject } from '../../lib/json.ts';
import { createWorld, web } from './world.ts';

const logs: JsonObject = {
  apiVersion: 'core.oam.dev/v1beta1',
  kind: 'ComponentDefinition',
  metadata: { name: 'logs', namespace: 'default' },
  spec: {
    workload: { type: 'resources' },
    schematic: {
      cel: {
        parameters: { type: 'object', properties: { name: { type: 'string' }, class: { type: 'string' } } },
        resources: [
          {
            id: 'data',
            type: 'AWS::Logs::LogGroup',
            properties: { LogGroupName: '${parameter.?name}', LogGroupClass: '${parameter.?class}' },
          },
        ],
      },
    },
  },
};

const application = (properties: JsonObject): JsonObject => ({
  apiVersion: 'core.oam.dev/v1beta1',
  kind: 'Application',
  metadata: { name: 'web', namespace: 'default' },
  spec: { components: [{ name: 'main', type: 'logs', properties }] },
});

it.each<[string, JsonObject, JsonObject, string]>([
  ['a chosen name that changes', { name: 'a' }, { name: 'b' }, 'LogGroupName'],
  [
    'what cannot change beside a chosen name',
    { name: 'a' },
    { name: 'a', class: 'INFREQUENT_ACCESS' },
    'LogGroupClass',
  ],
])('%s is refused, and what runs is left alone', async (_, before, after, property) => {
  const world = await createWorld({ definitions: [logs] });
  await world.apply(application(before));
  await world.run();
  expect(await world.status(web)).toMatchObject({ status: 'running' });
  const calls = world.aws.calls.length;
  const made = world.aws.listing();
  await world.apply(application(after));
  await world.run();
  const status = await world.status(web);
  expect(status).toMatchObject({ status: 'unhealthy', cause: expect.stringContaining(property) });
  expect(JSON.stringify(status.conditions)).toContain('ReplacementRefused');
  expect(world.aws.calls.length).toBe(calls);
  expect(world.aws.listing()).toEqual(made);
});

it('a name of ours is another name for another resource', async () => {
  const world = await createWorld({ definitions: [logs] });
  await world.apply(application({}));
  await world.run();
  await world.apply(application({ class: 'INFREQUENT_ACCESS' }));
  await world.run();
  expect(await world.status(web)).toMatchObject({ status: 'running' });
  expect(world.aws.calls.map(call => call.action).filter(action => action === 'CreateLogGroup')).toHaveLength(2);
});

it.each([false, true])(
  'another type in the place of what is there (kept: %s) is refused, and never taken for it',
  async keep => {
    const definition = (name: string, type: string): JsonObject => ({
      ...logs,
      metadata: { name, namespace: 'default' },
      spec: {
        workload: { type: 'resources' },
        schematic: {
          cel: { parameters: { type: 'object' }, resources: [{ id: 'data', type, retain: '${true}', properties: {} }] },
        },
      },
    });
    const world = await createWorld({
      definitions: [definition('logs', 'AWS::Logs::LogGroup'), definition('jobs', 'AWS::SQS::Queue')],
    });
    const other = application({});
    const jobs = { ...other, spec: { components: [{ name: 'main', type: 'jobs' }] } };
    await world.apply(other);
    await world.run();
    if (keep) {
      await world.apply({ ...other, spec: { components: [{ name: 'else', type: 'logs' }] } });
      await world.run();
    }
    await world.apply(jobs);
    await world.run();
    const status = await world.status(web);
    expect(status).toMatchObject({
      status: 'unhealthy',
      cause: expect.stringContaining('cannot become AWS::SQS::Queue'),
    });
    expect((await world.view(web)).rows.map(row => row.phase)).toEqual(keep ? ['live', 'retained'] : ['live']);
    expect(world.aws.calls.map(call => call.action)).not.toContain('DeleteLogGroup');
  },
);
