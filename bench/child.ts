/** A script in a Node process of its own, so that nothing is warm in it. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** What it printed, as JSON. Nothing of our environment reaches it but what is given. */
export async function runNode<T>(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<T> {
  const { PATH = '', HOME = '' } = process.env;
  const { stdout } = await execute(process.execPath, [...args], { env: { PATH, HOME, ...env } });
  return JSON.parse(stdout);
}
