/** Words in another order than the commands read them, and how the command ends when somebody stops it. */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createProgram } from '../../lib/cli/tree/tree.ts';
import { inOrder } from '../../lib/cli/words.ts';
import { application, fakeApi, run } from './command.ts';

const program = createProgram(() => {});

test.each([
  ['-n shop ls', 'ls -n shop'],
  ['-nshop -o json status hello', 'status -nshop -o json hello'],
  ['--namespace=shop --output yaml def ls', 'def ls --namespace=shop --output yaml'],
  ['-n shop exec hello -- ls -n', 'exec -n shop hello -- ls -n'],
  ['status hello -n shop', 'status hello -n shop'],
  ['--version', '--version'],
  ['-n shop', '-n shop'],
  ['', ''],
])('%j is read as %j', (given, read) => {
  const words = (line: string): string[] => line.split(' ').filter(Boolean);
  expect(inOrder(words(given), program)).toEqual(words(read));
});

test('options of all commands may come first', async () => {
  const path = '/apis/core.oam.dev/v1beta1/namespaces/shop/applications';
  const ran = await run(['-n', 'shop', 'ls'], {
    [`GET ${path}`]: { body: { items: [application('hello', 'running')] } },
  });
  expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining('hello') });
});

describe('Ctrl-C ends what follows with 130', () => {
  // An old Node hands over to the one that the package brings: it cannot read TypeScript.
  test.each([[[]], [['--no-experimental-strip-types']]])('%j', async flags => {
    const path = '/apis/core.oam.dev/v1beta1/namespaces/default/applications/hello/events?limit=50';
    const event = { id: '1', at: '2026-01-01T00:00:01Z', type: 'Normal', reason: 'Applied', message: 'here' };
    const api = await fakeApi({ [`GET ${path}`]: { body: { items: [event] } } });
    const { PATH = '' } = process.env;
    const child = spawn(
      resolve('node_modules/.bin/node'),
      [...flags, resolve('lib/cli/lateen.js'), 'events', 'hello', '-f'],
      {
        env: { PATH, LATEEN_API: api.url },
        detached: true,
      },
    );
    let stderr = '';
    child.stderr.on('data', chunk => {
      stderr += chunk;
    });
    await new Promise(started => child.stdout.once('data', started));
    // As a terminal does: to all that run in it.
    process.kill(-(child.pid ?? 0), 'SIGINT');
    const [code, signal] = await new Promise<[number | null, string | null]>(ended =>
      child.once('close', (...how) => ended(how)),
    );
    await api.close();
    // A shell calls both 130.
    expect(code === 130 || signal === 'SIGINT', `${code} ${signal} ${stderr}`).toBe(true);
    expect(stderr).toBe('');
  });
});
