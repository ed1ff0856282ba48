/** Runs validate.py over recorded calls: what in them AWS's own service models (botocore) do not know. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { type JsonObject, trusted } from '../../lib/json.ts';
import { makeVenv } from '../../lib/local/venv.ts';
import type { Recorded } from '../contract/aws/record.ts';

export interface Verdict {
  readonly problems: readonly JsonObject[];
  readonly checked: number;
  /** Patterns of the models that Python cannot read: they were not checked. */
  readonly unreadable: readonly string[];
}

export async function validate(calls: readonly Recorded[]): Promise<Verdict> {
  const bin = await makeVenv('venv-shapes', 'test/requirements.txt');
  const output = await new Promise<string>((resolve, reject) => {
    const script = join(import.meta.dirname, 'validate.py');
    const child = execFile(join(bin, 'python'), [script], { maxBuffer: 1 << 26 }, (error, stdout, stderr) =>
      error === null ? resolve(stdout) : reject(new Error(stderr || error.message)),
    );
    child.stdin?.end(calls.map(call => `${JSON.stringify(call)}\n`).join(''));
  });
  const lines = output
    .trim()
    .split('\n')
    .map(line => trusted<JsonObject>(JSON.parse(line)));
  const last = trusted<{ checked: number; unreadable: string[] }>(lines.at(-1));
  return { problems: lines.slice(0, -1), ...last };
}
