/** An installation to test from outside: emulator, recording proxy, the packaged functions deployed with short times, front door. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from '../../../lib/local/aws.ts';
import { openBridge } from '../../../lib/local/bridge.ts';
import { type ContainerEngine, findContainerEngine, type NoEngine } from '../../../lib/local/containers.ts';
import { type Emulator, localRegion, startMinistack, startMoto } from '../../../lib/local/emulator.ts';
import { openFrontDoor } from '../../../lib/local/front-door.ts';
import { freePort } from '../../../lib/local/ports.ts';
import { setUp } from '../../../lib/local/setup.ts';
import { installationOf, outputsOf, sweep } from '../../../lib/local/stack.ts';
import { ensureUser } from '../../../lib/local/user.ts';
import { lateen, type Ran } from '../../cli/command.ts';
import { type Listings, list } from './listings.ts';
import { killFunction } from './processes.ts';
import { type RecordingProxy, startProxy } from './proxy.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON, or undefined where it is none. */
  // biome-ignore lint/suspicious/noExplicitAny: tests say what they expect to find
  readonly body: any;
}

export interface Installation {
  /** The front door's address. */
  readonly url: string;
  /** The deployed API's own address: closed. */
  readonly closedUrl: string;
  readonly emulator: string;
  readonly proxy: RecordingProxy;
  /** The Docker API that runs containers, or why there is none. */
  readonly engine: ContainerEngine | NoEngine;
  /** A request through the front door; a body that is no text is sent as JSON. */
  api(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  cli(...words: string[]): Promise<Ran>;
  /** A front door that signs for another user of the account: one who may call the API, or one who may do nothing. */
  caller(name: string, mayCall: boolean): Promise<Installation['api']>;
  /** Asks until `done` says so; fails with the last answer after `seconds`. */
  until(path: string, done: (answer: Answer) => boolean, seconds?: number): Promise<Answer>;
  /** What there is in the emulator. */
  list(): Promise<Listings>;
  /** Wakes every application, as the schedule does. */
  sweep(): Promise<void>;
  /** Ends the processes of a function of ours (`reconciler`), as a crash would; answers with how many there were. */
  kill(name: string): Promise<number>;
  stop(): Promise<void>;
}

export interface Options {
  /** Over the short times that tests use. */
  readonly params?: Readonly<Record<string, number | string>>;
  /** With moto for Application Auto Scaling. */
  readonly allServices?: boolean;
  /** `false`: containers are recorded and not run, whatever engine there is. */
  readonly containers?: boolean;
}

/** Seconds. What is shipped is 90, 60, 30 and 10. */
const shortTimes = { leaseSeconds: 10, reconcilerTimeout: 6, reobserveSeconds: 2, waveSeconds: 4 };
const stage = 'e2e';

export async function startInstallation(options: Options = {}): Promise<Installation> {
  const dir = mkdtempSync(join(tmpdir(), 'lateen-e2e-'));
  const open: (() => Promise<void> | void)[] = [() => rmSync(dir, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (const close of open.splice(0).reverse()) await close();
  };
  try {
    return await start(dir, options, open, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  dir: string,
  options: Options,
  open: (() => Promise<void> | void)[],
  stop: () => Promise<void>,
): Promise<Installation> {
  const port = await freePort();
  const proxy = await startProxy(`http://127.0.0.1:${port}`);
  open.push(() => proxy.close());
  const env: Record<string, string> = { AWS_ENDPOINT_URL: proxy.url };
  if (options.allServices === true) {
    const moto: Emulator = await startMoto({ dir });
    open.push(() => moto.stop());
    env.AWS_ENDPOINT_URL_APPLICATION_AUTO_SCALING = moto.url;
  }
  const engine =
    options.containers === false
      ? { missing: 'none is asked for' }
      : await findContainerEngine(dir, { emulatorPort: port });
  if ('host' in engine) open.push(() => engine.stop());
  const emulator = await startMinistack({
    dir,
    port,
    auth: true,
    containers: 'host' in engine ? engine.host : undefined,
    env,
  });
  open.push(() => emulator.stop());
  if ('host' in engine) {
    const bridge = await openBridge(engine.host, port);
    open.push(() => bridge.close());
  }
  const access = {
    endpoint: emulator.url,
    region: localRegion,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const { api: closedUrl, user } = await setUp({
    stage,
    access,
    dir,
    notEmulated: options.allServices === true ? [] : ['AWS::ApplicationAutoScaling'],
    containers: 'missing' in engine ? engine.missing : 'run',
    params: { ...shortTimes, ...options.params },
    progress: { step: (_, work) => work(), say: () => {} },
  });
  const door = await openFrontDoor({ port: 0, target: closedUrl, region: localRegion, credentials: user.credentials });
  open.push(() => door.close());

  const api = through(door.url);
  return {
    url: door.url,
    closedUrl,
    emulator: emulator.url,
    engine,
    proxy,
    api,
    cli: (...words) => lateen(words, { api: door.url }),
    async caller(name, mayCall) {
      const { CallersPolicy = '' } = await outputsOf(access, installationOf(stage));
      const other = await ensureUser(access, name, CallersPolicy, join(dir, `${name}.json`));
      if (!mayCall) await ask(access, 'iam', 'DetachUserPolicy', { UserName: name, PolicyArn: CallersPolicy });
      const { credentials } = other;
      const another = await openFrontDoor({ port: 0, target: closedUrl, region: localRegion, credentials });
      open.push(() => another.close());
      return through(another.url);
    },
    async until(path, done, seconds = 30) {
      const end = Date.now() + seconds * 1000;
      for (;;) {
        const answer = await api('GET', path);
        if (done(answer)) return answer;
        if (Date.now() > end)
          throw new Error(
            `${path} after ${seconds} s still: ${answer.status} ${JSON.stringify(answer.body?.status?.cause ?? answer.text)}`,
          );
        await sleep(100);
      }
    },
    list: () => list(emulator.url, localRegion, `lateen-${stage}`),
    sweep: () => sweep(access, installationOf(stage)),
    kill: name => killFunction(join(dir, 'tmp'), `lateen-${stage}-${name}`),
    stop,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Requests through a front door. */
function through(url: string): Installation['api'] {
  return async (method, path, body, headers = {}) => {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const type = typeof body === 'string' ? 'application/yaml' : 'application/json';
    const response = await fetch(url + path, {
      method,
      headers: { ...(text === undefined ? {} : { 'content-type': type }), ...headers },
      ...(text === undefined ? {} : { body: text }),
    });
    const got = await response.text();
    return { status: response.status, headers: response.headers, text: got, body: parsed(got) };
  };
}
