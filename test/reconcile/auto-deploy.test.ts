/** The policy on redeploys: what it follows, what waits for somebody, what is refused of it; images, secrets and states of containers. */
import { describe, expect, it } from 'vitest';
import { at, type Json, type JsonObject, listOf, objectOf, textOf } from '../../lib/json.ts';
import type { Look } from '../../lib/reconcile/take-inputs.ts';
import { createWorld, functions, type World, web } from './world.ts';

const registry = '000000000000.dkr.ecr.us-east-1.amazonaws.com';
const image = `image#${registry}/web:1.4`;
const secret = 'secret#lateen-test/default/db';

interface Shelf {
  readonly world: World;
  readonly put: (ref: string, value: string) => void;
}

async function openWorld(): Promise<Shelf> {
  const values = new Map<string, string>([
    [image, 'sha256:one'],
    [secret, 'a'],
    ['object#builds/nightly.zip', 'v1'],
  ]);
  const lookOf = (kind: string): [string, Look] => [
    kind,
    // biome-ignore lint/correctness/useYield: it knows without asking
    function* (name) {
      const value = values.get(`${kind}#${name}`);
      return value === undefined ? undefined : { value, says: `${value}, pushed 14:02` };
    },
  ];
  const world = await createWorld({ looks: new Map(['image', 'object', 'secret'].map(lookOf)) });
  return { world, put: (ref, value) => void values.set(ref, value) };
}

const auto = (properties?: JsonObject): JsonObject => ({
  name: 'deploys',
  type: 'auto-deploy',
  ...(properties === undefined ? {} : { properties }),
});

function withPolicies(document: JsonObject, ...policies: JsonObject[]): JsonObject {
  return { ...document, spec: { ...objectOf(document.spec), policies } };
}

const nightly: JsonObject = functions({ nightly: { code: { s3: { bucket: 'builds', key: 'nightly.zip' } } } });

const container: JsonObject = {
  apiVersion: 'core.oam.dev/v1beta1',
  kind: 'Application',
  metadata: { name: 'web', namespace: 'default' },
  spec: {
    components: [
      {
        name: 'site',
        type: 'worker',
        properties: {
          image: `${registry}/web:1.4`,
          env: [{ name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } }],
        },
      },
    ],
  },
};

async function containerIn(world: World): Promise<JsonObject> {
  const { rows } = await world.view();
  const definition = rows.find(row => row.type === 'AWS::ECS::TaskDefinition')?.applied;
  return objectOf(listOf(definition?.ContainerDefinitions).find(one => textOf(objectOf(one).Image).includes('web')));
}

async function conditionIn(world: World): Promise<Json | undefined> {
  const { conditions } = await world.status();
  return listOf(conditions).find(one => at(one, '/type') === 'InputsCurrent');
}

async function becauses(world: World): Promise<string[]> {
  return (await world.view()).revisions.map(one => one.because);
}

describe('images and secrets', () => {
  it('are not followed where nobody asks for it', async () => {
    const { world, put } = await openWorld();
    await world.apply(container);
    await world.run();
    put(image, 'sha256:two');
    await world.tell(image);
    await world.wake(web, 'sweep');
    await world.run();
    expect((await containerIn(world)).Image).toBe(`${registry}/web:1.4`);
    expect(await becauses(world)).toHaveLength(1);
  });

  it('an image whose tag fits is pinned by digest, and another under that tag is taken up', async () => {
    const { world, put } = await openWorld();
    await world.apply(withPolicies(container, auto({ images: '1.*' })));
    await world.run();
    expect((await containerIn(world)).Image).toBe(`${registry}/web@sha256:one`);
    put(image, 'sha256:two');
    await world.tell(image);
    await world.run();
    expect((await containerIn(world)).Image).toBe(`${registry}/web@sha256:two`);
    expect(await becauses(world)).toEqual([
      'generation 1 by tester',
      `image ${registry}/web:1.4 is now sha256:two, pushed 14:02`,
    ]);
    expect(await world.status()).toMatchObject({ status: 'running' });
  });

  it('one whose tag does not fit is left alone', async () => {
    const { world } = await openWorld();
    await world.apply(withPolicies(container, auto({ images: '2.*' })));
    await world.run();
    expect((await containerIn(world)).Image).toBe(`${registry}/web:1.4`);
  });

  it('another version of a secret starts the tasks again, which take what is current', async () => {
    const { world, put } = await openWorld();
    await world.apply(withPolicies(container, auto({ secrets: true })));
    await world.run();
    const before = await containerIn(world);
    put(secret, 'b');
    await world.tell(secret);
    await world.run();
    const after = await containerIn(world);
    expect(after.Secrets).toEqual(before.Secrets);
    expect(objectOf(after.DockerLabels)['oam.dev/inputs']).not.toBe(objectOf(before.DockerLabels)['oam.dev/inputs']);
    expect((await becauses(world)).at(-1)).toBe('secret lateen-test/default/db is now b, pushed 14:02');
  });
});

describe('the manual gate', () => {
  it('says what is newer, once, and takes it up when somebody asks', async () => {
    const { world, put } = await openWorld();
    const object = 'object#builds/nightly.zip';
    await world.apply(withPolicies(nightly, auto({ gate: 'manual' })));
    await world.run();
    expect(await conditionIn(world)).toMatchObject({ status: 'True' });
    put(object, 'v2');
    await world.tell(object);
    await world.run();
    const newer = { status: 'False', reason: 'NewerInputs', message: expect.stringContaining('is now v2, pushed') };
    expect(await conditionIn(world)).toMatchObject(newer);
    expect(await world.status()).toMatchObject({ status: 'running', latestRevision: { revision: 1 } });
    // Looks for other reasons say nothing of it.
    world.touch(web);
    await world.wake(web, 'sweep');
    await world.run();
    expect(await conditionIn(world)).toMatchObject(newer);
    const { items } = await world.store.events(web, { limit: 50 });
    expect(items.filter(event => event.reason === 'NewerInputs')).toHaveLength(1);
    await world.wake(web, 'redeploy');
    await world.run();
    expect(await conditionIn(world)).toMatchObject({ status: 'True' });
    expect((await becauses(world)).at(-1)).toBe('object builds/nightly.zip is now v2, pushed 14:02');
  });

  it('lets a change of the document take what is there then', async () => {
    const { world, put } = await openWorld();
    await world.apply(withPolicies(nightly, auto({ gate: 'manual' })));
    await world.run();
    put('object#builds/nightly.zip', 'v2');
    await world.apply(withPolicies(nightly, auto({ gate: 'manual', images: '*' })));
    await world.run();
    expect((await world.view()).revisions.at(-1)?.inputs).toEqual({ 'object#builds/nightly.zip': 'v2' });
  });
});

describe('objects', () => {
  it('are followed no more where the policy says so', async () => {
    const { world } = await openWorld();
    await world.apply(withPolicies(nightly, auto({ objects: false })));
    await world.run();
    expect((await world.view()).revisions.map(one => one.inputs)).toEqual([{}]);
  });
});

describe('a policy', () => {
  it.each<[string, JsonObject[], string]>([
    ['that is not known', [{ name: 'x', type: 'auto-deplyo' }], 'NotSupported'],
    ['twice', [auto(), auto()], 'PolicyRepeated'],
    ['with a property it does not have', [auto({ image: '*' })], 'UnknownParameter'],
    ['with a pattern that is none', [auto({ images: 'a b' })], 'InvalidParameter'],
  ])('%s is refused', async (_, policies, code) => {
    const { world } = await openWorld();
    await world.apply(withPolicies(nightly, ...policies));
    await world.run();
    const { conditions } = await world.status();
    const rendered = listOf(conditions).find(one => at(one, '/type') === 'Render');
    expect(rendered).toMatchObject({ status: 'False', reason: code });
  });
});

describe('events that tell of a state', () => {
  it('have the rows concerned looked at, and no others', async () => {
    const { world } = await openWorld();
    await world.apply(container);
    await world.run();
    const { rows, revisions } = await world.view();
    const name = rows.find(row => row.type === 'AWS::ECS::Service')?.name ?? '';
    expect(revisions.at(-1)?.watches).toContain(`service#${name}`);
    world.aws.calls.length = 0;
    world.clock.now += 60_000;
    await world.tell(`service#${name}`);
    await world.turn();
    expect([...new Set(world.aws.calls.map(call => call.action))].sort()).toEqual(['DescribeServices', 'ListTasks']);
    world.aws.calls.length = 0;
    await world.run();
    await world.tell('service#another');
    await world.run();
    expect(world.aws.calls).toEqual([]);
  });
});
