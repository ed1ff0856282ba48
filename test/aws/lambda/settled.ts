/** A function as Lambda tells it and as the driver then knows it. */
import { Buffer } from 'node:buffer';
import { lambdaFunction } from '../../../lib/aws/lambda/function.ts';
import type { Json, JsonObject } from '../../../lib/json.ts';
import { play } from '../script.ts';

/** Of the function in these tests. */
export const name = 'app-hello-web-1';
export const arn: string = `arn:aws:lambda:us-east-1:123456789012:function:${name}`;
export const shaOf = (digit: string): string => Buffer.from(digit.repeat(64), 'hex').toString('base64');
export const blob = (digit: string): JsonObject => ({ S3Bucket: 'code', S3Key: `blobs/${digit.repeat(64)}` });

export const desired: Record<'Runtime' | 'Handler' | 'Role', string> & { readonly Code: JsonObject } = {
  Runtime: 'nodejs24.x',
  Handler: 'index.handler',
  Role: 'arn:aws:iam::123456789012:role/lateen/basic',
  Code: blob('a'),
};

/** What Lambda answers of the function. */
export function configuration(rest: JsonObject = {}): JsonObject {
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

export const busy: JsonObject = { LastUpdateStatus: 'InProgress' };

/** The function as it stands after it was made: what was observed, and the identity then. */
export function settled(
  rest: JsonObject = {},
  properties: JsonObject = desired,
): { observed: JsonObject; identity: Json } {
  const made = play(lambdaFunction.create(properties, name, 'token', {}), [
    ['CreateFunction', configuration({ Version: '1', ...rest })],
  ]).result;
  const identity = lambdaFunction.identify(made);
  const observed = look(identity, rest);
  return { observed, identity: lambdaFunction.identify(observed) };
}

export function look(identity: Json, rest: JsonObject = {}, beside: JsonObject = {}): JsonObject {
  const seen = play(lambdaFunction.observe(identity), [
    ['GetFunction', { Configuration: configuration(rest), Tags: {}, ...beside }],
  ]).result;
  if (seen === undefined) throw new Error('it is gone');
  return seen;
}
