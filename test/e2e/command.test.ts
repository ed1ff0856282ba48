/** The command against the packaged functions: local code comes up by its path, is uploaded once, changes, writes logs, is compared. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { application, eventually } from './harness/applications.ts';
import { type Installation, startInstallation } from './harness/installation.ts';

let lateen: Installation;
const folder = mkdtempSync(join(tmpdir(), 'lateen-command-'));
const at = (name: string): string => join(folder, name);
beforeAll(async () => {
  lateen = await startInstallation({ containers: false });
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await lateen?.stop();
});

const app = `apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: { name: local }
spec:
  components:
    - name: web
      type: function
      properties: { code: { path: ./web.ts } }
      traits: [{ type: gateway, properties: { http: { /web: 80 } } }]
    - name: py
      type: function
      properties: { code: { path: ./py }, runtime: python3.14 }
      traits: [{ type: gateway, properties: { http: { /py: 80 } } }]
    - name: old
      type: function
      properties: { code: { path: ./old.cjs } }
      traits: [{ type: gateway, properties: { http: { /old: 80 } } }]
`;

function writeWeb(word: string): void {
  writeFileSync(
    at('web.ts'),
    `import { say } from './say.ts';
export const handler = async (): Promise<object> => {
  console.log('asked for ${word}');
  return { statusCode: 200, body: say('${word}') };
};
`,
  );
}

async function say(component: string): Promise<string> {
  const { stdout } = await lateen.cli('open', 'local', '-c', component);
  return (await fetch(stdout.trim())).text();
}

it('brings up what lies in files and folders', async () => {
  writeWeb('one');
  writeFileSync(at('say.ts'), 'export const say = (word: string): string => `${word}!`;\n');
  writeFileSync(
    at('old.cjs'),
    "exports.handler = async () => ({ statusCode: 200, body: require('node:path').sep });\n",
  );
  mkdirSync(at('py'));
  writeFileSync(at('py/words.py'), 'word = "snake"\n');
  writeFileSync(
    at('py/index.py'),
    'from words import word\ndef handler(event, context):\n    return {"statusCode": 200, "body": word}\n',
  );
  writeFileSync(at('app.yaml'), app);
  const tried = await lateen.cli('diff', at('app.yaml'));
  expect(tried.code, tried.stderr).toBe(1);
  expect(tried.stdout).toContain('+ AWS::Lambda::Function  web');
  expect(tried.stdout).not.toContain('BlobNotFound');
  const ran = await lateen.cli('up', at('app.yaml'));
  expect(ran.code, ran.stdout + ran.stderr).toBe(0);
  expect(await say('web')).toBe('one!');
  expect(await say('py')).toBe('snake');
  expect(await say('old')).toBe('/');
});

it('sends nothing that is there, and says so', async () => {
  const again = await lateen.cli('up', at('app.yaml'));
  expect(again.code).toBe(0);
  expect(again.stdout.match(/^Code \.\/\S+ unchanged/gm)).toHaveLength(3);
  expect(again.stdout).toContain('Application local unchanged');
  expect(await lateen.cli('diff', at('app.yaml'))).toMatchObject({ code: 0 });
});

it('shows what the programs wrote, with their component', async () => {
  const found = await eventually(
    () => lateen.cli('logs', 'local', '-c', 'web'),
    ({ stdout }) => stdout.includes('asked for one'),
  );
  expect(found.stdout).toMatch(/^\S+Z web .*asked for one/m);
  expect((await lateen.cli('logs', 'local', '-c', 'py')).stdout).not.toContain('asked for one');
  expect(await lateen.cli('logs', 'local', '-c', 'nobody')).toMatchObject({ code: 1 });
});

it('brings up a change of one imported file, and shows it before', async () => {
  writeFileSync(at('say.ts'), 'export const say = (word: string): string => `${word}?`;\n');
  const tried = await lateen.cli('diff', at('app.yaml'));
  expect(tried.code).toBe(1);
  expect(tried.stdout).toMatch(
    /~ AWS::Lambda::Function {2}web .*\n.*\n {4}Code\.S3Key: blobs\/[0-9a-f]{64} -> blobs\/[0-9a-f]{64}\n/,
  );
  expect((await lateen.cli('up', at('app.yaml'))).stdout).toMatch(/Code \.\/web\.ts uploaded/);
  expect(await say('web')).toBe('one?');
});

it('refuses a path that comes without the command', async () => {
  const posted = await lateen.api('POST', '/applications', readFileSync(at('app.yaml'), 'utf8'));
  expect(posted.status).toBe(422);
  expect(posted.text).toContain('lateen up');
});

it('says what is missing for a session in a container', async () => {
  const component = { name: 'box', type: 'webservice', properties: { image: 'busybox', ports: [{ port: 80 }] } };
  const box = (...traits: object[]): object => application('box', { ...component, traits });
  writeFileSync(at('box.json'), JSON.stringify(box()));
  expect((await lateen.cli('up', at('box.json'), '--no-wait')).code).toBe(0);
  const none = await lateen.cli('exec', 'local', '-c', 'web');
  expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('web is a function')]);
  const local = await eventually(
    () => lateen.cli('exec', 'box'),
    ({ code }) => code === 2,
  );
  expect(local.stderr).toContain('docker exec');
  writeFileSync(at('box.json'), JSON.stringify(box({ type: 'exec' })));
  const tried = await lateen.cli('diff', at('box.json'));
  expect(tried.stdout).toContain('EnableExecuteCommand: (none) -> true');
  expect(tried.stdout).toContain('no commands can be run in containers');
  expect((await lateen.cli('delete', 'box')).code).toBe(0);
});

it('brings up the template of a queue and its worker, and follows what it does', async () => {
  // Inside of the project, whose SDK is bundled: the emulator's functions find none elsewhere.
  mkdirSync('.lateen', { recursive: true });
  const project = mkdtempSync(join('.lateen', 'template-'));
  try {
    const written = await lateen.cli('init', 'queue-worker', '--folder', project);
    expect(written.code, written.stderr).toBe(0);
    const ran = await lateen.cli('up', join(project, 'app.yaml'));
    expect(ran.code, ran.stdout + ran.stderr).toBe(0);
    const { stdout } = await lateen.cli('open', 'jobs');
    const sent = await fetch(stdout.trim(), { method: 'POST', body: '{"name": "Ada"}' });
    expect([sent.status, await sent.text()]).toEqual([202, 'Queued\n']);
    const found = await eventually(
      () => lateen.cli('logs', 'jobs'),
      each => each.stdout.includes('Working on'),
    );
    expect(found.stdout).toMatch(/Z worker .*Working on {"name": "Ada"}/);
    expect((await lateen.cli('delete', 'jobs')).code).toBe(0);
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
});

it('ends as it was asked to', async () => {
  expect((await lateen.cli('delete', 'local')).code).toBe(0);
});
