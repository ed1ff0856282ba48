/** The manual, executed: the examples of services around code, and of containers. */
import { DeleteRepositoryCommand, DescribeImagesCommand, ECRClient } from '@aws-sdk/client-ecr';
import { expect } from 'vitest';
import { eventually } from './harness/applications.ts';
import { processOf, running } from './harness/containers.ts';
import { performDocker, removeImages } from './harness/docker-command.ts';
import { deliver, pushed } from './harness/events.ts';
import { added, answerOf, applications, type Deeds, executeExamples, hostOf } from './harness/examples.ts';
import { rootOf } from './harness/listings.ts';
import { emptyBucket } from './harness/service-listings.ts';

/** What READMEs say beside their commands. */
const further: Deeds = {
  async '12-redeploy-by-image'({ lateen, run, variables: { URL: url = '' } }) {
    const repository = '000000000000.dkr.ecr.us-east-1.amazonaws.com/ledgers';
    const ecr = new ECRClient(rootOf(lateen.emulator));
    const answers = (text: string): Promise<unknown> =>
      eventually(
        () => answerOf(url),
        ([status, said]) => status === 200 && said === `Ledger ${text}\n`,
      );
    // As on AWS, where ECR tells of the push.
    const [host, port] = [hostOf(lateen), new URL(lateen.emulator).port];
    const tag = '127.0.0.1:4566/ledgers:1.4';
    const build = `docker build --tag ${tag} --target one examples/12-redeploy-by-image`;
    for (const line of [build, `docker push ${tag}`]) await performDocker(line, host, port);
    const asked = new DescribeImagesCommand({ repositoryName: 'ledgers', imageIds: [{ imageTag: '1.4' }] });
    const digest = (await ecr.send(asked)).imageDetails?.[0]?.imageDigest ?? '';
    await deliver(rootOf(lateen.emulator), 'images', pushed('ledgers', '1.4', digest));
    await answers('one');
    const { body } = await lateen.api('GET', `${applications}/ledgers/revisions`);
    const becauses = body.items.map(({ because }: { because: string }) => because);
    expect(becauses).toEqual([
      expect.stringContaining(`image ${repository}:1.4 is now ${digest}, pushed `),
      expect.stringContaining(`image ${repository}:1.4 is now sha256:`),
      expect.stringContaining('generation 1'),
    ]);
    await run(['rollback', 'ledgers', '2']);
    await answers('two');
  },

  async '13-secret-rotation'({ lateen, run, variables: { URL = '' } }) {
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

  async '14-services-together'({ lateen, notEmulated }) {
    const host = 'host' in lateen.engine ? lateen.engine.host : '';
    const fronts = await running(host, 'tea-shop-front');
    expect(fronts.map(({ container }) => container).sort()).toEqual(['front', 'front', 'requests', 'requests']);
    const [prices, ...more] = await running(host, 'tea-shop-prices');
    expect(more).toEqual([]);
    const { env } = await processOf(host, prices?.id ?? '');
    expect(env).toContainEqual(expect.stringMatching(/^FRONT_URL=http:\/\/front\.tea-shop\.default\..*:8080$/));
    expect(await notEmulated('tea-shop')).toMatch(/names of components lead nowhere/);
  },

  async '15-task-and-schedule'({ lateen, notEmulated }) {
    // It ran once, and nothing that was read or posted since ran it again.
    const { stdout } = await lateen.cli('logs', 'books', '-c', 'migrate');
    expect(stdout.match(/version 3/g)).toHaveLength(1);
    expect(await notEmulated('books')).toMatch(/schedules are recorded and start nothing/);
  },
};

/** What stays by its own wish, or is its reader's own. */
const staying: Deeds = {
  async '09-scheduled-report'({ lateen, before }) {
    const kept = added((await lateen.list()).buckets, before.buckets);
    expect(kept).toEqual([expect.stringContaining('reports-archive')]);
    const keys = await emptyBucket(rootOf(lateen.emulator), kept[0] ?? '');
    expect(keys).not.toEqual([]);
    for (const key of keys) expect(key).toMatch(/^daily\/.*\.json$/);
  },
  async '12-redeploy-by-image'({ lateen }) {
    const deleted = new DeleteRepositoryCommand({ repositoryName: 'ledgers', force: true });
    await new ECRClient(rootOf(lateen.emulator)).send(deleted);
    await removeImages(hostOf(lateen), '/ledgers');
  },
};

await executeExamples('services', further, staying);
