/** What applications follow: another object, image or secret makes another revision that says why; nothing else does. */
import { describe, expect, it } from 'vitest';
import { OamError } from '../../lib/errors.ts';
import { type JsonObject, objectOf, textOf } from '../../lib/json.ts';
import type { Snapshot } from '../../lib/ports.ts';
import { fits } from '../../lib/reconcile/inputs.ts';
import type { Look } from '../../lib/reconcile/take-inputs.ts';
import { createWorld, functions, type World, web } from './world.ts';

const used = 'object#builds/nightly.zip';

interface Shelf {
  readonly world: World;
  /** Puts it: by name, the version that is current. */
  readonly put: (name: string, version: string | undefined) => void;
  /** Names that were looked at since the last time. */
  readonly looked: () => string[];
}

async function openWorld(): Promise<Shelf> {
  const versions = new Map<string, string | undefined>([['builds/nightly.zip', 'v1']]);
  const names: string[] = [];
  // biome-ignore lint/correctness/useYield: it knows without asking
  const look: Look = function* (name) {
    names.push(name);
    const value = versions.get(name);
    if (value === 'broken') throw new Error('S3 is away');
    if (value === 'elsewhere') throw new OamError('Rejected', 'The bucket is in another region');
    if (value === undefined) return undefined;
    const warns = value.startsWith('etag ') ? { warns: 'its bucket keeps no versions' } : {};
    return { value, says: `version ${value}, put 14:02`, ...warns };
  };
  const world = await createWorld({ looks: new Map([['object', look]]) });
  return {
    world,
    put: (name, version) => void versions.set(name, version),
    looked: () => names.splice(0),
  };
}

const nightly = (extra: JsonObject = {}): JsonObject =>
  functions({ nightly: { code: { s3: { bucket: 'builds', key: 'nightly.zip' } }, ...extra } });

function codeIn({ rows }: Snapshot): JsonObject {
  return objectOf(rows.find(row => row.type === 'AWS::Lambda::Function')?.applied?.Code);
}

async function becauses(world: World): Promise<string[]> {
  return (await world.view()).revisions.map(one => one.because);
}

describe('an object that is code', () => {
  it('is taken as it is when the document comes, and pinned', async () => {
    const { world, looked } = await openWorld();
    await world.apply(nightly());
    await world.run();
    const view = await world.view();
    expect(codeIn(view)).toEqual({ S3Bucket: 'builds', S3Key: 'nightly.zip', S3ObjectVersion: 'v1' });
    expect(view.revisions.map(one => one.inputs)).toEqual([{ [used]: 'v1' }]);
    // Once more when the index surely leads events here.
    expect(looked()).toEqual(['builds/nightly.zip', 'builds/nightly.zip']);
    expect((await world.status()).status).toBe('running');
  });

  it('put anew makes another revision that says why, and its code is what runs', async () => {
    const { world, put } = await openWorld();
    await world.apply(nightly());
    await world.run();
    put('builds/nightly.zip', 'v2');
    await world.tell(used);
    await world.run();
    const view = await world.view();
    expect(codeIn(view).S3ObjectVersion).toBe('v2');
    expect(view.revisions.map(one => [one.number, one.generation, one.because, one.inputs])).toEqual([
      [1, 1, 'generation 1 by tester', { [used]: 'v1' }],
      [2, 1, 'object builds/nightly.zip is now version v2, put 14:02', { [used]: 'v2' }],
    ]);
    const { items } = await world.store.events(web, { limit: 50 });
    const revised = items.find(event => event.message.startsWith('Revision v2'));
    expect(revised).toMatchObject({ reason: 'Revised', message: expect.stringContaining('is now version v2') });
    expect(revised?.principal).toBeUndefined();
    expect(await world.status()).toMatchObject({ status: 'running', latestRevision: { revision: 2 } });
  });

  it('that is the same, or that it does not use, costs no call, no write', async () => {
    const { world, looked } = await openWorld();
    await world.apply(nightly());
    await world.run();
    const before = world.store.dump();
    const calls = world.aws.calls.length;
    looked();
    await world.tell('object#builds/other.zip');
    await world.run();
    expect(looked()).toEqual([]);
    await world.tell(used);
    await world.run();
    expect(looked()).toEqual(['builds/nightly.zip']);
    expect(world.aws.calls.length).toBe(calls);
    const strip = (dump: object): string =>
      JSON.stringify(dump).replaceAll(/"fence":\d+|"until":\d+|"owner":"\w+"/g, '');
    expect(strip(world.store.dump())).toBe(strip(before));
    world.touch(web);
    await world.run();
    expect([looked(), world.aws.calls.length]).toEqual([[], calls]);
  });

  it('of which a burst of events tells makes one wake and one revision', async () => {
    const { world, put, looked } = await openWorld();
    await world.apply(nightly());
    await world.run();
    looked();
    put('builds/nightly.zip', 'v2');
    for (let i = 0; i < 20; i++) await world.tell(used);
    expect(world.queue).toHaveLength(1);
    await world.run();
    expect(looked()).toEqual(['builds/nightly.zip']);
    expect(await becauses(world)).toHaveLength(2);
  });

  it('whose event was lost is found by the sweep', async () => {
    const { world, put } = await openWorld();
    await world.apply(nightly());
    await world.run();
    put('builds/nightly.zip', 'v2');
    await world.wake(web, 'sweep');
    await world.run();
    expect(codeIn(await world.view()).S3ObjectVersion).toBe('v2');
  });

  it('that cannot be looked at is looked at again, and holds nothing up', async () => {
    const { world, put } = await openWorld();
    await world.apply(nightly());
    await world.run();
    put('builds/nightly.zip', 'broken');
    await world.tell(used);
    await world.turn();
    expect((await world.view()).wake?.at).toBe(world.clock.now + 1000);
    expect(await world.status()).toMatchObject({
      status: 'running',
      cause: 'object builds/nightly.zip cannot be looked at: S3 is away',
      next: expect.stringContaining('it is looked at again in 1 s'),
    });
    put('builds/nightly.zip', 'v3');
    await world.run();
    expect(codeIn(await world.view()).S3ObjectVersion).toBe('v3');
    expect(await world.status()).not.toHaveProperty('cause');
  });

  it('that can never be looked at is not asked for again and again, and the events say why', async () => {
    const { world, put, looked } = await openWorld();
    put('builds/nightly.zip', 'elsewhere');
    await world.apply(nightly());
    await world.run();
    const twice = ['builds/nightly.zip', 'builds/nightly.zip'];
    expect([looked(), (await world.view()).wake]).toEqual([twice, undefined]);
    const { items } = await world.store.events(web, { limit: 50 });
    const told = items.find(event => event.reason === 'InputUnseen');
    expect(told?.message).toBe('object builds/nightly.zip cannot be looked at: The bucket is in another region');
  });

  it('of a bucket without versions is told by what it holds', async () => {
    const { world, put } = await openWorld();
    put('builds/nightly.zip', 'etag abc');
    await world.apply(nightly());
    await world.run();
    expect(codeIn(await world.view())).toEqual({ S3Bucket: 'builds', S3Key: 'nightly.zip', ETag: 'abc' });
    const warned = async (): Promise<number> => {
      const { items } = await world.store.events(web, { limit: 50 });
      return items.filter(event => event.type === 'Warning' && event.reason === 'InputNotKept').length;
    };
    expect(await warned()).toBe(1);
    await world.wake(web, 'sweep');
    await world.run();
    expect(await warned()).toBe(1);
    const updates = (): number => world.aws.calls.filter(call => call.action === 'UpdateFunctionCode').length;
    put('builds/nightly.zip', 'etag def');
    await world.tell(used);
    await world.run();
    expect(updates()).toBe(1);
    expect(world.aws.calls.some(call => JSON.stringify(call.input).includes('ETag'))).toBe(false);
  });

  it('whose version the document chooses is not followed', async () => {
    const { world, looked } = await openWorld();
    await world.apply(nightly({ code: { s3: { bucket: 'builds', key: 'nightly.zip', version: 'v0' } } }));
    await world.run();
    expect([looked(), codeIn(await world.view()).S3ObjectVersion]).toEqual([[], 'v0']);
  });
});

describe('a rollback', () => {
  it('brings the old input back and keeps it until the document changes', async () => {
    const { world, put, looked } = await openWorld();
    await world.apply(nightly());
    await world.run();
    put('builds/nightly.zip', 'v2');
    await world.tell(used);
    await world.run();
    await world.apply(nightly(), { pinned: 1 });
    await world.run();
    expect(codeIn(await world.view()).S3ObjectVersion).toBe('v1');
    looked();
    await world.tell(used);
    await world.wake(web, 'sweep');
    await world.run();
    expect([looked(), codeIn(await world.view()).S3ObjectVersion]).toEqual([[], 'v1']);
    await world.wake(web, 'redeploy');
    await world.run();
    expect(codeIn(await world.view()).S3ObjectVersion).toBe('v2');
    await world.apply(nightly({ memory: 256 }));
    await world.run();
    expect(textOf((await becauses(world)).at(-1))).toContain('by tester');
    expect(codeIn(await world.view()).S3ObjectVersion).toBe('v2');
  });
});

describe('a rollback of one that waits for another', () => {
  const taking = (queue: string): JsonObject => ({
    apiVersion: 'core.oam.dev/v1beta1',
    kind: 'Application',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      components: [
        { name: queue, type: 'queue', outputs: [{ name: 'where', valueFrom: 'output.NAME' }] },
        {
          name: 'nightly',
          type: 'function',
          properties: { code: { s3: { bucket: 'builds', key: 'nightly.zip' } }, env: [{ name: 'QUEUE' }] },
          inputs: [{ from: 'where', parameterKey: 'env[0].value' }],
        },
      ],
    },
  });

  it('brings its old input back all the same', async () => {
    const { world, put } = await openWorld();
    await world.apply(taking('jobs'));
    await world.run();
    put('builds/nightly.zip', 'v2');
    await world.apply(taking('others'));
    await world.run();
    expect(codeIn(await world.view()).S3ObjectVersion).toBe('v2');
    await world.apply(taking('jobs'), { pinned: 1 });
    await world.run();
    const { revisions, uses, ...view } = await world.view();
    expect(codeIn({ ...view, revisions }).S3ObjectVersion).toBe('v1');
    expect(revisions.at(-1)).toMatchObject({ inputs: { [used]: 'v1' }, because: 'rolled back to v1 by tester' });
    expect(uses).toContain(used);
  });
});

describe('patterns of names', () => {
  it.each([
    ['*', 'a/b', true],
    ['*:1.*', '1.dkr.ecr.eu-west-1.amazonaws.com/web:1.4', true],
    ['*:1.*', '1.dkr.ecr.eu-west-1.amazonaws.com/web:2.1', false],
    ['*:v*-rc', 'web:v1-rc', true],
    ['*:v*-rc', 'web:v-r', false],
    ['a*a', 'a', false],
    ['web:1', 'web:1', true],
    ['web:1', 'web:12', false],
  ])('%s fits %s: %s', (pattern, name, expected) => {
    expect(fits(pattern, name)).toBe(expected);
  });
});

describe('an object that another component names later', () => {
  const passed = (): JsonObject => ({
    apiVersion: 'core.oam.dev/v1beta1',
    kind: 'Application',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      components: [
        { name: 'store', type: 'queue', outputs: [{ name: 'where', valueFrom: 'output.NAME' }] },
        {
          name: 'nightly',
          type: 'function',
          properties: { code: { s3: { bucket: 'builds', key: 'unknown' } } },
          inputs: [{ from: 'where', parameterKey: 'code.s3.key' }],
        },
      ],
    },
  });

  it('is looked at when its name is known, as part of the same revision', async () => {
    const { world, put, looked } = await openWorld();
    await world.apply(passed());
    await world.run();
    const names = looked();
    expect([...new Set(names)]).toEqual([expect.stringMatching(/^builds\/lt-test-/)]);
    put(names[0] ?? '', 'v7');
    await world.tell(`object#${names[0]}`);
    await world.run();
    expect(codeIn(await world.view()).S3ObjectVersion).toBe('v7');
    expect(await becauses(world)).toEqual([
      'generation 1 by tester',
      `object ${names[0]} is now version v7, put 14:02`,
    ]);
  });
});
