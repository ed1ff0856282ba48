/** When inputs are looked at: what an application makes itself as soon as it is made, what changes before events find it, what cannot be
 * looked at. */
import { describe, expect, it } from 'vitest';
import { inputKinds } from '../../lib/aws/inputs/inputs.ts';
import { OamError } from '../../lib/errors.ts';
import { type JsonObject, listOf, objectOf } from '../../lib/json.ts';
import type { Look } from '../../lib/reconcile/take-inputs.ts';
import { anywhere } from './anywhere.ts';
import { createWorld, functions, type World, web } from './world.ts';

const used = 'object#builds/nightly.zip';
const nightly: JsonObject = functions({ nightly: { code: { s3: { bucket: 'builds', key: 'nightly.zip' } } } });

function application(components: readonly JsonObject[], policy: JsonObject): JsonObject {
  return {
    apiVersion: 'core.oam.dev/v1beta1',
    kind: 'Application',
    metadata: { name: 'web', namespace: 'default' },
    spec: { components: [...components], policies: [{ name: 'deploys', type: 'auto-deploy', properties: policy }] },
  };
}

/** A container that takes a secret and a parameter which its application makes. */
function own(level = 'info'): JsonObject {
  const env = [
    { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'web/db', key: 'password' } } },
    { name: 'LEVEL', valueFrom: { configMapKeyRef: { name: 'web', key: 'level' } } },
  ];
  const components = [
    { name: 'db', type: 'secret', properties: { generate: { key: 'password' } } },
    { name: 'level', type: 'parameter', properties: { value: level } },
    { name: 'site', type: 'worker', properties: { image: 'nginx', env } },
  ];
  return application(components, { secrets: true, parameters: true });
}

/** One that takes a parameter only. */
function taker(level: string): JsonObject {
  const env = [{ name: 'LEVEL', valueFrom: { configMapKeyRef: { name: 'web', key: 'level' } } }];
  const components = [
    { name: 'level', type: 'parameter', properties: { value: level } },
    { name: 'site', type: 'worker', properties: { image: 'nginx', env } },
  ];
  return application(components, { parameters: true });
}

async function inputs(world: World): Promise<unknown> {
  return (await world.view()).revisions.at(-1)?.inputs;
}

function refuseOnce(world: World, method: string): void {
  let left = 1;
  world.refuse = request => {
    if (request === method && left-- > 0) throw new Error('throttled');
  };
}

async function labels(world: World): Promise<unknown[]> {
  const { rows } = await world.view();
  const definition = rows.find(row => row.type === 'AWS::ECS::TaskDefinition')?.applied;
  return listOf(definition?.ContainerDefinitions).map(one => objectOf(objectOf(one).DockerLabels)['oam.dev/inputs']);
}

async function becauses(world: World): Promise<string[]> {
  return (await world.view()).revisions.map(one => one.because);
}

async function sweep(world: World): Promise<void> {
  world.clock.now += 3600_000;
  await world.wake(web, 'sweep');
  await world.run();
}

const secret = 'secret#lateen-test/default/web/db';
const parameter = 'parameter#/lateen-test/default/web/level';

describe('what an application makes itself and follows', () => {
  it('is part of the revision that made it, as it was made', async () => {
    const world = await createWorld();
    await world.apply(own());
    await world.run();
    expect(await world.status()).toMatchObject({ status: 'running' });
    const [first] = (await world.view()).revisions;
    expect(first?.inputs).toEqual({ [secret]: expect.any(String), [parameter]: '1' });
    expect(world.aws.calls.filter(call => call.action === 'RegisterTaskDefinition')).toHaveLength(1);
    const before = world.aws.calls.filter(call => call.mutates).length;
    await sweep(world);
    expect(await becauses(world)).toEqual(['generation 1 by tester']);
    expect(world.aws.calls.filter(call => call.mutates).length).toBe(before);
  });

  it('is part of the revision that changed it, and who takes it starts again', async () => {
    const world = await createWorld();
    await world.apply(own());
    await world.run();
    const before = await labels(world);
    await world.apply(own('debug'));
    await world.run();
    await sweep(world);
    expect(await becauses(world)).toEqual(['generation 1 by tester', 'generation 2 by tester']);
    expect((await world.view()).revisions.at(-1)?.inputs[parameter]).toBe('2');
    expect(await labels(world)).not.toEqual(before);
  });

  it.each(['before', 'after'] as const)('is so wherever the process dies (%s a step)', async side => {
    const create = await anywhere(
      side,
      () => createWorld(),
      world => world.apply(taker('info')),
    );
    for (const { step, world } of create)
      expect([step, await becauses(world)]).toEqual([step, ['generation 1 by tester']]);
  });

  it.each(['before', 'after'] as const)('is so wherever the process dies that changes it (%s a step)', async side => {
    const before = async (): Promise<World> => {
      const world = await createWorld();
      await world.apply(taker('info'));
      await world.run();
      return world;
    };
    for (const { step, world } of await anywhere(side, before, one => one.apply(taker('debug')))) {
      expect([step, await becauses(world)]).toEqual([step, ['generation 1 by tester', 'generation 2 by tester']]);
      expect([step, await inputs(world)]).toEqual([step, { [parameter]: '2' }]);
    }
  });

  it('is so where the look at it fails', async () => {
    const resolve = inputKinds.get('parameter')?.resolve;
    let looks = 0;
    const look: Look = function* (name) {
      // The first look of the change answers, the one after the change does not.
      if (++looks === failing) throw new OamError('Throttled', 'slow down', { retry: true });
      return resolve === undefined ? undefined : yield* resolve(name);
    };
    let failing = 0;
    const world = await createWorld({ looks: new Map([['parameter', look]]) });
    await world.apply(taker('info'));
    await world.run();
    failing = looks + 2;
    await world.apply(taker('debug'));
    await world.run();
    expect(looks).toBeGreaterThan(failing);
    expect(await becauses(world)).toEqual(['generation 1 by tester', 'generation 2 by tester']);
    expect(await inputs(world)).toEqual({ [parameter]: '2' });
  });

  it('is so where what the wave found cannot be written', async () => {
    const world = await createWorld();
    await world.apply(taker('info'));
    await world.run();
    refuseOnce(world, 'report');
    await world.apply(taker('debug'));
    await world.run(600_000);
    expect(await inputs(world)).toEqual({ [parameter]: '2' });
  });

  it('is rotated by others all the same', async () => {
    const world = await createWorld();
    await world.apply(own());
    await world.run();
    await world.aws.send({
      service: 'ssm',
      action: 'PutParameter',
      target: 'local',
      input: { Name: '/lateen-test/default/web/level', Type: 'String', Value: 'info', Overwrite: true },
      mutates: true,
    });
    await world.tell(parameter);
    await world.run();
    expect((await becauses(world)).at(-1)).toMatch(/^parameter \/lateen-test\/default\/web\/level is now version 2/);
  });
});

interface Shelf {
  readonly world: World;
  version: string | Error;
  /** What happens right after an answer. */
  after: () => void;
  /** When it was looked at (ms). */
  readonly looks: number[];
}

async function shelf(): Promise<Shelf> {
  // biome-ignore lint/correctness/useYield: it knows without asking
  const look: Look = function* () {
    const { version } = it;
    it.looks.push(it.world.clock.now);
    it.after();
    if (version instanceof Error) throw version;
    return { value: version, says: version };
  };
  const world = await createWorld({ looks: new Map([['object', look]]) });
  const it: Shelf = { world, version: 'v1', after: () => {}, looks: [] };
  return it;
}

describe('what changes right after the first look', () => {
  it('is taken up soon, though its event woke nobody', async () => {
    const it = await shelf();
    let woken = -1;
    it.after = () => {
      if (it.version === 'v2') return;
      it.version = 'v2';
      // The events function asks the index before the wave has written to it.
      void it.world.store.users(used, 10).then(apps => {
        woken = apps.length;
      });
    };
    await it.world.apply(nightly);
    await it.world.run(60_000);
    expect(woken).toBe(0);
    expect((await it.world.view()).revisions.map(one => one.inputs)).toEqual([{ [used]: 'v1' }, { [used]: 'v2' }]);
    expect((await becauses(it.world)).at(-1)).toBe('object builds/nightly.zip is now v2');
  });

  it.each(['before', 'after'] as const)('is taken up soon wherever the process dies (%s a step)', async side => {
    const open = async (): Promise<World> => {
      const it = await shelf();
      it.after = () => {
        it.version = 'v2';
      };
      return it.world;
    };
    for (const { step, world } of await anywhere(side, open, one => one.apply(nightly)))
      expect([step, await inputs(world)]).toEqual([step, { [used]: 'v2' }]);
  });

  it.each(['v1', new Error('S3 is away')])('is taken up soon though the status is not written (%s)', async version => {
    const it = await shelf();
    it.version = version;
    refuseOnce(it.world, 'report');
    it.after = () => {
      it.version = 'v2';
    };
    await it.world.apply(nightly);
    await it.world.run(120_000);
    expect(await inputs(it.world)).toEqual({ [used]: 'v2' });
  });

  it('costs one look, and nothing while nothing is new', async () => {
    const it = await shelf();
    await it.world.apply(nightly);
    await it.world.run();
    expect(it.looks).toHaveLength(2);
    await it.world.apply(
      functions({ nightly: { code: { s3: { bucket: 'builds', key: 'nightly.zip' } }, memory: 256 } }),
    );
    await it.world.run();
    expect(it.looks).toHaveLength(3);
  });
});

describe('what cannot be looked at', () => {
  it('is looked at less and less often, and at once when somebody asks', async () => {
    const it = await shelf();
    await it.world.apply(nightly);
    await it.world.run();
    it.version = new Error('S3 is away');
    it.looks.length = 0;
    await it.world.tell(used);
    await it.world.run(300_000);
    const pauses = it.looks.slice(1).map((at, i) => (at - (it.looks[i] ?? 0)) / 1000);
    expect(pauses.slice(0, 8)).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    expect(await it.world.status()).toMatchObject({
      status: 'running',
      cause: 'object builds/nightly.zip cannot be looked at: S3 is away',
      next: expect.stringMatching(/^What runs goes on; it is looked at again in \d+ s/),
    });
    it.version = 'v2';
    await it.world.wake(web, 'retry');
    await it.world.turn();
    expect((await becauses(it.world)).at(-1)).toBe('object builds/nightly.zip is now v2');
  });

  it('at first makes no second revision when it can be', async () => {
    const it = await shelf();
    it.version = new Error('S3 is away');
    await it.world.apply(nightly);
    await it.world.run(5000);
    it.version = 'v1';
    await it.world.run();
    expect((await it.world.view()).revisions.map(one => one.inputs)).toEqual([{ [used]: 'v1' }]);
  });

  it('is not forgotten where another wake comes in the same wave', async () => {
    const it = await shelf();
    it.version = new Error('S3 is away');
    it.after = () => void it.world.store.storeWake(web, { id: 'alarm', at: it.world.clock.now, because: 'an alarm' });
    await it.world.apply(nightly);
    await it.world.turn();
    it.version = 'v1';
    it.after = () => {};
    await it.world.run(60_000);
    expect((await it.world.view()).revisions.map(one => one.inputs)).toEqual([{ [used]: 'v1' }]);
  });
});
