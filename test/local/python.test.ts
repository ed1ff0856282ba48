/** A machine without python3 is told what to install, and a deployment that failed why. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { reason } from '../../lib/local/deploy.ts';

const venv = join(import.meta.dirname, '../../lib/local/venv.ts');

it('says what to install where there is no python3', async () => {
  const script = `import { findPython } from '${venv}'; findPython().catch(error => console.log(error.message));`;
  const args = ['--input-type=module', '-e', script];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: { PATH: '/nonexistent' } });
  expect(stdout).toBe(
    'python3 was not found: install Python 3.10 or newer (Debian: apt-get install python3 python3-venv), or set AWS_ENDPOINT_URL to an emulator that runs already.\n',
  );
});

it.each([
  [
    'Deploying\nError:\n  CREATE_FAILED: Table: an error of the service\nStack',
    'CREATE_FAILED: Table: an error of the service',
  ],
  ['Deploying\nit stopped\n\n', 'it stopped'],
  ['', 'it said nothing'],
])('finds in the words of osls what went wrong: %j', (words, why) => {
  const dir = mkdtempSync(join(tmpdir(), 'lateen-log-'));
  const log = join(dir, 'deploy.log');
  writeFileSync(log, words);
  expect(reason(log)).toBe(`${why} (the whole of it is in ${log})`);
  rmSync(dir, { recursive: true });
});
