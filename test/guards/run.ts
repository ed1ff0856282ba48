/** `npm run guards`: takes each guard of the engine away in a copy of the project and expects the test that names it to fail. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Guard } from './guard.ts';
import { guards } from './guards.ts';

const root = new URL('../..', import.meta.url).pathname;
const copy = join(root, '.lateen', 'guards');

function prepare(): void {
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy, { recursive: true });
  for (const name of ['lib', 'test', 'infra', 'package.json', 'vitest.config.ts', 'tsconfig.json']) {
    cpSync(join(root, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
}

/** Whether the named test passes in the copy. A run in which no test of that name ran is neither. */
function run(guard: Guard): 'passed' | 'failed' | 'absent' {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const name = guard.test.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const args = [vitest, 'run', '--project', 'unit', guard.file, '-t', name, '--reporter=json'];
  const { stdout } = spawnSync(process.execPath, args, {
    cwd: copy,
    encoding: 'utf8',
    env: { ...process.env, LATEEN_GUARDS: '1' },
  });
  const start = stdout.indexOf('{"numTotalTestSuites"');
  if (start < 0) return 'absent';
  const report: { numPassedTests: number; numFailedTests: number } = JSON.parse(stdout.slice(start));
  if (report.numPassedTests + report.numFailedTests === 0) return 'absent';
  return report.numFailedTests > 0 ? 'failed' : 'passed';
}

function main(): number {
  prepare();
  let held = 0;
  const problems: string[] = [];
  const baseline = new Map<string, ReturnType<typeof run>>();
  for (const guard of guards) {
    const label = `rule ${guard.rule}: ${guard.what}`;
    const path = join(copy, guard.source);
    const text = readFileSync(path, 'utf8');
    if (text.split(guard.code).length !== 2) {
      problems.push(`${label}: its code does not stand exactly once in ${guard.source}`);
      continue;
    }
    const key = `${guard.file} ${guard.test}`;
    const before = baseline.get(key) ?? run(guard);
    baseline.set(key, before);
    writeFileSync(
      path,
      text.replace(guard.code, () => guard.without),
    );
    const after = before === 'passed' ? run(guard) : before;
    writeFileSync(path, text);
    const ok = before === 'passed' && after === 'failed';
    console.log(`${ok ? 'held  ' : 'NOT   '} ${label} (with: ${before}, without: ${after})`);
    if (ok) held++;
    else problems.push(`${label}: the test "${guard.test}" ${before} with the guard and ${after} without it`);
  }
  for (const problem of problems) console.error(problem);
  console.log(`guards: ${held} of ${guards.length} tests fail when their guard is taken away`);
  return problems.length === 0 ? 0 : 1;
}

process.exitCode = main();
