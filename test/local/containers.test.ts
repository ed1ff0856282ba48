/** Which engine runs containers on this machine: the one that is named, the one that is there, podman's, or none and why. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { askEngine, findContainerEngine } from '../../lib/local/containers.ts';
import { fakeEngine } from './engine.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'lateen-engine-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(dir, { recursive: true, force: true });
});

describe('the engine that DOCKER_HOST names', () => {
  it('is taken where it answers', async () => {
    const fake = await fakeEngine({ '/_ping': {} });
    vi.stubEnv('DOCKER_HOST', fake.host);
    expect(await findContainerEngine(dir)).toMatchObject({ host: fake.host, name: `Docker's API at ${fake.host}` });
    await fake.close();
  });

  it('is never replaced by another one where it does not, and the reason is said', async () => {
    const fake = await fakeEngine({}, 500);
    vi.stubEnv('DOCKER_HOST', fake.host);
    expect(await findContainerEngine(dir)).toEqual({
      missing: expect.stringContaining(`DOCKER_HOST is ${fake.host}, which does not answer (it answers 500)`),
    });
    await fake.close();
    expect(await findContainerEngine(dir)).toEqual({
      missing: expect.stringMatching(/does not answer \(.+\): start Docker/),
    });
  });
});

describe("Docker's socket", () => {
  beforeEach(() => {
    vi.stubEnv('DOCKER_HOST', '');
    vi.stubEnv('PATH', dir);
  });

  it('is taken where somebody answers at it', async () => {
    const socket = join(dir, 'docker.sock');
    const fake = await fakeEngine({ '/_ping': {} }, 404, socket);
    expect(await findContainerEngine(dir, { socket })).toMatchObject({
      host: `unix://${socket}`,
      name: `Docker at ${socket}`,
    });
    await fake.close();
  });

  it('is passed by where nobody does: Docker is installed and not running', async () => {
    const socket = join(dir, 'docker.sock');
    const fake = await fakeEngine({}, 500, socket);
    expect(await findContainerEngine(dir, { socket })).toEqual({
      missing: expect.stringContaining('no container engine'),
    });
    expect(fake.asked).toEqual(['/_ping']);
    await fake.close();
  });
});

/** Only there is podman looked for. */
describe('without Docker', () => {
  const socket = '/nowhere/docker.sock';
  beforeEach(() => vi.stubEnv('DOCKER_HOST', ''));

  it('and without podman there is none, and how to get one is said', async () => {
    vi.stubEnv('PATH', dir);
    const found = await findContainerEngine(dir, { socket });
    expect(found).toEqual({ missing: expect.stringMatching(/no container engine.*apt-get install podman/) });
  });

  it("podman's is started with what MiniStack asks of it, and ends with us", async () => {
    const program = join(dir, 'podman.mjs');
    writeFileSync(
      program,
      "import { createServer } from 'node:http';\ncreateServer((_, answer) => answer.end('OK')).listen(new URL(process.argv[2]).pathname);\n",
    );
    const bin = mkdtempSync(join(dir, 'bin-'));
    const podman = join(bin, 'podman');
    writeFileSync(
      podman,
      `#!/bin/sh\nif [ "$1" = --version ]; then echo podman version 9.9; exit; fi\nexec "${process.execPath}" "${program}" "$4"\n`,
    );
    chmodSync(podman, 0o755);
    vi.stubEnv('PATH', `${bin}:/usr/bin:/bin`);
    const found = await findContainerEngine(dir, { socket, emulatorPort: 4599 });
    if (process.getuid?.() !== 0) {
      expect(found).toEqual({ missing: expect.stringContaining('only to root') });
      return;
    }
    if ('missing' in found) throw new Error(found.missing);
    expect(found.name).toBe('podman version 9.9');
    expect(await askEngine(found.host, 'GET', '/_ping')).toEqual({ status: 200, text: 'OK' });
    const settings = readFileSync(join(dir, 'podman', 'containers.conf'), 'utf8');
    expect(settings).toContain(join(dir, 'podman', 'hosts'));
    expect(settings).toContain('log_driver = "k8s-file"');
    expect(readFileSync(join(dir, 'podman', 'hosts'), 'utf8')).toContain('host.docker.internal');
    // Images of the account's ECR are the emulator's.
    expect(readFileSync(join(dir, 'podman', 'registries.conf'), 'utf8')).toContain(
      'prefix = "000000000000.dkr.ecr.us-east-1.amazonaws.com"\nlocation = "127.0.0.1:4599"\ninsecure = true',
    );
    await found.stop();
    await expect(askEngine(found.host, 'GET', '/_ping')).rejects.toThrow();
  });
});
