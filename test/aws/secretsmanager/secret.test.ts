import { describe, expect, it } from 'vitest';
import { secret } from '../../../lib/aws/secretsmanager/secret.ts';
import { type JsonObject, objectOf, textOf } from '../../../lib/json.ts';
import { fault } from '../../doubles/aws.ts';
import { createWorld } from '../../reconcile/world.ts';
import { missing, play } from '../script.ts';

const owner = { 'oam.dev/app': 'web', 'oam.dev/component': 'key' };
const tags = [
  { Key: 'oam.dev/app', Value: 'web' },
  { Key: 'oam.dev/component', Value: 'key' },
];
const desired = { Name: 'lateen/web/key', GenerateSecretString: { PasswordLength: 12 }, Tags: tags };
const scheduled = fault(
  'InvalidRequestException',
  400,
  "You can't create this secret because a secret with this name is already scheduled for deletion.",
);
const found = { ARN: 'arn:key', Name: desired.Name, Tags: tags, VersionIdsToStages: { a: ['AWSCURRENT'] } };

describe('a secret', () => {
  it('has the value that AWS made, which its answer does not say', () => {
    const { result, inputs } = play(secret.create(desired, '', 'token', owner), [
      ['GetRandomPassword', { RandomPassword: 'hush-hush-12' }],
      ['CreateSecret', { ARN: 'arn:key', Name: desired.Name }],
    ]);
    expect(inputs).toEqual([{ PasswordLength: 12 }, { Name: desired.Name, SecretString: 'hush-hush-12', Tags: tags }]);
    expect(JSON.stringify([result, secret.identify(result)])).not.toContain('hush');
  });

  it('has it under a key, beside what is not secret', () => {
    const how = { GenerateStringKey: 'password', SecretStringTemplate: '{"username":"app"}' };
    const { inputs } = play(secret.create({ ...desired, GenerateSecretString: how }, '', 'token', owner), [
      ['GetRandomPassword', { RandomPassword: 'hush' }],
      ['CreateSecret', { ARN: 'arn:key' }],
    ]);
    expect(inputs[0]).toEqual({});
    expect(inputs[1]).toMatchObject({ SecretString: '{"username":"app","password":"hush"}' });
  });

  it('is not quoted where AWS quotes it', () => {
    const quoted = fault('ValidationException', 400, "Value 'hush' at 'secretString' is not allowed");
    const refused = () =>
      play(secret.create(desired, '', 'token', owner), [
        ['GetRandomPassword', { RandomPassword: 'hush' }],
        ['CreateSecret', quoted],
      ]);
    expect(refused).toThrow("Value '***' at");
  });

  it('is restored where it was about to be deleted and is ours, brought up to date', () => {
    const { result, inputs } = play(secret.create({ ...desired, Description: 'new' }, '', 'token', owner), [
      ['GetRandomPassword', { RandomPassword: 'hush' }],
      ['CreateSecret', scheduled],
      ['DescribeSecret', { ...found, DeletedDate: '2026-12-01T00:00:00.000Z' }],
      ['RestoreSecret'],
      ['UpdateSecret'],
    ]);
    expect(inputs.slice(2)).toEqual([
      { SecretId: desired.Name },
      { SecretId: 'arn:key' },
      { SecretId: 'arn:key', Description: 'new' },
    ]);
    expect(secret.health(result)).toMatchObject({ state: 'ready', message: expect.stringContaining('restored') });
    expect(secret.diff({ ...desired, Description: 'new' }, undefined, result)).toEqual([]);
  });

  it("is left alone where it is another's", () => {
    const other = [{ Key: 'oam.dev/app', Value: 'other' }];
    expect(() =>
      play(secret.create(desired, '', 'token', owner), [
        ['GetRandomPassword', { RandomPassword: 'hush' }],
        ['CreateSecret', scheduled],
        ['DescribeSecret', { ...found, Tags: other, DeletedDate: '2026-12-01T00:00:00.000Z' }],
      ]),
    ).toThrow(/about to be deleted and does not belong to this application/);
  });

  it('is gone as soon as it is about to be deleted, and is deleted once', () => {
    expect(play(secret.observe({ Name: 'a' }), [['DescribeSecret', missing]]).result).toBeUndefined();
    const dying = { ...found, DeletedDate: '2026-12-01T00:00:00.000Z' };
    expect(play(secret.observe({ Name: 'a' }), [['DescribeSecret', dying]]).result).toBeUndefined();
    const marked = fault('InvalidRequestException', 400, 'a secret that is currently marked deleted');
    const { inputs } = play(secret.delete({ Name: 'a', Id: 'arn:key' }), [['DeleteSecret', marked]]);
    expect(inputs).toEqual([{ SecretId: 'arn:key', RecoveryWindowInDays: 30 }]);
  });

  it('leaves its value in no row, no status and no letter, and is the same after its application came back', async () => {
    const app = (...components: JsonObject[]): JsonObject => ({
      apiVersion: 'core.oam.dev/v1beta1',
      kind: 'Application',
      metadata: { name: 'web', namespace: 'default' },
      spec: { components },
    });
    const world = await createWorld();
    await world.apply(app({ name: 'key', type: 'secret', properties: { generate: { length: 20 } } }));
    await world.run();
    const [created] = world.aws.calls.filter(call => call.action === 'CreateSecret');
    const value = textOf(objectOf(created?.input).SecretString);
    expect(value).toHaveLength(20);
    const kept = [await world.view(), await world.status(), world.letters, world.queue];
    expect(JSON.stringify(kept)).toContain('lateen-test/default/web/key');
    expect(JSON.stringify(kept)).not.toContain(value);

    await world.remove({ namespace: 'default', name: 'web' });
    await world.run();
    expect(world.aws.listing()).not.toHaveProperty('secrets');
    await world.apply(app({ name: 'key', type: 'secret', properties: { generate: { length: 20 } } }));
    await world.run();
    expect(await world.status()).toMatchObject({ status: 'running' });
    expect(Object.values(world.aws.snapshot().secrets).map(one => one.value)).toEqual([value]);
  });
});
