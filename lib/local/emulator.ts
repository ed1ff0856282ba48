/** Starts the emulators of AWS on 127.0.0.1: MiniStack, and moto for what MiniStack lacks. Tests use the same functions. */
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { removeContainers } from './containers.ts';
import { type Command, keep } from './keep.ts';
import { freePort } from './ports.ts';
import { makeVenv, root } from './venv.ts';

export interface Emulator {
  readonly url: string;
  /** Resolves when the process and everything it started are gone. */
  stop(): Promise<void>;
  /** Resolves when the process ended, by whatever cause. */
  readonly ended: Promise<void>;
}

export interface MinistackOptions {
  /** A free one where absent. */
  readonly port?: number;
  /** Where its temporary files, its log and its state go. */
  readonly dir: string;
  /** Enforce IAM policies. */
  readonly auth?: boolean;
  /** Keep the state in `dir` when it is stopped, and start from it. */
  readonly persist?: boolean;
  /** The Docker API that runs containers (DOCKER_HOST); without one they are recorded and not run. */
  readonly containers?: string | undefined;
  /** More of the server's environment; functions inherit all of it. */
  readonly env?: Readonly<Record<string, string>>;
}

/** The account of MiniStack and the region everything local is in. */
export const localAccount = '000000000000';
export const localRegion = 'us-east-1';

export async function startMinistack(options: MinistackOptions): Promise<Emulator> {
  const bin = await makeVenv('venv', 'infra/requirements.txt');
  const port = options.port ?? (await freePort());
  const folders = { tmp: join(options.dir, 'tmp'), state: join(options.dir, 'state'), s3: join(options.dir, 's3') };
  for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true });
  // Functions are unpacked here: without this, Node would take their plain .js for ES modules, because this project's package.json says so.
  writeFileSync(join(folders.tmp, 'package.json'), '{"type":"commonjs"}');
  lendSdk(folders.tmp);
  const url = `http://127.0.0.1:${port}`;
  const { containers } = options;
  const emulator = await serve({
    command: join(bin, 'ministack'),
    args: [],
    env: {
      ...cleanEnv(),
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      AUTH: String(options.auth ?? true),
      LOG_LEVEL: 'WARNING',
      // Its MQTT and SFTP servers would listen on every interface.
      IOT_MTLS_ENABLED: '0',
      SFTP_ENABLED: '0',
      TMPDIR: folders.tmp,
      MINISTACK_REGION: localRegion,
      ...(options.persist === true
        ? { PERSIST_STATE: '1', STATE_DIR: folders.state, S3_PERSIST: '1', S3_DATA_DIR: folders.s3 }
        : {}),
      // Without an engine it would look for one by itself, and say that tasks run where none do.
      DOCKER_HOST: containers ?? 'unix:///nonexistent/docker.sock',
      // A 4xx of its own load balancer can hold all of it up for so long.
      MINISTACK_APIGW_PROXY_TIMEOUT_SECONDS: '2',
      ...options.env,
    },
    url,
    health: '/_ministack/health',
    log: join(options.dir, 'emulator.log'),
  });
  if (containers === undefined) return emulator;
  return {
    ...emulator,
    async stop() {
      await emulator.stop();
      // It goes on starting tasks of its services while it stops those that run.
      // An engine that does not answer any more has nothing that runs.
      await removeContainers(containers, `ministack.instance=${hostname()}:${port}`).catch(() => undefined);
    },
  };
}

/** AWS's own runtimes bring the SDK; here functions that are unpacked below the folder find the one of this project. */
function lendSdk(folder: string): void {
  const modules = join(folder, 'node_modules');
  mkdirSync(modules, { recursive: true });
  const lent = join(modules, '@aws-sdk');
  rmSync(lent, { force: true });
  symlinkSync(join(root, 'node_modules', '@aws-sdk'), lent);
}

/** Its account is 123456789012. */
export async function startMoto(options: { readonly port?: number; readonly dir: string }): Promise<Emulator> {
  const bin = await makeVenv('venv-moto', 'infra/requirements-moto.txt');
  const port = options.port ?? (await freePort());
  mkdirSync(options.dir, { recursive: true });
  return serve({
    command: join(bin, 'moto_server'),
    args: ['-H', '127.0.0.1', '-p', String(port)],
    env: cleanEnv(),
    url: `http://127.0.0.1:${port}`,
    health: '/moto-api/',
    log: join(options.dir, 'moto.log'),
  });
}

/** Functions inherit the server's environment, so it is told nothing it need not know (no credentials of AWS, no proxies). The `node`
 * that runs them is the first one on PATH, whatever runtime they ask for: ours. */
function cleanEnv(): Record<string, string> {
  return {
    PATH: `${join(root, 'node_modules', '.bin')}:${process.env.PATH ?? '/usr/bin:/bin'}`,
    HOME: process.env.HOME ?? '/',
    LANG: 'C.UTF-8',
  };
}

interface Server extends Command {
  readonly url: string;
  readonly health: string;
}

async function serve(server: Server): Promise<Emulator> {
  const { ended, running, stop } = keep(server);
  const until = Date.now() + 60_000;
  while (Date.now() < until && running()) {
    const answer = await fetch(server.url + server.health).catch(() => undefined);
    if (answer?.ok === true) return { url: server.url, stop, ended };
    await sleep(50);
  }
  await stop();
  throw new Error(
    `The emulator did not start at ${server.url}; its log (${server.log}) ends with: ${tail(server.log)}`,
  );
}

function tail(file: string): string {
  return readFileSync(file, 'utf8').trim().split('\n').slice(-5).join(' | ');
}
