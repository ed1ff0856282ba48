/** Small images, built on the spot from Debian's packages: nothing is pulled from anywhere. */
import { execFile, spawn } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { askEngine } from '../../../lib/local/containers.ts';

const run = promisify(execFile);

/** An image of a static busybox whose `init` script runs: as the command, which a task may replace, or whatever a task says. */
export async function buildImage(
  host: string,
  tags: readonly string[],
  init: string,
  as: 'command' | 'entry point' = 'command',
): Promise<void> {
  await inFolder(async folder => {
    await busybox(folder);
    writeFileSync(join(folder, 'init'), `#!/bin/busybox sh\n${init}`);
    chmodSync(join(folder, 'init'), 0o755);
    writeFileSync(
      join(folder, 'Dockerfile'),
      `FROM scratch\nCOPY busybox /bin/busybox\nCOPY init /init\nENV PATH=/bin\n${as === 'command' ? 'CMD' : 'ENTRYPOINT'} ["/init"]\n`,
    );
    await build(host, folder, tags);
  });
}

/** busybox as its own image is: with all its programs by their names. */
export async function buildBusybox(host: string, tags: readonly string[]): Promise<void> {
  await inFolder(async folder => {
    await busybox(folder);
    const { stdout } = await run(join(folder, 'busybox'), ['--list']);
    mkdirSync(join(folder, 'bin'));
    renameSync(join(folder, 'busybox'), join(folder, 'bin/busybox'));
    for (const name of stdout.trim().split('\n'))
      if (name !== 'busybox') symlinkSync('busybox', join(folder, 'bin', name));
    for (const name of ['tmp', 'var/log']) mkdirSync(join(folder, 'root', name), { recursive: true });
    writeFileSync(join(folder, 'Dockerfile'), 'FROM scratch\nCOPY bin /bin\nCOPY root /\nENV PATH=/bin\nCMD ["sh"]\n');
    await build(host, folder, tags);
  });
}

/** Answers on a port with a text, and ends at once when it is asked to stop (a shell as the first process would ignore that). */
export function server(port: number, answer: string): string {
  return [
    'trap "exit 0" TERM',
    'b=/bin/busybox',
    '$b mkdir -p /www/cgi-bin',
    `$b echo "${answer}" > /www/index.html`,
    `$b httpd -f -p ${port} -h /www & wait`,
    '',
  ].join('\n');
}

const nginxPackages = ['nginx', 'libc6', 'libcrypt1', 'libpcre2-8-0', 'libssl3', 'zlib1g'];

/** nginx as Debian has it, on port 80. */
export async function buildNginx(host: string, tags: readonly string[]): Promise<void> {
  await inFolder(async folder => {
    const root = join(folder, 'root');
    mkdirSync(root);
    for (const name of nginxPackages) await unpack(name, folder, root);
    for (const name of ['var/log/nginx', 'var/lib/nginx', 'run', 'tmp', 'usr/share/nginx/html'])
      mkdirSync(join(root, name), { recursive: true });
    writeFileSync(join(root, 'etc/passwd'), 'root:x:0:0::/:/bin/false\nnobody:x:65534:65534::/:/bin/false\n');
    writeFileSync(join(root, 'etc/group'), 'root:x:0:\nnogroup:x:65534:\n');
    mkdirSync(join(root, 'etc/nginx'), { recursive: true });
    writeFileSync(
      join(root, 'etc/nginx/nginx.conf'),
      'user root;\nerror_log stderr;\npid /run/nginx.pid;\nevents {}\nhttp { access_log off; server { listen 80; root /usr/share/nginx/html; } }\n',
    );
    writeFileSync(join(root, 'usr/share/nginx/html/index.html'), 'Welcome to nginx!\n');
    writeFileSync(
      join(folder, 'Dockerfile'),
      'FROM scratch\nCOPY root /\nSTOPSIGNAL SIGTERM\nCMD ["/usr/sbin/nginx", "-g", "daemon off;"]\n',
    );
    await build(host, folder, tags);
  });
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'lateen-image-'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The one of this machine where it is static, else Debian's. */
async function busybox(folder: string): Promise<void> {
  const here = '/bin/busybox';
  const linked = existsSync(here)
    ? await run('ldd', [here]).then(
        ({ stdout }) => stdout,
        () => 'static',
      )
    : undefined;
  if (linked === undefined || linked.includes('=>')) {
    const root = join(folder, 'root');
    mkdirSync(root);
    await unpack('busybox-static', folder, root);
    copyFileSync(join(root, 'bin/busybox'), join(folder, 'busybox'));
    rmSync(root, { recursive: true });
  } else copyFileSync(here, join(folder, 'busybox'));
}

/** A package of Debian's, unpacked and not installed. */
async function unpack(name: string, folder: string, into: string): Promise<void> {
  await run('apt-get', ['download', '-q', name], { cwd: folder });
  const file = readdirSync(folder).find(one => one.startsWith(`${name}_`) && one.endsWith('.deb'));
  if (file === undefined) throw new Error(`apt-get downloaded no ${name}`);
  await run('dpkg-deb', ['-x', join(folder, file), into]);
  rmSync(join(folder, file));
}

/** By the engine's API: it takes the folder as a tar. */
export async function buildFolder(host: string, folder: string, tag: string, target = ''): Promise<void> {
  const query = `t=${encodeURIComponent(tag)}${target === '' ? '' : `&target=${target}`}`;
  const words = await post(host, `/build?${query}`, folder);
  if (/"error"\s*:/.test(words)) throw new Error(`${tag} could not be built: ${words.slice(-500)}`);
}

/** To the registry that is in its name, without credentials. */
export async function pushImage(host: string, image: string): Promise<void> {
  const [, name = image, tag = 'latest'] = /^(.*?)(?::([^:/]+))?$/.exec(image) ?? [];
  const words = await post(host, `/images/${encodeURIComponent(name)}/push?tag=${encodeURIComponent(tag)}`, undefined);
  if (!words.includes('digest')) throw new Error(`${image} could not be pushed: ${words.slice(-500)}`);
}

/** The other names are put on what came of it. */
async function build(host: string, folder: string, tags: readonly string[]): Promise<void> {
  const [first = '', ...others] = tags;
  await buildFolder(host, folder, first);
  for (const other of others) {
    const [, repo = other, tag = 'latest'] = /^(.*?)(?::([^:/]+))?$/.exec(other) ?? [];
    const query = `repo=${encodeURIComponent(repo)}&tag=${encodeURIComponent(tag)}`;
    const { status, text } = await askEngine(host, 'POST', `/images/${encodeURIComponent(first)}/tag?${query}`);
    if (status >= 300) throw new Error(`${first} could not be called ${other}: ${status} ${text}`);
  }
}

function post(host: string, path: string, folder: string | undefined): Promise<string> {
  const url = new URL(host);
  const where = url.protocol === 'unix:' ? { socketPath: url.pathname } : { host: url.hostname, port: url.port };
  return new Promise((resolve, reject) => {
    const headers = { host: 'docker', 'content-type': 'application/x-tar', 'x-registry-auth': 'e30=' };
    const asking = request({ ...where, method: 'POST', path, headers }, answer => {
      let text = '';
      answer.on('data', part => {
        text += String(part);
      });
      answer.on('end', () =>
        (answer.statusCode ?? 500) < 300 ? resolve(text) : reject(new Error(`${answer.statusCode}: ${text}`)),
      );
    });
    asking.on('error', reject);
    if (folder === undefined) asking.end();
    else spawn('tar', ['-c', '-C', folder, '.'], { stdio: ['ignore', 'pipe', 'inherit'] }).stdout.pipe(asking);
  });
}
