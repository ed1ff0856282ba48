/** `lateen completion`: what a shell that sourced the script offers, names of applications among it. */
import { execFile } from 'node:child_process';
import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../lib/json.ts';
import { application, fakeApi, lateen } from './command.ts';

const run = promisify(execFile);
const bin = mkdtempSync(join(tmpdir(), 'lateen-bin-'));
symlinkSync(resolve('lib/cli/lateen.js'), join(bin, 'lateen'));
const node = resolve('node_modules/.bin');

const apps = '/apis/core.oam.dev/v1beta1/namespaces/default/applications';
const everywhere = '/apis/core.oam.dev/v1beta1/applications';
const inNamespace = (namespace: string, name: string): Json => ({ metadata: { namespace, name } });
const answers = {
  [`GET ${everywhere}`]: {
    body: { items: [inNamespace('team-b', 'x'), inNamespace('default', 'y'), inNamespace('team-b', 'z')] },
  },
  [`GET ${apps.replace('default', 'team-b')}`]: { body: { items: [inNamespace('team-b', 'helm')] } },
  [`GET ${apps}`]: { body: { items: [application('hello', 'running'), application('help-me', 'x')] } },
};

async function installed(shell: string): Promise<boolean> {
  return run(shell, ['-c', 'true']).then(
    () => true,
    () => false,
  );
}

/** What bash offers for a line, its last word being typed. */
async function offered(words: readonly string[]): Promise<string[]> {
  const api = await fakeApi(answers);
  const script = `eval "$(lateen completion bash)"
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _lateen 2>/dev/null; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const env = { PATH: `${bin}:${node}:/usr/bin:/bin`, LATEEN_API: api.url };
  try {
    const { stdout } = await run('bash', ['-c', script, 'bash', ...words], { env });
    return stdout.split('\n').filter(line => line !== '');
  } finally {
    await api.close();
  }
}

describe('bash', () => {
  test.each([
    [['lateen', 'st'], ['status']],
    [['lateen', 'def', 'a'], ['apply']],
    [
      ['lateen', 'status', 'hel'],
      ['hello', 'help-me'],
    ],
    [['lateen', 'logs', '-n', 'default', 'hello'], ['hello']],
    [['lateen', 'logs', '-n', 'team-b', 'hel'], ['helm']],
    [['lateen', 'logs', '--namespace', 'team-b', 'hel'], ['helm']],
    [['lateen', 'logs', '-nteam-b', 'hel'], ['helm']],
    [['lateen', 'logs', '--namespace=team-b', 'hel'], ['helm']],
    [['lateen', 'logs', '--namespace', '=', 'team-b', 'hel'], ['helm']],
    [
      ['lateen', 'status', '-n', ''],
      ['default', 'team-b'],
    ],
    [['lateen', 'def', 'show', 'x', '--namespace', 'te'], ['team-b']],
    [['lateen', 'status', '--namespace', '=', 'te'], ['team-b']],
    [
      ['lateen', 'status', '--namespace', '='],
      ['default', 'team-b'],
    ],
    [['lateen', 'logs', '--fo'], ['--follow']],
    [['lateen', 'up', '--dry'], ['--dry-run']],
    [['lateen', 'ls', '-o', 'j'], ['json']],
    [['lateen', 'def', 'show', 'x', '--kind', 't'], ['trait']],
    [['lateen', 'init', 'q'], ['queue-worker']],
    [
      ['lateen', 'completion', ''],
      ['bash', 'zsh', 'fish', 'help'],
    ],
    [['lateen', 'ls', ''], []],
  ])('%j', async (words, expected) => {
    expect(await offered(words)).toEqual(expected);
  });

  test('leaves files to the shell, and hides what is for scripts', async () => {
    expect(await offered(['lateen', 'up', 'a'])).toEqual([]);
    expect((await lateen(['completion', 'bash'])).stdout).toContain('"up") compopt -o default');
    expect((await lateen(['completion', '--help'])).stdout).not.toContain('names');
  });
});

describe.each([
  ['zsh', ['-n']],
  ['fish', ['--no-execute']],
])('%s', (shell, check) => {
  test('reads the script without a word', async context => {
    const { stdout } = await lateen(['completion', shell]);
    expect(stdout).toContain('completion names');
    if (!(await installed(shell))) return context.skip(`there is no ${shell} here`);
    const file = join(bin, `script.${shell}`);
    writeFileSync(file, stdout);
    expect(await run(shell, [...check, file])).toEqual({ stdout: '', stderr: '' });
  });
});

test('names are silent where there is no API', async () => {
  expect(await lateen(['completion', 'names'], { api: 'http://127.0.0.1:9' })).toEqual({
    code: 1,
    stdout: '',
    stderr: '',
  });
});
