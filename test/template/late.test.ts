/** References: what stays for AWS to say, where it may stand, and what is refused. */
import { describe, expect, it } from 'vitest';
import type { Json } from '../../lib/json.ts';
import { run } from './language.ts';

const rows = { role: 'local/web/-/role#1', 'integration/80': 'local/web/gateway#0/integration/80#2' };
const role = { $ref: [rows.role, 'Arn'] };
const integration = { $ref: [rows['integration/80'], 'IntegrationId'] };
const uri = { $ref: ['fn', 'Arn'] };
const joined = { $join: ['arn:', { $ref: ['fn', 'Name'] }, ':live'] };
const variables: Record<string, Json> = {
  parameter: { port: 80, to: 'my-queue', yes: true, verb: 'send' },
  environment: { basicRole: 'arn:basic' },
  outputs: {
    integration: { '*': { type: 'AWS_PROXY', uri, path: joined } },
    byPort: { '80': { uri: 'http://x' } },
    target: { id: joined },
  },
  components: {
    'my-queue': {
      link: { URL: { $ref: ['queue', 'QueueUrl'] }, NAME: 'q' },
      grants: { send: { actions: ['sqs:SendMessage'], resources: [{ $ref: ['queue', 'Arn'] }] } },
    },
  },
  workload: {
    replicas: { $initial: 2 },
    env: [{ name: 'A', value: uri }],
    grants: [{ id: 'g', actions: ['a:b'], resources: [uri] }],
  },
};

describe('leaves references', () => {
  it.each<[Json, Json | undefined]>([
    ['${resources.role.Arn}', role],
    ['${(resources.role.Arn)}', role],
    ['${resources.?role.Arn}', role],
    ['${resources.integration["80"].IntegrationId}', integration],
    ['${resources.integration[string(parameter.port)].IntegrationId}', integration],
    ['${resources.?discovery.Arn}', undefined],
    ['${resources.?integration["81"].IntegrationId}', undefined],
    ['${resources.integration[?"81"].IntegrationId}', undefined],
    [{ a: '${resources.?discovery.Arn}', b: 1 }, { b: 1 }],
    ['x/${resources.?discovery.Arn}', undefined],
    ['integrations/${resources.integration["80"].IntegrationId}', { $join: ['integrations/', integration] }],
    ['${resources.role.Arn}${resources.role.RoleName}', { $join: [role, { $ref: [rows.role, 'RoleName'] }] }],
    ['${resources.role.Arn}/${parameter.to}/', { $join: [role, '/my-queue/'] }],
    ['${parameter.yes ? resources.role.Arn : environment.basicRole}', role],
    ['${!parameter.yes ? resources.role.Arn : environment.basicRole}', 'arn:basic'],
    ['${parameter.yes ? environment.basicRole : resources.discovery.Arn}', 'arn:basic'],
    ['${(!parameter.yes ? resources.discovery.Arn : parameter.port == 80 ? resources.role.Arn : "none")}', role],
    ['role=${parameter.yes ? resources.role.Arn : "none"}', { $join: ['role=', role] }],
    ['${outputs.integration["80"].uri}', uri],
    ['${outputs.integration[string(parameter.port)].?uri}', uri],
    ['${outputs.integration["80"].?method}', undefined],
    ['${outputs.byPort["80"].uri}', 'http://x'],
    ['${outputs.target.id}/x', { $join: ['arn:', { $ref: ['fn', 'Name'] }, ':live/x'] }],
    [
      'a-${outputs.target.id}-${outputs.integration.x.uri}',
      { $join: ['a-arn:', { $ref: ['fn', 'Name'] }, ':live-', uri] },
    ],
    ['${has(outputs.integration.x.method)}', false],
    ['${has(outputs.integration.x.uri)}', true],
    ['${outputs.?target.?id.orValue("none")}', joined],
    ['${outputs.integration["80"]}', { type: 'AWS_PROXY', uri, path: joined }],
    ['${[outputs.target.id, "x"]}', [joined, 'x']],
    ['${outputs.integration.map(k, outputs.integration[k].uri)}', [uri]],
    ['${components[parameter.to].link.URL}', { $ref: ['queue', 'QueueUrl'] }],
    ['${components["my-queue"].link.NAME}', 'q'],
    ['${parameter.to in components}', true],
    ['${components[parameter.to].grants[parameter.verb].resources}', [{ $ref: ['queue', 'Arn'] }]],
    [
      [{ $for: 'k, v in components[parameter.to].link', name: '${k}', value: '${v}' }],
      [
        { name: 'URL', value: { $ref: ['queue', 'QueueUrl'] } },
        { name: 'NAME', value: 'q' },
      ],
    ],
    [{ $for: 'e in workload.env', $key: '${e.name}', $value: '${e.value}' }, { A: uri }],
    ['${workload.replicas}', { $initial: 2 }],
    ['${workload.env.filter(e, e.name == "A")}', [{ name: 'A', value: uri }]],
    [
      '${iam.allow(workload.grants[0])}',
      { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['a:b'], Resource: [uri] }] },
    ],
    ['${distinct([outputs.target.id, outputs.target.id, "x"])}', [joined, 'x']],
  ])('%j', (tree, value) => {
    expect(run(tree, { variables, rows })).toEqual({ value, issues: [] });
    expect(run(tree, { variables, rows, options: { direct: false } })).toEqual({ value, issues: [] });
  });
});

describe('refuses when it is compiled', () => {
  it.each<[Json, string[]]>([
    [{ a: '${resources.rol.Arn}' }, ['UnknownResource /a']],
    [{ a: '${resources.role.Nam}' }, ['UnknownAttribute /a']],
    [{ a: '${resources.integration.IntegrationId}' }, ['MissingKey /a']],
    [{ a: '${resources.role["x"].Arn}' }, ['NotKeyed /a']],
    [{ a: '${resources.role}' }, ['LateInEarly /a']],
    [{ a: '${resources.role.Arn.x}' }, ['LateInEarly /a']],
    [{ a: '${resources}' }, ['LateInEarly /a']],
    [{ a: '${size(resources.role.Arn)}' }, ['LateInEarly /a']],
    [{ a: '${resources.role.Arn + "x"}' }, ['LateInEarly /a']],
    [{ a: '${resources.role.Arn == "x" ? 1 : 2}' }, ['LateInEarly /a']],
    [{ a: '${[resources.role.Arn]}' }, ['LateInEarly /a']],
    [{ a: '${parameter.yes ? [resources.role.Arn] : []}' }, ['LateInEarly /a']],
    [{ a: '${parameter.yes ? resources.rol.Arn : resources.role.Nam}' }, ['UnknownResource /a', 'UnknownAttribute /a']],
    [{ a: '${resources.integration[resources.role.Arn].IntegrationId}' }, ['LateInEarly /a']],
    [{ a: { $if: 'resources.role.Arn', b: 1 } }, ['LateInEarly /a/$if']],
    [[{ $for: 'x in resources.role.Arn', b: 1 }], ['LateInEarly /0/$for']],
    [{ a: '${components.queue.link.URL}' }, ['ComponentName /a']],
    [{ a: '${components.my-queue.link.URL}' }, ['ComponentName /a', 'UnknownName /a']],
    [{ a: '${components["q"].properties}' }, ['UnknownAttribute /a']],
    [{ a: '${components["q"][parameter.to]}' }, ['UnknownAttribute /a']],
  ])('%j', (tree, issues) => {
    expect(run(tree, { variables, rows })).toEqual({ issues });
  });

  it('knows outputs and components only where the scope has them', () => {
    const scope = { variables: ['parameter'], outputs: false, components: false, resources: new Map() };
    expect(run(['${outputs.x}', '${components["a"].link}'], { scope }).issues).toEqual([
      'UnknownName /0',
      'UnknownName /1',
    ]);
  });
});

describe('refuses when it is rendered', () => {
  it.each<[Json, string[]]>([
    [{ a: '${resources.discovery.Arn}' }, ['ReferenceToAbsent /a']],
    [{ a: 'x${resources.discovery.Arn}' }, ['ReferenceToAbsent /a']],
    [{ a: '${resources.integration["81"].IntegrationId}' }, ['ReferenceToAbsent /a']],
    [{ a: '${resources.integration[parameter.port].IntegrationId}' }, ['NotText /a']],
    [{ a: '${resources.integration[outputs.target.id].IntegrationId}' }, ['LateInEarly /a']],
    [{ a: '${outputs.integration["80"].uri == "x"}' }, ['LateInEarly /a']],
    [{ a: '${"x" != outputs.integration["80"].uri}' }, ['LateInEarly /a']],
    [{ a: '${outputs.target.id == outputs.target.id}' }, ['LateInEarly /a']],
    [{ a: '${outputs.target.id + "x"}' }, ['LateInEarly /a']],
    [{ a: '${size(outputs.target.id)}' }, ['LateInEarly /a']],
    [{ a: '${string(outputs.target.id)}' }, ['LateInEarly /a']],
    [{ a: '${outputs.target.id.startsWith("x")}' }, ['LateInEarly /a']],
    [{ a: '${outputs.target.id.x}' }, ['LateInEarly /a']],
    [{ a: '${outputs.target.?id.?x}' }, ['LateInEarly /a']],
    [{ a: '${outputs.target.id ? 1 : 2}' }, ['LateInEarly /a']],
    [{ a: { $if: 'workload.env.exists(e, e.value == "x")', b: 1 } }, ['LateInEarly /a/$if']],
    [{ a: { $key: '${outputs.target.id}', $value: 1 } }, ['LateInEarly /a/$key']],
    [{ a: '${parameter.port ? resources.role.Arn : "x"}' }, ['NotBool /a']],
    [{ a: '${components["absent"].link.URL}' }, ['NoSuchKey /a']],
    [{ a: 'x${workload.replicas}' }, ['NotText /a']],
  ])('%j', (tree, issues) => {
    expect(run(tree, { variables, rows })).toEqual({ value: undefined, issues });
    expect(run(tree, { variables, rows, options: { direct: false } })).toEqual({ value: undefined, issues });
  });
});
