import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { lambdaFunction } from '../../../lib/aws/lambda/function.ts';
import { OamError } from '../../../lib/errors.ts';
import type { Json, JsonObject } from '../../../lib/json.ts';
import { fault } from '../../doubles/aws.ts';
import { missing, play } from '../script.ts';

const name = 'app-hello-web-1';
const arn = `arn:aws:lambda:us-east-1:123456789012:function:${name}`;
const shaOf = (digit: string): string => Buffer.from(digit.repeat(64), 'hex').toString('base64');
const blob = (digit: string): JsonObject => ({ S3Bucket: 'code', S3Key: `blobs/${digit.repeat(64)}` });

const desired = {
  Runtime: 'nodejs24.x',
  Handler: 'index.handler',
  Role: 'arn:aws:iam::123456789012:role/lateen/basic',
  Code: blob('a'),
};

/** What Lambda answers of the function. */
function configuration(rest: JsonObject = {}): JsonObject {
  return {
    FunctionName: name,
    FunctionArn: arn,
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: desired.Role,
    Description: '',
    Timeout: 3,
    MemorySize: 128,
    CodeSha256: shaOf('a'),
    Version: '$LATEST',
    Architectures: ['x86_64'],
    EphemeralStorage: { Size: 512 },
    TracingConfig: { Mode: 'PassThrough' },
    LoggingConfig: { LogFormat: 'Text', LogGroup: `/aws/lambda/${name}` },
    State: 'Active',
    LastUpdateStatus: 'Successful',
    ...rest,
  };
}
const busy = { LastUpdateStatus: 'InProgress' };

/** The function as it stands after it was made: what was observed, and the identity then. */
function settled(rest: JsonObject = {}, properties: JsonObject = desired): { observed: JsonObject; identity: Json } {
  const made = play(lambdaFunction.create(properties, name, 'token', {}), [
    ['CreateFunction', configuration({ Version: '1', ...rest })],
  ]).result;
  const identity = lambdaFunction.identify(made);
  const observed = look(identity, rest);
  return { observed, identity: lambdaFunction.identify(observed) };
}

function look(identity: Json, rest: JsonObject = {}, beside: JsonObject = {}): JsonObject {
  const seen = play(lambdaFunction.observe(identity), [
    ['GetFunction', { Configuration: configuration(rest), Tags: {}, ...beside }],
  ]).result;
  if (seen === undefined) throw new Error('it is gone');
  return seen;
}

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

describe('changing a function', () => {
  it('publishes new code by one call', () => {
    const { observed, identity } = settled();
    const wanted = { ...desired, Code: blob('b') };
    expect(lambdaFunction.diff(wanted, desired, observed)).toEqual(['Code']);
    const { result, inputs } = play(lambdaFunction.update(identity, wanted, observed, ['Code'], desired), [
      ['UpdateFunctionCode', configuration({ Version: '2', CodeSha256: shaOf('b'), ...busy })],
    ]);
    expect(inputs).toEqual([{ ...blob('b'), Architectures: ['x86_64'], FunctionName: name, Publish: true }]);
    expect(result.Version).toBe('2');
    const seen = look(lambdaFunction.identify(result), { CodeSha256: shaOf('b') });
    expect(seen.Version).toBe('2');
    expect(lambdaFunction.diff(wanted, desired, seen)).toEqual([]);
  });

  it('changes the configuration first, then the code, and publishes once', () => {
    const { observed, identity } = settled();
    const wanted = { ...desired, Timeout: 9, Code: blob('b') };
    const diff = lambdaFunction.diff(wanted, desired, observed);
    expect(diff).toEqual(['Code', 'Timeout']);
    const first = play(lambdaFunction.update(identity, wanted, observed, diff, desired), [
      ['UpdateFunctionConfiguration', configuration({ Timeout: 9, ...busy })],
    ]);
    expect(first.inputs).toEqual([{ Timeout: 9, FunctionName: name }]);
    const left = lambdaFunction.diff(wanted, desired, first.result);
    expect(left).toEqual(['Code', 'Version']);
    expect(first.result).not.toHaveProperty('Version');

    const between = look(lambdaFunction.identify(first.result), { Timeout: 9 });
    const second = play(lambdaFunction.update(identity, wanted, between, left, desired), [
      ['UpdateFunctionCode', configuration({ Timeout: 9, CodeSha256: shaOf('b'), Version: '2', ...busy })],
    ]);
    expect(lambdaFunction.diff(wanted, desired, second.result)).toEqual([]);
  });

  it('publishes a changed configuration once Lambda is done with it', () => {
    const { observed, identity } = settled();
    const wanted = { ...desired, MemorySize: 256 };
    const first = play(lambdaFunction.update(identity, wanted, observed, ['MemorySize'], desired), [
      ['UpdateFunctionConfiguration', configuration({ MemorySize: 256, ...busy })],
    ]).result;
    const working = look(lambdaFunction.identify(first), { MemorySize: 256, ...busy });
    expect(lambdaFunction.diff(wanted, desired, working)).toEqual(['Version']);
    expect(play(lambdaFunction.update(identity, wanted, working, ['Version'], desired), []).result).toEqual(working);

    const done = look(lambdaFunction.identify(working), { MemorySize: 256 });
    const { result, inputs } = play(lambdaFunction.update(identity, wanted, done, ['Version'], desired), [
      ['PublishVersion', configuration({ MemorySize: 256, Version: '2' })],
    ]);
    expect(inputs).toEqual([{ FunctionName: name, CodeSha256: shaOf('a') }]);
    expect(lambdaFunction.diff(wanted, desired, result)).toEqual([]);
    expect(look(lambdaFunction.identify(result), { MemorySize: 256 }).Version).toBe('2');
  });

  it('publishes at once where Lambda is done at once', () => {
    const { observed, identity } = settled();
    const { result } = play(
      lambdaFunction.update(identity, { ...desired, MemorySize: 256 }, observed, ['MemorySize'], desired),
      [
        ['UpdateFunctionConfiguration', configuration({ MemorySize: 256 })],
        ['PublishVersion', configuration({ MemorySize: 256, Version: '2' })],
      ],
    );
    expect(result.Version).toBe('2');
  });

  it('resets what is no longer declared', () => {
    const before = {
      ...desired,
      MemorySize: 512,
      Timeout: 30,
      Description: 'x',
      Environment: { Variables: { A: '1' } },
      Layers: ['arn:aws:lambda:us-east-1:123456789012:layer:one:1'],
      EphemeralStorage: { Size: 1024 },
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogFormat: 'JSON', LogGroup: 'g', ApplicationLogLevel: 'WARN' },
      ReservedConcurrentExecutions: 5,
    };
    const rest = {
      MemorySize: 512,
      Timeout: 30,
      Description: 'x',
      Environment: { Variables: { A: '1' } },
      Layers: [{ Arn: 'arn:aws:lambda:us-east-1:123456789012:layer:one:1', CodeSize: 1 }],
      EphemeralStorage: { Size: 1024 },
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogFormat: 'JSON', LogGroup: 'g', ApplicationLogLevel: 'WARN', SystemLogLevel: 'INFO' },
    };
    const { ReservedConcurrentExecutions: _, ...made } = before;
    const { identity } = settled(rest, made);
    const observed = look(identity, rest, { Concurrency: { ReservedConcurrentExecutions: 5 } });
    expect(lambdaFunction.diff(before, before, observed)).toEqual([]);
    const diff = lambdaFunction.diff(desired, before, observed);
    const { result, inputs } = play(lambdaFunction.update(identity, desired, observed, diff, before), [
      ['DeleteFunctionConcurrency'],
      ['UpdateFunctionConfiguration', configuration()],
      ['PublishVersion', configuration({ Version: '2' })],
    ]);
    expect(inputs[1]).toEqual({
      FunctionName: name,
      MemorySize: 128,
      Timeout: 3,
      Description: '',
      Environment: { Variables: {} },
      Layers: [],
      EphemeralStorage: { Size: 512 },
      TracingConfig: { Mode: 'PassThrough' },
      LoggingConfig: { LogFormat: 'Text', LogGroup: `/aws/lambda/${name}` },
    });
    expect(lambdaFunction.diff(desired, before, result)).toEqual([]);
  });

  it('does not ask for anything while Lambda works', () => {
    const { identity } = settled();
    const working = look(identity, busy);
    expect(lambdaFunction.health(working).state).toBe('progressing');
    expect(
      play(lambdaFunction.update(identity, { ...desired, Code: blob('b') }, working, ['Code', 'Tags'], desired), [])
        .result,
    ).toBe(working);
  });

  it('keeps five versions, and one that an alias still names', () => {
    const { observed, identity } = settled();
    const versions = ['$LATEST', '1', '2', '3', '4', '5', '6', '10'].map(Version => configuration({ Version }));
    const inUse = fault(
      'ResourceConflictException',
      409,
      'Unable to delete version because the following aliases reference it',
    );
    const { inputs } = play(
      lambdaFunction.update(identity, { ...desired, Code: blob('b') }, observed, ['Code'], desired),
      [
        ['UpdateFunctionCode', configuration({ Version: '10', CodeSha256: shaOf('b') })],
        ['ListVersionsByFunction', { Versions: versions.slice(0, 4), NextMarker: 'more' }],
        ['ListVersionsByFunction', { Versions: versions.slice(4) }],
        ['DeleteFunction', inUse],
        ['DeleteFunction', missing],
      ],
    );
    expect(inputs[2]).toEqual({ FunctionName: name, Marker: 'more' });
    expect(inputs.slice(3)).toEqual([
      { FunctionName: name, Qualifier: '2' },
      { FunctionName: name, Qualifier: '1' },
    ]);
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
