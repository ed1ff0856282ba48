/** The driver of functions: how one is made, and known again. */
import { describe, expect, it } from 'vitest';
import { lambdaFunction } from '../../../lib/aws/lambda/function.ts';
import { OamError } from '../../../lib/errors.ts';
import { fault } from '../../doubles/aws.ts';
import { missing, play } from '../script.ts';
import { arn, blob, configuration, desired, look, name, settled, shaOf } from './settled.ts';

describe('making a function', () => {
  it('takes one call, publishes, and answers all that others refer to', () => {
    const { result, inputs } = play(
      lambdaFunction.create({ ...desired, Tags: [{ Key: 'a', Value: '1' }] }, name, 'token', {
        'oam.dev/app': 'hello',
      }),
      [['CreateFunction', configuration({ Version: '1', State: 'Pending', FunctionArn: `${arn}:1` })]],
    );
    expect(inputs).toEqual([
      { ...desired, FunctionName: name, Tags: { a: '1', 'oam.dev/app': 'hello' }, Publish: true },
    ]);
    expect(result).toMatchObject({ FunctionName: name, Arn: arn, Version: '1' });
    expect(lambdaFunction.owner(result)).toEqual({ a: '1', 'oam.dev/app': 'hello' });
    expect(lambdaFunction.health(result).state).toBe('progressing');
  });

  it('needs one look to know that it is alive, and finds nothing to change', () => {
    const { observed } = settled();
    expect(observed.Version).toBe('1');
    expect(lambdaFunction.health(observed)).toEqual({ state: 'ready', message: '' });
    expect(lambdaFunction.diff(desired, desired, observed)).toEqual([]);
    expect(lambdaFunction.diff(desired, undefined, observed)).toEqual([]);
  });

  it('leaves reserved concurrency to the first look where Lambda refuses it before that', () => {
    const wanted = { ...desired, ReservedConcurrentExecutions: 5 };
    const conflict = fault('ResourceConflictException', 409, 'The operation cannot be performed at this time.');
    const { result } = play(lambdaFunction.create(wanted, name, 'token', {}), [
      ['CreateFunction', configuration({ Version: '1', State: 'Pending' })],
      ['PutFunctionConcurrency', conflict],
    ]);
    const observed = look(lambdaFunction.identify(result));
    expect(lambdaFunction.diff(wanted, wanted, observed)).toEqual(['ReservedConcurrentExecutions']);
    const { result: after } = play(
      lambdaFunction.update(
        lambdaFunction.identify(result),
        wanted,
        observed,
        ['ReservedConcurrentExecutions'],
        wanted,
      ),
      [['PutFunctionConcurrency', { ReservedConcurrentExecutions: 5 }]],
    );
    expect(lambdaFunction.diff(wanted, wanted, after)).toEqual([]);
  });

  it('lets a role that cannot be assumed yet pass as NotReady', () => {
    const race = fault(
      'InvalidParameterValueException',
      400,
      'The role defined for the function cannot be assumed by Lambda.',
    );
    const attempt = (): unknown => play(lambdaFunction.create(desired, name, 'token', {}), [['CreateFunction', race]]);
    expect(attempt).toThrow(OamError);
    expect(attempt).toThrow(expect.objectContaining({ code: 'NotReady', retry: true }));
  });
});

describe('knowing a function again', () => {
  it('asks for the versions where it does not remember which one runs', () => {
    const versions = [
      configuration(),
      configuration({ Version: '1' }),
      configuration({ Version: '2', Timeout: 9 }),
      configuration({ Version: '3' }),
    ];
    const { result } = play(lambdaFunction.observe({ FunctionName: name }), [
      ['GetFunction', { Configuration: configuration() }],
      ['ListVersionsByFunction', { Versions: versions }],
    ]);
    expect(result?.Version).toBe('3');
  });

  it('sees that an interrupted change was never published', () => {
    const { identity } = settled();
    const { result } = play(lambdaFunction.observe(identity), [
      ['GetFunction', { Configuration: configuration({ Timeout: 9 }) }],
      ['ListVersionsByFunction', { Versions: [configuration({ Timeout: 9 }), configuration({ Version: '1' })] }],
    ]);
    if (result === undefined) throw new Error('it is gone');
    expect(lambdaFunction.diff({ ...desired, Timeout: 9 }, desired, result)).toEqual(['Version']);
  });

  it('is undefined where there is none', () => {
    expect(play(lambdaFunction.observe({ FunctionName: name }), [['GetFunction', missing]]).result).toBeUndefined();
    expect(play(lambdaFunction.delete({ FunctionName: name }), [['DeleteFunction', missing]]).result).toBeUndefined();
  });

  it('compares a blob by its hash, whatever was sent before', () => {
    const { observed } = settled();
    expect(lambdaFunction.diff({ ...desired, Code: blob('b') }, { ...desired, Code: blob('b') }, observed)).toEqual([
      'Code',
    ]);
    expect(lambdaFunction.diff(desired, { ...desired, Code: blob('b') }, observed)).toEqual([]);
  });

  it('knows other code by where it was taken from, as long as the hash is the one it then had', () => {
    const Code = { S3Bucket: 'mine', S3Key: 'app.zip', S3ObjectVersion: '1' };
    const wanted = { ...desired, Code };
    const { identity, observed } = settled({}, wanted);
    expect(lambdaFunction.diff(wanted, wanted, observed)).toEqual([]);
    expect(lambdaFunction.diff({ ...desired, Code: { ...Code, S3ObjectVersion: '2' } }, wanted, observed)).toEqual([
      'Code',
    ]);
    const { result: foreign } = play(lambdaFunction.observe(identity), [
      ['GetFunction', { Configuration: configuration({ CodeSha256: shaOf('f') }) }],
      ['ListVersionsByFunction', { Versions: [configuration({ CodeSha256: shaOf('f') })] }],
    ]);
    expect(lambdaFunction.diff(wanted, wanted, foreign ?? {})).toEqual(['Code', 'Version']);
  });

  it('says why it failed', () => {
    const failed = { State: 'Failed', StateReason: 'The image is gone' };
    expect(lambdaFunction.health(failed)).toEqual({ state: 'failed', message: 'The image is gone' });
    const update = { State: 'Active', LastUpdateStatus: 'Failed', LastUpdateStatusReason: 'No such layer' };
    expect(lambdaFunction.health(update)).toEqual({ state: 'failed', message: 'No such layer' });
  });
});
