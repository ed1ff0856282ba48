/** The in-memory AWS keeps the promises that the engine's tests rest on; the contract suite proves the rest. */
import { expect, it } from 'vitest';
import type { JsonObject } from '../../lib/json.ts';
import { trusted } from '../../lib/json.ts';
import type { Call } from '../../lib/ports.ts';
import { type Aws, basicRole, createAws, fault } from './aws.ts';

function call(service: string, action: string, input: JsonObject): Call {
  return { service, action, target: 'local', input, mutates: true };
}

const zip = Buffer.from('one').toString('base64');
const hello = {
  FunctionName: 'hello',
  Role: basicRole,
  Runtime: 'nodejs24.x',
  Handler: 'index.handler',
  Code: { ZipFile: zip },
};

async function ask(aws: Aws, service: string, action: string, input: JsonObject): Promise<JsonObject> {
  return trusted<JsonObject>(await aws.send(call(service, action, input)));
}

it('a function is Pending until time passes or it was read often enough', async () => {
  let now = 0;
  const aws = createAws({ now: () => now, settle: { ms: 1000, reads: 2 } });
  const states: unknown[] = [];
  states.push((await ask(aws, 'lambda', 'CreateFunction', hello)).State);
  for (let i = 0; i < 3; i++)
    states.push((await ask(aws, 'lambda', 'GetFunctionConfiguration', { FunctionName: 'hello' })).State);
  expect(states).toEqual(['Pending', 'Pending', 'Pending', 'Active']);
  await ask(aws, 'lambda', 'CreateFunction', { ...hello, FunctionName: 'other' });
  await expect(
    ask(aws, 'lambda', 'UpdateFunctionConfiguration', { FunctionName: 'other', Timeout: 9 }),
  ).rejects.toMatchObject({
    awsName: 'ResourceConflictException',
  });
  now = 1000;
  const answer = await ask(aws, 'lambda', 'UpdateFunctionConfiguration', { FunctionName: 'other', Timeout: 9 });
  expect(answer).toMatchObject({ Timeout: 9, MemorySize: 128, LastUpdateStatus: 'InProgress' });
});

it('publishes nothing where nothing changed', async () => {
  const aws = createAws({ settle: { ms: 0, reads: 0 } });
  await ask(aws, 'lambda', 'CreateFunction', hello);
  const publish = async (): Promise<unknown> =>
    (await ask(aws, 'lambda', 'PublishVersion', { FunctionName: 'hello' })).Version;
  expect(await publish()).toBe('1');
  expect(await publish()).toBe('1');
  await ask(aws, 'lambda', 'UpdateFunctionCode', {
    FunctionName: 'hello',
    ZipFile: Buffer.from('two').toString('base64'),
  });
  expect(await publish()).toBe('2');
});

it('a crash before a call leaves nothing, a crash after it leaves what it made; the listing tells', async () => {
  const aws = createAws();
  const empty = aws.listing();
  aws.before = () => {
    throw new Error('crash');
  };
  await expect(ask(aws, 'apigatewayv2', 'CreateApi', { Name: 'a', ProtocolType: 'HTTP' })).rejects.toThrow('crash');
  expect(aws.listing()).toEqual(empty);
  aws.before = undefined;
  aws.after = () => {
    throw fault('InternalServerErrorException', 500, 'lost');
  };
  const saved = aws.snapshot();
  await expect(ask(aws, 'apigatewayv2', 'CreateApi', { Name: 'a', ProtocolType: 'HTTP' })).rejects.toMatchObject({
    retry: true,
  });
  expect(Object.keys(aws.listing())).toEqual(['apis']);
  aws.restore(saved);
  expect(aws.listing()).toEqual(empty);
});

it('assigns the same ids in every run that makes the same things', async () => {
  const make = async (names: readonly string[]): Promise<Aws> => {
    const aws = createAws();
    for (const Name of names) await ask(aws, 'apigatewayv2', 'CreateApi', { Name, ProtocolType: 'HTTP' });
    return aws;
  };
  expect((await make(['a', 'b'])).listing()).toEqual((await make(['b', 'a'])).listing());
});

it('refuses an action it does not know', async () => {
  await expect(createAws().send(call('lambda', 'InvokeMars', {}))).rejects.toThrow('does not know');
});

it('lets Lambda assume a new role only after a while, and a role that is not there never', async () => {
  let now = 0;
  const aws = createAws({ now: () => now, propagation: 8000 });
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [] });
  await ask(aws, 'iam', 'CreateRole', { RoleName: 'new', AssumeRolePolicyDocument });
  const use = (name: string): Promise<JsonObject> =>
    ask(aws, 'lambda', 'CreateFunction', { ...hello, Role: `arn:aws:iam::000000000000:role/${name}` });
  await expect(use('new')).rejects.toMatchObject({ code: 'NotReady', awsName: 'InvalidParameterValueException' });
  await expect(use('none')).rejects.toMatchObject({ awsName: 'InvalidParameterValueException' });
  now = 8000;
  expect(await use('new')).toMatchObject({ FunctionName: 'hello' });
});

it('refuses a route to nowhere, a second route of one key, and to delete what a route leads to', async () => {
  const aws = createAws();
  const { ApiId = '' } = await ask(aws, 'apigatewayv2', 'CreateApi', { Name: 'a', ProtocolType: 'HTTP' });
  const route = (Target: string): Promise<JsonObject> =>
    ask(aws, 'apigatewayv2', 'CreateRoute', { ApiId, RouteKey: 'GET /', Target });
  await expect(route('integrations/none')).rejects.toMatchObject({ awsName: 'BadRequestException' });
  const integration = { ApiId, IntegrationType: 'AWS_PROXY', IntegrationUri: 'a', PayloadFormatVersion: '2.0' };
  const { IntegrationId = '' } = await ask(aws, 'apigatewayv2', 'CreateIntegration', integration);
  const { RouteId = '' } = await route(`integrations/${String(IntegrationId)}`);
  await expect(route(`integrations/${String(IntegrationId)}`)).rejects.toMatchObject({ code: 'AlreadyExists' });
  const remove = (): Promise<JsonObject> => ask(aws, 'apigatewayv2', 'DeleteIntegration', { ApiId, IntegrationId });
  await expect(remove()).rejects.toMatchObject({ code: 'NotReady' });
  await ask(aws, 'apigatewayv2', 'DeleteRoute', { ApiId, RouteId });
  expect(await remove()).toEqual({});
});
