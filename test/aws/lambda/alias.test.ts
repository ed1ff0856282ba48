import { describe, expect, it } from 'vitest';
import { alias } from '../../../lib/aws/lambda/alias.ts';
import { missing, play } from '../script.ts';

const desired = { FunctionName: 'f', Name: 'live', FunctionVersion: '1' };
const answer = {
  AliasArn: 'arn:aws:lambda:us-east-1:1:function:f:live',
  Name: 'live',
  FunctionVersion: '1',
  Description: '',
};
const identity = { FunctionName: 'f', Name: 'live' };
const provisioned = { ...desired, ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 2 } };
const working = { RequestedProvisionedConcurrentExecutions: 2, Status: 'IN_PROGRESS' };

describe('an alias', () => {
  it('moves to another version by one call', () => {
    const made = play(alias.create(desired, '', 'token', {}), [['CreateAlias', answer]]).result;
    expect(made.AliasArn).toBe(answer.AliasArn);
    const wanted = { ...desired, FunctionVersion: '2' };
    expect(alias.diff(wanted, desired, made)).toEqual(['FunctionVersion']);
    const { result, inputs } = play(alias.update(identity, wanted, made, ['FunctionVersion'], desired), [
      ['UpdateAlias', { ...answer, FunctionVersion: '2' }],
    ]);
    expect(inputs).toEqual([{ ...identity, FunctionVersion: '2' }]);
    expect(alias.diff(wanted, desired, result)).toEqual([]);
  });

  it('empties a description that is no longer declared', () => {
    const observed = play(alias.observe(identity), [['GetAlias', { ...answer, Description: 'x' }]]).result ?? {};
    const { result, inputs } = play(
      alias.update(identity, desired, observed, ['Description'], { ...desired, Description: 'x' }),
      [['UpdateAlias', answer]],
    );
    expect(inputs).toEqual([{ ...identity, Description: '' }]);
    expect(alias.diff(desired, { ...desired, Description: 'x' }, result)).toEqual([]);
  });

  it('asks for provisioned concurrency only where it has some, and waits for it', () => {
    expect(play(alias.observe(identity), [['GetAlias', answer]]).calls).toHaveLength(1);
    const made = play(alias.create(provisioned, '', 'token', {}), [
      ['CreateAlias', answer],
      ['PutProvisionedConcurrencyConfig', working],
    ]).result;
    expect(alias.health(made).state).toBe('progressing');
    const { result } = play(alias.observe(alias.identify(made)), [
      ['GetAlias', answer],
      ['GetProvisionedConcurrencyConfig', { ...working, Status: 'READY' }],
    ]);
    expect(alias.health(result ?? {}).state).toBe('ready');
    expect(alias.diff(provisioned, provisioned, result ?? {})).toEqual([]);
    expect(alias.health({ ProvisionedStatus: 'FAILED', ProvisionedStatusReason: 'quota' })).toEqual({
      state: 'failed',
      message: 'quota',
    });
  });

  it('takes provisioned concurrency away when it is no longer declared', () => {
    const observed = {
      ...provisioned,
      AliasArn: answer.AliasArn,
      ProvisionedStatus: 'READY',
      ProvisionedStatusReason: '',
    };
    expect(alias.diff(desired, provisioned, observed)).toEqual(['ProvisionedConcurrencyConfig']);
    const { result } = play(
      alias.update(alias.identify(observed), desired, observed, ['ProvisionedConcurrencyConfig'], provisioned),
      [['DeleteProvisionedConcurrencyConfig']],
    );
    expect(alias.diff(desired, provisioned, result)).toEqual([]);
    expect(alias.identify(result)).toEqual(identity);
  });

  it('notices that its provisioned concurrency is gone', () => {
    const { result } = play(alias.observe({ ...identity, Provisioned: true }), [
      ['GetAlias', answer],
      ['GetProvisionedConcurrencyConfig', missing],
    ]);
    expect(alias.diff(provisioned, provisioned, result ?? {})).toEqual(['ProvisionedConcurrencyConfig']);
  });

  it('leaves alone what Auto Scaling provisions', () => {
    const scaled = {
      ...desired,
      AliasArn: answer.AliasArn,
      ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 7 },
    };
    expect(alias.diff(desired, desired, scaled)).toEqual([]);
  });
});
