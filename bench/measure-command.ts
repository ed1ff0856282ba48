/** How long people wait for the command: its start, and `up` of an application with local code in which nothing changed. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Installation } from '../test/e2e/harness/installation.ts';
import { median } from './median.ts';
import type { Figures } from './table.ts';

const execute = promisify(execFile);
const command = join(import.meta.dirname, '../lib/cli/lateen.js');
const runs = 15;
const ups = 7;

/** From the shell's start of Node to its end, of the slower of two commands that ask nobody. */
export async function measureStart(): Promise<Figures> {
  const medians: number[] = [];
  for (const words of [['--version'], ['ls', '--help']]) {
    const times: number[] = [];
    // The very first start reads the files from disk and fills Node's compile cache.
    for (let i = 0; i <= runs; i++) {
      const begin = performance.now();
      await execute(process.execPath, [command, ...words]);
      if (i > 0) times.push(performance.now() - begin);
    }
    medians.push(median(times));
  }
  return { cliStartMs: Math.max(...medians) };
}

const app = `apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: { name: unchanged }
spec:
  components:
    - name: greeter
      type: function
      properties: { code: { path: ./greeter.ts } }
      traits: [{ type: gateway, properties: { http: { /greeter: 80 } } }]
`;

export async function measureUnchanged(lateen: Installation): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'lateen-bench-'));
  try {
    const file = join(folder, 'app.yaml');
    writeFileSync(file, app);
    const code = 'export const handler = async (): Promise<object> => ({ statusCode: 200 });\n';
    writeFileSync(join(folder, 'greeter.ts'), code);
    const times: number[] = [];
    for (let i = 0; i <= ups; i++) {
      const begin = performance.now();
      const { code: exit, stdout, stderr } = await lateen.cli('up', file);
      if (exit !== 0 || (i > 0 && !stdout.includes('unchanged'))) throw new Error(stdout + stderr);
      if (i > 0) times.push((performance.now() - begin) / 1000);
    }
    return { upUnchangedSeconds: median(times) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
