/** What a redeploy owes: taken when it can be, past a gate and a rollback, and nothing else is. */
import { describe, expect, it } from 'vitest';
import { type JsonObject, objectOf } from '../../lib/json.ts';
import type { Look } from '../../lib/reconcile/take-inputs.ts';
import { createWorld, facts, functions, type World, web } from './world.ts';

const nightly = 'object#builds/nightly.zip';
const other = 'object#builds/other.zip';

function code(key: string): JsonObject {
  return { code: { s3: { bucket: 'builds', key } } };
}

const two: JsonObject = functions({ nightly: code('nightly.zip'), other: code('other.zip') });

function gated(document: JsonObject): JsonObject {
  const policies = [{ name: 'by-hand', type: 'auto-deploy', properties: { gate: 'manual' } }];
  return { ...document, spec: { ...objectOf(document.spec), policies } };
}

interface Shelf {
  readonly world: World;
  /** By index entry; `v1` where nothing is said. */
  readonly versions: Map<string, string | Error>;
  /** Index entries that were looked at. */
  readonly looked: string[];
}

async function shelf(): Promise<Shelf> {
  const versions: Shelf['versions'] = new Map();
  const looked: string[] = [];
  // biome-ignore lint/correctness/useYield: it knows without asking
  const look: Look = function* (name) {
    looked.push(`object#${name}`);
    const version = versions.get(`object#${name}`) ?? 'v1';
    if (version instanceof Error) throw version;
    return { value: version, says: version, warns: 'its bucket keeps no versions' };
  };
  return { world: await createWorld({ looks: new Map([['object', look]]) }), versions, looked };
}

async function inputs(world: World): Promise<JsonObject | undefined> {
  return (await world.view()).revisions.at(-1)?.inputs;
}

/** What the installation says of itself, with or without a fact that every function needs. */
async function install({ store }: World, whole: boolean): Promise<void> {
  const { basicRole, ...less } = facts;
  await store.install({
    environment: { target: 'local', facts: { ...less, ...(whole ? { basicRole } : {}) } },
    access: [],
  });
}

describe('a redeploy that cannot look at everything', () => {
  async function half(): Promise<Shelf> {
    const it = await shelf();
    await it.world.apply(gated(two));
    await it.world.run();
    it.versions.set(other, new Error('S3 is away'));
    it.versions.set(nightly, 'v2');
    await it.world.wake(web, 'redeploy');
    await it.world.run(600_000);
    return it;
  }

  it('takes the rest, and leaves the gate closed behind it', async () => {
    const { world, versions } = await half();
    expect(await inputs(world)).toEqual({ [nightly]: 'v2', [other]: 'v1' });
    expect((await world.status()).asked).toEqual(['redeploy']);
    versions.set(nightly, 'v3');
    await world.tell(nightly);
    await world.run(120_000);
    expect(await inputs(world)).toEqual({ [nightly]: 'v2', [other]: 'v1' });
  });

  it('takes what it owes when it can be looked at', async () => {
    const { world, versions } = await half();
    versions.set(other, 'v2');
    await world.run(120_000);
    expect(await inputs(world)).toEqual({ [nightly]: 'v2', [other]: 'v2' });
    expect((await world.status()).asked).toBeUndefined();
    versions.set(other, 'v3');
    await world.tell(other);
    await world.run();
    expect(await inputs(world)).toEqual({ [nightly]: 'v2', [other]: 'v2' });
  });

  it('looks at what it has taken no more', async () => {
    const { world, looked } = await half();
    looked.length = 0;
    await world.run(600_000);
    expect(looked).toContain(other);
    expect(looked).not.toContain(nightly);
  });

  it('leaves a rollback as it is for the rest', async () => {
    const { world, versions } = await shelf();
    await world.apply(two);
    await world.run();
    await world.apply(two, { pinned: 1 });
    await world.run();
    versions.set(other, new Error('S3 is away'));
    await world.wake(web, 'redeploy');
    await world.run(600_000);
    versions.set(nightly, 'v3');
    await world.tell(nightly);
    await world.run(120_000);
    expect(await inputs(world)).toEqual({ [nightly]: 'v1', [other]: 'v1' });
    versions.set(other, 'v2');
    await world.run(120_000);
    expect(await inputs(world)).toEqual({ [nightly]: 'v1', [other]: 'v2' });
  });

  it('owes nothing any more of a document that was taken back', async () => {
    const { world, versions } = await half();
    await world.apply(gated(two), { pinned: 1 });
    await world.run(60_000);
    versions.set(other, 'v2');
    await world.run(120_000);
    expect(await inputs(world)).toEqual({ [nightly]: 'v1', [other]: 'v1' });
    expect((await world.status()).asked).toBeUndefined();
  });

  it('is served where there was no graph when it was asked for', async () => {
    const { world, versions } = await shelf();
    await world.apply(gated(two));
    await world.run();
    await install(world, false);
    versions.set(nightly, 'v2');
    await world.wake(web, 'redeploy');
    await world.run(60_000);
    expect(await world.status()).toMatchObject({ status: 'unhealthy', asked: ['redeploy'] });
    await install(world, true);
    world.touch(web);
    await world.run();
    expect(await inputs(world)).toEqual({ [nightly]: 'v2', [other]: 'v1' });
    expect((await world.status()).asked).toBeUndefined();
  });
});

describe('what could not be looked at', () => {
  it('is looked at when there is a graph again, and wakes nobody until then', async () => {
    const { world, versions } = await shelf();
    versions.set(nightly, new Error('S3 is away'));
    await world.apply(two);
    await world.run(3000);
    await install(world, false);
    world.touch(web);
    const before = world.steps();
    await world.run(1_800_000);
    expect(world.steps() - before).toBeLessThan(60);
    await install(world, true);
    versions.set(nightly, 'v1');
    world.touch(web);
    await world.run();
    expect(await inputs(world)).toEqual({ [nightly]: 'v1', [other]: 'v1' });
  });

  it('is looked at in its time, however often events tell of another', async () => {
    const { world, versions, looked } = await shelf();
    await world.apply(two);
    await world.run();
    for (const ref of [nightly, other]) {
      versions.set(ref, new Error('S3 is away'));
      await world.tell(ref);
    }
    await world.run(200_000);
    looked.length = 0;
    for (let i = 0; i < 5; i++) {
      await world.tell(nightly);
      await world.run(40_000);
      world.clock.now += 5000;
    }
    expect(looked).toContain(other);
  });

  it('is named for as long as it is not seen', async () => {
    const { world, versions } = await shelf();
    await world.apply(two);
    await world.run();
    for (const ref of [nightly, other]) versions.set(ref, new Error('S3 is away'));
    await world.wake(web, 'retry');
    await world.run(60_000);
    const cause = 'object builds/nightly.zip, object builds/other.zip cannot be looked at: S3 is away';
    expect(await world.status()).toMatchObject({ status: 'running', cause });
    versions.delete(nightly);
    await world.tell(nightly);
    await world.turn();
    expect((await world.status()).cause).toBe('object builds/other.zip cannot be looked at: S3 is away');
  });
});

describe('what is newer behind a gate', () => {
  it('is warned of when it is taken', async () => {
    const { world, versions } = await shelf();
    await world.apply(gated(two));
    await world.run();
    const warned = async (): Promise<number> =>
      (await world.store.events(web, { limit: 500 })).items.filter(one => one.reason === 'InputNotKept').length;
    const before = await warned();
    versions.set(nightly, 'v2');
    await world.wake(web, 'sweep');
    await world.run();
    expect(await warned()).toBe(before);
    await world.wake(web, 'redeploy');
    await world.run();
    expect(await warned()).toBe(before + 1);
  });
});

describe('an event about what a component takes that waits', () => {
  it('is made up for when it waits no longer', async () => {
    const { world, versions } = await shelf();
    await world.apply(two);
    await world.run();
    // As the wave left it that the event came to: nightly waited, and was not in the graph.
    const { store, clock } = world;
    versions.set(nightly, 'v2');
    const lease = await store.acquire(web, 'a wave', clock.now);
    if (lease === 'held') throw new Error('Another wave is running');
    const { convergedDigest: _, ...status } = (await world.view()).status ?? {};
    await store.report(lease, { ...status, waiting: { nightly: 'It waits for other' } }, []);
    await store.release(lease, 1, undefined, undefined);
    world.touch(web);
    await world.run();
    expect(await inputs(world)).toEqual({ [nightly]: 'v2', [other]: 'v1' });
  });
});
