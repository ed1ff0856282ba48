/** The front door: a server on loopback that signs each request for the local user and hands it to the deployed API, which is closed. */
import {
  request as ask,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import { pipeline } from 'node:stream/promises';
import { messageOf } from '../errors.ts';
import { type Credentials, sign } from './sign.ts';

export interface FrontDoor {
  readonly url: string;
  close(): Promise<void>;
}

export interface FrontDoorOptions {
  /** 0 for a free one. */
  readonly port: number;
  /** The deployed API's address, without a slash at its end. */
  readonly target: string;
  readonly region: string;
  readonly credentials: Credentials;
}

/** What API Gateway itself takes. The API counts more closely. */
const bodyLimit = 10 * 1024 * 1024;

/** Headers that belong to one connection. */
const ofOneConnection: readonly string[] = [
  'connection',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];
/** Besides those, what the way on and the signature set anew. */
const notForwarded: ReadonlySet<string> = new Set([
  ...ofOneConnection,
  ...['expect', 'host', 'content-length', 'proxy-authorization', 'proxy-connection'],
  ...['authorization', 'x-amz-date', 'x-amz-content-sha256', 'x-amz-security-token'],
]);

export async function openFrontDoor(options: FrontDoorOptions): Promise<FrontDoor> {
  const server = createServer((request, response) => {
    answer(request, response, options, portOf(server)).catch(error => {
      say(
        response,
        502,
        'BadGateway',
        `The API did not answer: ${messageOf(error)}. Is the emulator running? Start it again with npm start.`,
      );
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: FrontDoorOptions,
  port: number,
): Promise<void> {
  const refusal = refuse(request.headers, port);
  if (refusal !== undefined) return say(response, 403, 'Forbidden', refusal);
  const body = await read(request);
  if (body === undefined)
    return say(response, 413, 'TooLarge', `A request may have ${bodyLimit / 1024 / 1024} MB; send less at a time.`);
  const signable = {
    method: request.method ?? 'GET',
    url: options.target + (request.url ?? '/'),
    headers: forwarded(request.headers),
    ...(body.length === 0 ? {} : { body }),
  };
  const headers = await sign(signable, options.credentials, { service: 'execute-api', region: options.region });
  const got = await send(signable.url, signable.method, { ...headers, 'content-length': body.length }, body);
  response.writeHead(got.statusCode ?? 502, answered(got.headers));
  await pipeline(got, response);
}

function send(url: string, method: string, headers: OutgoingHttpHeaders, body: Buffer): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = ask(url, { method, headers, agent: false }, resolve);
    request.once('error', reject);
    request.end(body);
  });
}

/** A page of the web may send requests to loopback, but it cannot hide where it comes from: browsers add `Origin`, and a name that was
 * rebound to 127.0.0.1 stands in `Host`. */
export function refuse(headers: IncomingHttpHeaders, port: number): string | undefined {
  if (headers.origin !== undefined) {
    return `This front door acts for you, so it is not for web pages: a request with an Origin (${headers.origin}) is refused.`;
  }
  const hosts = ['127.0.0.1', 'localhost', '[::1]'].map(name => `${name}:${port}`);
  if (headers.host === undefined || !hosts.includes(headers.host.toLowerCase())) {
    return `This front door answers only as ${hosts[0]} or ${hosts[1]}, and the request asked for ${headers.host ?? 'no host'}.`;
  }
  return undefined;
}

async function read(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    // The rest is read and dropped, so that the sender hears the answer.
    if (size <= bodyLimit) chunks.push(bytes);
  }
  return size > bodyLimit ? undefined : Buffer.concat(chunks);
}

function forwarded(headers: IncomingHttpHeaders): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !notForwarded.has(name)) kept[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return kept;
}

function answered(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !ofOneConnection.includes(name)));
}

function say(response: ServerResponse, status: number, code: string, detail: string): void {
  if (response.headersSent) return void response.destroy();
  response.writeHead(status, { 'content-type': 'application/problem+json' });
  response.end(`${JSON.stringify({ title: code, status, detail, code, errors: [] })}\n`);
}

function portOf(server: Server): number {
  const address = server.address();
  return address !== null && typeof address === 'object' ? address.port : 0;
}
