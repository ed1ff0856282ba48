/** What render refuses or warns of, by code and place. */
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../lib/json.ts';
import { application, blob, fn, gateway, issuesOf, marks } from './applications.ts';

const _fnType = 'AWS::Lambda::Function';
const _route = 'AWS::ApiGatewayV2::Route';
const http = (path = '/'): JsonObject => gateway({ http: { [path]: 80 } });
const trait = (type: string, properties: JsonObject = {}): JsonObject => ({ type, properties });

describe('a problem or a warning is told', () => {
  const at = '/spec/components/0/traits/0';
  it.each<[string, JsonObject, readonly string[]]>([
    [
      'two gateways that differ about other origins',
      application(fn('a', [gateway({ http: { '/a': 1 }, cors: { allowOrigins: ['*'] } })]), fn('b', [http('/b')])),
      ['ScopeConflict /spec/components/1/traits/0'],
    ],
    [
      'two components with one route',
      application(fn('a', [http('/a')]), fn('b', [http('/a')])),
      ['NotUnique /spec/components/1/traits/0', 'NotUnique /spec/components/1/traits/0'],
    ],
    [
      'one path twice on a component',
      application(fn('a', [gateway({ http: { '/a': 1 }, pathType: 'Exact', routes: ['ANY /a'] })])),
      [`NotUnique ${at}`],
    ],
    ['a gateway to nowhere', application(fn('a', [gateway({})])), [`MissingParameter ${at}/properties/http`]],
    ['a path without slash', application(fn('a', [http('a')])), [`InvalidParameter ${at}/properties/http/a`]],
    [
      'a regular expression as path',
      application(fn('a', [http('/a(/|$)(.*)')])),
      [`InvalidParameter ${at}/properties/http/~1a(~1|$)(.*)`],
    ],
    [
      'a strange route',
      application(fn('a', [gateway({ routes: ['GO /'] })])),
      [`InvalidParameter ${at}/properties/routes/0`],
    ],
    [
      'a service that exists',
      application(fn('a', [gateway({ http: { '/': 1 }, existingServiceName: 'x' })])),
      [`NotForWorkload ${at}/properties/existingServiceName`],
    ],
    [
      'replicas of a function',
      application(fn('a', [trait('scaler', { replicas: 1 })])),
      [`NotForWorkload ${at}/properties/replicas`],
    ],
    ['a scaler that says nothing', application(fn('a', [trait('scaler')])), [`MissingParameter ${at}/properties`]],
    [
      'less reserved than provisioned',
      application(fn('a', [trait('scaler', { reserved: 1, provisioned: { min: 2 } })])),
      [`InvalidParameter ${at}/properties/reserved`],
    ],
    [
      'a maximum below the minimum',
      application(fn('a', [trait('scaler', { provisioned: { min: 2, max: 1 } })])),
      [`InvalidParameter ${at}/properties/provisioned/max`],
    ],
    [
      'a target without scaling',
      application(fn('a', [trait('scaler', { provisioned: { min: 2, target: 0.5 } })])),
      [`InvalidParameter ${at}/properties/provisioned/target`],
    ],
    [
      'an unknown metric',
      application(fn('a', [trait('alarm', { metric: 'error', threshold: 1 })])),
      [`InvalidParameter ${at}/properties/metric`],
    ],
    [
      'dimensions without namespace',
      application(fn('a', [trait('alarm', { metric: 'errors', threshold: 1, dimensions: { a: 'b' } })])),
      [`InvalidParameter ${at}/properties/dimensions`],
    ],
    [
      'a statistic and a percentile',
      application(fn('a', [trait('alarm', { metric: 'errors', threshold: 1, statistic: 'Sum', percentile: 'p9' })])),
      [`InvalidParameter ${at}/properties/percentile`],
    ],
    [
      'a period between minutes',
      application(fn('a', [trait('alarm', { metric: 'errors', threshold: 1, period: 90 })])),
      [`InvalidParameter ${at}/properties/period`],
    ],
    ['an env without env', application(fn('a', [trait('env')])), [`MissingParameter ${at}/properties/env`]],
    [
      'a container of a function',
      application(fn('a', [trait('env', { env: { AA: 'b' }, containerName: 'x' })])),
      [`NotForWorkload ${at}/properties/containerName`],
    ],
    [
      'containers of a function',
      application(fn('a', [trait('env', { containers: [{ env: {} }] })])),
      [`NotForWorkload ${at}/properties/containers`],
    ],
    [
      'a reserved variable',
      application(fn('a', [trait('env', { env: { AWS_REGION: 'x' } })])),
      [`InvalidParameter ${at}/properties/env`],
    ],
    [
      'the variable that tells of rotations, set by a trait',
      application(fn('a', [trait('env', { env: { LATEEN_INPUTS: 'x' } })])),
      [`InvalidParameter ${at}/properties/env`],
    ],
    [
      'the variable that tells of rotations',
      application(fn('a', [], { env: [{ name: 'LATEEN_INPUTS', value: 'x' }] })),
      ['InvalidParameter /spec/components/0/properties/env/0/name'],
    ],
    [
      'a variable twice',
      application(
        fn('a', [], {
          env: [
            { name: 'AA', value: '1' },
            { name: 'AA', value: '2' },
          ],
        }),
      ),
      ['DuplicateName /spec/components/0'],
    ],
    [
      'code that was not uploaded',
      application(fn('a', [], { code: { inline: 'x' } })),
      ['CodeNotUploaded /spec/components/0/properties/code'],
    ],
    [
      'two kinds of code',
      application(fn('a', [], { code: { blob, inline: 'x' } })),
      ['InvalidParameter /spec/components/0/properties/code'],
    ],
    [
      'a label that AWS keeps',
      application(fn('a', [trait('labels', { 'aws:x': 'y' })])),
      [`ReservedName ${at}/properties`],
    ],
    [
      'what an ingress has',
      application(
        fn('a', [
          gateway({
            http: { '/': 1 },
            class: 'nginx',
            classInSpec: true,
            secretName: 's',
            gatewayHost: 'h',
            annotations: { a: 'b' },
            name: 'n',
          }),
        ]),
      ),
      ['name', 'class', 'classInSpec', 'secretName', 'gatewayHost', 'annotations'].map(
        name => `NotNeeded ${at}/properties/${name}`,
      ),
    ],
  ])('%s', (_, document, expected) => {
    expect(marks(issuesOf(document))).toEqual(expected);
  });
});

it('names both who share and differ', () => {
  const cors = { allowOrigins: ['*'] };
  const [issue] = issuesOf(
    application(fn('a', [gateway({ http: { '/a': 1 }, cors })]), fn('b', [gateway({ http: { '/b': 1 } })])),
  );
  expect(issue?.message).toBe(
    'gateway of a and gateway of b share one AWS::ApiGatewayV2::Api and differ in CorsConfiguration',
  );
  const [other] = issuesOf(
    application(fn('a', [gateway({ http: { '/a': 1 } })]), fn('b', [gateway({ http: { '/a': 1 } })])),
  );
  expect(other?.message).toBe('ANY /a already belongs to gateway of a');
});
