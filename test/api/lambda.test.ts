/** The same app behind API Gateway: events in, results out. */
import { handle } from 'hono/aws-lambda';
import { describe, expect, it } from 'vitest';
import { type JsonObject, objectOf, trusted } from '../../lib/json.ts';
import { operator, setup } from './setup.ts';

type Event = Parameters<ReturnType<typeof handle>>[0];

function event(method: string, path: string, more: JsonObject = {}, arn = operator): Event {
  const [rawPath = '', rawQueryString = ''] = path.split('?');
  return trusted<Event>({
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString,
    headers: { host: 'abc.execute-api.us-east-1.amazonaws.com', ...objectOf(more.headers) },
    requestContext: {
      http: { method, path: rawPath, sourceIp: '192.0.2.1' },
      requestId: 'req-1',
      ...(arn === '' ? {} : { authorizer: { iam: { userArn: arn } } }),
    },
    body: more.body ?? null,
    isBase64Encoded: more.isBase64Encoded ?? false,
  });
}

const yaml = 'apiVersion: core.oam.dev/v1beta1\nkind: Application\nmetadata: {name: web}\nspec: {components: []}\n';

describe('behind API Gateway', () => {
  it('reads plain and base64 bodies and the caller of the IAM authorizer', async () => {
    const { app, log } = await setup();
    const handler = handle(app);
    const headers = { 'content-type': 'application/yaml' };
    const plain = await handler(event('POST', '/applications', { body: yaml, headers }));
    expect(plain).toMatchObject({ statusCode: 201, isBase64Encoded: false });
    const body = Buffer.from(yaml).toString('base64');
    const encoded = await handler(event('POST', '/applications', { body, headers, isBase64Encoded: true }));
    expect(encoded.statusCode).toBe(200);
    expect(log[0]).toMatchObject({ principal: operator, requestId: 'req-1', status: 201 });
  });

  it('answers in text that clients can read, errors too', async () => {
    const { app } = await setup();
    const handler = handle(app);
    const missing = await handler(event('GET', '/nowhere'));
    expect(missing).toMatchObject({ statusCode: 404, isBase64Encoded: false });
    expect(JSON.parse(missing.body)).toMatchObject({ code: 'NotFound' });
    const listed = await handler(event('GET', '/apis/core.oam.dev/v1beta1/applications?limit=1'));
    expect(JSON.parse(listed.body)).toMatchObject({ kind: 'ApplicationList' });
  });

  it('is closed without the authorizer, whatever else the event says', async () => {
    const { app } = await setup();
    const handler = handle(app);
    for (const path of ['/applications', '/blobs']) {
      expect((await handler(event('POST', path, { headers: { authorization: operator } }, ''))).statusCode).toBe(401);
    }
    expect((await handler(event('GET', '/healthz', {}, ''))).statusCode).toBe(200);
  });

  it('counts the decoded bytes', async () => {
    const { app } = await setup();
    const body = Buffer.alloc(2 * 1024 * 1024, 97).toString('base64');
    const headers = { 'content-type': 'application/yaml', 'content-length': '10' };
    const answer = await handle(app)(event('POST', '/applications', { body, headers, isBase64Encoded: true }));
    expect(answer.statusCode).toBe(413);
  });
});
