/** The deployed reconciler's policy has no permission too many: each is taken out, and an application that needs it says which it lacks. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Installation, startInstallation } from './harness/installation.ts';
import { lanesOfContainers, unnoticedOfContainers } from './permissions/container-lanes.ts';
import { lanesOfData, unnoticedOfData } from './permissions/data-lanes.ts';
import { because, type Lane, tags } from './permissions/lane.ts';
import { askedInstead, type Policy, policyOf } from './permissions/policy.ts';
import { lanesOfServices, unnoticedOfServices } from './permissions/service-lanes.ts';

const api = 'the emulator does not ask for it';
const scaling = 'the emulator has no Application Auto Scaling, so it is never asked for there';
const other = 'the emulator asks for another action of the function in its place, which the reconciler has too';
const aliases = `the emulator asks for ${askedInstead} in its place, which is taken out here`;

/**
 * The permissions whose absence the emulator does not notice, and why. All of them are out while every other test here runs: the day the
 * emulator notices one, an application is denied it and the test fails with its name. docs/fidelity.md says what proves them instead.
 */
const unnoticed: Readonly<Record<string, string>> = {
  ...because(
    api,
    'iam:PassRole role/lateen-e2e/*',
    'iam:PassRole role/lateen-e2e-scheduler',
    'lambda:GetLayerVersion',
    's3:GetObject',
    's3:GetObjectVersion',
  ),
  ...because(api, 'lambda:ListTags lt-e2e-*', 'apigateway:PUT'),
  ...because(other, 'lambda:PutProvisionedConcurrencyConfig', 'lambda:GetProvisionedConcurrencyConfig'),
  ...because(other, 'lambda:DeleteProvisionedConcurrencyConfig', 'lambda:DeleteFunctionConcurrency'),
  ...because(aliases, 'lambda:GetAlias', 'lambda:UpdateAlias', 'lambda:DeleteAlias'),
  ...because(
    scaling,
    'application-autoscaling:DeleteScalingPolicy',
    'application-autoscaling:DeregisterScalableTarget',
  ),
  ...because(
    scaling,
    'application-autoscaling:DescribeScalableTargets',
    'application-autoscaling:DescribeScalingPolicies',
  ),
  ...because(scaling, 'application-autoscaling:PutScalingPolicy', 'application-autoscaling:RegisterScalableTarget'),
  ...because(
    scaling,
    'iam:CreateServiceLinkedRole role/aws-service-role/lambda.application-autoscaling.amazonaws.com/*',
  ),
  ...because(scaling, 'cloudwatch:DeleteAlarms TargetTracking-*'),
  ...because(scaling, 'cloudwatch:DescribeAlarms TargetTracking-*', 'cloudwatch:PutMetricAlarm TargetTracking-*'),
  ...because('what may not be looked at is not followed, which denies nothing: redeploy.test.ts', 'ecr:DescribeImages'),
  ...unnoticedOfContainers,
  ...unnoticedOfData,
  ...unnoticedOfServices,
};

let lateen: Installation;
let policy: Policy;
let keys: readonly string[];
beforeAll(async () => {
  lateen = await startInstallation({ containers: false });
  for (const file of [
    'definitions.yaml',
    'container-definitions.yaml',
    'data-definitions.yaml',
    'files-definitions.yaml',
    'service-definitions.yaml',
  ]) {
    const definitions = readFileSync(join(import.meta.dirname, 'permissions', file), 'utf8');
    const posted = await lateen.api('POST', '/applications', definitions);
    expect(posted.status, posted.text).toBe(201);
  }
  keys = await Promise.all(['one', 'two'].map(upload));
  policy = await policyOf(lateen.emulator, 'lateen-e2e');
  await policy.without('all', Object.keys(unnoticed));
});
afterAll(() => lateen?.stop());

/** Puts code into the installation's bucket as a user would, and answers with its key. */
async function upload(says: string): Promise<string> {
  const source = Buffer.from(`export const handler = async () => '${says}';`);
  const zip = Buffer.from(zipSync({ 'index.mjs': [source, { mtime: new Date(1980, 0, 1) }] }));
  const sha256 = createHash('sha256').update(zip).digest('hex');
  const { body } = await lateen.api('POST', '/blobs', { sha256, size: zip.length });
  const { url, method, headers } = body.upload;
  expect((await fetch(url, { method, headers, body: zip })).status).toBe(200);
  return `blobs/${sha256}`;
}

/** What its mapping is tagged with. */
const polled = (tag: string): object => ({ polled: tags(tag) });

const lanes = (): readonly Lane[] => [
  {
    service: 'lambda',
    type: 'bare-function',
    steps: [
      {
        properties: {
          key: keys[0],
          memory: 128,
          description: 'a',
          tags: tags('a'),
          reserved: 1,
          provisioned: 1,
          ...polled('a'),
        },
        misses: [
          'lambda:CreateFunction',
          'lambda:GetFunction',
          'lambda:PutFunctionConcurrency',
          'lambda:ListVersionsByFunction',
          'lambda:CreateAlias',
          askedInstead,
          'lambda:AddPermission',
          'lambda:GetPolicy',
          'lambda:CreateFunctionUrlConfig',
          'lambda:GetFunctionUrlConfig',
          'lambda:CreateEventSourceMapping',
          'lambda:ListEventSourceMappings',
        ],
      },
      {
        properties: { key: keys[1], memory: 256, description: 'b', tags: tags('b'), ...polled('a') },
        misses: [
          'lambda:TagResource lt-e2e-*',
          'lambda:UntagResource lt-e2e-*',
          'lambda:UpdateFunctionConfiguration',
          'lambda:UpdateFunctionCode',
        ],
      },
      {
        properties: { key: keys[1], memory: 512, description: 'b', tags: tags('b'), ...polled('a') },
        misses: ['lambda:PublishVersion'],
      },
      {
        properties: { key: keys[1], memory: 512, description: 'b', tags: tags('b'), ...polled('b') },
        misses: ['lambda:ListTags *', 'lambda:TagResource *', 'lambda:UntagResource *'],
      },
      { properties: 'delete', misses: ['lambda:RemovePermission', 'lambda:DeleteFunction'] },
    ],
  },
  {
    service: 'apigateway',
    type: 'bare-api',
    steps: [
      {
        properties: { description: 'a', tags: { a: 'yes' } },
        misses: [
          'apigateway:POST /apis',
          'apigateway:GET /apis',
          'apigateway:POST /apis/*',
          'apigateway:GET /apis/*',
          'apigateway:POST /domainnames',
        ],
      },
      {
        properties: { description: 'b', tags: { b: 'yes' } },
        misses: ['apigateway:PATCH /apis/*', 'apigateway:POST /tags/*', 'apigateway:DELETE /tags/*'],
      },
      { properties: 'delete', misses: ['apigateway:DELETE /apis/*'] },
    ],
  },
  {
    service: 'iam',
    type: 'bare-role',
    steps: [
      {
        properties: { description: 'a', sid: 'A', boundary: arn('boundary'), tags: tags('a') },
        misses: ['iam:CreateRole', 'iam:GetRole', 'iam:PutRolePolicy', 'iam:GetRolePolicy'],
      },
      {
        properties: { description: 'b', sid: 'B', boundary: arn('callers'), tags: tags('b') },
        misses: [
          'iam:UpdateRole',
          'iam:UpdateAssumeRolePolicy',
          'iam:PutRolePermissionsBoundary',
          'iam:TagRole',
          'iam:UntagRole',
        ],
      },
      { properties: 'delete', misses: ['iam:DeleteRolePolicy', 'iam:DeleteRole'] },
    ],
  },
  {
    service: 'logs',
    type: 'bare-group',
    steps: [
      {
        properties: { retention: 1, tags: tags('a') },
        misses: [
          'logs:CreateLogGroup',
          'logs:DescribeLogGroups',
          'logs:PutRetentionPolicy',
          'logs:ListTagsForResource',
        ],
      },
      {
        properties: { tags: tags('b') },
        misses: ['logs:DeleteRetentionPolicy', 'logs:TagResource', 'logs:UntagResource'],
      },
      { properties: 'delete', misses: ['logs:DeleteLogGroup'] },
    ],
  },
  {
    service: 'cloudwatch',
    type: 'bare-alarm',
    steps: [
      {
        properties: { threshold: 1, tags: tags('a') },
        misses: ['cloudwatch:PutMetricAlarm lt-e2e-*', 'cloudwatch:DescribeAlarms *'],
      },
      {
        properties: { threshold: 2, tags: tags('b') },
        misses: ['cloudwatch:ListTagsForResource', 'cloudwatch:TagResource', 'cloudwatch:UntagResource'],
      },
      { properties: 'delete', misses: ['cloudwatch:DeleteAlarms lt-e2e-*'] },
    ],
  },
  ...lanesOfContainers,
  ...lanesOfData,
  ...lanesOfServices,
];

function arn(name: string): string {
  return `arn:aws:iam::000000000000:policy/lateen-e2e-${name}`;
}

/** Takes the permissions out one after another; the application must stop at each, and goes on as soon as the next one is out instead. */
async function walk({ service, type, steps }: Lane): Promise<void> {
  const name = `needs-${service}`;
  const at = `/apis/core.oam.dev/v1beta1/namespaces/default/applications/${name}`;
  let generation = 0;
  for (const { properties, misses, until } of steps) {
    const isOver = (answer: Answer): boolean =>
      properties === 'delete'
        ? answer.status === 404
        : answer.body?.status?.observedGeneration === generation &&
          (answer.body.status.status === 'running' || until?.test(saysOf(answer)) === true);
    for (const [n, permission] of misses.entries()) {
      await policy.without(service, [permission]);
      if (n === 0 && properties === 'delete') {
        expect((await lateen.api('DELETE', at)).status).toBeLessThan(300);
      } else if (n === 0) {
        const spec = { components: [{ name: 'only', type, properties }] };
        const document = { apiVersion: 'core.oam.dev/v1beta1', kind: 'Application', metadata: { name }, spec };
        const posted = await lateen.api('POST', '/applications', document);
        expect(posted.status, posted.text).toBeLessThan(300);
        generation += 1;
      }
      const action = permission.split(' ')[0];
      const lacks = `not authorized to perform: ${action} `;
      if (n > 0) await lateen.api('POST', `${at}/retry`);
      const answer = await comesTo(at, one => isOver(one) || saysOf(one).includes(lacks));
      expect(saysOf(answer), `${name} got along without ${permission}`).toContain(lacks);
    }
    await policy.without(service, []);
    await lateen.api('POST', `${at}/retry`);
    await comesTo(at, isOver);
  }
}

/** Asks for a retry where nothing happens for a while: never two at once, or a wave would begin under one policy and end under the next. */
async function comesTo(at: string, done: (answer: Answer) => boolean): Promise<Answer> {
  for (let left = 5; ; left--) {
    try {
      return await lateen.until(at, done, 3);
    } catch (error) {
      if (left === 0) throw error;
      await lateen.api('POST', `${at}/retry`);
    }
  }
}

function saysOf(answer: Answer): string {
  return `${answer.body?.status?.cause ?? ''} `;
}

describe.concurrent('an application stops at each permission that it lacks, says which, and goes on once it is given', () => {
  const services = ['lambda', 'apigateway', 'iam', 'logs', 'cloudwatch'];
  it.each([...services, ...[...lanesOfContainers, ...lanesOfData, ...lanesOfServices].map(lane => lane.service)])(
    '%s',
    async service => {
      const lane = lanes().find(one => one.service === service);
      if (lane === undefined) throw new Error(`No lane for ${service}`);
      await walk(lane);
    },
  );
});

it('leaves out no permission but those that the emulator does not notice', () => {
  const missed = lanes().flatMap(({ steps }) => steps.flatMap(({ misses }) => misses));
  const covered = [...missed.filter(one => one !== askedInstead), ...Object.keys(unnoticed)].sort();
  expect(covered).toEqual(policy.permissions);
  console.log('Permissions whose absence the emulator does not notice:');
  for (const [permission, why] of Object.entries(unnoticed)) console.log(`  ${permission}: ${why}`);
});
