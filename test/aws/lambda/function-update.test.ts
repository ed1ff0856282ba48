/** The driver of functions: what is changed in which order, when a version is published, and which are kept. */
import { describe, expect, it } from 'vitest';
import { lambdaFunction } from '../../../lib/aws/lambda/function.ts';
import { fault } from '../../doubles/aws.ts';
import { missing, play } from '../script.ts';
import { blob, busy, configuration, desired, look, name, settled, shaOf } from './settled.ts';

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
