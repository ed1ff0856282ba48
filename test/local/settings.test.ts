/** What npm start may be told, and the installation's names. */
import { describe, expect, it } from 'vitest';
import { principalOf } from '../../lib/local/deploy-aws.ts';
import { commandFor, readSettings } from '../../lib/local/settings.ts';
import { installationOf } from '../../lib/local/stack.ts';

describe('settings', () => {
  it('have defaults', () => {
    expect(readSettings({}, [])).toMatchObject({
      port: 4600,
      emulatorPort: 4566,
      motoPort: 4567,
      endpoint: undefined,
      notEmulated: ['AWS::ApplicationAutoScaling', 'AWS::ApiGatewayV2::VpcLink'],
      fresh: false,
      allServices: false,
    });
  });

  it('say how the command finds an installation whose state lies elsewhere', () => {
    expect(commandFor(readSettings({}, []), 'http://127.0.0.1:4600')).toBe('npx lateen');
    expect(commandFor(readSettings({ LATEEN_STATE: '/tmp/other' }, []), 'http://127.0.0.1:4700')).toBe(
      'LATEEN_API=http://127.0.0.1:4700 npx lateen',
    );
  });

  it('come from the environment and from words', () => {
    const env = { LATEEN_PORT: '1', LATEEN_EMULATOR_PORT: '2', LATEEN_STATE: '/tmp/x' };
    expect(readSettings(env, ['--fresh'])).toMatchObject({ port: 1, emulatorPort: 2, state: '/tmp/x', fresh: true });
    expect(readSettings({}, ['--all-services'])).toMatchObject({
      allServices: true,
      notEmulated: ['AWS::ApiGatewayV2::VpcLink'],
    });
  });

  it('take an emulator that runs already', () => {
    const env = { AWS_ENDPOINT_URL: 'http://localhost:4566/', LATEEN_NOT_EMULATED: 'AWS::A,AWS::B' };
    expect(readSettings(env, [])).toMatchObject({
      endpoint: 'http://localhost:4566',
      notEmulated: ['AWS::A', 'AWS::B'],
    });
    expect(readSettings({ ...env, LATEEN_NOT_EMULATED: '' }, []).notEmulated).toEqual([]);
  });

  it.each<[Record<string, string>, string[]]>([
    [{ LATEEN_PORT: 'x' }, []],
    [{ LATEEN_PORT: '70000' }, []],
    [{ LATEEN_EMULATOR_PORT: '1.5' }, []],
    [{}, ['--freshly']],
    [{ AWS_ENDPOINT_URL: 'http://x' }, ['--all-services']],
  ])('refuse %j %j', (env, words) => {
    expect(() => readSettings(env, words)).toThrow();
  });
});

describe('stages', () => {
  it('give an installation its name', () => {
    expect(installationOf('prod')).toEqual({ stage: 'prod', name: 'lateen-prod' });
  });

  it.each(['a-b', 'A', '1a', '', 'a'.repeat(17), 'a_b'])('are refused when they are %j', stage => {
    expect(() => installationOf(stage)).toThrow();
  });
});

describe('the first operator', () => {
  it.each([
    ['arn:aws:sts::1:assumed-role/Admin/me', 'arn:aws:sts::1:assumed-role/Admin/*'],
    ['arn:aws-cn:sts::1:assumed-role/Admin/me@x', 'arn:aws-cn:sts::1:assumed-role/Admin/*'],
    ['arn:aws:iam::1:user/me', 'arn:aws:iam::1:user/me'],
  ])('%s is %s', (arn, principal) => {
    expect(principalOf(arn)).toBe(principal);
  });
});
