/** `lateen diff` against a small API: each value that changes, and exit codes as diff(1) has them. */
import { expect, test } from 'vitest';
import type { Json } from '../../lib/json.ts';
import { lateen, run } from './command.ts';
import { file } from './files.ts';

const update = {
  action: 'update',
  type: 'AWS::Lambda::Function',
  component: 'web',
  trait: '-',
  key: 'k2',
  reason: 'Environment, MemorySize, Timeout change',
  diff: ['Environment', 'MemorySize', 'Timeout'],
  before: { Environment: { Variables: { A: '1', B: '2', C: '3' } }, Timeout: 9 },
  properties: { MemorySize: 256, Environment: { Variables: { A: '1', B: '3', D: '4' } }, Handler: 'index.handler' },
};
const keep = {
  action: 'keep',
  type: 'AWS::Logs::LogGroup',
  component: 'web',
  trait: '-',
  key: 'k0',
  reason: 'As it is',
};

function diffOf(result: string, changes: Json[], summary: Json) {
  const item = { kind: 'Application', namespace: 'default', name: 'hello', result, warnings: [] };
  return run(['diff', file], {
    'POST /applications?dryRun=All': { body: { items: [{ ...item, plan: { changes, summary } }] } },
  });
}

test('a change: each value, before and after, and 1', async () => {
  const ran = await diffOf('configured', [keep, update], { update: 1, keep: 1 });
  expect(ran.code).toBe(1);
  expect(ran.stdout.split('\n')).toEqual([
    'hello: 1 to update, 1 unchanged',
    '~ AWS::Lambda::Function  web  k2',
    '    Environment, MemorySize, Timeout change',
    '    Environment.Variables.B: 2 -> 3',
    '    Environment.Variables.C: 3 -> (none)',
    '    Environment.Variables.D: (none) -> 4',
    '    MemorySize: (none) -> 256',
    "    Timeout: back to the service's default",
    '',
  ]);
});

test('none: 0', async () => {
  const ran = await diffOf('unchanged', [keep], { keep: 1 });
  expect(ran).toMatchObject({ code: 0, stdout: 'hello: 1 unchanged\n' });
});

test('a document that changes and no resource: 1, and says so', async () => {
  const ran = await diffOf('configured', [keep], { keep: 1 });
  expect(ran.code).toBe(1);
  expect(ran.stdout).toContain('its document changes, and no resource');
});

test('a refusal and an API that cannot be reached: 2', async () => {
  const refused = { status: 422, body: { errors: [{ code: 'Bad', severity: 'error', pointer: '', message: 'no' }] } };
  expect((await run(['diff', file], { 'POST /applications?dryRun=All': refused })).code).toBe(2);
  expect((await lateen(['diff', file], { api: 'http://127.0.0.1:9' })).code).toBe(2);
});
