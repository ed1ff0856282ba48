/** `npm run guards`: takes each guard of the engine away in a copy of the project and expects its test to fail. */
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Guard } from './guard.ts';
import { guards } from './guards.ts';

const root = new URL('../..', import.meta.url).pathname;

type Outcome = 'passed' | 'failed' | 'absent';

/** A copy of the project of its own for each that works beside others. */
function makeCopy(number: number): string {
  const copy = join(root, '.lateen', 'guards', String(number));
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy, { recursive: true });
  for (const name of ['lib', 'test', 'infra', 'package.json', 'vitest.config.ts', 'tsconfig.json'])
    cpSync(join(root, name), join(copy, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

/** Whether the named test passes in the copy. A run in which no test of that name ran is neither. */
async function run(copy: string, guard: Guard): Promise<Outcome> {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const name = guard.test.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const args = [vitest, 'run', '--project', 'unit', guard.file, '-t', name, '--reporter=json'];
  const child = spawn(process.execPath, args, {
    cwd: copy,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, LATEEN_GUARDS: '1' },
  });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  await new Promise(resolve => child.once('close', resolve));
  const start = printed.indexOf('{"numTotalTestSuites"');
  if (start < 0) return 'absent';
  const report: { numPassedTests: number; numFailedTests: number } = JSON.parse(printed.slice(start));
  if (report.numPassedTests + report.numFailedTests === 0) return 'absent';
  return report.numFailedTests > 0 ? 'failed' : 'passed';
}

/** What is wrong, or undefined where the guard holds. That the test passes with the guard is what the unit tests are for. */
async function problemOf(copy: string, guard: Guard): Promise<string | undefined> {
  const path = join(copy, guard.source);
  const text = readFileSync(path, 'utf8');
  if (text.split(guard.code).length !== 2) return `its code does not stand exactly once in ${guard.source}`;
  writeFileSync(
    path,
    text.replace(guard.code, () => guard.without),
  );
  const outcome = await run(copy, guard);
  writeFileSync(path, text);
  return outcome === 'failed' ? undefined : `the test "${guard.test}" ${outcome} without the guard`;
}

const left = [...guards];
const problems: string[] = [];
async function work(number: number): Promise<void> {
  const copy = makeCopy(number);
  for (let guard = left.shift(); guard !== undefined; guard = left.shift()) {
    const problem = await problemOf(copy, guard);
    console.log(`${problem === undefined ? 'held' : 'NOT '}  rule ${guard.rule}: ${guard.what}`);
    if (problem !== undefined) problems.push(`rule ${guard.rule}: ${guard.what}: ${problem}`);
  }
}
await Promise.all(Array.from({ length: availableParallelism() }, (_, number) => work(number)));
for (const problem of problems) console.error(problem);
console.log(`guards: ${guards.length - problems.length} of ${guards.length} tests fail when their guard is taken away`);
process.exitCode = problems.length === 0 ? 0 : 1;
