/** Which API is found, and what is said where there is none. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defaultApi, findApi } from '../../lib/cli/find-api.ts';
import { fakeApi, lateen } from './command.ts';

const nowhere = mkdtempSync(join(tmpdir(), 'lateen-nowhere-'));

test('LATEEN_API wins, without a slash at its end', () => {
  expect(findApi({ LATEEN_API: 'https://x.test/api/' }, place('http://127.0.0.1:1'), nowhere).url).toBe(
    'https://x.test/api',
  );
});

test('what npm start wrote is found upwards from the folder, then in the package', () => {
  const root = place('http://127.0.0.1:4711');
  const deep = join(root, 'a', 'b');
  mkdirSync(deep, { recursive: true });
  expect(findApi({}, deep, nowhere).url).toBe('http://127.0.0.1:4711');
  expect(findApi({}, nowhere, root).url).toBe('http://127.0.0.1:4711');
});

test('a file that says nothing is passed over; then the default', () => {
  const root = mkdtempSync(join(tmpdir(), 'lateen-broken-'));
  mkdirSync(join(root, '.lateen'));
  writeFileSync(join(root, '.lateen', 'local.json'), '{"api": ');
  expect(findApi({}, root, nowhere).url).toBe(defaultApi);
});

test.each(['localhost:4600', 'ftp://x', 'https://'])('LATEEN_API=%s is refused', url => {
  expect(() => findApi({ LATEEN_API: url }, nowhere, nowhere)).toThrow(/not an http or https URL/);
});

test('nobody answers: 1, and one sentence with what to do', async () => {
  const api = await fakeApi({});
  await api.close();
  const ran = await lateen(['ls'], { api: api.url });
  expect(ran.code).toBe(1);
  expect(ran.stderr).toBe(
    `error: Cannot reach the API at ${api.url} (connection refused; address from LATEEN_API). Start it with npm start, or set LATEEN_API.\n`,
  );
});

test('the command uses the file', async () => {
  const api = await fakeApi({
    'GET /apis/core.oam.dev/v1beta1/namespaces/default/applications': { body: { items: [] } },
  });
  const ran = await lateen(['ls'], { cwd: place(api.url) });
  await api.close();
  expect(ran).toMatchObject({ code: 0, stdout: 'No applications in default.\n' });
});

function place(api: string): string {
  const root = mkdtempSync(join(tmpdir(), 'lateen-place-'));
  mkdirSync(join(root, '.lateen'));
  writeFileSync(
    join(root, '.lateen', 'local.json'),
    JSON.stringify({ api, emulator: 'http://127.0.0.1:4566', pid: 1 }),
  );
  return root;
}
