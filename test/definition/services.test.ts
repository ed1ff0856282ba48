/** Components of services and the traits around them: whatever is given counts, or is spoken of. */
import { describe, expect, it } from 'vitest';
import { at, equal, type Json, type JsonObject } from '../../lib/json.ts';
import { application, fn } from '../reconcile/applications.ts';
import { spoil } from './documents.ts';
import { leavesOf, otherAt, refusalsOf } from './leaves.ts';
import { judge, service, trait } from './served.ts';

/** What cannot be another thing alone: names of other components, and what another parameter asks for; with how it is refused. */
const refused: Readonly<Record<string, string>> = {
  'queue /spec/components/0/properties/fifo': 'InvalidParameter',
  'topic /spec/components/0/properties/fifo': 'InvalidParameter',
  'table /spec/components/0/properties/sort/at': 'InvalidParameter',
  'table /spec/components/0/properties/indexes/0/sort/at': 'InvalidParameter',
  'table /spec/components/0/properties/indexes/1/attributes': 'InvalidParameter',
  'trigger from a queue /spec/components/1/traits/0/properties/from': 'UnknownComponent',
  'trigger from a topic /spec/components/1/traits/0/properties/from': 'UnknownComponent',
  'trigger from a bucket /spec/components/1/traits/0/properties/from': 'UnknownComponent',
  'trigger from a stream /spec/components/2/traits/0/properties/from': 'UnknownComponent',
  'trigger from a stream /spec/components/2/traits/0/properties/failed': 'NotForSource',
  'link /spec/components/1/traits/0/properties/to': 'UnknownComponent',
  'secret that exists /spec/components/1/traits/0/properties/to': 'UnknownComponent',
  'parameter that exists /spec/components/1/traits/0/properties/to': 'UnknownComponent',
  'link /spec/components/1/traits/0/properties/verbs/0': 'UnknownVerb',
  'secret that exists /spec/components/1/traits/0/properties/verbs/0': 'UnknownVerb',
  'parameter that exists /spec/components/1/traits/0/properties/verbs/0': 'UnknownVerb',
  'link /spec/components/1/traits/0/properties/verbs/1': 'UnknownVerb',
  'permissions /spec/components/0/traits/0/properties/verbs/0': 'UnknownVerb',
  'bucket /spec/components/0/properties/versioning': 'InvalidParameter',
  'aws-resource /spec/components/0/properties/type': 'NotAllowed',
};

const effect = (document: JsonObject): Json => JSON.parse(JSON.stringify(Object.values(judge(document))));

/** Applications that use every parameter, and never say what is taken anyhow. */
const used: readonly (readonly [string, JsonObject])[] = [
  [
    'queue',
    application(
      service('queue', 'q', {
        visibilityTimeout: 60,
        retention: 3600,
        delay: 5,
        fifo: true,
        deduplicate: true,
        maxReceiveCount: 3,
      }),
    ),
  ],
  [
    'topic',
    application(
      service('topic', 't', { fifo: true, subscribe: ['qx', 'r'], raw: false }),
      service('queue', 'q'),
      service('queue', 'r'),
      service('queue', 'qx', { fifo: true }),
      service('queue', 'rx'),
      service('queue', 'qxx'),
    ),
  ],
  [
    'table',
    application(
      service('table', 't', {
        key: { id: 'string' },
        sort: { at: 'number' },
        indexes: [
          { name: 'by-kind', key: { kind: 'string' }, sort: { at: 'number' }, attributes: ['a', 'b'] },
          { name: 'by-day', key: { day: 'binary' }, attributes: [] },
        ],
        ttl: 'gone',
        stream: 'both',
        pointInTimeRecovery: true,
        protect: true,
        onDelete: 'retain',
      }),
    ),
  ],
  [
    'trigger from a queue',
    application(
      service('queue', 'q'),
      fn('a', [
        trait('trigger', {
          from: 'q',
          batchSize: 20,
          window: 5,
          filter: { body: { kind: ['x'] } },
          partialFailures: false,
          maxConcurrency: 4,
        }),
      ]),
    ),
  ],
  [
    'trigger from a stream',
    application(
      service('table', 't', { key: { id: 'string' }, stream: 'new' }),
      service('queue', 'q'),

      fn('a', [trait('trigger', { from: 't', startFrom: 'newest', retries: 2, failed: 'q' })]),
    ),
  ],
  [
    'trigger from a topic',
    application(service('topic', 't'), fn('a', [trait('trigger', { from: 't', filter: { kind: ['x'] } })])),
  ],
  [
    'link',
    application(service('queue', 'q'), fn('a', [trait('link', { to: 'q', verbs: ['send', 'consume'], env: 'JOBS' })])),
  ],
  [
    'permissions',
    application(
      fn('a', [trait('permissions', { verbs: ['read'], arns: ['arn:aws:s3:::reports', 'arn:aws:s3:::reports/*'] })]),
    ),
  ],
  [
    'schedule by cron',
    application(
      fn('a', [
        trait('schedule', { cron: '0 3 * * *', timezone: 'Europe/Paris', payload: { a: { b: 1 } }, enabled: false }),
      ]),
    ),
  ],
  ['schedule by rate', application(fn('a', [trait('schedule', { rate: '5 minutes' })]))],
  [
    'bucket',
    application(
      service('bucket', 'b', {
        versioning: true,
        lifecycle: [{ prefix: 'a/', deleteAfter: 9, deleteOldVersionsAfter: 3, archiveAfter: 5 }, { deleteAfter: 99 }],
        cors: [
          {
            allowOrigins: ['https://x'],
            allowMethods: ['GET'],
            allowHeaders: ['h'],
            exposeHeaders: ['e'],
            maxAge: 5,
          },
        ],
        events: false,
        onDelete: 'delete',
      }),
    ),
  ],
  [
    'trigger from a bucket',
    application(service('bucket', 'b'), fn('a', [trait('trigger', { from: 'b', prefix: 'in/', suffix: '.csv' })])),
  ],
  [
    'secret',
    application(
      service('secret', 's', {
        generate: { length: 20, exclude: '"', punctuation: false, key: 'password', with: { username: 'app' } },
        description: 'd',
      }),
    ),
  ],
  [
    'secret that exists',
    application(service('secret', 's', { existing: 'db' }), fn('a', [trait('link', { to: 's', verbs: ['read'] })])),
  ],
  ['parameter', application(service('parameter', 'p', { value: 'v', description: 'd' }))],
  [
    'parameter that exists',
    application(service('parameter', 'p', { existing: 'x/y' }), fn('a', [trait('link', { to: 'p', verbs: ['read'] })])),
  ],
  [
    'aws-resource',
    application(
      service('aws-resource', 'r', {
        type: 'AWS::Kinesis::Stream',
        properties: { ShardCount: 1, Name: { a: ['b'] } },
        onDelete: 'retain',
      }),
    ),
  ],
  [
    'function-url',
    application(
      fn('a', [
        trait('function-url', {
          auth: 'none',
          cors: {
            allowOrigins: ['https://x'],
            allowMethods: ['GET'],
            allowHeaders: ['h'],
            exposeHeaders: ['e'],
            allowCredentials: true,
            maxAge: 5,
          },
          stream: true,
        }),
      ]),
    ),
  ],
  [
    'gateway with tokens',
    application(
      fn('a', [
        trait('gateway', {
          http: { '/a': 80 },
          routes: ['GET /b'],
          jwt: { issuer: 'https://issuer.example', audience: ['a', 'b'], scopes: ['s'] },
        }),
      ]),
    ),
  ],
  ['log-retention', application(fn('a', [trait('log-retention', { days: 7 })]))],
];

describe.each(used)('%s', (title, document) => {
  const paths = leavesOf(at(document, '/spec/components') ?? null, '/spec/components').filter(path =>
    /\/properties\/(?!code)/.test(path),
  );

  it('is taken', () => {
    expect(judge(document).issues.filter(issue => issue.severity === 'error')).toEqual([]);
  });

  it.each(paths)('%s counts when it changes', path => {
    const changed = spoil(
      document,
      path,
      otherAt(document, path, value => refusalsOf(judge(spoil(document, path, value)).issues) === ''),
    );
    expect(equal(effect(changed), effect(document))).toBe(false);
    expect([path, refusalsOf(judge(changed).issues)]).toEqual([path, refused[`${title} ${path}`] ?? '']);
  });

  it.each(paths)('%s counts when it is left out', path => {
    expect(equal(effect(spoil(document, path, undefined)), effect(document))).toBe(false);
  });
});
