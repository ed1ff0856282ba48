/** Containers that cannot run, and tasks that run once. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askEngine } from '../../lib/local/containers.ts';
import { application, at, down, eventually, up } from './harness/applications.ts';
import { running } from './harness/containers.ts';
import { needsEngine } from './harness/engine.ts';
import { buildImage } from './harness/images.ts';
import { type Answer, type Installation, startInstallation } from './harness/installation.ts';

const engine = await needsEngine();
const folder = mkdtempSync(join(tmpdir(), 'lateen-failures-'));
const image = (name: string): string => `localhost/lateen-e2e/${name}:1`;

describe.skipIf(engine.missing !== '')(`containers that fail or end${engine.missing}`, () => {
  let lateen: Installation;
  let host: string;

  beforeAll(async () => {
    lateen = await startInstallation();
    if (!('host' in lateen.engine)) throw new Error(lateen.engine.missing);
    host = lateen.engine.host;
    await askEngine(host, 'DELETE', `/images/${image('later')}?force=true`);
    await buildImage(host, [image('good')], 'trap "exit 0" TERM\nbusybox sleep 600 & wait\n');
    await buildImage(host, [image('bad')], 'echo no such luck\nexit 7\n');
    await buildImage(host, [image('short')], 'busybox sleep 3\nexit 5\n');
    await buildImage(host, [image('job')], 'echo done\nexit 0\n');
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await lateen?.stop();
  });

  const failed = (answer: Answer): boolean => ['workflowFailed', 'unhealthy'].includes(answer.body?.status?.status);

  it('says why an image cannot be pulled, long before the deadline, and runs it once it is there and somebody asks', async () => {
    const name = 'pull';
    const document = application(name, {
      name: 'web',
      type: 'worker',
      properties: { image: image('later') },
    });
    await lateen.api('POST', '/applications', document);
    await lateen.until(at(name), failed, 60);
    // The emulator gives up on a deployment some moments before it says of the task why: another look finds it.
    const { body } = await eventually(
      async () => {
        await lateen.sweep();
        return lateen.api('GET', at(name));
      },
      answer => /No such image/.test(JSON.stringify(answer.body?.status?.cause)),
    );
    expect(['workflowFailed', 'unhealthy']).toContain(body.status.status);
    expect(body.status.cause).toMatch(/The image localhost\/lateen-e2e\/later:1 was not found: .*build or tag it here/);
    expect(body.status.conditions).toContainEqual(expect.objectContaining({ type: 'Ready', status: 'False' }));
    expect(body.status.next).toMatch(/^Mend the cause \(`lateen logs` may tell more\) and run `lateen retry`/);

    // Built now, under the very same name: nothing of the application changes, and what was given up begins anew.
    await buildImage(host, [image('later')], 'trap "exit 0" TERM\nbusybox sleep 600 & wait\n');
    await lateen.api('POST', `${at(name)}/retry`);
    // No wait for what it was before: what stopped is not of the new deployment.
    await lateen.until(at(name), answer => answer.body?.status?.status === 'running', 40);
    expect(await running(host, `${name}-web`)).toHaveLength(1);
    await down(lateen, name);
  });

  it('says with what a container that ends at once exited', async () => {
    const name = 'exit';
    const document = application(name, { name: 'web', type: 'worker', properties: { image: image('bad') } });
    await lateen.api('POST', '/applications', document);
    const ended = await eventually(
      async () => {
        // The emulator calls a service steady for the moment that its container lives; another look finds it out.
        const answer = await lateen.api('GET', at(name));
        if (answer.body?.status?.status === 'running') await lateen.sweep();
        return answer;
      },
      failed,
      90,
    );
    expect(JSON.stringify(ended.body.status.cause)).toMatch(/exited with 7|exit code 7/i);
    await down(lateen, name);
    expect(await running(host, 'exit-web')).toEqual([]);
  });

  it('does not call one that crashes again and again healthy while it runs', async () => {
    const name = 'loop';
    const document = application(name, { name: 'web', type: 'worker', properties: { image: image('short') } });
    await lateen.api('POST', '/applications', document);
    const look = async (): Promise<Answer> => {
      await lateen.sweep();
      return lateen.api('GET', at(name));
    };
    await eventually(look, failed, 90);
    // In this time it is up and down several times.
    const phases = new Set<string>();
    const causes = new Set<string>();
    for (const ends = Date.now() + 15_000; Date.now() < ends; ) {
      const { body } = await look();
      phases.add(body.status.status);
      causes.add(JSON.stringify(body.status.cause ?? ''));
    }
    expect([...phases]).not.toContain('running');
    expect([...causes].join(' ')).toMatch(/exited with 5/);
    await down(lateen, name);
  });

  it.each([
    ['could not be pulled', 'localhost/lateen-e2e/nowhere:1'],
    ['ended at once', image('bad')],
  ])('runs again with a good image after one that %s, and calls nothing of it a failure', async (_, bad) => {
    const name = 'mended';
    const web = (what: string): object =>
      application(name, { name: 'web', type: 'worker', properties: { image: what } });
    await lateen.api('POST', '/applications', web(bad));
    await eventually(
      async () => {
        await lateen.sweep();
        return lateen.api('GET', at(name));
      },
      failed,
      60,
    );
    const file = join(folder, 'app.json');
    writeFileSync(file, JSON.stringify(web(image('good'))));
    const mended = await lateen.cli('up', file, '--timeout', '110s');
    expect(mended.code, mended.stdout + mended.stderr).toBe(0);
    await down(lateen, name);
  });

  it('runs a task once, whatever wakes the application afterwards', async () => {
    const name = 'job';
    const task = (image: string, greeting: string): object => ({
      name: 'once',
      type: 'task',
      properties: { image, env: [{ name: 'GREETING', value: greeting }] },
    });
    const runs = (): number => lateen.proxy.calls.filter(call => call.action === 'RunTask').length;
    lateen.proxy.forget();
    await up(lateen, application(name, task(image('job'), 'one')));
    expect(runs()).toBe(1);
    await lateen.sweep();
    await up(
      lateen,
      application(name, task(image('job'), 'one'), {
        name: 'web',
        type: 'worker',
        properties: { image: image('good') },
      }),
    );
    await lateen.sweep();
    await eventually(
      () => running(host, 'job-web'),
      all => all.length === 1,
    );
    expect(runs()).toBe(1);
    // A changed task is another one.
    await up(lateen, application(name, task(image('job'), 'two')));
    expect(runs()).toBe(2);
    // Going back to what ran already runs nothing again.
    const back = await lateen.cli('rollback', name, '1');
    expect(back.code, back.stderr).toBe(0);
    await lateen.until(
      at(name),
      ({ body }) => body?.status?.status === 'running' && body.status.observedGeneration === body.metadata.generation,
      60,
    );
    expect(runs()).toBe(2);
    await down(lateen, name);
  });

  it('says with what a task that failed exited', async () => {
    const name = 'badjob';
    await lateen.api(
      'POST',
      '/applications',
      application(name, { name: 'once', type: 'task', properties: { image: image('bad') } }),
    );
    const { body } = await lateen.until(at(name), failed, 60);
    expect(JSON.stringify(body.status.cause)).toMatch(/exited with 7|exit code 7/i);
    await down(lateen, name);
  });
});
