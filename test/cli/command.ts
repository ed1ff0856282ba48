/** The real command as a child process, and an API that answers what a test tells it and remembers what it was asked. */
import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { Json } from '../../lib/json.ts';

const root: string = fileURLToPath(new URL('../../', import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Setting {
  /** LATEEN_API; without it the command finds one by itself. */
  readonly api?: string;
  readonly stdin?: string;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs `lateen <args>` under the package's own Node, with nothing of the caller's environment but PATH and HOME. */
export function lateen(args: readonly string[], setting: Setting = {}): Promise<Ran> {
  return startLateen(args, setting).ended;
}

/** One that runs until it is told to stop. */
export interface Running {
  readonly ended: Promise<Ran>;
  /** Standard output so far. */
  stdout(): string;
  /** As Ctrl-C does. */
  interrupt(): void;
  /** As `| head` does when it has enough. */
  closeOutput(): void;
}

export function startLateen(args: readonly string[], setting: Setting = {}): Running {
  const { PATH = '', HOME = '' } = process.env;
  const env = { PATH, HOME, ...(setting.api === undefined ? {} : { LATEEN_API: setting.api }), ...setting.env };
  const child = spawn(`${root}node_modules/.bin/node`, [`${root}lib/cli/lateen.js`, ...args], {
    env,
    cwd: setting.cwd ?? root,
  });
  child.stdin.end(setting.stdin ?? '');
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', chunk => {
    stdout += chunk;
  });
  child.stderr.on('data', chunk => {
    stderr += chunk;
  });
  const ended = new Promise<Ran>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', code => resolve({ code, stdout, stderr }));
  });
  return {
    ended,
    stdout: () => stdout,
    interrupt: () => child.kill('SIGINT'),
    closeOutput: () => child.stdout.destroy(),
  };
}

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly type: string | undefined;
  readonly body: string;
}

export interface Answer {
  readonly status?: number;
  readonly body: Json;
}

export interface FakeApi {
  readonly url: string;
  readonly asked: readonly Asked[];
  /** The bodies of what was asked, as bytes. */
  readonly bodies: readonly Buffer[];
  close(): Promise<void>;
}

/** `GET /path` -> its answers in turn, the last one for ever. Anything else is 404. */
export async function fakeApi(
  answers: Readonly<Record<string, Answer | readonly Answer[] | ((asked: Asked) => Answer)>>,
): Promise<FakeApi> {
  const asked: Asked[] = [];
  const bodies: Buffer[] = [];
  const turns = new Map<string, number>();
  const server = createServer(async (request, response) => {
    const { method = '', url = '' } = request;
    const bytes = await bodyOf(request);
    bodies.push(bytes);
    const question = { method, path: url, type: request.headers['content-type'], body: bytes.toString() };
    asked.push(question);
    const key = `${method} ${url}`;
    const given = answers[key] ?? [];
    const list = typeof given === 'function' ? [given(question)] : [given].flat();
    const turn = turns.get(key) ?? 0;
    turns.set(key, turn + 1);
    const answer = list[Math.min(turn, list.length - 1)] ?? {
      status: 404,
      body: { kind: 'Status', status: 'Failure', message: `There is no ${url}`, reason: 'NotFound', code: 404 },
    };
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer.body));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    bodies,
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Runs `lateen <args>` against an API with these answers, and tells what it was asked. */
export async function run(
  args: readonly string[],
  answers: Parameters<typeof fakeApi>[0],
  stdin = '',
): Promise<Ran & { readonly asked: readonly Asked[] }> {
  const api = await fakeApi(answers);
  try {
    return { ...(await lateen(args, { api: api.url, stdin })), asked: api.asked };
  } finally {
    await api.close();
  }
}

/** An Application as the API shows it. */
export function application(
  name: string,
  phase: string,
  more: {
    readonly generation?: number;
    readonly observed?: number;
    readonly resources?: readonly (readonly [
      component: string,
      trait: string,
      type: string,
      phase: string,
      message?: string,
    ])[];
    readonly url?: string;
    readonly cause?: string;
    readonly next?: string;
    readonly deadline?: string;
    readonly conditions?: readonly Json[];
  } = {},
): Json {
  const { generation = 1, observed = generation, resources = [], url, cause, next, deadline, conditions = [] } = more;
  return {
    apiVersion: 'core.oam.dev/v1beta1',
    kind: 'Application',
    metadata: { name, namespace: 'default', generation, creationTimestamp: new Date().toISOString() },
    spec: { components: [] },
    status: {
      status: phase,
      observedGeneration: observed,
      conditions,
      latestRevision: { name: `${name}-v${generation}`, revision: generation, revisionHash: 'a1b2c3d4' },
      services: [{ name: 'web', namespace: 'default', healthy: phase === 'running', message: '' }],
      appliedResources: resources.map(([component, trait, kind, state, message = '']) => ({
        apiVersion: 'aws.oam.dev/v1',
        kind,
        name: `lat-${name}-${component}`,
        component,
        trait,
        phase: state,
        reason: state,
        message,
        since: new Date().toISOString(),
      })),
      endpoints: url === undefined ? [] : [{ component: 'web', url }],
      ...(cause === undefined ? {} : { cause }),
      ...(next === undefined ? {} : { next }),
      ...(deadline === undefined ? {} : { deadline }),
    },
  };
}

/** What a POST of one application answers. */
export function accepted(name: string, result = 'created', generation = 1, warnings: readonly Json[] = []): Json {
  const self = `/apis/core.oam.dev/v1beta1/namespaces/default/applications/${name}`;
  const item = { kind: 'Application', namespace: 'default', name, result, generation, warnings };
  return { items: [{ ...item, links: { self, events: `${self}/events` } }] };
}
