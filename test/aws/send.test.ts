import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createSend, toJson } from '../../lib/aws/send.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { Call } from '../../lib/ports.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function listen(answer: Answer): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
const sender = (endpoint: string, timeoutMs = 5000) =>
  createSend({ targets: { local: { region: 'us-east-1', endpoint, credentials } }, timeoutMs });
const call = (action: string, input: JsonObject, rest: Partial<Call> = {}): Call => ({
  service: 'lambda',
  action,
  target: 'local',
  input,
  mutates: false,
  ...rest,
});

describe('send', () => {
  it('makes one request and answers with JSON', async () => {
    const seen: string[] = [];
    const url = await listen((request, response) => {
      seen.push(`${request.method} ${request.url}`);
      response.end(JSON.stringify({ AliasArn: 'arn', Name: 'live' }));
    });
    expect(await sender(url)(call('GetAlias', { FunctionName: 'f', Name: 'live' }))).toEqual({
      AliasArn: 'arn',
      Name: 'live',
    });
    expect(seen).toEqual(['GET /2015-03-31/functions/f/aliases/live']);
  });

  it.each([
    ['apigatewayv2', 'GetApi', { ApiId: 'a' }],
    ['application-auto-scaling', 'DescribeScalableTargets', { ServiceNamespace: 'lambda' }],
    ['cloudwatch', 'DescribeAlarms', { AlarmNames: ['a'] }],
    ['cloudwatch-logs', 'DescribeLogGroups', { logGroupNamePrefix: 'a' }],
    ['iam', 'GetRole', { RoleName: 'r' }],
  ])('has a client for %s, and does not try twice', async (service, action, input) => {
    let requests = 0;
    const url = await listen((_, response) => {
      requests++;
      response.statusCode = 503;
      response.end();
    });
    await expect(sender(url)(call(action, input, { service }))).rejects.toMatchObject({
      code: 'Unavailable',
      retry: true,
    });
    expect(requests).toBe(1);
  });

  it("throws AWS's refusals by their names", async () => {
    const url = await listen((_, response) => {
      response.statusCode = 404;
      response.setHeader('x-amzn-errortype', 'ResourceNotFoundException');
      response.end(JSON.stringify({ Message: 'Function not found: f' }));
    });
    await expect(sender(url)(call('GetFunction', { FunctionName: 'f' }))).rejects.toMatchObject({
      code: 'Missing',
      awsName: 'ResourceNotFoundException',
      message: 'lambda GetFunction: Function not found: f',
    });
  });

  it('gives up after its time', async () => {
    const url = await listen(() => undefined);
    await expect(sender(url, 50)(call('GetFunction', { FunctionName: 'f' }))).rejects.toMatchObject({
      code: 'Unavailable',
    });
  });

  it('knows that nobody answers', async () => {
    const url = await listen(() => undefined);
    for (const close of closing.splice(0)) close();
    await expect(sender(url)(call('GetFunction', { FunctionName: 'f' }))).rejects.toMatchObject({
      code: 'Unavailable',
    });
  });

  it.each([
    ['a target', call('GetFunction', {}, { target: 'elsewhere' })],
    ['a service', call('GetObject', {}, { service: 's3' })],
    ['a command that no driver uses', call('Invoke', { FunctionName: 'f' })],
  ])('does not know %s', async (_, unknown) => {
    await expect(sender('http://127.0.0.1:1')(unknown)).rejects.toMatchObject({ code: 'Internal', blame: 'us' });
  });

  it('goes where the environment says', async () => {
    const url = await listen((_, response) => response.end(JSON.stringify({ Name: 'here' })));
    process.env.AWS_ENDPOINT_URL_LAMBDA = url;
    process.env.AWS_ACCESS_KEY_ID = 'a';
    process.env.AWS_SECRET_ACCESS_KEY = 'b';
    try {
      const send = createSend({ targets: { local: { region: 'us-east-1' } } });
      expect(await send(call('GetAlias', { FunctionName: 'f', Name: 'live' }))).toEqual({ Name: 'here' });
    } finally {
      delete process.env.AWS_ENDPOINT_URL_LAMBDA;
      delete process.env.AWS_ACCESS_KEY_ID;
      delete process.env.AWS_SECRET_ACCESS_KEY;
    }
  });
});

describe('answers as JSON', () => {
  it('are plain', () => {
    const answer = {
      At: new Date(0),
      Bytes: new TextEncoder().encode('hi'),
      List: [1, undefined, { A: true }],
      Nothing: undefined,
      Null: null,
      $metadata: { requestId: 'x' },
    };
    expect(toJson(answer)).toEqual({
      At: '1970-01-01T00:00:00.000Z',
      Bytes: 'aGk=',
      List: [1, null, { A: true }],
      Null: null,
    });
  });
});
