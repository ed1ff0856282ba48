/** A proxy between the functions and the emulator: it writes down every call to AWS as it is on the wire, and can hold one. */
import {
  request as ask,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';

export interface WireCall {
  /** As in the signature: dynamodb, sqs, s3, lambda, apigateway, iam, logs, monitoring, application-autoscaling. */
  readonly service: string;
  /** The API's name where the wire says one (CreateRole, PutMetricAlarm), else method and path (`POST /2015-03-31/functions`). */
  readonly action: string;
  readonly method: string;
  readonly path: string;
  readonly body: string;
  /** When it came (ms). */
  readonly at: number;
  /** Of the answer; undefined while there is none. */
  status: number | undefined;
}

export interface Hold {
  /** The call that is held, once it came. */
  readonly arrived: Promise<WireCall>;
  /** Lets it go on. */
  release(): void;
}

export interface RecordingProxy {
  readonly url: string;
  /** Everything since the start, or since `forget`. */
  readonly calls: readonly WireCall[];
  forget(): void;
  /** Holds the next call that matches: before AWS hears of it, or after AWS did it and before the caller hears of that. */
  hold(matches: (call: WireCall) => boolean, when: 'before' | 'after'): Hold;
  close(): Promise<void>;
}

interface Waiting {
  readonly matches: (call: WireCall) => boolean;
  readonly when: 'before' | 'after';
  readonly arrive: (call: WireCall) => void;
  readonly released: Promise<void>;
}

export async function startProxy(target: string): Promise<RecordingProxy> {
  const calls: WireCall[] = [];
  let waiting: readonly Waiting[] = [];

  const pause = async (call: WireCall, when: Waiting['when']): Promise<void> => {
    const found = waiting.find(one => one.when === when && one.matches(call));
    if (found === undefined) return;
    waiting = waiting.filter(one => one !== found);
    found.arrive(call);
    await found.released;
  };
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await buffer(request);
    const call = read(request, body);
    calls.push(call);
    await pause(call, 'before');
    const answer = await send(target, request, body);
    call.status = answer.statusCode;
    await pause(call, 'after');
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    await pipeline(answer, response);
  };

  // A caller that was killed while its call was held leaves a broken pipe.
  const server = createServer((request, response) => void pass(request, response).catch(() => response.destroy()));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    forget: () => void calls.splice(0),
    hold(matches, when) {
      const { promise: arrived, resolve: arrive } = Promise.withResolvers<WireCall>();
      const { promise: released, resolve: release } = Promise.withResolvers<void>();
      waiting = [...waiting, { matches, when, arrive, released }];
      return { arrived, release };
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function send(target: string, request: IncomingMessage, body: Buffer): Promise<IncomingMessage> {
  const { connection: _, 'transfer-encoding': __, ...headers } = request.headers;
  return new Promise((resolve, reject) => {
    const options = { method: request.method, headers: { ...headers, 'content-length': body.length }, agent: false };
    const out = ask(target + (request.url ?? '/'), options, resolve);
    out.once('error', reject);
    out.end(body);
  });
}

function read(request: IncomingMessage, body: Buffer): WireCall {
  const method = request.method ?? 'GET';
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  const text = body.toString('utf8');
  const service = serviceOf(request.headers);
  const action = actionOf(request.headers, path, text) ?? `${method} ${path}`;
  return { service, action, method, path, body: text, at: Date.now(), status: undefined };
}

/** The scope of the signature: `Credential=AKIA.../20261124/us-east-1/dynamodb/aws4_request`. */
function serviceOf(headers: IncomingHttpHeaders): string {
  return /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\/aws4_request/.exec(headers.authorization ?? '')?.[1] ?? 'unsigned';
}

/** Three ways of the wire to name an action: a header (JSON), a path (RPC with CBOR), a form (query). REST names none. */
function actionOf(headers: IncomingHttpHeaders, path: string, body: string): string | undefined {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return target.split('.').at(-1);
  const rpc = /^\/service\/[^/]+\/operation\/([^/]+)$/.exec(path)?.[1];
  if (rpc !== undefined) return rpc;
  const form = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  return form ? (new URLSearchParams(body).get('Action') ?? undefined) : undefined;
}
