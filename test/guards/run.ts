/** `npm run guards`: takes each guard of the engine away in a copy of the project and expects its test to fail. */
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Guard } from './guard.ts';
import { guards } from './guards.ts';

const root = new URL('../..', import.meta.url).pathname;
const folder = join(root, '.lateen', 'guards');

/** Of vitest's JSON report. */
interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** A copy of the project of its own for each that works beside others. */
function makeCopy(number: number): string {
  const copy = join(folder, String(number));
  mkdirSync(copy, { recursive: true });
  for (const name of ['lib', 'test', 'infra', 'package.json', 'vitest.config.ts', 'tsconfig.json'])
    cpSync(join(root, name), join(copy, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

/** Runs the tests of these guards in the copy, and answers with how each guard's ended. Where none of that name ran it is `absent`. */
async function run(copy: string, tried: readonly Guard[]): Promise<(guard: Guard) => 'passed' | 'failed' | 'absent'> {
  const files = [...new Set(tried.map(guard => guard.file))];
  const names = tried.map(guard => guard.test.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const args = [vitest, 'run', '--project', 'unit', ...files, '-t', names, '--reporter=json'];
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
  const { testResults }: Report = start < 0 ? { testResults: [] } : JSON.parse(printed.slice(start));
  return ({ file, test }) => {
    const own = testResults
      .filter(({ name }) => name.endsWith(file))
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ fullName }) => fullName.includes(test))
      .map(({ status }) => status);
    if (own.includes('failed')) return 'failed';
    return own.includes('passed') ? 'passed' : 'absent';
  };
}

/** What is wrong, or undefined where the guard holds. */
async function problemOf(copy: string, guard: Guard): Promise<string | undefined> {
  const path = join(copy, guard.source);
  const text = readFileSync(path, 'utf8');
  if (text.split(guard.code).length !== 2) return `its code does not stand exactly once in ${guard.source}`;
  writeFileSync(
    path,
    text.replace(guard.code, () => guard.without),
  );
  const outcome = (await run(copy, [guard]))(guard);
  writeFileSync(path, text);
  return outcome === 'failed' ? undefined : `the test "${guard.test}" ${outcome} without the guard`;
}

const problems: string[] = [];
function say(guard: Guard, problem: string | undefined): void {
  console.log(`${problem === undefined ? 'held' : 'NOT '}  rule ${guard.rule}: ${guard.what}`);
  if (problem !== undefined) problems.push(`rule ${guard.rule}: ${guard.what}: ${problem}`);
}

rmSync(folder, { recursive: true, force: true });
const copies = Array.from({ length: availableParallelism() }, (_, number) => makeCopy(number));
// A test that fails with its guard as well tells nothing.
const withGuards = await run(copies[0] ?? '', guards);
const left: Guard[] = [];
for (const guard of guards) {
  const outcome = withGuards(guard);
  if (outcome === 'passed') left.push(guard);
  else say(guard, `the test "${guard.test}" ${outcome} with the guard`);
}
async function work(copy: string): Promise<void> {
  for (let guard = left.shift(); guard !== undefined; guard = left.shift()) say(guard, await problemOf(copy, guard));
}
await Promise.all(copies.map(work));
rmSync(folder, { recursive: true, force: true });
for (const problem of problems) console.error(problem);
console.log(`guards: ${guards.length - problems.length} of ${guards.length} tests fail when their guard is taken away`);
process.exitCode = problems.length === 0 ? 0 : 1;
