/** `lateen up --watch`: again as files and what their code imports change, while it waits too, until Ctrl-C. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { accepted, application, fakeApi, lateen, startLateen } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'lateen-watch-'));
const at = (name: string): string => join(folder, name);
const self = 'GET /apis/core.oam.dev/v1beta1/namespaces/default/applications/hello';

test('deploys again on each change, tells of mistakes, and ends by Ctrl-C with 0', async () => {
  writeFileSync(
    at('app.yaml'),
    `kind: Application
metadata: { name: hello }
spec: { components: [{ name: f, type: function, properties: { code: { path: f.ts } } }] }
`,
  );
  writeFileSync(at('f.ts'), "import { n } from './n.ts';\nexport const handler = () => n;\n");
  writeFileSync(at('n.ts'), 'export const n = 1;\n');
  const api = await fakeApi({
    'POST /blobs': { body: { exists: true } },
    'POST /applications': { body: accepted('hello') },
    // It never comes to run: a change must not wait for it.
    [self]: { body: application('hello', 'runningWorkflow') },
  });
  const posts = (): string[] => api.asked.filter(each => each.path === '/applications').map(each => each.body);
  const running = startLateen(['up', at('app.yaml'), '--watch'], { api: api.url });
  try {
    await vi.waitFor(() => expect(posts()).toHaveLength(1), 10_000);
    await vi.waitFor(() => expect(api.asked.some(each => `${each.method} ${each.path}` === self)).toBe(true), 5000);
    writeFileSync(at('n.ts'), 'export const n = 2;\n');
    await vi.waitFor(() => expect(posts()).toHaveLength(2), 10_000);
    expect(posts()[1]).not.toBe(posts()[0]);
    writeFileSync(at('n.ts'), 'export const n = ;\n');
    await vi.waitFor(() => expect(running.stdout().match(/Ctrl-C/g)).toHaveLength(3), 10_000);
    writeFileSync(at('n.ts'), 'export const n = 1;\n');
    await vi.waitFor(() => expect(posts()).toHaveLength(3), 10_000);
    expect(posts()[2]).toBe(posts()[0]);
    running.interrupt();
    const ran = await running.ended;
    expect(ran.code).toBe(0);
    expect(ran.stderr).toMatch(/n\.ts:1:18: Unexpected ";"/);
    expect(ran.stdout).toContain('n.ts changed');
    expect(ran.stdout).toContain('No longer watching');
  } finally {
    running.interrupt();
    await api.close();
  }
}, 60_000);

test('deploys again when the document changes, what a code folder holds, and what comes into it', async () => {
  mkdirSync(at('src/lib'), { recursive: true });
  writeFileSync(at('src/index.mjs'), 'export const handler = async () => 1;\n');
  writeFileSync(at('src/lib/a.mjs'), 'export const a = 1;\n');
  const document = (memory: number): void =>
    writeFileSync(
      at('folder.yaml'),
      `kind: Application
metadata: { name: hello }
spec: { components: [{ name: f, type: function, properties: { code: { path: src }, memory: ${memory} } }] }
`,
    );
  document(128);
  const api = await fakeApi({
    'POST /blobs': { body: { exists: true } },
    'POST /applications': { body: accepted('hello') },
    [self]: { body: application('hello', 'runningWorkflow') },
  });
  const posts = (): string[] => api.asked.filter(each => each.path === '/applications').map(each => each.body);
  const running = startLateen(['up', at('folder.yaml'), '--watch'], { api: api.url });
  const again = async (count: number): Promise<void> => {
    await vi.waitFor(() => expect(posts()).toHaveLength(count), 15_000);
    await vi.waitFor(() => expect(`${api.asked.at(-1)?.method} ${api.asked.at(-1)?.path}`).toBe(self), 15_000);
  };
  try {
    await again(1);
    document(256);
    await again(2);
    expect(posts()[1]).toBe(posts()[0]?.replace('memory: 128', 'memory: 256'));
    writeFileSync(at('src/lib/a.mjs'), 'export const a = 2;\n');
    await again(3);
    writeFileSync(at('src/lib/b.mjs'), 'export const b = 1;\n');
    await again(4);
    const codes = posts().map(body => /blob: "?([0-9a-f]{64})/.exec(body)?.[1]);
    expect(codes[1]).toBe(codes[0]);
    expect(new Set(codes).size).toBe(3);
    expect(running.stdout()).toContain('folder.yaml changed');
    expect(running.stdout()).toContain('a.mjs changed');
  } finally {
    running.interrupt();
    await running.ended;
    await api.close();
  }
}, 90_000);

test.each([[['-', '--watch']], [['app.yaml', '--watch', '--dry-run']]])('%j is refused', async args => {
  expect((await lateen(['up', ...args], { api: 'http://127.0.0.1:9' })).code).toBe(2);
});
