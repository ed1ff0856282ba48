/** What this machine has for the command, and for running Lateen locally. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { messageOf } from '../../errors.ts';
import { pluginAddress, pluginInstalled } from '../commands/exec.ts';
import { type Finding, lacks, ok } from './finding.ts';

const run = promisify(execFile);
const answerWithinMs = 10_000;

/** `local`: the API is one of this machine, which `npm start` runs. */
export async function lookAtMachine(local: boolean): Promise<Finding[]> {
  return [
    ok('Node.js', process.version),
    await bundler(),
    ...(local ? await Promise.all([python(), containers()]) : []),
    pluginInstalled()
      ? ok('Session Manager plugin', 'installed')
      : lacks('Session Manager plugin', 'not installed', `For lateen exec: ${pluginAddress}`),
  ];
}

async function bundler(): Promise<Finding> {
  try {
    const { version } = await import('esbuild');
    return ok('esbuild', version);
  } catch (error) {
    const todo = 'For code: {path: ...}: npm install in the folder of lateen, without --omit=optional';
    return lacks('esbuild', `cannot be loaded (${messageOf(error).split('\n')[0]})`, todo);
  }
}

async function python(): Promise<Finding> {
  const what = 'Python with venv';
  try {
    const text = 'import sys, venv, ensurepip; print(".".join(map(str, sys.version_info[:3])))';
    const { stdout } = await run('python3', ['-c', text], { timeout: answerWithinMs });
    const version = stdout.trim();
    const [, minor] = version.split('.').map(Number);
    if (version.startsWith('3.') && minor !== undefined && minor >= 10) return ok(what, version);
    return lacks(what, `${version} is too old`, 'For npm start: install Python 3.10 or newer');
  } catch {
    const todo = 'For npm start: install Python 3.10 or newer (Debian: apt-get install python3 python3-venv)';
    return lacks(what, 'not there', todo);
  }
}

async function containers(): Promise<Finding> {
  const what = 'Container engine';
  for (const [program, ...words] of [
    ['docker', 'version', '--format', 'Docker {{.Server.Version}}'],
    ['podman', '--version'],
  ] as const) {
    try {
      const { stdout } = await run(program, words, { timeout: answerWithinMs });
      return ok(what, stdout.trim());
    } catch {
      // The next one may be there.
    }
  }
  const todo = 'For containers that run locally: start Docker, or install podman. Without one they are recorded only';
  return lacks(what, 'none answers', todo);
}
