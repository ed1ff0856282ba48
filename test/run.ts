/** `npm test`: installs what the tests need, runs all of them, and says at its end what passed, failed, was skipped and why.
 * `npm test -- unit e2e` runs these projects only. */
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { trusted } from '../lib/json.ts';
import { showProgress } from '../lib/local/log.ts';
import { localFolder, makeVenv, root } from '../lib/local/venv.ts';
import { exceptions } from './contract/aws/exceptions.ts';
import { type Report, summarize } from './summary.ts';

/** What runs together, and what after it: end-to-end tests wait for seconds to pass, and want no busy machine. */
const rounds: readonly (readonly string[])[] = [['unit', 'contract'], ['e2e']];

const asked = process.argv.slice(2);
const unknown = asked.find(name => !rounds.flat().includes(name));
if (unknown !== undefined) {
  console.error(`npm test knows the projects ${rounds.flat().join(', ')}, and not "${unknown}".`);
  process.exit(2);
}

const progress = showProgress();
try {
  await progress.step('Install MiniStack (once)', () => makeVenv('venv', 'infra/requirements.txt'));
  await progress.step('Install moto (once)', () => makeVenv('venv-moto', 'infra/requirements-moto.txt'));
  await progress.step("Install AWS's service models (once)", () => makeVenv('venv-shapes', 'test/requirements.txt'));
} catch (error) {
  console.error(`npm test: ${error instanceof Error ? error.message : String(error)}`);
  console.log('0 passed, 1 failed');
  process.exit(1);
}

const reports: (Report | undefined)[] = [];
for (const round of rounds) {
  const projects = round.filter(name => asked.length === 0 || asked.includes(name));
  if (projects.length > 0) reports.push(await runVitest(projects));
}
const { lines, failed, passed } = summarize(reports, root);
for (const line of lines) console.log(line);
if (asked.length === 0 || asked.includes('contract')) {
  console.log('\nWhat an emulator does not keep, and the contract suite therefore expects to fail there:');
  for (const { emulator, type, property, stage, reason } of exceptions)
    console.log(`  ${emulator}: ${type}${property === '' ? '' : ` ${property}`}, ${stage}: ${reason}`);
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

/** Undefined where vitest ended without a report. */
async function runVitest(projects: readonly string[]): Promise<Report | undefined> {
  const file = join(localFolder, `tests-${projects.join('-')}.json`);
  rmSync(file, { force: true });
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  for (const project of projects) args.push('--project', project);
  const child = spawn(process.execPath, [join(root, 'node_modules', 'vitest', 'vitest.mjs'), ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  await new Promise(resolve => child.once('close', resolve));
  try {
    return trusted<Report>(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}
