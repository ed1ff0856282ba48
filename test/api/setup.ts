/** An API on the memory store, a clock that tests move, and requests as people and clients send them. */
import type { Hono } from 'hono';
import { createApi } from '../../lib/api/api.ts';
import type { ApiDeps, Pipeline } from '../../lib/api/deps.ts';
import { OamError } from '../../lib/errors.ts';
import { type Json, type JsonObject, trusted } from '../../lib/json.ts';
import type { Environment } from '../../lib/reconcile/appfile.ts';
import type { Blobs } from '../../lib/store/blobs.ts';
import type { Access, DesiredStore } from '../../lib/store/desired.ts';
import { createMemoryStore, type MemoryStore, type MemoryStoreOptions } from '../../lib/store/memory.ts';
import { standIn } from './stand-in.ts';

export const operator = 'arn:aws:iam::000000000000:user/operator';
export const developer = 'arn:aws:iam::000000000000:user/developer';
export const viewer = 'arn:aws:iam::000000000000:user/viewer';
export const teamA = 'arn:aws:sts::000000000000:assumed-role/TeamA/ada';
export const nobody = 'arn:aws:iam::000000000000:user/nobody';

export const access: readonly Access[] = [
  { principal: operator, role: 'operator', namespaces: ['*'] },
  { principal: developer, role: 'developer', namespaces: ['*'] },
  { principal: viewer, role: 'viewer', namespaces: ['*'] },
  { principal: 'arn:aws:sts::000000000000:assumed-role/TeamA/*', role: 'developer', namespaces: ['team-a'] },
];

export const environment: Environment = trusted<Environment>({
  installation: 'test',
  prefix: 'lateen-app-',
  account: '000000000000',
  region: 'us-east-1',
  partition: 'aws',
  notEmulated: [],
  basicRole: 'arn:aws:iam::000000000000:role/lateen-basic',
  boundary: 'arn:aws:iam::000000000000:policy/lateen-boundary',
  rolePath: '/lateen/',
  blobBucket: 'lateen-blobs',
});

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body; an empty object where there is none. */
  readonly body: JsonObject;
}

export interface Sent {
  readonly as?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text as it is, anything else as JSON. */
  readonly body?: Json | Uint8Array | ReadableStream;
  readonly type?: string | undefined;
}

/** An API on some store. */
export interface Served {
  readonly app: Hono;
  readonly blobs: Map<string, Uint8Array>;
  readonly log: JsonObject[];
  send(method: string, path: string, sent?: Sent): Promise<Answer>;
  /** POST /applications with YAML, as the operator unless said otherwise. */
  post(yaml: string, query?: string, as?: string): Promise<Answer>;
}

export interface TestApi extends Served {
  readonly store: MemoryStore;
  /** Milliseconds since the epoch; tests move it. */
  readonly clock: { now: number };
}

export interface SetupOptions {
  readonly pipeline?: Pipeline;
  readonly before?: MemoryStoreOptions['before'];
  /** What programs wrote. */
  readonly logs?: ApiDeps['logs'];
  /** Sessions in containers. */
  readonly session?: ApiDeps['session'];
  /** What objects hold now. */
  readonly content?: ApiDeps['content'];
  /** Nothing installed: no environment, no access. */
  readonly bare?: boolean;
}

export async function setup({
  pipeline = standIn,
  before,
  logs,
  session,
  content,
  bare = false,
}: SetupOptions = {}): Promise<TestApi> {
  const clock = { now: Date.UTC(2026, 10, 5, 12) };
  let count = 0;
  const id = () => `01${String(clock.now).padStart(13, '0')}${String(count++).padStart(11, '0')}`;
  const hooks = before === undefined ? {} : { before };
  const store = createMemoryStore({ now: () => clock.now, id, ...hooks });
  if (!bare) await store.install({ environment: { target: 'local', facts: environment }, access });
  return { ...serve(store, pipeline, () => clock.now, id, logs, session, content), store, clock };
}

export function serve(
  store: DesiredStore,
  pipeline: Pipeline,
  now: () => number,
  id: () => string,
  logs: ApiDeps['logs'] = async () => ({ events: [], truncated: false }),
  session: ApiDeps['session'] = async () => Promise.reject(new OamError('Internal', 'no sessions here')),
  content: ApiDeps['content'] = async () => undefined,
): Served {
  const blobs = new Map<string, Uint8Array>();
  const log: JsonObject[] = [];
  const app = createApi({
    store,
    blobs: memoryBlobs(blobs),
    pipeline,
    logs,
    session,
    content,
    now,
    id,
    log: line => log.push(line),
    version: '0.0.0-test',
  });
  const send: TestApi['send'] = async (method, path, { as = operator, headers = {}, body, type } = {}) => {
    const raw = body instanceof Uint8Array || body instanceof ReadableStream || typeof body === 'string';
    const content = type ?? (body === undefined || raw ? undefined : 'application/json');
    const init = {
      method,
      headers: { ...headers, ...(content === undefined ? {} : { 'content-type': content }) },
      ...(body === undefined ? {} : { body: raw ? body : JSON.stringify(body), duplex: 'half' }),
    };
    const request = new Request(`http://api.test${path}`, trusted<RequestInit>(init));
    // `fetch` sends text/plain by itself where no type is given; clients like curl send what they are told.
    if (content === undefined) request.headers.delete('content-type');
    const response = await app.request(request, undefined, bindingsOf(as));
    const text = await response.text();
    const json = text !== '' && response.headers.get('content-type')?.includes('json') === true;
    return { status: response.status, headers: response.headers, text, body: json ? trusted(JSON.parse(text)) : {} };
  };
  const post: TestApi['post'] = (yaml, query = '', as = operator) =>
    send('POST', `/applications${query}`, { as, body: yaml, type: 'application/yaml' });
  return { app, blobs, log, send, post };
}

/** What API Gateway's IAM authorizer adds; nothing for an empty ARN. */
function bindingsOf(arn: string): JsonObject {
  return { requestContext: { requestId: 'r-1', ...(arn === '' ? {} : { authorizer: { iam: { userArn: arn } } }) } };
}

function memoryBlobs(kept: Map<string, Uint8Array>): Blobs {
  return {
    async put(sha256, bytes) {
      kept.set(sha256, bytes);
    },
    exists: async sha256 => kept.has(sha256),
    presign: async (sha256, size) => ({
      url: `https://bucket.test/blobs/${sha256}?size=${size}`,
      method: 'PUT',
      headers: { 'x-amz-checksum-sha256': Buffer.from(sha256, 'hex').toString('base64') },
    }),
  };
}

/** `code document pointer line:column` of every Issue of an answer, problem document or Status. */
export function briefs(answer: Answer): string[] {
  const { errors, details } = trusted<{ errors?: JsonObject[]; details?: { issues?: JsonObject[] } }>(answer.body);
  return (errors ?? details?.issues ?? []).map(issue => {
    const place = issue.line === undefined ? '' : ` ${issue.line}:${issue.column}`;
    return `${issue.code} ${issue.document ?? '-'} ${issue.pointer}${place}`;
  });
}

/** The items of an answer to POST /applications. */
export function itemsOf(answer: Answer): JsonObject[] {
  return trusted<JsonObject[]>(answer.body.items ?? []);
}
