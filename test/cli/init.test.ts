/** `lateen init`: every template packs and renders by the built-ins without a word, and nothing is ever written over. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createPipeline } from '../../lib/api/pipeline.ts';
import { types } from '../../lib/aws/registry.ts';
import { prepare } from '../../lib/cli/code/prepare.ts';
import { templates, templatesFolder } from '../../lib/cli/commands/init.ts';
import { at } from '../../lib/json.ts';
import { access, setup } from '../api/setup.ts';
import { facts } from '../reconcile/world.ts';
import { lateen } from './command.ts';

const fresh = (): string => mkdtempSync(join(tmpdir(), 'lateen-init-'));
const offline = { api: { url: '', because: '' }, request: async () => Promise.reject(new Error('nothing is asked')) };

test('the templates are those that there are', () => {
  expect(readdirSync(templatesFolder).sort()).toEqual(Object.keys(templates).sort());
});

describe.each(Object.keys(templates))('%s', name => {
  test('is written, with its name', async () => {
    const cwd = fresh();
    const ran = await lateen(['init', name, '--name', 'mine', '--folder', 'sub'], { cwd });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toContain('Bring it up: lateen up sub/app.yaml');
    expect(readdirSync(join(cwd, 'sub')).sort()).toEqual(readdirSync(join(templatesFolder, name)).sort());
    expect(readFileSync(join(cwd, 'sub', 'app.yaml'), 'utf8')).toContain('metadata: { name: mine }');
  });

  test('is accepted without a warning but for what it costs', async () => {
    const file = join(templatesFolder, name, 'app.yaml');
    const sources = [{ name: file, text: readFileSync(file, 'utf8') }];
    const prepared = await prepare(offline, sources, { dryRun: true });
    const api = await setup({ pipeline: createPipeline(types) });
    await api.store.install({ environment: { target: 'local', facts }, access });
    for (const blob of prepared.blobs) api.blobs.set(blob, new Uint8Array());
    const answer = await api.post(prepared.sources.map(source => source.text).join('---\n'));
    expect(answer.status, answer.text).toBe(201);
    const warnings = at(answer.body, '/items/0/warnings');
    expect(JSON.stringify(warnings).replaceAll('"code":"Costs"', '')).not.toContain('"code"');
  });
});

test('nothing is written over, and nothing beside it', async () => {
  const cwd = fresh();
  writeFileSync(join(cwd, 'hello.ts'), 'mine');
  const ran = await lateen(['init', 'hello'], { cwd });
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain('There is hello.ts already');
  expect(existsSync(join(cwd, 'app.yaml'))).toBe(false);
  expect(readFileSync(join(cwd, 'hello.ts'), 'utf8')).toBe('mine');
});

test.each([
  [[], 'queue-worker'],
  [['nosuch'], 'there are hello, webservice'],
  [['constructor'], 'there are hello, webservice'],
  [['hello', '--name', 'No Name'], 'cannot be a name'],
])('init %j is refused and says what there is', async (args, text) => {
  const cwd = fresh();
  const ran = await lateen(['init', ...args], { cwd });
  expect(ran.code).toBe(2);
  expect(ran.stdout + ran.stderr).toContain(text);
  expect(readdirSync(cwd)).toEqual([]);
});
