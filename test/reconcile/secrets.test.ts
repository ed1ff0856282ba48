/** Rule 9: a secret value is in the calls that need it and nowhere else: no row, status, event, log or letter. */
import { expect, test } from 'vitest';
import { OamError } from '../../lib/errors.ts';
import type { Json, JsonObject } from '../../lib/json.ts';
import type { Asks } from '../../lib/ports.ts';
import { createRunner } from '../../lib/reconcile/runner.ts';
import { createWorld, type World, web } from './world.ts';

const application: JsonObject = {
  apiVersion: 'core.oam.dev/v1beta1',
  kind: 'Application',
  metadata: { name: 'web', namespace: 'default' },
  spec: { components: [{ name: 'key', type: 'secret', properties: { generate: { length: 20, key: 'password' } } }] },
};

/** Everything that is stored, sent or shown. */
async function told(world: World): Promise<string> {
  const events = await world.store.events(web, { limit: 100 });
  return JSON.stringify([world.store.dump(), await world.status(web), events, world.letters, world.queue, world.logs]);
}

/** The value as AWS was sent it. */
function valueIn(world: World): string {
  const call = world.aws.calls.find(one => one.action === 'CreateSecret');
  const value: { password: string } = JSON.parse(String(call?.input.SecretString));
  return value.password;
}

test('rule 9: a secret that is made is in no row, status, event, log or letter', async () => {
  const world = await createWorld();
  await world.apply(application);
  await world.run();
  expect(await world.status(web)).toMatchObject({ status: 'running' });
  expect(valueIn(world).length).toBe(20);
  expect(await told(world)).not.toContain(valueIn(world));
});

test('rule 9: a refusal of AWS that quotes a secret tells nobody', async () => {
  const world = await createWorld();
  world.aws.before = call => {
    if (call.action === 'CreateSecret')
      throw new OamError('Rejected', `Value '${call.input.SecretString}' is not valid`);
  };
  await world.apply(application);
  await world.run();
  expect(await world.status(web)).toMatchObject({ status: 'workflowFailed' });
  for (const call of world.aws.calls.filter(one => one.action === 'CreateSecret'))
    expect(await told(world)).not.toContain(JSON.parse(String(call.input.SecretString)).password);
});

const settings = { guardMs: 0, waveMs: 1 };
const secret = ['Password'];

test('rule 9: an error that quotes a secret does not pass it on', async () => {
  const send = async (): Promise<Json> => {
    throw new OamError('Rejected', 'hunter2 is not valid', { awsName: 'ValidationException' });
  };
  const runner = createRunner({ now: () => 0, send }, { until: 1 }, settings);
  function* verb(): Asks<Json> {
    return yield { service: 's', action: 'Make', target: '', input: { Password: 'hunter2' }, mutates: true, secret };
  }
  await expect(runner.run(verb(), 'local')).rejects.toMatchObject({
    code: 'Rejected',
    message: '(secret) is not valid',
    awsName: 'ValidationException',
  });
});

test('rule 9: nor does what a driver answers', async () => {
  const io = { now: () => 0, send: async (): Promise<Json> => ({ Deep: [{ Password: 'hunter2-"x"' }] }) };
  const runner = createRunner(io, { until: 1 }, settings);
  function* verb(): Asks<JsonObject> {
    const answer = yield { service: 's', action: 'Get', target: '', input: {}, mutates: false, secret };
    return { attributes: { Said: JSON.stringify(answer) }, message: 'it is hunter2-"x"!', since: 3 };
  }
  expect(await runner.run(verb(), 'local')).toEqual({
    attributes: { Said: '{"Deep":[{"Password":"(secret)"}]}' },
    message: 'it is (secret)!',
    since: 3,
  });
});
