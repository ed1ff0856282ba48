/** Secrets and parameters that a program knows by name (the trait `link`): another version starts it again, where the policy asks for it. */
import { describe, expect, it } from 'vitest';
import { containerInputs } from '../../lib/aws/ecs/container-inputs.ts';
import { type JsonObject, listOf, objectOf } from '../../lib/json.ts';
import { code, createWorld, type World, web } from './world.ts';

const program: JsonObject = { code: { blob: code('linked') } };
const shared = '/lateen-test/default/shared/level';

function linked(
  policy: JsonObject | undefined,
  component: JsonObject = { type: 'function', properties: program },
): JsonObject {
  const link = (to: string): JsonObject => ({ type: 'link', properties: { to, verbs: ['read'] } });
  const policies =
    policy === undefined ? {} : { policies: [{ name: 'deploys', type: 'auto-deploy', properties: policy }] };
  return {
    apiVersion: 'core.oam.dev/v1beta1',
    kind: 'Application',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      components: [
        { name: 'db', type: 'secret', properties: { existing: 'db' } },
        { name: 'key', type: 'secret' },
        { name: 'level', type: 'parameter', properties: { existing: 'shared/level' } },
        { name: 'site', ...component, traits: [link('db'), link('key'), link('level')] },
      ],
      ...policies,
    },
  };
}

async function ask(world: World, service: string, action: string, input: JsonObject): Promise<void> {
  await world.aws.send({ service, action, target: 'local', input, mutates: true });
}

async function openWorld(): Promise<World> {
  const world = await createWorld();
  await ask(world, 'secrets-manager', 'CreateSecret', { Name: 'lateen-test/default/db', SecretString: 'one' });
  await ask(world, 'ssm', 'PutParameter', { Name: shared, Type: 'String', Value: 'info' });
  return world;
}

async function rotate(world: World): Promise<void> {
  await ask(world, 'ssm', 'PutParameter', { Name: shared, Type: 'String', Value: 'debug', Overwrite: true });
  await world.tell(`parameter#${shared}`);
  await world.run();
}

async function functionIn(world: World): Promise<{ variables: JsonObject; version: unknown }> {
  const { rows } = await world.view();
  const row = rows.find(one => one.type === 'AWS::Lambda::Function');
  const live = rows.find(one => one.type === 'AWS::Lambda::Alias');
  expect(live?.applied?.FunctionVersion).toBe(row?.attributes.Version);
  return { variables: objectOf(objectOf(row?.applied?.Environment).Variables), version: row?.attributes.Version };
}

const both: JsonObject = { secrets: true, parameters: true };

describe('a function that names secrets and parameters', () => {
  it('is published again when one is rotated, and the revision says why', async () => {
    const world = await openWorld();
    await world.apply(linked(both));
    await world.run();
    const before = await functionIn(world);
    expect(before).toMatchObject({
      version: '1',
      variables: { LATEEN_INPUTS: expect.stringMatching(/^[a-z0-9]{8}$/) },
    });
    const [first] = (await world.view()).revisions;
    expect(Object.keys(first?.inputs ?? {}).sort()).toEqual([
      `parameter#${shared}`,
      'secret#lateen-test/default/db',
      'secret#lateen-test/default/web/key',
    ]);
    await rotate(world);
    const after = await functionIn(world);
    expect(after.version).toBe('2');
    expect(after.variables.LATEEN_INPUTS).not.toBe(before.variables.LATEEN_INPUTS);
    const { revisions } = await world.view();
    expect(revisions.map(one => one.because)).toEqual([
      'generation 1 by tester',
      expect.stringMatching(/^parameter \/lateen-test\/default\/shared\/level is now version 2/),
    ]);
  });

  it('is left alone where the policy does not ask for it', async () => {
    for (const policy of [undefined, { secrets: true }]) {
      const world = await openWorld();
      await world.apply(linked(policy));
      await world.run();
      const before = await functionIn(world);
      expect(Object.hasOwn(before.variables, 'LATEEN_INPUTS')).toBe(policy !== undefined);
      await rotate(world);
      await world.wake(web, 'sweep');
      await world.run();
      expect(await functionIn(world)).toEqual(before);
      expect((await world.view()).revisions).toHaveLength(1);
    }
  });

  it('goes back to what it was with a rollback, and stays there', async () => {
    const world = await openWorld();
    await world.apply(linked(both));
    await world.run();
    const before = await functionIn(world);
    await rotate(world);
    await world.apply(linked(both), { pinned: 1 });
    await world.run();
    expect((await functionIn(world)).variables).toEqual(before.variables);
    await rotate(world);
    expect((await functionIn(world)).variables).toEqual(before.variables);
  });
});

it('a container that names them is started again too', async () => {
  const world = await openWorld();
  await world.apply(linked(both, { type: 'worker', properties: { image: 'nginx' } }));
  await world.run();
  const label = async (): Promise<unknown> => {
    const { rows } = await world.view();
    const definition = rows.find(row => row.type === 'AWS::ECS::TaskDefinition')?.applied;
    const [container] = listOf(definition?.ContainerDefinitions).map(objectOf);
    return objectOf(container?.DockerLabels)['oam.dev/inputs'];
  };
  const before = await label();
  expect(before).toMatch(/^[a-z0-9]{8}$/);
  await rotate(world);
  expect(await label()).not.toBe(before);
});

describe('what another namespace has', () => {
  const theirs = { secret: 'lateen-test/payments/db', parameter: '/lateen-test/payments/level' };
  const env = Object.values(theirs).map((value, n) => ({ name: `THEIRS_${n}`, value }));

  it.each([
    { type: 'function', properties: { ...program, env: env } },
    { type: 'worker', properties: { image: 'nginx', env } },
  ])('is not looked at, though a $type names it', async component => {
    const world = await openWorld();
    await ask(world, 'secrets-manager', 'CreateSecret', { Name: theirs.secret, SecretString: 'one' });
    await ask(world, 'ssm', 'PutParameter', { Name: theirs.parameter, Type: 'String', Value: 'info' });
    await world.apply(linked(both, component));
    await world.run();
    const { revisions } = await world.view();
    expect(Object.keys(revisions.at(-1)?.inputs ?? {}).sort()).toEqual([
      `parameter#${shared}`,
      'secret#lateen-test/default/db',
      'secret#lateen-test/default/web/key',
    ]);
    expect(JSON.stringify(revisions.at(-1)?.watches)).not.toContain('payments');
  });

  it('is not followed by the ARN that a task definition of the operator has, either', () => {
    const secret = (name: string): JsonObject => ({
      ValueFrom: `arn:aws:secretsmanager:eu-west-1:1:secret:${name}:key::`,
    });
    const parameter = (name: string): JsonObject => ({ ValueFrom: `arn:aws:ssm:eu-west-1:1:parameter${name}` });
    const Secrets = [
      secret('lateen-test/default/db'),
      secret(theirs.secret),
      parameter(shared),
      parameter(theirs.parameter),
      parameter('/lateen-test/default-2/level'),
    ];
    const reading = { ownPrefix: 'lateen-test/default/', text: () => undefined };
    expect(containerInputs({ ContainerDefinitions: [{ Secrets }] }, reading)).toEqual([
      { kind: 'parameter', name: shared },
      { kind: 'secret', name: 'lateen-test/default/db' },
    ]);
  });
});
