/** `lateen completion`: what a shell that sourced the script offers, names of applications among it. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
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

/** Runs a shell beside an API; gives the lines that it printed. */
async function shellOf(shell: string, args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<string[]> {
  const api = await fakeApi(answers);
  const env = { PATH: `${bin}:${node}:/usr/bin:/bin`, HOME: bin, LATEEN_API: api.url, ...more };
  try {
    const { stdout } = await run(shell, args, { env });
    return stdout.split('\n').filter(line => line !== '');
  } finally {
    await api.close();
  }
}

/** What bash offers for a line, its last word being typed. */
function offered(words: readonly string[]): Promise<string[]> {
  const script = `eval "$(lateen completion bash)"
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _lateen 2>/dev/null; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return shellOf('bash', ['-c', script, 'bash', ...words]);
}

/** The same of the other shells, which read the line as it is typed; fish tells after a tab what a word means. */
const typed: Readonly<Record<string, (line: string) => Promise<string[]>>> = {
  zsh: line =>
    shellOf('zsh', ['-f', resolve('test/cli/zsh-completion.zsh'), line], {
      FOUND: join(mkdtempSync(join(bin, 'zsh-')), 'found'),
    }),
  fish: async line => {
    const lines = await shellOf('fish', [
      '--no-config',
      '-c',
      'lateen completion fish | source; complete -C $argv',
      line,
    ]);
    return lines.map(text => text.split('\t')[0] ?? '');
  },
};

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

describe.each(Object.entries(typed))('%s', (shell, offer) => {
  const missing = ['/usr/bin', '/bin'].some(dir => existsSync(join(dir, shell)))
    ? ''
    : ` (skipped: there is no ${shell})`;

  test.skipIf(missing !== '').each([
    ['lateen st', ['status']],
    ['lateen def a', ['apply']],
    ['lateen status hel', ['hello', 'help-me']],
    ['lateen logs -n team-b hel', ['helm']],
    ['lateen logs --namespace=team-b hel', ['helm']],
    ['lateen status -n ', ['default', 'team-b']],
    ['lateen logs --fo', ['--follow']],
    ['lateen ls -o j', ['json']],
    ['lateen init q', ['queue-worker']],
    ['lateen completion ', ['bash', 'fish', 'help', 'zsh']],
    ['lateen ls ', []],
  ])(`%s${missing}`, async (line, expected) => {
    expect((await offer(line)).sort()).toEqual(expected);
  });

  test.skipIf(missing !== '')(`files where a command takes them${missing}`, async () => {
    writeFileSync(join(bin, 'app.yaml'), '');
    expect(await offer(`lateen up ${bin}/app`)).toEqual([shell === 'fish' ? `${bin}/app.yaml` : 'app.yaml']);
  });
});

test('names are silent where there is no API', async () => {
  expect(await lateen(['completion', 'names'], { api: 'http://127.0.0.1:9' })).toEqual({
    code: 1,
    stdout: '',
    stderr: '',
  });
});
