/** The manual, executed: every command of every numbered example's README in its order, and what the README says about it.
 * `# => text` behind a command is its answer (`...` is anything); other comments are for people. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteRepositoryCommand, ECRClient } from '@aws-sdk/client-ecr';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from './harness/applications.ts';
import { performAws } from './harness/aws-command.ts';
import { processOf, running } from './harness/containers.ts';
import { needsEngine } from './harness/engine.ts';
import { deliver, pushed } from './harness/events.ts';
import { buildBusybox, buildNginx } from './harness/images.ts';
import { type Installation, startInstallation } from './harness/installation.ts';
import { type Listings, policiesOf, recordsOf, rootOf } from './harness/listings.ts';
import { type Command, commandsOf, runShell } from './harness/manual.ts';
import { scheduledImage } from './harness/schedules.ts';
import { emptyBucket } from './harness/service-listings.ts';
import { makeUserPool } from './harness/user-pool.ts';

const root = join(import.meta.dirname, '..', '..');
const names = readdirSync(join(root, 'examples')).filter(name => /^\d\d-/.test(name));
const dir = mkdtempSync(join(tmpdir(), 'lateen-examples-'));
const applications = '/apis/core.oam.dev/v1beta1/namespaces/default/applications';

/** These run containers. */
const containers: ReadonlySet<string> = new Set([
  '06-container',
  '13-secret-rotation',
  '14-services-together',
  '15-task-and-schedule',
]);
const engine = await needsEngine();
const runnable = names.filter(name => engine.missing === '' || !containers.has(name));

let lateen: Installation;
beforeAll(async () => {
  // READMEs name buckets as the stage `dev` has them.
  lateen = await startInstallation({ params: { codeBuckets: 'lt-*' } });
  if (!('host' in lateen.engine)) return;
  // Under the names that the examples pull: what is here is not pulled.
  await buildNginx(lateen.engine.host, ['public.ecr.aws/nginx/nginx:1.29']);
  await buildBusybox(lateen.engine.host, ['public.ecr.aws/docker/library/busybox:1.37']);
});
afterAll(async () => {
  rmSync(dir, { recursive: true, force: true });
  await lateen?.stop();
});

/** Runs `lateen`, which must end with this code; answers with all it printed. */
async function run(words: readonly string[], code = 0): Promise<string> {
  const ran = await lateen.cli(...words);
  const said = ran.stdout + ran.stderr;
  expect(ran.code, `lateen ${words.join(' ')}: ${said}`).toBe(code);
  return said;
}

/** What a shell that follows the README knows. */
type Variables = Record<string, string>;

async function follow({ line, answer }: Command, variables: Variables): Promise<void> {
  const [first = '', second = '', ...words] = line.split(/\s+/);
  if (first === 'npx' && second === 'lateen') {
    const said = await run(words);
    if (answer !== undefined) expect(said).toMatch(answer.somewhere);
    const url = [...said.matchAll(/https?:\S+/g)].at(-1)?.[0];
    // A reader copies it once, from the last line of the first `up`.
    if (words[0] === 'up' && url !== undefined) variables.URL ??= url;
  } else if (first === 'curl') {
    const { code, text } = await runShell(answer === undefined ? line.replace('curl', 'curl --fail') : line, variables);
    expect(code, `${line}: ${text}`).toBe(0);
    if (answer !== undefined) expect(text.trim(), line).toMatch(answer.whole);
  } else if (first === 'aws') {
    await performAws(line, rootOf(lateen.emulator));
  } else if (/^(cp|mkdir|python3|until)$/.test(first)) {
    const { code, text } = await runShell(line, variables);
    expect(code, `${line}: ${text}`).toBe(0);
    if (answer !== undefined) expect(text.trim(), line).toMatch(answer.whole);
  } else if (first.startsWith('API_URL=')) {
    variables.API_URL = (await runShell(`${line}; echo "$API_URL"`, variables)).text.trim();
  } else {
    // The address of the installation is the test's, and services.test.ts starts one with all services.
    expect(line).toMatch(/^(API=http|npm start -- --all-services$)/);
  }
}

const answerOf = async (url: string): Promise<[number, string]> => {
  const response = await fetch(url);
  return [response.status, await response.text()];
};

/** What the condition `Emulated` says that it does not do. */
const notEmulated = async (app: string): Promise<string> => {
  const { status } = (await lateen.api('GET', `${applications}/${app}`)).body;
  const emulated = status.conditions.find((one: { type: string }) => one.type === 'Emulated');
  expect(emulated).toMatchObject({ status: 'False' });
  return emulated.message;
};

const added = (after: readonly string[], before: readonly string[]): string[] =>
  after.filter(name => !before.includes(name));

/** What READMEs say beside their commands. */
const further: Readonly<Record<string, (variables: Variables, before: Listings) => Promise<void>>> = {
  async '02-two-functions'({ API_URL = '' }, before) {
    const text = readFileSync(join(root, 'examples/02-two-functions/app.yaml'), 'utf8');
    const file = join(dir, 'shop.yaml');
    writeFileSync(file, text.slice(0, text.indexOf('    - name: checkout')));
    await run(['up', file]);
    const [status] = await answerOf(`${API_URL}/orders`);
    expect(status).toBe(404);
    expect((await answerOf(`${API_URL}/items`))[1]).toContain('EUR');
    const now = await lateen.list();
    expect(added(now.functions, before.functions)).toEqual([expect.stringContaining('shop-catalog')]);
    expect(added(now.logGroups, before.logGroups)).toEqual([expect.stringContaining('shop-catalog')]);
    expect(added(now.apis, before.apis)).toHaveLength(1);
  },

  async '03-alarms-and-scaling'(_, before) {
    const now = await lateen.list();
    expect(added(now.alarms, before.alarms)).toHaveLength(3);
    const { status } = (await lateen.api('GET', `${applications}/quotes`)).body;
    expect(status.status).toBe('running');
    expect(await notEmulated('quotes')).not.toBe('');
  },

  async '04-operator'(_, before) {
    const { logGroups, roles } = await lateen.list();
    const group = added(logGroups, before.logGroups).find(name => name.includes('ledger-audit')) ?? '';
    const own = added(logGroups, before.logGroups).find(name => name.includes('ledger-booking')) ?? '';
    // The record is really there, and the role that wrote it may do nothing but write to the two groups.
    expect(await recordsOf(lateen.emulator, group)).toEqual(['{"booked":"a-table-for-two"}']);
    const [role, ...more] = added(roles, before.roles);
    expect([role, more]).toEqual([expect.stringContaining('ledger-booking'), []]);
    const statements = await policiesOf(lateen.emulator, role ?? '');
    expect(statements.map(({ Effect, Action }) => [Effect, Action])).toEqual(
      Array(2).fill(['Allow', ['logs:CreateLogStream', 'logs:PutLogEvents']]),
    );
    for (const resource of statements.flatMap(({ Resource }) => Resource))
      expect([group, own]).toContain(resource.split(':')[6]);

    const example = join(root, 'examples/04-operator');
    const both = await run(['up', join(example, 'definitions.yaml'), join(example, 'app.yaml')]);
    expect(both.match(/unchanged/g)).toHaveLength(3);
    expect(await run(['def', 'ls'])).toMatch(/audit-log/);
    expect(await run(['def', 'delete', 'audit-log'], 2)).toContain('ledger');
    const file = join(dir, 'ledger.yaml');
    const text = readFileSync(join(example, 'app.yaml'), 'utf8');
    writeFileSync(file, text.replace('retention: 731', 'retention: 400'));
    const refused = await run(['up', file], 2);
    expect(refused).toMatch(/ledger\.yaml:\d+:\d+/);
    expect(refused).toContain('365');

    await run(['delete', 'ledger']);
    await run(['def', 'delete', 'audit-log']);
    await run(['def', 'delete', 'writes-to']);
  },

  async '05-update-and-rollback'({ URL = '' }) {
    const revisions = async (): Promise<[number, boolean][]> => {
      const { body } = await lateen.api('GET', `${applications}/news/revisions`);
      const items: { revision: number; live: boolean }[] = body.items;
      return items.map(({ revision, live }): [number, boolean] => [revision, live]).sort(([a], [b]) => a - b);
    };
    expect(await revisions()).toEqual([
      [1, false],
      [2, false],
      [3, true],
    ]);
    await run(['rollback', 'news']);
    expect(await answerOf(URL)).toEqual([200, 'The evening edition, with weather\n']);
    expect((await revisions()).at(-1)).toEqual([4, true]);
  },

  async '10-jwt-route'({ API_URL = '' }) {
    const { issuer, audience, token } = await makeUserPool(lateen.emulator, 'us-east-1');
    const text = readFileSync(join(root, 'examples/10-jwt-route/app.yaml'), 'utf8')
      .replace(/issuer: .*/, `issuer: ${issuer}`)
      .replace('[members]', `[${audience}]`);
    const file = join(dir, 'members.yaml');
    const profile = async (changed: string): Promise<[number, string]> => {
      writeFileSync(file, changed);
      await run(['up', file]);
      const response = await fetch(`${API_URL}/profile`, { headers: { authorization: `Bearer ${token}` } });
      return [response.status, await response.text()];
    };
    expect(await profile(text)).toEqual([200, 'Hello ada']);
    expect(await profile(text.replace(/scopes: .*/, 'scopes: [admin]'))).toEqual([403, expect.anything()]);
    expect(await profile(text.replace(audience, 'others'))).toEqual([401, expect.anything()]);
  },

  async '12-redeploy-by-image'() {
    const repository = '000000000000.dkr.ecr.us-east-1.amazonaws.com/ledgers';
    const root = rootOf(lateen.emulator);
    const manifestOf = (build: string): string => `{"schemaVersion":2,"layers":[],"annotations":{"build":"${build}"}}`;
    const digest = (build: string): string => `sha256:${createHash('sha256').update(manifestOf(build)).digest('hex')}`;
    const runs = (build: string): Promise<unknown> =>
      eventually(
        () => scheduledImage(root, 'ledgers-close'),
        image => image === `${repository}@${digest(build)}`,
      );
    await runs('two');
    // As on AWS, where ECR tells of the push.
    const put = `aws ecr put-image --repository-name ledgers --image-tag 1.4 --image-manifest '${manifestOf('three')}'`;
    await performAws(put, root);
    await deliver(root, 'images', pushed('ledgers', '1.4', digest('three')));
    await runs('three');
    const { body } = await lateen.api('GET', `${applications}/ledgers/revisions`);
    const becauses = body.items.map(({ because }: { because: string }) => because);
    expect(becauses).toEqual([
      expect.stringContaining(`image ${repository}:1.4 is now ${digest('three')}, pushed `),
      expect.stringContaining(`image ${repository}:1.4 is now ${digest('two')}, pushed `),
      expect.stringContaining('generation 1'),
    ]);
    await run(['rollback', 'ledgers', '1']);
    await runs('one');
  },

  async '13-secret-rotation'({ URL = '' }) {
    const host = 'host' in lateen.engine ? lateen.engine.host : '';
    const [web, ...more] = await eventually(
      () => running(host, 'desk-web'),
      all => all.length === 1,
    );
    expect(more).toEqual([]);
    const { env } = await processOf(host, web?.id ?? '');
    expect(env).toEqual(expect.arrayContaining(['DB_USER=grace', 'DB_PASSWORD=a new one']));
    const { body, text } = await lateen.api('GET', `${applications}/desk/revisions`);
    const becauses = body.items.map(({ because }: { because: string }) => because);
    expect(becauses).toEqual([expect.stringContaining('is now version'), expect.stringContaining('generation 1')]);
    const second = (await lateen.api('GET', `${applications}/desk/revisions/2`)).text;
    const whole = text + second + (await lateen.api('GET', `${applications}/desk`)).text;
    expect(whole + (await run(['events', 'desk']))).not.toMatch(/a new one|grace/);
    // The older revision, with the secret as it is.
    await run(['rollback', 'desk']);
    expect(await answerOf(URL)).toEqual([200, 'Signed in as grace\n']);
  },

  async '14-services-together'() {
    const host = 'host' in lateen.engine ? lateen.engine.host : '';
    const fronts = await running(host, 'tea-shop-front');
    expect(fronts.map(({ container }) => container).sort()).toEqual(['front', 'front', 'requests', 'requests']);
    const [prices, ...more] = await running(host, 'tea-shop-prices');
    expect(more).toEqual([]);
    const { env } = await processOf(host, prices?.id ?? '');
    expect(env).toContainEqual(expect.stringMatching(/^FRONT_URL=http:\/\/front\.tea-shop\.default\..*:8080$/));
    expect(await notEmulated('tea-shop')).toMatch(/names of components lead nowhere/);
  },

  async '15-task-and-schedule'() {
    // It ran once, and nothing that was read or posted since ran it again.
    const { stdout } = await lateen.cli('logs', 'books', '-c', 'migrate');
    expect(stdout.match(/version 3/g)).toHaveLength(1);
    expect(await notEmulated('books')).toMatch(/schedules are recorded and start nothing/);
  },
};

/** What stays by its own wish, or is its reader's own, when everything was deleted: looked at, then taken away. */
const staying: Readonly<Record<string, (before: Listings) => Promise<void>>> = {
  async '09-scheduled-report'(before) {
    const kept = added((await lateen.list()).buckets, before.buckets);
    expect(kept).toEqual([expect.stringContaining('reports-archive')]);
    const keys = await emptyBucket(rootOf(lateen.emulator), kept[0] ?? '');
    expect(keys).not.toEqual([]);
    for (const key of keys) expect(key).toMatch(/^daily\/.*\.json$/);
  },
  async '11-redeploy-by-object'() {
    expect(await emptyBucket(rootOf(lateen.emulator), 'lt-dev-builds')).toEqual(['front.zip']);
  },
  async '12-redeploy-by-image'() {
    const deleted = new DeleteRepositoryCommand({ repositoryName: 'ledgers', force: true });
    await new ECRClient(rootOf(lateen.emulator)).send(deleted);
  },
};

it.skipIf(engine.missing === '')(`${[...containers].join(', ')}${engine.missing}`, () => {});

it.each(runnable)('%s does what its README says, and leaves nothing behind', async name => {
  const before = await lateen.list();
  // READMEs name secrets as `npm start` has them.
  const readme = readFileSync(join(root, 'examples', name, 'README.md'), 'utf8').replaceAll(
    'lateen-local/',
    'lateen-e2e/',
  );
  const commands = commandsOf(readme);
  expect(commands.length).toBeGreaterThan(1);
  const variables: Variables = { API: lateen.url };
  for (const command of commands) await follow(command, variables);
  await further[name]?.(variables, before);

  const { items } = (await lateen.api('GET', '/apis/core.oam.dev/v1beta1/applications')).body;
  for (const { metadata } of items) await run(['delete', metadata.name]);
  await staying[name]?.(before);
  expect(await lateen.list()).toEqual(before);
});
