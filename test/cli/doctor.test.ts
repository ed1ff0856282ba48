/** `lateen doctor`: what it finds on a machine with little and with everything, at an API that answers, refuses or is not there. */
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bucketFindings, codeBuckets, lookAtInstallation } from '../../lib/cli/doctor/installation.ts';
import { OamError } from '../../lib/errors.ts';
import { trusted } from '../../lib/json.ts';
import { fakeApi, lateen } from './command.ts';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

/** A machine with these programs and no others; each prints its text. */
function machine(programs: Readonly<Record<string, string>>): string {
  const bin = mkdtempSync(join(tmpdir(), 'lateen-machine-'));
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\necho '${text}'\n`);
    chmodSync(join(bin, name), 0o755);
  }
  return bin;
}

async function doctor(answers: Parameters<typeof fakeApi>[0], PATH: string) {
  const api = await fakeApi(answers);
  const ran = await lateen(['doctor', '-o', 'json'], { api: api.url, env: { PATH } });
  await api.close();
  const findings: { what: string; state: string; says: string; todo?: string }[] = JSON.parse(ran.stdout).findings;
  return { ...ran, of: (what: string) => findings.find(each => each.what === what) };
}

const healthy = { 'GET /healthz': { body: { version } }, 'GET /': { body: { routes: [] } } };

test('a machine with everything: all is well, and 0', async () => {
  const programs = { python3: '3.12.1', docker: 'Docker 28.0', 'session-manager-plugin': '1.2' };
  const ran = await doctor(healthy, machine(programs));
  expect(ran.code).toBe(0);
  for (const what of [
    'Node.js',
    'esbuild',
    'Python with venv',
    'Container engine',
    'Session Manager plugin',
    'API',
    'Access',
  ])
    expect(ran.of(what), what).toMatchObject({ state: 'ok' });
});

test('what only some things need is no failure, and each says what to do', async () => {
  const ran = await doctor(healthy, machine({ python3: '3.9.2', podman: 'podman version 5' }));
  expect(ran.code).toBe(0);
  expect(ran.of('Python with venv')).toMatchObject({ state: 'lacks', says: '3.9.2 is too old' });
  expect(ran.of('Container engine')).toMatchObject({ state: 'ok', says: 'podman version 5' });
  expect(ran.of('Session Manager plugin')?.todo).toContain('lateen exec');
  const bare = await doctor(healthy, machine({}));
  expect(bare.of('Python with venv')?.todo).toContain('python3-venv');
  expect(bare.of('Container engine')?.todo).toContain('podman');
});

test('an API that is not there, or lets one not in: 1, and what to do', async () => {
  const gone = await lateen(['doctor'], { api: 'http://127.0.0.1:9' });
  expect(gone.code).toBe(1);
  expect(gone.stdout).toMatch(/^missing API: Cannot reach the API at http:\/\/127\.0\.0\.1:9 \(.*from LATEEN_API\)/m);
  expect(gone.stdout).toContain('npm start');
  const refused = { status: 403, body: { detail: 'no ACCESS row names it' } };
  const ran = await doctor({ ...healthy, 'GET /': refused }, machine({}));
  expect(ran.code).toBe(1);
  expect(ran.of('Access')).toMatchObject({ state: 'missing', says: 'no ACCESS row names it' });
  expect(ran.of('Access')?.todo).toContain('lateen-<stage>-callers');
});

test('who is nobody yet is told how to sign in, and no more', async () => {
  const ran = await doctor({ ...healthy, 'GET /': { status: 401, body: { detail: 'who is it?' } } }, machine({}));
  expect(ran.code).toBe(1);
  expect(ran.of('Access')).toMatchObject({ state: 'missing', says: 'who is it?' });
  expect(ran.of('Access')?.todo).toBe('Sign in: aws sso login, aws configure, or set AWS_PROFILE');
});

test('another version is told', async () => {
  const ran = await doctor({ ...healthy, 'GET /healthz': { body: { version: '9.9.9' } } }, machine({}));
  expect(ran.of('API')).toMatchObject({ state: 'lacks', says: expect.stringContaining('9.9.9') });
});

describe('buckets of code', () => {
  const component = (properties: object) => ({ name: 'a', type: 'function', properties });
  const s3 = (bucket: string) => component({ code: { s3: { bucket, key: 'a.zip' } } });
  const spec = { components: [s3('two'), s3('one'), s3('two'), component({ code: { inline: 'x' } }), { name: 'b' }] };

  test('are those that components name', () => {
    expect(codeBuckets(trusted([{ spec }, { spec: {} }]))).toEqual(['one', 'two']);
  });

  const url = 'https://abc.execute-api.eu-west-1.amazonaws.com';
  const found = async (more: object = {}) => {
    const answers: Readonly<Record<string, object>> = {
      'GET /healthz': { version },
      'GET /': {},
      'GET /apis/core.oam.dev/v1beta1/applications': { items: [{ spec }], metadata: {} },
      ...more,
    };
    const request = async (method: string, path: string) => {
      const answer = answers[`${method} ${path.split('?')[0]}`];
      if (answer === undefined) throw new Error(`${method} ${path} is not expected`);
      if (answer instanceof Error) throw answer;
      return answer;
    };
    const asked: string[] = [];
    const findings = await lookAtInstallation(trusted({ api: { url }, request }), version, async region => {
      asked.push(region);
      return async bucket => bucket === 'one';
    });
    return { asked, of: (what: string) => findings.find(one => one.what === what) };
  };

  test('are asked about in the region of an API in AWS', async () => {
    const { asked, of } = await found();
    expect(asked).toEqual(['eu-west-1']);
    expect(of('Bucket one')).toMatchObject({ state: 'ok', says: 'tells EventBridge of new code' });
    const says = 'does not tell EventBridge, so that new code redeploys nothing';
    expect(of('Bucket two')).toMatchObject({ state: 'lacks', says });
  });

  test('are not asked about where the caller may not come in', async () => {
    const { asked, of } = await found({ 'GET /': new OamError('Unauthenticated', 'who is it?') });
    expect([asked, of('Bucket one'), of('Access')?.state]).toEqual([[], undefined, 'missing']);
  });

  test('that do not tell EventBridge are told, with the command that makes them', async () => {
    const tells = async (bucket: string): Promise<boolean> => {
      if (bucket === 'hidden') throw new Error('AccessDenied');
      return bucket === 'one';
    };
    const [one, two, hidden] = await bucketFindings(['one', 'two', 'hidden'], tells);
    expect(one).toMatchObject({ state: 'ok' });
    expect(two).toMatchObject({ state: 'lacks', todo: expect.stringContaining('--bucket two ') });
    expect(hidden).toMatchObject({ state: 'lacks', says: expect.stringContaining('AccessDenied') });
  });
});
