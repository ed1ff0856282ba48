/** Components of services and the traits around them: what AWS would refuse is refused before, and what they make fits together. */
import { describe, expect, it } from 'vitest';
import { at, type JsonObject, objectOf } from '../../lib/json.ts';
import { application, environment, fn } from '../reconcile/applications.ts';
import { judge, service, trait } from './served.ts';

const onFunction = (...traits: readonly JsonObject[]): JsonObject => application(fn('a', traits), ...others);
const others: readonly JsonObject[] = [
  service('queue', 'q', { visibilityTimeout: 20 }),
  service('queue', 'ordered', { fifo: true }),
  service('table', 't', { key: { id: 'string' } }),
  service('topic', 'n'),
  { name: 'w', type: 'worker', properties: { image: 'x:1' } },
];
const { prefix } = environment;
const inContainer = (one: JsonObject): JsonObject =>
  application({ name: 'w', type: 'worker', properties: { image: 'x:1' }, traits: [one] }, service('queue', 'q'));

describe('refuses', () => {
  it.each<[string, JsonObject, string]>([
    ['a link to nobody', onFunction(trait('link', { to: 'x' })), 'UnknownComponent /to'],
    [
      'a variable that Lambda keeps',
      onFunction(trait('link', { to: 'q', env: 'AWS_LAMBDA_FUNCTION' })),
      'ReservedName /env',
    ],
    ['a link to itself', onFunction(trait('link', { to: 'a' })), 'InvalidParameter /to'],
    ['a link to what shows nothing', onFunction(trait('link', { to: 'w' })), 'NothingToLink /to'],
    ['a verb nobody knows', onFunction(trait('link', { to: 'q', verbs: ['read'] })), 'UnknownVerb /verbs'],
    [
      'an ARN that is not allowed',
      onFunction(trait('permissions', { verbs: ['read'], arns: ['arn:aws:s3:::other'] })),
      'NotAllowed /arns',
    ],
    [
      'a bucket for everybody',
      application(service('aws-s3', 's', { bucket: 'b', acl: 'public-read' })),
      'NotOnAws /acl',
    ],
    ['any ARN', onFunction(trait('permissions', { verbs: ['read'], arns: ['*'] })), 'InvalidParameter /arns/0'],
    [
      'a verb that a service lacks',
      onFunction(trait('permissions', { verbs: ['send'], arns: ['arn:aws:s3:::reports'] })),
      'UnknownVerb /verbs',
    ],
    ['two clocks', onFunction(trait('schedule', { cron: '@daily', rate: '1 day' })), 'InvalidParameter /cron'],
    ['no clock', onFunction(trait('schedule', {})), 'InvalidParameter /cron'],
    ['a schedule of a container', inContainer(trait('schedule', { rate: '1 day' })), 'NotForWorkload '],
    ['a trigger of a container', inContainer(trait('trigger', { from: 'q' })), 'NotForWorkload '],
    ['a trigger from nobody', onFunction(trait('trigger', { from: 'x' })), 'UnknownComponent /from'],
    ['a trigger from a container', onFunction(trait('trigger', { from: 'w' })), 'NotForSource /from'],
    ['a trigger from a table without stream', onFunction(trait('trigger', { from: 't' })), 'StreamOff /from'],
    [
      'a trigger from an ARN that is not allowed',
      onFunction(trait('trigger', { from: 'arn:aws:sqs:eu-central-1:123456789012:theirs' })),
      'NotAllowed /from',
    ],
    [
      'a trigger from objects, which would never come',
      onFunction(trait('trigger', { from: 'arn:aws:s3:::reports/*' })),
      'InvalidParameter /from',
    ],
    [
      'parts of a bucket for a queue',
      onFunction(trait('trigger', { from: 'q', prefix: 'a/' })),
      'NotForSource /prefix',
    ],
    ['a batch from a topic', onFunction(trait('trigger', { from: 'n', batchSize: 3 })), 'NotForSource /batchSize'],
    [
      'a large batch that is not gathered',
      onFunction(trait('trigger', { from: 'q', batchSize: 11 })),
      'MissingParameter /window',
    ],
    [
      'a large batch in order',
      onFunction(trait('trigger', { from: 'ordered', batchSize: 11, window: 1 })),
      'InvalidParameter /batchSize',
    ],
    [
      'a trigger from a topic that keeps an order',
      application(fn('a', [trait('trigger', { from: 'n' })]), service('topic', 'n', { fifo: true })),
      'NotForSource /from',
    ],
    [
      'a queue in order for a topic that knows none',
      application(service('topic', 'n', { subscribe: ['q'] }), service('queue', 'q', { fifo: true })),
      'InvalidParameter /subscribe',
    ],
    [
      'failed records for what is no queue',
      application(
        fn('a', [trait('trigger', { from: 't', failed: 't' })]),
        service('table', 't', { key: { id: 'string' }, stream: 'new' }),
      ),
      'NotForSource /failed',
    ],
    [
      'a trigger from a bucket that tells nobody',
      application(fn('a', [trait('trigger', { from: 'b' })]), service('bucket', 'b', { events: false })),
      'EventsOff /from',
    ],
    [
      'a filter of a bucket',
      application(fn('a', [trait('trigger', { from: 'b', filter: { x: ['y'] } })]), service('bucket', 'b')),
      'NotForSource /filter',
    ],
    [
      'a type that is not allowed',
      application(service('aws-resource', 'r', { type: 'AWS::IAM::User' })),
      'NotAllowed /type',
    ],
    ['an address of a container', inContainer(trait('function-url', { auth: 'none' })), 'NotForWorkload '],
    ['a parameter of no value', application(service('parameter', 'p')), 'InvalidParameter /value'],
    [
      'a parameter of two values',
      application(service('parameter', 'p', { value: 'v', existing: 'w' })),
      'InvalidParameter /value',
    ],
    [
      'a secret that exists and is made',
      application(service('secret', 's', { existing: 'w', generate: { length: 8 } })),
      'InvalidParameter /existing',
    ],
    [
      'values beside a secret without a key',
      application(service('secret', 's', { generate: { with: { a: 'b' } } })),
      'InvalidParameter /generate/with',
    ],
    [
      'a rule that does nothing',
      application(service('bucket', 'b', { lifecycle: [{ prefix: 'a/' }] })),
      'MissingParameter /lifecycle',
    ],
    [
      'to archive what is deleted',
      application(service('bucket', 'b', { lifecycle: [{ deleteAfter: 30, archiveAfter: 30 }] })),
      'InvalidParameter /lifecycle',
    ],
    [
      'too few characters to have one of each kind',
      application(service('secret', 's', { generate: { length: 3 } })),
      'InvalidParameter /generate/length',
    ],
    [
      'code out of the bucket of an application',
      application(fn('a', [], { code: { s3: { bucket: `${prefix}shop-files-1a2b3c4d`, key: 'f.zip' } } })),
      'NotAllowed /code/s3/bucket',
    ],
    [
      'old versions where there are none',
      application(service('bucket', 'b', { lifecycle: [{ deleteOldVersionsAfter: 3 }] })),
      'InvalidParameter /lifecycle',
    ],
    [
      'a topic for what is no queue',
      application(service('topic', 'n', { subscribe: ['x'] })),
      'UnknownComponent /subscribe',
    ],
    [
      'a key of two types',
      application(service('table', 't', { key: { id: 'string' }, sort: { id: 'number' } })),
      'InvalidParameter /key',
    ],
    [
      'a sort that is the key',
      application(service('table', 't', { key: { id: 'string' }, sort: { id: 'string' } })),
      'InvalidParameter /sort',
    ],
    [
      'an index whose sort is its key',
      application(
        service('table', 't', {
          key: { id: 'string' },
          indexes: [{ name: 'by-a', key: { a: 'string' }, sort: { a: 'string' } }],
        }),
      ),
      'InvalidParameter /sort',
    ],
    [
      'two indexes of one name',
      application(
        service('table', 't', {
          key: { id: 'string' },
          indexes: [
            { name: 'by-x', key: { a: 'string' } },
            { name: 'by-x', key: { b: 'string' } },
          ],
        }),
      ),
      'DuplicateName /indexes',
    ],
    ['a key of two attributes', application(service('table', 't', { key: { a: 'string', b: 'string' } })), ' /key'],
  ])('%s', (_, document, expected) => {
    const errors = judge(document).issues.filter(issue => issue.severity === 'error');
    const seen = errors.map(({ code, pointer }) => `${code} ${pointer.replace(/.*\/properties/, '')}`);
    expect(seen).toEqual(expect.arrayContaining([expect.stringContaining(expected)]));
  });

  it('a call that takes longer than the queue waits, with both numbers', () => {
    const slow = application(fn('a', [trait('trigger', { from: 'q' })], { timeout: 25 }), ...others);
    const [issue] = judge(slow).issues.filter(({ severity }) => severity === 'error');
    expect(issue).toMatchObject({ code: 'InvalidParameter', pointer: '/spec/components/0/traits/0/properties/from' });
    expect(issue?.message).toMatch(/25 .*20/);
    const short = application(fn('a', [trait('trigger', { from: 'q' })], { timeout: 5 }), ...others);
    expect(judge(short).issues.map(({ code }) => code)).toContain('ShortVisibility');
  });

  it('grants for a container that acts as a role of its operator', () => {
    const two = application(
      {
        name: 'w',
        type: 'worker',
        properties: { image: 'x:1' },
        traits: [trait('link', { to: 'q', verbs: ['send'] }), trait('service-account', { name: 'r' })],
      },
      service('queue', 'q'),
    );
    expect(judge(two).issues.map(({ code }) => code)).toContain('TwoRoles');
  });
});

describe('a trigger', () => {
  it('comes after the right to read, and takes ARNs under the prefixes of the installation', () => {
    const from = 'arn:aws:sqs:eu-central-1:123456789012:shared-jobs';
    const { graph, issues } = judge(application(fn('a', [trait('trigger', { from })])));
    expect(issues.filter(({ severity }) => severity === 'error')).toEqual([]);
    const mapping = graph.resources.find(({ type }) => type === 'AWS::Lambda::EventSourceMapping')!;
    const policy = graph.resources.find(({ type, id }) => type === 'AWS::IAM::RolePolicy' && id === 'grant')!;
    expect(mapping.properties.EventSourceArn).toBe(from);
    expect(mapping.needs).toContain(policy.key);
    expect(at(policy.properties, '/PolicyDocument/Statement/0')).toMatchObject({
      Action: expect.arrayContaining(['sqs:ReceiveMessage']),
      Resource: [from],
    });
  });
});

it.each<[string, JsonObject, boolean]>([
  ['any method', { http: { '/a': 80 }, cors: {} }, true],
  ['what no other route is for', { routes: ['$default'], cors: {} }, true],
  ['named methods', { routes: ['GET /a', 'POST /a'], cors: {} }, false],
  ['one origin', { http: { '/a': 80 } }, false],
])('says that browsers ask without a token: %s', (_, properties, told) => {
  const jwt = { issuer: 'https://issuer.example', audience: ['a'] };
  const { issues } = judge(application(fn('a', [trait('gateway', { ...properties, jwt })])));
  expect(issues.some(({ code }) => code === 'PreflightRefused')).toBe(told);
});

it.each([
  [`${prefix}*`, `${prefix}builds`, true],
  ['builds', 'builds', true],
  ['*', 'builds', true],
  ['company-*-code', 'company-shop-code', true],
  ['builds', 'builds-2', false],
  ['company-*-code', 'company-shop-data', false],
  [`${prefix}*`, 'builds', false],
])('where %s holds code, it is taken out of %s: %s', (codeBuckets, bucket, taken) => {
  const code = { s3: { bucket, key: 'f.zip' } };
  const { issues } = judge(application(fn('a', [], { code })), { codeBuckets });
  expect(issues.filter(({ severity }) => severity === 'error').map(({ code, pointer }) => [code, pointer])).toEqual(
    taken ? [] : [['NotAllowed', expect.stringMatching(/code\/s3\/bucket$/)]],
  );
});

it('a link gives a container the same names and rights as a function', () => {
  const queue = service('queue', 'my-jobs');
  const one = trait('link', { to: 'my-jobs', verbs: ['send'] });
  const { graph } = judge(
    application(fn('f', [one]), { name: 'c', type: 'worker', properties: { image: 'x:1' }, traits: [one] }, queue),
  );
  const of = (component: string, type: string): JsonObject =>
    objectOf(graph.resources.find(row => row.component === component && row.type === type)?.properties);
  const variables = objectOf(at(of('f', 'AWS::Lambda::Function'), '/Environment/Variables'));
  const env = at(of('c', 'AWS::ECS::TaskDefinition'), '/ContainerDefinitions/0/Environment');
  expect(Object.keys(variables)).toEqual(['MY_JOBS_NAME', 'MY_JOBS_ARN', 'MY_JOBS_URL']);
  expect(env).toEqual(Object.entries(variables).map(([Name, Value]) => ({ Name, Value })));
  const policies = graph.resources.filter(row => row.id === 'grant').map(row => row.properties.PolicyDocument);
  expect(policies).toHaveLength(2);
  expect(policies[0]).toEqual(policies[1]);
});

it('a link to a function names what it may invoke, not its latest version', () => {
  const { graph } = judge(application(fn('f', [trait('link', { to: 'g', verbs: ['invoke'] })]), fn('g')));
  const caller = graph.resources.find(row => row.component === 'f' && row.type === 'AWS::Lambda::Function')!;
  const { key } = graph.resources.find(row => row.component === 'g' && row.type === 'AWS::Lambda::Alias')!;
  expect(at(caller.properties, '/Environment/Variables')).toEqual({
    G_NAME: { $join: [{ $ref: [key, 'FunctionName'] }, ':', { $ref: [key, 'Name'] }] },
    G_ARN: { $ref: [key, 'AliasArn'] },
  });
});
