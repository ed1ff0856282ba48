/** Redeploys without a pipeline, from outside: what an application is made of changes, and it runs the new one and says why. The emulator
 * tells of objects and secrets by itself. What it does not tell of is handed to the events function as AWS documents it, after the deployed rule
 * said that it lets it through (nobody but AWS may put events of AWS on a bus). */
import { CloudWatchClient, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { CreateRepositoryCommand, DescribeImagesCommand, ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';
import { DescribeTaskDefinitionCommand, ECSClient, ListTaskDefinitionsCommand } from '@aws-sdk/client-ecs';
import {
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateSecretCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deliver, pushed } from './harness/events.ts';
import { nightly, reader, registry, site } from './harness/followers.ts';
import { type Answer, type Installation, startInstallation } from './harness/installation.ts';

let lateen: Installation;
let s3: S3Client;
let config: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };
beforeAll(async () => {
  // Containers are recorded: what is looked at here is what they would be started from.
  lateen = await startInstallation({ containers: false });
  config = {
    endpoint: lateen.emulator,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  s3 = new S3Client({ ...config, forcePathStyle: true });
  for (const [Bucket, versions] of [
    [kept, true],
    [plain, false],
  ] as const) {
    await s3.send(new CreateBucketCommand({ Bucket }));
    if (versions)
      await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
    const NotificationConfiguration = { EventBridgeConfiguration: {} };
    await s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }));
  }
});
afterAll(() => lateen?.stop());

/** Buckets that the installation may read code from begin so. */
const kept = 'lt-e2e-builds';
const plain = 'lt-e2e-plain';
const applications = '/apis/core.oam.dev/v1beta1/namespaces/default/applications';

async function put(Bucket: string, says: string): Promise<string | undefined> {
  const code = `export const handler = async () => ({ statusCode: 200, body: '${says}' });`;
  // Equal code gives equal bytes.
  const Body = zipSync({ 'index.mjs': strToU8(code) }, { mtime: new Date(1980, 0, 1) });
  return (await s3.send(new PutObjectCommand({ Bucket, Key: 'nightly.zip', Body }))).VersionId;
}

const running = (revision: number) => (answer: Answer) =>
  answer.body?.status?.status === 'running' && answer.body.status.latestRevision?.revision === revision;

async function say(name: string): Promise<string> {
  const { body } = await lateen.api('GET', `${applications}/${name}`);
  return (await fetch(body.status.endpoints[0].url)).text();
}

async function becauses(name: string): Promise<string[]> {
  const { body } = await lateen.api('GET', `${applications}/${name}/revisions`);
  return body.items.map((one: { because: string }) => one.because);
}

it('runs the object that is put in a bucket with versions, and says which and when', async () => {
  const first = await put(kept, 'one');
  const posted = await lateen.api('POST', '/applications', nightly('batch', kept));
  expect(posted.status, posted.text).toBe(201);
  await lateen.until(`${applications}/batch`, running(1));
  expect(await say('batch')).toBe('one');
  const second = await put(kept, 'two');
  expect(second).not.toBe(first);
  await lateen.until(`${applications}/batch`, running(2));
  expect(await say('batch')).toBe('two');
  const [because = ''] = await becauses('batch');
  expect(because).toMatch(
    new RegExp(`^object ${kept}/nightly.zip is now version ${second}, put [0-2][0-9]:[0-5][0-9]$`),
  );
  const { body } = await lateen.api('GET', `${applications}/batch/revisions/2`);
  expect(body.inputs).toEqual({ [`object#${kept}/nightly.zip`]: second });
});

it('tells what a bucket without versions holds by its hash, and waits where the gate is manual', async () => {
  await put(plain, 'one');
  const gate = { name: 'by-hand', type: 'auto-deploy', properties: { gate: 'manual' } };
  await lateen.api('POST', '/applications', nightly('gated', plain, gate));
  await lateen.until(`${applications}/gated`, running(1));
  await put(plain, 'two');
  const current = (answer: Answer) =>
    answer.body.status.conditions.find((one: { type: string }) => one.type === 'InputsCurrent');
  const told = await lateen.until(`${applications}/gated`, answer => current(answer)?.status === 'False');
  expect(current(told)).toMatchObject({ reason: 'NewerInputs', message: expect.stringContaining('is now') });
  expect(await say('gated')).toBe('one');
  const asked = await lateen.cli('redeploy', 'gated');
  expect(asked.code, asked.stderr).toBe(0);
  expect(asked.stdout).toMatch(/Revision 2: object .* is now/);
  expect(await say('gated')).toBe('two');
  // Nobody has what the first revision ran.
  const back = await lateen.cli('rollback', 'gated', '1');
  expect(back.code).not.toBe(0);
  expect(back.stderr).toContain('something else stands there now');
  expect(await say('gated')).toBe('two');
  // The old object is there again, and so is the revision.
  await put(plain, 'one');
  const again = await lateen.cli('rollback', 'gated', '1');
  expect(again.code, again.stderr).toBe(0);
  expect(await say('gated')).toBe('one');
});

it('goes back to the object of a revision, and stays there until the document changes', async () => {
  expect((await lateen.cli('rollback', 'batch', '1')).code).toBe(0);
  await lateen.until(`${applications}/batch`, running(3));
  expect(await say('batch')).toBe('one');
  await put(kept, 'three');
  await lateen.sweep();
  await lateen.until(`${applications}/batch`, running(3));
  expect(await say('batch')).toBe('one');
});

/** What tasks of the site would be started from. */
async function containerOf(revision: number): Promise<{ image: string; label: string }> {
  const seen = (answer: Answer) => answer.body?.items?.[0]?.revision === revision;
  await lateen.until(`${applications}/site/revisions`, seen);
  const ecs = new ECSClient(config);
  const end = Date.now() + 20_000;
  for (;;) {
    const { taskDefinitionArns = [] } = await ecs.send(new ListTaskDefinitionsCommand({ sort: 'DESC' }));
    const own = taskDefinitionArns.filter(arn => arn.includes('site-web'));
    if (own.length >= revision || Date.now() > end) {
      const { taskDefinition } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: own[0] }));
      const [container] = taskDefinition?.containerDefinitions ?? [];
      return { image: container?.image ?? '', label: container?.dockerLabels?.['oam.dev/inputs'] ?? '' };
    }
    await new Promise(resolve => setTimeout(resolve, 200));
  }
}

it('takes up another image under its tag, another version of a secret and of a parameter', async () => {
  const ecr = new ECRClient(config);
  const push = async (layer: string): Promise<string> => {
    const manifest = { schemaVersion: 2, mediaType: 'application/vnd.docker.distribution.manifest.v2+json', layer };
    const imageManifest = JSON.stringify(manifest);
    await ecr.send(new PutImageCommand({ repositoryName: 'web', imageTag: '1.4', imageManifest }));
    const asked = new DescribeImagesCommand({ repositoryName: 'web', imageIds: [{ imageTag: '1.4' }] });
    return (await ecr.send(asked)).imageDetails?.[0]?.imageDigest ?? '';
  };
  await ecr.send(new CreateRepositoryCommand({ repositoryName: 'web' }));
  const first = await push('one');
  const secrets = new SecretsManagerClient(config);
  const Name = 'lateen-e2e/default/db';
  await secrets.send(new CreateSecretCommand({ Name, SecretString: '{"password":"one"}' }));
  const ssm = new SSMClient(config);
  const parameter = { Name: '/lateen-e2e/default/site/mode', Type: 'String' as const, Overwrite: true };
  await ssm.send(new PutParameterCommand({ ...parameter, Value: 'one' }));

  const posted = await lateen.api('POST', '/applications', site);
  expect(posted.status, posted.text).toBe(201);
  const before = await containerOf(1);
  expect(before.image).toBe(`${registry}/web@${first}`);

  const second = await push('two');
  await deliver(config, 'images', pushed('web', '1.4', second));
  expect((await containerOf(2)).image).toBe(`${registry}/web@${second}`);
  expect((await becauses('site'))[0]).toMatch(new RegExp(`^image ${registry}/web:1.4 is now ${second}, pushed `));

  await secrets.send(new PutSecretValueCommand({ SecretId: Name, SecretString: '{"password":"two"}' }));
  const rotated = await containerOf(3);
  expect(rotated.label).not.toBe(before.label);
  expect((await becauses('site'))[0]).toMatch(/^secret lateen-e2e\/default\/db is now version /);

  await ssm.send(new PutParameterCommand({ ...parameter, Value: 'two' }));
  await deliver(config, 'secrets', {
    'detail-type': 'Parameter Store Change',
    source: 'aws.ssm',
    detail: { operation: 'Update', name: parameter.Name, type: 'String', description: '' },
  });
  expect((await containerOf(4)).label).not.toBe(rotated.label);
  expect((await becauses('site'))[0]).toMatch(/^parameter \/lateen-e2e\/default\/site\/mode is now version 2, /);
});

it('publishes a function again when a secret that it is linked to is rotated', async () => {
  const secrets = new SecretsManagerClient(config);
  const Name = 'lateen-e2e/default/shared';
  await secrets.send(new CreateSecretCommand({ Name, SecretString: 'one' }));
  const posted = await lateen.api('POST', '/applications', reader);
  expect(posted.status, posted.text).toBe(201);
  await lateen.until(`${applications}/reader`, running(1));
  const before = await say('reader');
  expect(before).toMatch(/^[a-z0-9]{8}$/);
  await secrets.send(new PutSecretValueCommand({ SecretId: Name, SecretString: 'two' }));
  await lateen.until(`${applications}/reader`, running(2));
  expect(await say('reader')).not.toBe(before);
  expect((await becauses('reader'))[0]).toMatch(/^secret lateen-e2e\/default\/shared is now version /);
});

it('asks one question about an object that nobody uses, and wakes nobody', async () => {
  const key = 'unrelated/data.json';
  lateen.proxy.forget();
  await deliver(config, 'objects', {
    'detail-type': 'Object Created',
    source: 'aws.s3',
    detail: { bucket: { name: kept }, object: { key, size: 1 }, reason: 'PutObject' },
  });
  // A wake would carry its name.
  const calls = lateen.proxy.calls.filter(call => call.body.includes(key));
  expect(calls.map(({ service, action }) => `${service} ${action}`)).toEqual(['dynamodb Query']);
});

it('looks at once at what events of ECS tell of', async () => {
  const { body } = await lateen.api('GET', `${applications}/site`);
  const service = body.status.appliedResources.find((one: { kind: string }) => one.kind === 'AWS::ECS::Service').name;
  const arn = 'arn:aws:ecs:us-east-1:000000000000';
  const looked = async (): Promise<void> => {
    const end = Date.now() + 15_000;
    while (!lateen.proxy.calls.some(call => call.service === 'ecs')) {
      expect(Date.now()).toBeLessThan(end);
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  };
  await lateen.until(`${applications}/site`, answer => answer.body.status.status === 'running', 60);
  lateen.proxy.forget();
  await deliver(config, 'states', {
    'detail-type': 'ECS Task State Change',
    source: 'aws.ecs',
    resources: [`${arn}:task/lateen-e2e/b99d40b39e3c4b8a8d2d4a4f9a4b5b3c`],
    detail: {
      clusterArn: `${arn}:cluster/lateen-e2e`,
      group: `service:${service}`,
      lastStatus: 'STOPPED',
      desiredStatus: 'STOPPED',
      stoppedReason: 'Essential container in task exited',
    },
  });
  await looked();
  lateen.proxy.forget();
  await deliver(config, 'states', {
    'detail-type': 'ECS Deployment State Change',
    source: 'aws.ecs',
    resources: [`${arn}:service/lateen-e2e/${service}`],
    detail: { eventType: 'ERROR', eventName: 'SERVICE_DEPLOYMENT_FAILED', deploymentId: 'ecs-svc/1', reason: '' },
  });
  await looked();
});

it('says in status and events why an alarm of the application rings, and calls it running all the same', async () => {
  const own = (answer: Answer) =>
    answer.body.status.appliedResources.find((one: { kind: string }) => one.kind === 'AWS::CloudWatch::Alarm');
  const { name: alarmName } = own(await lateen.until(`${applications}/reader`, running(2)));
  const StateReason = 'Threshold Crossed: 1 datapoint [3.0] was greater than or equal to the threshold (1.0).';
  const cloudwatch = new CloudWatchClient(config);
  await cloudwatch.send(new SetAlarmStateCommand({ AlarmName: alarmName, StateValue: 'ALARM', StateReason }));
  await deliver(config, 'states', {
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    resources: [`arn:aws:cloudwatch:us-east-1:000000000000:alarm:${alarmName}`],
    detail: { alarmName, state: { value: 'ALARM', reason: StateReason }, previousState: { value: 'OK' } },
  });
  const told = await lateen.until(`${applications}/reader`, answer => own(answer).message !== '');
  expect([own(told).phase, own(told).message]).toEqual(['Ready', `ALARM: ${StateReason}`]);
  expect(told.body.status.status).toBe('running');
  const events = await lateen.api('GET', `${applications}/reader/events`);
  expect(events.body.items.map((one: { message: string }) => one.message)).toContain(
    `AWS::CloudWatch::Alarm ${alarmName}: ALARM: ${StateReason}`,
  );
});
