/** The engine that runs containers on this machine: any Docker API that is there, or podman's, started for as long as it is needed. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { listOf, objectOf, textOf } from '../json.ts';
import { localAccount, localRegion } from './emulator.ts';
import { keep } from './keep.ts';

const run = promisify(execFile);

export interface ContainerEngine {
  /** `unix:///...` or `tcp://...`, as DOCKER_HOST says it. */
  readonly host: string;
  /** For people: `Docker at unix:///var/run/docker.sock`. */
  readonly name: string;
  stop(): Promise<void>;
}

export interface NoEngine {
  /** Why there is none and how to get one, in one sentence. */
  readonly missing: string;
}

const way =
  'start Docker, or install podman (Debian: apt-get install podman runc containernetworking-plugins iptables) and start again as root';

/** The engine named by DOCKER_HOST, the one at Docker's own socket, or podman with its files in `dir`, which pulls the images of the account's
 * ECR from the emulator at `emulatorPort`. Whatever is found has answered. */
export async function findContainerEngine(
  dir: string,
  { emulatorPort, socket = '/var/run/docker.sock' }: { readonly emulatorPort?: number; readonly socket?: string } = {},
): Promise<ContainerEngine | NoEngine> {
  const named = process.env.DOCKER_HOST;
  if (named !== undefined && named !== '') {
    const why = await silent(named);
    return why === undefined
      ? { host: named, name: `Docker's API at ${named}`, stop: async () => {} }
      : { missing: `DOCKER_HOST is ${named}, which does not answer (${why}): ${way}` };
  }
  if (existsSync(socket) && (await silent(`unix://${socket}`)) === undefined)
    return { host: `unix://${socket}`, name: `Docker at ${socket}`, stop: async () => {} };
  return startPodman(dir, emulatorPort);
}

async function startPodman(dir: string, emulatorPort: number | undefined): Promise<ContainerEngine | NoEngine> {
  const version = await run('podman', ['--version']).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  );
  if (version === undefined) return { missing: `There is no container engine: ${way}` };
  if (process.getuid?.() !== 0)
    return { missing: `podman gives containers addresses of their own only to root: ${way}` };
  const folder = join(dir, 'podman');
  mkdirSync(folder, { recursive: true });
  const socket = join(folder, 'podman.sock');
  rmSync(socket, { force: true });
  const host = `unix://${socket}`;
  const log = join(folder, 'podman.log');
  const podman = keep({
    command: 'podman',
    args: ['system', 'service', '--time=0', host],
    env: {
      PATH: process.env.PATH ?? '/usr/bin:/bin',
      HOME: process.env.HOME ?? '/',
      ...podmanEnv(folder, emulatorPort),
    },
    log,
    // So long the emulator has to remove its containers.
    outlives: 20,
  });
  for (let tries = 0; tries < 100 && podman.running(); tries++) {
    if ((await silent(host)) === undefined) return { host, name: version, stop: podman.stop };
    await sleep(100);
  }
  await podman.stop();
  return { missing: `podman did not start (its log is ${log}): ${way}` };
}

/** What podman 4.3, Debian 12's, needs to be told to run what MiniStack asks for. */
function podmanEnv(folder: string, emulatorPort: number | undefined): Record<string, string> {
  const hosts = join(folder, 'hosts');
  const containers = join(folder, 'containers.conf');
  const registries = join(folder, 'registries.conf');
  // It does not know host-gateway, by which MiniStack calls this machine.
  writeFileSync(hosts, '127.0.0.1 localhost\n10.88.0.1 host.docker.internal\n');
  // Its Docker API swaps soft and hard limits, so they have to be the same; crun 1.8 cannot take every arrangement of cgroups.
  // Logs go to a file: where it finds systemd it would take the journal, which MiniStack's reading of the logs should not depend on.
  writeFileSync(
    containers,
    `[containers]\nlog_driver = "k8s-file"\ndefault_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]\nbase_hosts_file = "${hosts}"\n${existsSync('/usr/sbin/runc') || existsSync('/usr/bin/runc') ? '[engine]\nruntime = "runc"\n' : ''}`,
  );
  // Names without a registry are Docker Hub's, as Docker reads them; images that were built here are found first.
  const search = 'unqualified-search-registries = ["docker.io"]\nshort-name-mode = "permissive"\n';
  writeFileSync(registries, `${search}${emulatorPort === undefined ? '' : registryAt(emulatorPort)}`);
  return { CONTAINERS_CONF: containers, CONTAINERS_REGISTRIES_CONF: registries };
}

/** The emulator is the account's ECR, and speaks plain HTTP. */
function registryAt(port: number): string {
  const location = `127.0.0.1:${port}`;
  return [location, `${localAccount}.dkr.ecr.${localRegion}.amazonaws.com`]
    .map(prefix => `[[registry]]\nprefix = "${prefix}"\nlocation = "${location}"\ninsecure = true\n`)
    .join('');
}

/** Why nobody answers there; undefined where somebody does. */
async function silent(host: string): Promise<string | undefined> {
  try {
    const { status } = await askEngine(host, 'GET', '/_ping');
    return status === 200 ? undefined : `it answers ${status}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Removes all containers with a label (`name=value`), running ones too. */
export async function removeContainers(host: string, label: string): Promise<void> {
  const filters = encodeURIComponent(JSON.stringify({ label: [label] }));
  const { text } = await askEngine(host, 'GET', `/containers/json?all=true&filters=${filters}`);
  const found = JSON.parse(text);
  for (const { Id } of listOf(found).map(objectOf))
    await askEngine(host, 'DELETE', `/containers/${textOf(Id)}?force=true&v=true`);
}

export interface EngineAnswer {
  readonly status: number;
  readonly text: string;
}

/** One request to a Docker API. */
export function askEngine(host: string, method: string, path: string): Promise<EngineAnswer> {
  const url = new URL(host);
  const where =
    url.protocol === 'unix:' ? { socketPath: url.pathname } : { host: url.hostname, port: Number(url.port || 2375) };
  return new Promise((resolve, reject) => {
    const asking = request({ ...where, method, path, timeout: 5000, headers: { host: 'docker' } }, answer => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString() }));
      answer.on('error', reject);
    });
    asking.on('timeout', () => asking.destroy(new Error('no answer within 5 s')));
    asking.on('error', reject);
    asking.end();
  });
}
