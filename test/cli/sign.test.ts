/** Requests to an API of AWS are signed, others are not; the signature is compared with one computed by hand. */
import { createHash, createHmac } from 'node:crypto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { awsRegion, signIfAws } from '../../lib/cli/sign.ts';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-01-02T03:04:05Z'), toFake: ['Date'] });
});

afterEach(() => {
  vi.useRealTimers();
});

test.each([
  ['https://abc123.execute-api.eu-central-1.amazonaws.com', 'eu-central-1'],
  ['https://abc123.execute-api.cn-north-1.amazonaws.com.cn/x', 'cn-north-1'],
  ['https://abc123.execute-api.us-east-1.api.aws', 'us-east-1'],
  ['http://abc123.execute-api.us-east-1.amazonaws.com', undefined],
  ['https://execute-api.us-east-1.amazonaws.com.evil.test', undefined],
  ['http://127.0.0.1:4600', undefined],
])('the region of %s is %s', (url, region) => {
  expect(awsRegion(url)).toBe(region);
});

test('the local API gets its request unchanged, and no credentials are looked for', async () => {
  const request = { method: 'GET', url: 'http://127.0.0.1:4600/healthz', headers: { accept: 'a' }, body: undefined };
  const find = () => Promise.reject(new Error('looked for'));
  expect(await signIfAws(request, find)).toBe(request);
});

test('a POST to AWS carries a Signature Version 4 over method, path, query, headers and body', async () => {
  const host = 'abc123.execute-api.eu-central-1.amazonaws.com';
  const body = 'kind: Application\n';
  const headers = { 'content-type': 'application/yaml' };
  const url = `https://${host}/applications?dryRun=All`;
  const signed = await signIfAws({ method: 'POST', url, headers, body }, () => Promise.resolve(credentials));

  const hash = sha256(body);
  const names = 'content-type;host;x-amz-content-sha256;x-amz-date';
  const canonical = [
    'POST',
    '/applications',
    'dryRun=All',
    'content-type:application/yaml',
    `host:${host}`,
    `x-amz-content-sha256:${hash}`,
    'x-amz-date:20260102T030405Z',
    '',
    names,
    hash,
  ].join('\n');
  const scope = '20260102/eu-central-1/execute-api/aws4_request';
  const toSign = ['AWS4-HMAC-SHA256', '20260102T030405Z', scope, sha256(canonical)].join('\n');
  const key = scope
    .split('/')
    .reduce<string | Buffer>((secret, part) => hmac(secret, part), `AWS4${credentials.secretAccessKey}`);
  const signature = hmac(key, toSign).toString('hex');

  expect(signed.body).toBe(body);
  expect(signed.headers).toMatchObject({
    'content-type': 'application/yaml',
    'x-amz-date': '20260102T030405Z',
    'x-amz-content-sha256': hash,
    authorization: `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  });
  expect(signed.headers).not.toHaveProperty('host');
});

test('a session token goes along', async () => {
  const url = 'https://abc123.execute-api.eu-central-1.amazonaws.com/healthz';
  const find = () => Promise.resolve({ ...credentials, sessionToken: 'token' });
  const signed = await signIfAws({ method: 'GET', url, headers: {}, body: undefined }, find);
  expect(signed.headers['x-amz-security-token']).toBe('token');
});

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
