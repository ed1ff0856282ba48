/** A private Python environment for each set of pinned requirements, made once and found again. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { messageOf } from '../errors.ts';
import { locked } from './lock.ts';

const run = promisify(execFile);
export const root: string = join(import.meta.dirname, '..', '..');
/** Everything local that git ignores: environments, the emulator's state, logs. */
export const localFolder: string = join(root, '.lateen');

const installWithinMs = 300_000;

/** Says which python3 it is; throws a sentence that says what to do when there is none. */
export async function findPython(): Promise<string> {
  try {
    const { stdout } = await run('python3', ['--version']);
    return stdout.trim();
  } catch {
    throw new Error(
      'python3 was not found: install Python 3.10 or newer (Debian: apt-get install python3 python3-venv), or set AWS_ENDPOINT_URL to an emulator that runs already.',
    );
  }
}

/** The `bin` folder of the environment `.lateen/<name>` with exactly the requirements of that file (from the project's folder). */
export async function makeVenv(name: string, requirements: string): Promise<string> {
  const file = join(root, requirements);
  const mark = createHash('sha256').update(readFileSync(file)).digest('hex');
  const folder = join(localFolder, name);
  const stamp = join(folder, 'installed');
  const ready = (): boolean => existsSync(stamp) && readFileSync(stamp, 'utf8') === mark;
  if (ready()) return join(folder, 'bin');
  await locked(`${folder}.lock`, async () => {
    if (!ready()) await install(folder, file);
    writeFileSync(stamp, mark);
  });
  return join(folder, 'bin');
}

async function install(folder: string, requirements: string): Promise<void> {
  await findPython();
  rmSync(folder, { recursive: true, force: true });
  try {
    await run('python3', ['-m', 'venv', folder], { timeout: installWithinMs });
  } catch (error) {
    throw new Error(
      `python3 -m venv failed: on Debian and Ubuntu it needs apt-get install python3-venv. It said: ${messageOf(error)}`,
    );
  }
  try {
    const pip = ['install', '--quiet', '--disable-pip-version-check', '-r', requirements];
    await run(join(folder, 'bin', 'pip'), pip, { timeout: installWithinMs });
  } catch (error) {
    throw new Error(`pip could not install ${requirements}: is PyPI reachable? It said: ${messageOf(error)}`);
  }
}
