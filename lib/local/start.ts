/** `npm start`: an emulator of AWS on this machine, Lateen deployed into it, and a front door that signs for you. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { messageOf } from '../errors.ts';
import { openBridge } from './bridge.ts';
import { type ContainerEngine, findContainerEngine, type NoEngine } from './containers.ts';
import { type Emulator, localRegion, startMinistack, startMoto } from './emulator.ts';
import { openFrontDoor } from './front-door.ts';
import { holdLock } from './lock.ts';
import { type Progress, showProgress } from './log.ts';
import { mustBeFree } from './ports.ts';
import { commandFor, readSettings, type Settings } from './settings.ts';
import { setUp } from './setup.ts';
import { findPython, makeVenv } from './venv.ts';

/** What is open, in the order it was opened; it is closed in reverse. */
const open: (() => Promise<void> | void)[] = [];
const stopped = new AbortController();

async function start(settings: Settings, progress: Progress): Promise<void> {
  await mustBeFree(settings.port, 'the front door', 'LATEEN_PORT');
  mustBeOurs(settings.state);
  if (settings.fresh) rmSync(settings.state, { recursive: true, force: true });
  mkdirSync(settings.state, { recursive: true });
  const engine = settings.endpoint === undefined ? await findEngine(settings, progress) : undefined;
  const emulator = settings.endpoint ?? (await startEmulators(settings, progress, engine));
  if (settings.endpoint !== undefined) await mustAnswer(settings.endpoint);
  const access = {
    endpoint: emulator,
    region: process.env.AWS_REGION ?? localRegion,
    credentials: rootCredentials(settings),
  };
  const { api, user } = await setUp({
    stage: 'local',
    access,
    dir: settings.state,
    notEmulated: settings.notEmulated,
    // What another emulator does with containers, only its own documents say.
    containers: engine !== undefined && 'missing' in engine ? engine.missing : 'run',
    progress,
    signal: stopped.signal,
  });
  const door = await progress.step('Open the front door', () =>
    openFrontDoor({ port: settings.port, target: api, region: access.region, credentials: user.credentials }),
  );
  open.push(() => door.close());
  // .lateen/local.json, where the command finds the API by itself.
  const factsFile = `${settings.state}.json`;
  writeFileSync(factsFile, `${JSON.stringify({ api: door.url, emulator, pid: process.pid })}\n`);
  open.push(() => rmSync(factsFile, { force: true }));
  progress.say(`
API: ${door.url}
Emulator: ${emulator}

Logs are in ${relative(process.cwd(), settings.state)}. Ctrl-C stops it and keeps the state; npm start -- --fresh begins anew.
Next, in another terminal:

  ${commandFor(settings, door.url)} up examples/01-hello/app.yaml
`);
}

/** Two emulators that keep the same state would undo each other's work, and the containers of the first could not be stopped. */
function mustBeOurs(state: string): void {
  const release = holdLock(`${state}.lock`);
  if (release === undefined)
    throw new Error(
      `Another npm start uses ${relative(process.cwd(), state)}: stop it (Ctrl-C), or set LATEEN_STATE to another folder for a second installation.`,
    );
  open.push(release);
}

/** With a word about it: without one, containers are recorded and not run. */
async function findEngine(settings: Settings, progress: Progress): Promise<ContainerEngine | NoEngine> {
  const engine = await progress.step('Find a container engine', () => findContainerEngine(settings.state, settings));
  if ('missing' in engine) progress.say(`Containers are recorded and not run. ${engine.missing}.`);
  else open.push(() => engine.stop());
  return engine;
}

async function startEmulators(
  settings: Settings,
  progress: Progress,
  engine: ContainerEngine | NoEngine | undefined,
): Promise<string> {
  await mustBeFree(settings.emulatorPort, 'the emulator', 'LATEEN_EMULATOR_PORT');
  if (settings.allServices) await mustBeFree(settings.motoPort, 'moto', 'LATEEN_MOTO_PORT');
  await progress.step('Find python3', findPython);
  await progress.step('Install the emulator, MiniStack (once)', () => makeVenv('venv', 'infra/requirements.txt'));
  const env: Record<string, string> = {};
  if (settings.allServices) {
    await progress.step('Install moto (once)', () => makeVenv('venv-moto', 'infra/requirements-moto.txt'));
    const moto = await progress.step('Start moto', () => startMoto({ port: settings.motoPort, dir: settings.state }));
    watch(moto, 'moto', settings);
    env.AWS_ENDPOINT_URL_APPLICATION_AUTO_SCALING = moto.url;
  }
  const ministack = await progress.step('Start the emulator', () =>
    startMinistack({
      port: settings.emulatorPort,
      dir: settings.state,
      auth: true,
      persist: true,
      containers: engine !== undefined && 'host' in engine ? engine.host : undefined,
      env,
    }),
  );
  watch(ministack, 'The emulator', settings);
  if (engine !== undefined && 'host' in engine) {
    const bridge = await openBridge(engine.host, settings.emulatorPort);
    open.push(() => bridge.close());
  }
  return ministack.url;
}

async function mustAnswer(endpoint: string): Promise<void> {
  try {
    await fetch(endpoint, { signal: AbortSignal.timeout(5000) });
  } catch {
    throw new Error(
      `Nothing answers at ${endpoint}: start that emulator, or unset AWS_ENDPOINT_URL to use one of our own.`,
    );
  }
}

/** An emulator that ends by itself ends everything. */
function watch(emulator: Emulator, name: string, settings: Settings): void {
  open.push(() => emulator.stop());
  emulator.ended.then(() => {
    if (!stopped.signal.aborted)
      fail(new Error(`${name} ended by itself: its log is in ${settings.state}. Run npm start again.`));
  });
}

/** The key that deploys: MiniStack lets `test` do everything, and another emulator may want its own. */
function rootCredentials(settings: Settings): { accessKeyId: string; secretAccessKey: string } {
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret } = process.env;
  if (settings.endpoint === undefined || id === undefined || secret === undefined)
    return { accessKeyId: 'test', secretAccessKey: 'test' };
  return { accessKeyId: id, secretAccessKey: secret };
}

/** The first signal (ms): at Ctrl-C both the terminal and npm send one. */
let asked = 0;

async function stop(code: number): Promise<void> {
  if (stopped.signal.aborted) {
    // Whoever asks again does not want to wait: the emulators end when this process does.
    if (Date.now() - asked > 1000) process.exit(code);
    return;
  }
  asked = Date.now();
  stopped.abort();
  for (const close of open.reverse()) await close();
  process.exit(code);
}

function fail(error: unknown): void {
  if (stopped.signal.aborted) return;
  console.error(`\nnpm start: ${messageOf(error)}`);
  void stop(1);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
try {
  await start(readSettings(process.env, process.argv.slice(2)), showProgress());
} catch (error) {
  fail(error);
}
