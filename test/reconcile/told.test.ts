/** What events of AWS tell of is looked at at once, is that alone, and is said: alarms that ring, tasks that ran, services. */
import { describe, expect, it } from 'vitest';
import { type JsonObject, textOf } from '../../lib/json.ts';
import { createWorld, functions, type World, web } from './world.ts';

const reason = 'Threshold Crossed: 1 datapoint [3.0] was greater than the threshold (1.0).';

function application(...components: JsonObject[]): JsonObject {
  return {
    apiVersion: 'core.oam.dev/v1beta1',
    kind: 'Application',
    metadata: { name: 'web', namespace: 'default' },
    spec: { components },
  };
}

/** What AWS is asked from here on. */
function asked(world: World): () => string[] {
  const from = world.aws.calls.length;
  return () => world.aws.calls.slice(from).map(call => call.action);
}

async function rowOf(world: World, type: string) {
  const row = (await world.view()).rows.find(one => one.type === type);
  if (row === undefined) throw new Error(`no row of ${type}`);
  return row;
}

async function said(world: World): Promise<string[]> {
  const { items } = await world.store.events(web, { limit: 50 });
  return items.filter(one => one.message.includes('ALARM')).map(one => `${one.type} ${one.reason} ${one.message}`);
}

describe('an alarm of the application', () => {
  const alarmed: JsonObject = {
    name: 'hello',
    type: 'function',
    properties: { code: { blob: 'a'.repeat(64) } },
    traits: [{ type: 'alarm', properties: { metric: 'errors', threshold: 1 } }],
  };

  it('is looked at when its state changes, and its row, its status and an event say why it rings', async () => {
    const world = await createWorld();
    await world.apply(application(alarmed));
    await world.run();
    const { name } = await rowOf(world, 'AWS::CloudWatch::Alarm');
    const turn = async (state: JsonObject): Promise<string[]> => {
      const before = world.aws.snapshot();
      const item = before.alarms[name];
      if (item === undefined) throw new Error(`no alarm ${name}`);
      world.aws.restore({ ...before, alarms: { [name]: { ...item, config: { ...item.config, ...state } } } });
      const calls = asked(world);
      world.clock.now += 1000;
      await world.tell(`alarm#${name}`);
      await world.run();
      return calls();
    };
    const of = async () => {
      const { status, appliedResources, services } = JSON.parse(JSON.stringify(await world.status()));
      const own = appliedResources.find((one: { kind: string }) => one.kind === 'AWS::CloudWatch::Alarm');
      return [status, own.phase, own.message, services[0].healthy];
    };
    expect(await turn({ StateValue: 'ALARM', StateReason: reason })).toEqual(['DescribeAlarms', 'ListTagsForResource']);
    expect((await rowOf(world, 'AWS::CloudWatch::Alarm')).message).toBe(`ALARM: ${reason}`);
    expect(await of()).toEqual(['running', 'Ready', `ALARM: ${reason}`, true]);
    const rings = `Warning Told AWS::CloudWatch::Alarm ${name}: ALARM: ${reason}`;
    expect(await said(world)).toEqual([rings]);
    await turn({ StateValue: 'OK', StateReason: 'Threshold Crossed: no more' });
    expect(await of()).toEqual(['running', 'Ready', '', true]);
    const over = `Normal Over AWS::CloudWatch::Alarm ${name}: no longer ALARM: ${reason}`;
    expect((await said(world)).toSorted()).toEqual([over, rings]);
  });

  it('of another name costs nothing', async () => {
    const world = await createWorld();
    await world.apply(application(alarmed));
    await world.run();
    const calls = asked(world);
    world.clock.now += 1000;
    await world.tell('alarm#another');
    await world.run();
    expect(calls()).toEqual([]);
  });
});

describe('a task that runs', () => {
  it('is looked at when ECS tells that one of its family stopped, long before it would be by itself', async () => {
    const world = await createWorld({ aws: { settle: { ms: 1_800_000, reads: 1000 } } });
    await world.apply(application({ name: 'job', type: 'task', properties: { image: 'good' } }));
    await world.run(600_000);
    const before = await rowOf(world, 'Lateen::ECS::Task');
    expect([before.phase, before.health]).toEqual(['live', 'progressing']);
    expect(before.doubt).toBeGreaterThan(world.clock.now + 5000);
    const state = world.aws.snapshot();
    const stopped = { stopCode: 'EssentialContainerExited', stoppedReason: 'it ended', exitCode: 0 };
    const tasks = Object.entries(state.tasks).map(([arn, task]) => [arn, { ...task, stopped }]);
    world.aws.restore({ ...state, tasks: Object.fromEntries(tasks) });
    const family = textOf((await rowOf(world, 'AWS::ECS::TaskDefinition')).name);
    const calls = asked(world);
    world.clock.now += 1000;
    await world.tell(`family#${family}`);
    await world.turn();
    expect(calls()).toContain('DescribeTasks');
    expect((await rowOf(world, 'Lateen::ECS::Task')).phase).toBe('done');
  });
});

describe('an object that several applications are made of', () => {
  it('wakes every one of them', async () => {
    const world = await createWorld();
    const names = ['web', 'shop'];
    const code = { s3: { bucket: 'builds', key: 'nightly.zip' } };
    for (const name of names) await world.apply(functions({ nightly: { code } }, name));
    await world.run();
    world.queue.length = 0;
    await world.tell('object#builds/nightly.zip');
    expect(world.queue.map(one => one.delivery.app.name).toSorted()).toEqual(names.toSorted());
  });
});
