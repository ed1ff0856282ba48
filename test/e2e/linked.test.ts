/** Components that know each other: a topic with its subscribers, a secret and a parameter that are read, a function that is invoked, an address of its own. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { application, at, down, eventually, up } from './harness/applications.ts';
import { type Installation, startInstallation } from './harness/installation.ts';
import type { Listings } from './harness/listings.ts';

let lateen: Installation;
let before: Listings;
beforeAll(async () => {
  lateen = await startInstallation();
  before = await lateen.list();
});
afterAll(() => lateen?.stop());

const trait = (type: string, properties: object): object => ({ type, properties });
const link = (to: string, ...verbs: string[]): object => trait('link', { to, verbs });
const fn = (name: string, inline: string, ...traits: object[]): object => ({
  name,
  type: 'function',
  properties: { code: { inline }, timeout: 10, memory: 256 },
  traits,
});

const put = `
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
const put = (id, by) => new DynamoDBClient().send(
  new PutItemCommand({ TableName: process.env.SEEN_NAME, Item: { id: { S: id + ' ' + by } } }),
);
`;

const hears = `${put}
export const handler = async ({ Records }) => { for (const { Sns } of Records) await put(Sns.Message, 'hears'); };`;

const takes = `${put}
export const handler = async ({ Records }) => {
  for (const { body } of Records) await put(body, 'takes');
  return { batchItemFailures: [] };
};`;

const counts = 'export const handler = async ({ text }) => text.length;';

const front = `
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
const { NEWS_ARN, SEEN_NAME, INBOX_URL, TOKEN_NAME, LEVEL_NAME, COUNTS_ARN } = process.env;
const asked = {
  async publish(text) {
    await new SNSClient().send(new PublishCommand({ TopicArn: NEWS_ARN, Message: text }));
  },
  async seen() {
    const { Items } = await new DynamoDBClient().send(new ScanCommand({ TableName: SEEN_NAME, ConsistentRead: true }));
    return Items.map(({ id }) => id.S).sort();
  },
  async secret() {
    const { SecretString } = await new SecretsManagerClient().send(new GetSecretValueCommand({ SecretId: TOKEN_NAME }));
    const { user, password } = JSON.parse(SecretString);
    return [user, password];
  },
  async level() {
    return (await new SSMClient().send(new GetParameterCommand({ Name: LEVEL_NAME }))).Parameter.Value;
  },
  async count(text) {
    const { Payload } = await new LambdaClient().send(
      new InvokeCommand({ FunctionName: COUNTS_ARN, Payload: JSON.stringify({ text }) }),
    );
    return JSON.parse(Buffer.from(Payload).toString());
  },
  // Nobody granted it.
  async send(text) {
    return new SQSClient().send(new SendMessageCommand({ QueueUrl: INBOX_URL, MessageBody: text })).then(
      () => 'sent',
      error => error.name,
    );
  },
};
export const handler = async ({ rawPath }) => {
  const [, what, text] = rawPath.split('/');
  return JSON.stringify((await asked[what](text)) ?? null);
};`;

const linked = application(
  'linked',
  { name: 'news', type: 'topic', properties: { subscribe: ['inbox'] } },
  { name: 'inbox', type: 'queue', properties: { visibilityTimeout: 60 } },
  { name: 'seen', type: 'table', properties: { key: { id: 'string' } } },
  {
    name: 'token',
    type: 'secret',
    properties: { generate: { length: 24, key: 'password', with: { user: 'app' }, punctuation: false } },
  },
  { name: 'level', type: 'parameter', properties: { value: 'loud' } },
  fn('hears', hears, trait('trigger', { from: 'news' }), link('seen', 'write')),
  fn('takes', takes, trait('trigger', { from: 'inbox' }), link('seen', 'write')),
  fn('counts', counts),
  fn(
    'front',
    front,
    trait('gateway', { http: { '/': 80 } }),
    trait('function-url', { auth: 'none' }),
    link('news', 'publish'),
    link('seen', 'read'),
    link('inbox'),
    link('token', 'read'),
    link('level', 'read'),
    link('counts', 'invoke'),
  ),
);

let addresses: readonly string[] = [];
const ask = async (path: string, address = addresses[0] ?? ''): Promise<unknown> => {
  const answer = await fetch(new URL(path, address.endsWith('/') ? address : `${address}/`));
  expect(answer.status, path).toBe(200);
  return answer.json();
};

it('come up together', async () => {
  const { body } = await up(lateen, linked, 90);
  addresses = body.status.endpoints.map(({ url }: { url: string }) => url);
  expect(addresses).toHaveLength(2);
});

it('a topic tells functions and queues', async () => {
  await ask('publish/hello');
  const seen = await eventually(
    () => ask('seen'),
    list => Array.isArray(list) && list.length > 1,
  );
  expect(seen).toEqual(['hello hears', 'hello takes']);
});

it('a secret that was made and a parameter are read by their names, and never shown', async () => {
  const [user, password] = (await ask('secret')) as string[];
  expect([user, password?.length]).toEqual(['app', 24]);
  expect(await ask('level')).toBe('loud');
  for (const path of ['', '/events', '/revisions', '/revisions/1']) {
    const { status, text } = await lateen.api('GET', `${at('linked')}${path}`);
    expect(status, path).toBe(200);
    expect(text, path).not.toContain(password);
  }
});

it('a function invokes another one', async () => {
  expect(await ask('count/four')).toBe(4);
});

it('what was not granted is denied', async () => {
  expect(await ask('send/x')).toMatch(/AccessDenied/);
});

it('a function answers at an address of its own', async () => {
  // The emulator says AWS's own address, and answers below its own.
  const [id] = new URL(addresses[1] ?? '').host.split('.');
  expect(await ask('level', `${lateen.emulator}/_aws/lambda-url/${id}/`)).toBe('loud');
});

it('leave nothing behind', async () => {
  await down(lateen, 'linked');
  // A deleted secret can be restored for 30 days.
  expect({ ...(await lateen.list()), secrets: [] }).toEqual(before);
});
