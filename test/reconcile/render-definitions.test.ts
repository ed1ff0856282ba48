/** An operator's definitions, rendered: links, grants, circles, loops, context. */
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../lib/json.ts';
import {
  application,
  catalog,
  definition,
  environment,
  fn,
  gateway,
  marks,
  only,
  propertiesOf,
  rendered,
} from './applications.ts';

const fnType = 'AWS::Lambda::Function';
const _route = 'AWS::ApiGatewayV2::Route';
const _http = (path = '/'): JsonObject => gateway({ http: { [path]: 80 } });
const trait = (type: string, properties: JsonObject = {}): JsonObject => ({ type, properties });

const queue = definition('ComponentDefinition', 'logs', {
  workload: { type: 'resources' },
  schematic: {
    cel: {
      parameters: { type: 'object', properties: { name: { type: 'string' }, days: { type: 'integer', default: 7 } } },
      resources: [
        {
          id: 'logs',
          type: 'AWS::Logs::LogGroup',
          properties: { LogGroupName: '${parameter.?name}', RetentionInDays: '${parameter.days}' },
        },
      ],
      link: { NAME: '${resources.logs.LogGroupName}' },
      grants: {
        write: { actions: ['logs:PutLogEvents'], resources: ['arn:aws:logs:*:*:${resources.logs.LogGroupName}'] },
      },
      outputs: { name: '${resources.logs.LogGroupName}' },
      endpoints: [{ url: 'logs://${resources.logs.LogGroupName}' }],
    },
  },
});
const link = definition('TraitDefinition', 'link', {
  appliesToWorkloads: ['function'],
  schematic: {
    cel: {
      parameters: {
        type: 'object',
        required: ['to'],
        properties: { to: { type: 'string' }, verbs: { type: 'array', items: { type: 'string' }, default: [] } },
      },
      let: [{ prefix: '${envName(parameter.to)}' }],
      patch: {
        function: {
          env: [{ $for: 'k, v in components[parameter.to].link', name: '${prefix}_${k}', value: '${v}' }],
          grants: [
            {
              $for: 'verb in parameter.verbs',
              id: '${parameter.to}-${verb}',
              actions: '${components[parameter.to].grants[verb].actions}',
              resources: '${components[parameter.to].grants[verb].resources}',
            },
          ],
        },
      },
    },
  },
});
const known = catalog(queue, link);

describe("an operator's definitions", () => {
  it('link components by references and grants', () => {
    const document = application(fn('f', [trait('link', { to: 'audit', verbs: ['write'] })]), {
      name: 'audit',
      type: 'logs',
    });
    const { graph, issues } = rendered(document, known);
    expect(issues).toEqual([]);
    const audit = only(graph, 'AWS::Logs::LogGroup', '/audit/');
    const role = only(graph, 'AWS::IAM::Role');
    expect(propertiesOf(graph, fnType)).toMatchObject({
      Role: { $ref: [role.key, 'Arn'] },
      Environment: { Variables: { AUDIT_NAME: { $ref: [audit.key, 'LogGroupName'] } } },
    });
    expect(role.properties).toMatchObject({ Path: '/lateen/', PermissionsBoundary: environment.boundary });
    expect(propertiesOf(graph, 'AWS::IAM::RolePolicy', 'grant/audit-write').PolicyDocument).toMatchObject({
      Statement: [
        {
          Effect: 'Allow',
          Action: ['logs:PutLogEvents'],
          Resource: [{ $join: ['arn:aws:logs:*:*:', { $ref: [audit.key, 'LogGroupName'] }] }],
        },
      ],
    });
    expect(only(graph, fnType).needs).toContain(audit.key);
    expect(graph.endpoints).toEqual([
      { component: 'audit', url: { $join: ['logs://', { $ref: [audit.key, 'LogGroupName'] }] } },
    ]);
  });

  it('refuse a circle through environment, naming both', () => {
    const document = application(fn('a', [trait('link', { to: 'b' })]), fn('b', [trait('link', { to: 'a' })]));
    const { issues } = rendered(document, known);
    expect(marks(issues)).toEqual(['ReferenceCycle /spec/components/0']);
    expect(issues[0]?.message).toMatch(/\ba -> b -> a$/);
  });

  it('refuse a circle of a link and dependsOn', () => {
    const document = application(fn('a', [trait('link', { to: 'b' })]), { ...fn('b'), dependsOn: ['a'] });
    expect(marks(rendered(document, known).issues)).toEqual(['ReferenceCycle /spec/components/0']);
  });

  it('tell a link to nobody at its trait', () => {
    const { issues } = rendered(application(fn('a', [trait('link', { to: 'nobody' })])), known);
    expect(marks(issues)).toEqual(['NoSuchKey /spec/components/0/traits/0']);
    expect(issues[0]?.message).toContain('link');
  });

  it('tell a property that AWS would refuse at the component', () => {
    const { issues } = rendered(
      application({ name: 'l', type: 'logs', properties: { days: 8, name: 'x'.repeat(600) } }),
      known,
    );
    expect(marks(issues)).toEqual(['InvalidProperty /spec/components/0', 'InvalidProperty /spec/components/0']);
    expect(issues[0]?.message).toContain('AWS::Logs::LogGroup');
  });

  it('tell a reference to what was left out', () => {
    const dropping = definition('ComponentDefinition', 'maybe', {
      workload: { type: 'resources' },
      schematic: {
        cel: {
          parameters: { type: 'object', properties: { on: { type: 'boolean', default: false } } },
          resources: [{ id: 'logs', $if: 'parameter.on', type: 'AWS::Logs::LogGroup' }],
          link: { NAME: '${resources.logs.LogGroupName}' },
        },
      },
    });
    const to = (on: boolean): JsonObject =>
      application(fn('a', [trait('link', { to: 'm' })]), { name: 'm', type: 'maybe', properties: { on } });
    expect(marks(rendered(to(false), catalog(dropping, link)).issues)).toEqual([
      'ReferenceToAbsent /spec/components/0',
    ]);
    expect(rendered(to(true), catalog(dropping, link)).issues).toEqual([]);
  });

  it('repeat resources by key, and refuse a key twice', () => {
    const many = definition('ComponentDefinition', 'many', {
      workload: { type: 'resources' },
      schematic: {
        cel: {
          parameters: { type: 'object', properties: { names: { type: 'array', items: { type: 'string' } } } },
          resources: [{ $for: 'n in parameter.names', id: 'logs', key: '${n}', type: 'AWS::Logs::LogGroup' }],
        },
      },
    });
    const of = (names: string[]): JsonObject => application({ name: 'm', type: 'many', properties: { names } });
    const keys = (names: string[]): string[] => rendered(of(names), catalog(many)).graph.resources.map(one => one.key);
    expect(keys(['x', 'y'])).toEqual([...keys(['y', 'x'])].reverse());
    expect(marks(rendered(of(['x', 'x']), catalog(many)).issues)).toEqual(['DuplicateKey /spec/components/0']);
  });

  it('read the context', () => {
    const aware = definition('ComponentDefinition', 'aware', {
      workload: { type: 'resources' },
      schematic: {
        cel: {
          resources: [
            {
              id: 'logs',
              type: 'AWS::Logs::LogGroup',
              properties: {
                LogGroupName:
                  '${context.namespace}/${context.appName}/${context.name}/${string(context.revision)}/${context.account}/${context.region}',
              },
            },
          ],
        },
      },
    });
    const { graph } = rendered(application({ name: 'x', type: 'aware' }), catalog(aware));
    expect(propertiesOf(graph, 'AWS::Logs::LogGroup').LogGroupName).toBe('default/app/x/1/123456789012/eu-central-1');
  });
});
