/** `npm start` as people run it: what it prints, what it keeps, what it leaves behind. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import { lateen } from '../cli/command.ts';
import { processesWith } from './harness/processes.ts';
import { quietPort } from './harness/quiet-port.ts';

const root = join(import.meta.dirname, '..', '..');
const dir = mkdtempSync(join(tmpdir(), 'lateen-start-'));
const state = join(dir, 'local');
const ports = { LATEEN_PORT: String(await quietPort()), LATEEN_EMULATOR_PORT: String(await quietPort()) };
const url = `http://127.0.0.1:${ports.LATEEN_PORT}`;
const hello = join(root, 'examples/01-hello/app.yaml');

interface Start {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>;
}

const started: Start[] = [];

/** Runs `npm start` with only what the test gives it, in a process group of its own, as a terminal does. */
function npmStart(words: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Start {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn('npm', ['start', '--', ...words], {
    cwd: root,
    env: { PATH, HOME, LATEEN_STATE: state, ...ports, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', chunk => {
      output += chunk;
    });
  const ended = new Promise<number | null>(resolve => child.once('close', resolve));
  const start = { child, output: () => output, ended };
  started.push(start);
  return start;
}

async function ready(start: Start): Promise<void> {
  const printed = new Promise<void>(resolve => {
    start.child.stdout?.on('data', () => /^ {2}\S* ?npx lateen up/m.test(start.output()) && resolve());
  });
  const early = start.ended.then(code => {
    throw new Error(`npm start ended with ${code}: ${start.output()}`);
  });
  await Promise.race([printed, early]);
}

/** As Ctrl-C does: the terminal tells everybody of the foreground group. */
function interrupt({ child }: Start): void {
  process.kill(-(child.pid ?? 0), 'SIGINT');
}

async function nothingLeft(): Promise<void> {
  expect(await processesWith(dir)).toEqual([]);
  for (const port of Object.values(ports))
    await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow('fetch failed');
}

afterEach(async () => {
  for (const { child, ended } of started.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await ended;
  }
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

it('is ready in a minute, runs an application, and leaves nothing at Ctrl-C', async () => {
  const start = npmStart();
  const begin = Date.now();
  await ready(start);
  expect(Date.now() - begin).toBeLessThan(60_000);
  expect(start.output()).toMatch(new RegExp(`^API: ${url}$`, 'm'));
  expect(start.output()).toMatch(new RegExp(`^Emulator: http://127.0.0.1:${ports.LATEEN_EMULATOR_PORT}$`, 'm'));
  expect(JSON.parse(readFileSync(`${state}.json`, 'utf8'))).toMatchObject({ api: url });
  const up = await lateen(['up', hello], { api: url });
  expect(up.code, up.stdout + up.stderr).toBe(0);
  const address = /http:\S+/.exec(up.stdout.split('\n').at(-2) ?? '')?.[0] ?? '';
  expect(await (await fetch(address)).text()).toContain('Hello from Lateen');
  interrupt(start);
  await start.ended;
  await nothingLeft();
});

it('starts again with its state, deploys nothing anew, and what is posted then converges', async () => {
  const start = npmStart();
  await ready(start);
  expect(start.output()).not.toContain('osls');
  const { stdout } = await lateen(['ls'], { api: url });
  expect(stdout).toMatch(/hello\s+running/);
  const document = readFileSync(hello, 'utf8').replace('name: hello', 'name: again');
  const up = await lateen(['up', '-'], { api: url, stdin: document });
  expect(up.code, up.stdout + up.stderr).toBe(0);
  start.child.kill('SIGTERM');
  expect(await start.ended).toBe(0);
  await nothingLeft();
});

it('forgets everything with --fresh', async () => {
  const start = npmStart(['--fresh']);
  await ready(start);
  const answer = await fetch(`${url}/apis/core.oam.dev/v1beta1/applications`);
  expect(await answer.json()).toMatchObject({ items: [] });
});

it('says which port is taken and what to do', async () => {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(Number(ports.LATEEN_EMULATOR_PORT), '127.0.0.1', resolve));
  const start = npmStart();
  expect(await start.ended).toBe(1);
  expect(start.output()).toMatch(
    new RegExp(`^npm start: Port ${ports.LATEEN_EMULATOR_PORT} .* taken: .*LATEEN_EMULATOR_PORT`, 'm'),
  );
  await new Promise(resolve => server.close(resolve));
});

it('says that nothing answers at AWS_ENDPOINT_URL', async () => {
  const start = npmStart([], { AWS_ENDPOINT_URL: `http://127.0.0.1:${ports.LATEEN_EMULATOR_PORT}` });
  expect(await start.ended).toBe(1);
  expect(start.output()).toMatch(/^npm start: Nothing answers at .*AWS_ENDPOINT_URL/m);
});
