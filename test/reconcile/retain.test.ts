/** What a definition keeps outlives its component and its application, and is taken over by those that come again. */
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../lib/json.ts';
import type { Row } from '../../lib/ports.ts';
import { createWorld, type World, type WorldOptions, web } from './world.ts';

/** A log group that is kept if its parameter says so, and a filter of alarms that needs it and is not. */
const store: JsonObject = {
  apiVersion: 'core.oam.dev/v1beta1',
  kind: 'ComponentDefinition',
  metadata: { name: 'store', namespace: 'default' },
  spec: {
    workload: { type: 'resources' },
    schematic: {
      cel: {
        parameters: {
          type: 'object',
          properties: { keep: { type: 'boolean', default: true }, days: { type: 'integer', default: 7 } },
        },
        resources: [
          {
            id: 'data',
            type: 'AWS::Logs::LogGroup',
            retain: '${parameter.keep}',
            properties: { RetentionInDays: '${parameter.days}' },
          },
          {
            id: 'watch',
            type: 'AWS::CloudWatch::Alarm',
            properties: {
              Namespace: 'AWS/Logs',
              MetricName: 'IncomingBytes',
              Dimensions: [{ Name: 'LogGroupName', Value: '${resources.data.LogGroupName}' }],
              Statistic: 'Sum',
              Period: 60,
              EvaluationPeriods: 1,
              Threshold: 1,
              ComparisonOperator: 'GreaterThanThreshold',
            },
          },
        ],
      },
    },
  },
};

const application = (...components: JsonObject[]): JsonObject => ({
  apiVersion: 'core.oam.dev/v1beta1',
  kind: 'Application',
  metadata: { name: 'web', namespace: 'default' },
  spec: { components },
});
const data = (properties: JsonObject = {}): JsonObject => ({ name: 'data', type: 'store', properties });
const other: JsonObject = { name: 'other', type: 'store', properties: { keep: false } };

const worldOf = (options: WorldOptions = {}): Promise<World> => createWorld({ ...options, definitions: [store] });

async function posted(world: World, ...components: JsonObject[]): Promise<void> {
  await world.apply(application(...components));
  await world.run();
}

const row = async (world: World): Promise<Row | undefined> =>
  (await world.view(web)).rows.find(one => one.type === 'AWS::Logs::LogGroup' && one.component === 'data');
const reasons = async (world: World): Promise<string[]> =>
  (await world.store.events(web, { limit: 50 })).items.map(event => event.reason);

describe('what a definition keeps', () => {
  it('stays when its component goes, and what uses it does not', async () => {
    const world = await worldOf();
    await posted(world, data(), other);
    const before = world.aws.calls.length;
    await posted(world, other);
    expect(await row(world)).toMatchObject({ phase: 'retained', needs: [] });
    expect(await world.status(web)).toMatchObject({ status: 'running' });
    const asked = world.aws.calls.slice(before).map(call => call.action);
    expect(asked).toContain('DeleteAlarms');
    expect(asked).not.toContain('DeleteLogGroup');
    const { items } = await world.store.events(web, { limit: 50 });
    const kept = items.find(event => event.reason === 'Retained');
    expect(kept).toMatchObject({ component: 'data', message: expect.stringContaining('to be rid of it') });
  });

  it('outlives its application, and the same application takes it over', async () => {
    const world = await worldOf();
    await posted(world, data());
    const first = await row(world);
    await world.remove(web);
    await world.run();
    expect(await world.store.get([{ kind: 'Application', ...web }])).toEqual([]);
    expect(await row(world)).toMatchObject({ phase: 'retained', identity: first?.identity });
    const before = world.aws.calls.length;
    await posted(world, data({ days: 14 }));
    expect(await row(world)).toMatchObject({ phase: 'live', identity: first?.identity, retain: true });
    expect(await world.status(web)).toMatchObject({ status: 'running' });
    expect(world.aws.calls.slice(before).map(call => call.action)).not.toContain('CreateLogGroup');
    expect(await reasons(world)).toContain('Adopted');
    expect((await row(world))?.applied).toMatchObject({ RetentionInDays: 14 });
  });

  it('may be of any type, under an identifier that AWS gave', async () => {
    const type = 'AWS::Kinesis::Stream';
    const stream = { name: 'data', type: 'aws-resource', properties: { type, properties: {}, onDelete: 'retain' } };
    const world = await worldOf({ environment: { allowedTypes: [type] } });
    await posted(world, stream);
    await world.remove(web);
    await world.run();
    await posted(world, stream);
    expect(await world.status(web)).toMatchObject({ status: 'running' });
    const asked = world.aws.calls.map(call => call.action);
    expect(asked).not.toContain('DeleteResource');
    expect(asked.filter(action => action === 'CreateResource')).toHaveLength(1);
  });

  it('is made anew where it was deleted by hand meanwhile', async () => {
    const world = await worldOf();
    const empty = world.aws.snapshot();
    await posted(world, data());
    await world.remove(web);
    await world.run();
    world.aws.restore(empty);
    await posted(world, data());
    expect(await row(world)).toMatchObject({ phase: 'live' });
    expect(world.aws.calls.map(call => call.action).filter(action => action === 'CreateLogGroup')).toHaveLength(2);
  });

  it('is deleted when its definition says so before it goes', async () => {
    const world = await worldOf();
    const empty = world.aws.listing();
    await posted(world, data());
    await posted(world, data({ keep: false }));
    expect((await row(world))?.retain).toBeUndefined();
    await world.remove(web);
    await world.run();
    expect(world.aws.listing()).toEqual(empty);
    expect((await world.view(web)).rows).toEqual([]);
  });

  it('ends the same wherever the process dies while it is kept and taken over', async () => {
    for (let step = 1; ; step++) {
      const world = await worldOf();
      await posted(world, data());
      const from = world.steps();
      world.crashAt = { step: from + step, side: step % 2 === 0 ? 'before' : 'after' };
      await world.remove(web);
      await world.run();
      expect(await row(world)).toMatchObject({ phase: 'retained' });
      await posted(world, data());
      expect(await row(world)).toMatchObject({ phase: 'live' });
      expect(world.aws.calls.map(call => call.action).filter(action => action === 'CreateLogGroup')).toHaveLength(1);
      if (world.steps() < from + step) break;
    }
  });
});
