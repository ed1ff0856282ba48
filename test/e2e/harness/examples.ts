/** Numbered examples, executed: every command of their READMEs in its order, and what the README says about it.
 * `# => text` behind a command is its answer (`...` is anything); other comments are for people. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { performAws } from './aws-command.ts';
import { performDocker } from './docker-command.ts';
import { needsEngine } from './engine.ts';
import { buildBusybox, buildNginx } from './images.ts';
import { type Installation, startInstallation } from './installation.ts';
import { type Listings, rootOf } from './listings.ts';
import { type Command, commandsOf, runShell } from './manual.ts';

export const root: string = join(import.meta.dirname, '..', '..', '..');
export const applications = '/apis/core.oam.dev/v1beta1/namespaces/default/applications';

/** What a shell that follows the README knows. */
export type Variables = Record<string, string>;

/** Where an example runs. */
export interface Stage {
  readonly lateen: Installation;
  /** What there was before it. */
  readonly before: Listings;
  readonly variables: Variables;
  /** For files of the test's own; it goes with it. */
  readonly folder: string;
  /** Runs `lateen`, which must end with this code (0); answers with all it printed. */
  run(words: readonly string[], code?: number): Promise<string>;
  /** What the condition `Emulated` of an application says that it does not do. */
  notEmulated(app: string): Promise<string>;
}

export type Deeds = Readonly<Record<string, (stage: Stage) => Promise<void>>>;

/** These are what they say of functions; all the others need services beside them, or containers. */
const ofFunctions: ReadonlySet<string> = new Set([
  ...['01-hello', '02-two-functions', '03-alarms-and-scaling', '04-operator', '05-update-and-rollback'],
  ...['10-jwt-route', '11-redeploy-by-object', '16-inputs-and-outputs'],
]);

/** These run containers. */
const containers: ReadonlySet<string> = new Set([
  ...['06-container', '12-redeploy-by-image', '13-secret-rotation', '14-services-together', '15-task-and-schedule'],
]);

/** Makes the tests of one half of the examples. `further`: what READMEs say beside their commands. `staying`: what stays by its own wish,
 * or is its reader's own, when everything was deleted: looked at, then taken away. */
export async function executeExamples(half: 'functions' | 'services', further: Deeds, staying: Deeds): Promise<void> {
  const numbered = readdirSync(join(root, 'examples')).filter(name => /^\d\d-/.test(name));
  const names = numbered.filter(name => ofFunctions.has(name) === (half === 'functions'));
  for (const name of Object.keys({ ...further, ...staying })) expect(names).toContain(name);
  const engine = await needsEngine();
  const left = engine.missing === '' ? [] : names.filter(name => containers.has(name));
  const folder = mkdtempSync(join(tmpdir(), 'lateen-examples-'));

  let lateen: Installation;
  beforeAll(async () => {
    // READMEs name buckets as the stage `dev` has them.
    lateen = await startInstallation({ params: { codeBuckets: 'lt-*' } });
    if (!('host' in lateen.engine) || half === 'functions') return;
    // Under the names that the examples pull: what is here is not pulled.
    await buildNginx(lateen.engine.host, ['public.ecr.aws/nginx/nginx:1.29']);
    await buildBusybox(lateen.engine.host, ['public.ecr.aws/docker/library/busybox:1.37']);
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await lateen?.stop();
  });

  if (left.length > 0) it.skip(`${left.join(', ')}${engine.missing}`, () => {});

  it.each(names.filter(name => !left.includes(name)))(
    '%s does what its README says, and leaves nothing behind',
    async name => {
      const before = await lateen.list();
      const stage = stageOf(lateen, before, folder);
      // READMEs name secrets as `npm start` has them.
      const readme = readFileSync(join(root, 'examples', name, 'README.md'), 'utf8').replaceAll(
        'lateen-local/',
        'lateen-e2e/',
      );
      const commands = commandsOf(readme);
      expect(commands.length).toBeGreaterThan(1);
      for (const command of commands) await follow(command, stage);
      await further[name]?.(stage);

      const { items } = (await lateen.api('GET', '/apis/core.oam.dev/v1beta1/applications')).body;
      for (const { metadata } of items) await stage.run(['delete', metadata.name]);
      await staying[name]?.(stage);
      expect(await lateen.list()).toEqual(before);
    },
  );
}

function stageOf(lateen: Installation, before: Listings, folder: string): Stage {
  return {
    lateen,
    before,
    folder,
    variables: { API: lateen.url },
    async run(words, code = 0) {
      const ran = await lateen.cli(...words);
      const said = ran.stdout + ran.stderr;
      expect(ran.code, `lateen ${words.join(' ')}: ${said}`).toBe(code);
      return said;
    },
    async notEmulated(app) {
      const { status } = (await lateen.api('GET', `${applications}/${app}`)).body;
      const emulated = status.conditions.find((one: { type: string }) => one.type === 'Emulated');
      expect(emulated).toMatchObject({ status: 'False' });
      return emulated.message;
    },
  };
}

async function follow({ line, answer }: Command, { lateen, variables, run }: Stage): Promise<void> {
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
  } else if (first === 'docker') {
    await performDocker(line, hostOf(lateen), new URL(lateen.emulator).port);
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

export function hostOf({ engine }: Installation): string {
  if (!('host' in engine)) throw new Error(engine.missing);
  return engine.host;
}

export async function answerOf(url: string): Promise<[number, string]> {
  const response = await fetch(url);
  return [response.status, await response.text()];
}

export function added(after: readonly string[], before: readonly string[]): string[] {
  return after.filter(name => !before.includes(name));
}
