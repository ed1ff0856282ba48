/** Starts the emulators that contract and end-to-end tests talk to: from pinned requirements, on free ports of 127.0.0.1, ended with the tests. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const root = dirname(import.meta.dirname);
const run = promisify(execFile);

export interface Emulator {
  readonly url: string;
  stop(): Promise<void>;
}

/** The `bin` folder of a private virtual environment with exactly these requirements; made once, then found again. */
export async function environment(name: string, requirements: string): Promise<string> {
  const file = join(root, requirements);
  const mark = createHash('sha256').update(readFileSync(file)).digest('hex');
  const folder = join(root, '.lateen', `venv-${name}`);
  const stamp = join(folder, 'installed');
  const bin = join(folder, 'bin');
  const ready = (): boolean => existsSync(stamp) && readFileSync(stamp, 'utf8') === mark;
  if (ready()) return bin;
  mkdirSync(dirname(folder), { recursive: true });
  const release = await lock(`${folder}.lock`);
  try {
    if (ready()) return bin;
    rmSync(folder, { recursive: true, force: true });
    await run('python3', ['-m', 'venv', folder]);
    await run(join(bin, 'pip'), ['install', '--quiet', '--disable-pip-version-check', '-r', file], {
      timeout: 300_000,
    });
    writeFileSync(stamp, mark);
    return bin;
  } catch (error) {
    throw new Error(`${requirements} could not be installed with python3 -m venv and pip: ${String(error)}`);
  } finally {
    release();
  }
}

/** Test files run in processes of their own: one installs, the others wait. A lock older than ten minutes is left over. */
async function lock(folder: string): Promise<() => void> {
  for (;;) {
    try {
      mkdirSync(folder);
      return () => rmSync(folder, { recursive: true, force: true });
    } catch {
      if (Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > 600_000)
        rmSync(folder, { recursive: true, force: true });
      await sleep(200);
    }
  }
}

/** A port of 127.0.0.1 that nobody listened on a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise(resolve => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('A server on a port has an address');
  return address.port;
}

/** Runs a command that ends when this process ends, however that happens: its keeper waits for the pipe to close. */
function keep(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): { child: ChildProcess; log: () => string } {
  const keeper = '"$@" <&- & child=$!; read -r _; kill $child; wait $child';
  const child = spawn('sh', ['-c', keeper, 'keeper', command, ...args], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', chunk => {
      log = (log + String(chunk)).slice(-4000);
    });
  return { child, log: () => log };
}

/** Starts a server and waits until its health path answers. */
async function serve(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  url: string,
  health: string,
): Promise<Emulator> {
  const { child, log } = keep(command, args, env);
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.stdin?.end();
    await ended;
  };
  const until = Date.now() + 60_000;
  while (Date.now() < until && child.exitCode === null) {
    const answer = await fetch(url + health).catch(() => undefined);
    if (answer?.ok === true) return { url, stop };
    await sleep(50);
  }
  await stop();
  throw new Error(`${command} did not answer at ${url}${health} within 60 s: ${log()}`);
}

/** moto's server: the control plane of what MiniStack lacks. Its account is 123456789012. */
export async function startMoto(): Promise<Emulator> {
  const bin = await environment('moto', 'test/requirements.txt');
  const port = await freePort();
  const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' };
  return serve(
    join(bin, 'moto_server'),
    ['-H', '127.0.0.1', '-p', String(port)],
    env,
    `http://127.0.0.1:${port}`,
    '/moto-api/',
  );
}
