/** `lateen exec`: what it asks, how it calls the plugin, and what it says without one. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fakeApi, lateen } from './command.ts';

const path = '/apis/core.oam.dev/v1beta1/namespaces/default/applications/web/exec';
const session = { sessionId: 's1', streamUrl: 'wss://x', tokenValue: 't', target: 'ecs:c_t_r', region: 'eu-west-1' };
const folder = mkdtempSync(join(tmpdir(), 'lateen-exec-'));

/** Runs it with a plugin that writes down what it was called with, and ends with this code. */
async function exec(args: readonly string[], answer: object, code?: number) {
  const bin = join(folder, `bin${code ?? ''}`);
  mkdirSync(bin, { recursive: true });
  const said = join(bin, 'said');
  if (code !== undefined) {
    const program = `#!/bin/sh\n[ "$1" = --version ] && exit 0\nfor word in "$@"; do echo "$word" >> ${said}; done\nexit ${code}\n`;
    writeFileSync(join(bin, 'session-manager-plugin'), program);
    chmodSync(join(bin, 'session-manager-plugin'), 0o755);
  }
  const api = await fakeApi({ [`POST ${path}`]: answer as never });
  const env = { PATH: `${bin}:/usr/bin:/bin` };
  const ran = await lateen(['exec', 'web', ...args], { api: api.url, env });
  await api.close();
  return { ...ran, asked: JSON.parse(api.asked[0]?.body ?? '{}'), said };
}

test('hands the session to the plugin and ends as it does', async () => {
  const ran = await exec(['-c', 'front', '--', 'ls', '-l', '/tmp'], { body: session }, 0);
  expect(ran).toMatchObject({ code: 0, asked: { component: 'front', command: ['ls', '-l', '/tmp'] } });
  expect(readFileSync(ran.said, 'utf8').split('\n')).toEqual([
    '{"SessionId":"s1","StreamUrl":"wss://x","TokenValue":"t"}',
    'eu-west-1',
    'StartSession',
    '',
    '{"Target":"ecs:c_t_r"}',
    'https://ssm.eu-west-1.amazonaws.com',
    '',
  ]);
  expect((await exec([], { body: session }, 7)).code).toBe(1);
});

test('asks for a shell where no command is said', async () => {
  expect((await exec([], { body: session }, 0)).asked).toEqual({ command: ['sh'] });
});

test('says where the plugin is to be had', async () => {
  const ran = await exec([], { body: session });
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain('no session-manager-plugin');
  expect(ran.stderr).toContain('https://docs.aws.amazon.com/');
});

test('what the API says is missing is told without a plugin', async () => {
  const message = 'Commands in the containers of web are not switched on: add the trait { type: exec }';
  const ran = await exec([], { status: 409, body: { kind: 'Status', message, code: 409, details: {} } });
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain('add the trait { type: exec }');
});
