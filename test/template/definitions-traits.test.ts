/** The templates of traits: a gateway that takes what the workload offers, a link that hands on what another component shows. */
import { describe, expect, it } from 'vitest';
import type { Scope } from '../../lib/template/template.ts';
import { attributes, repeated, run, yaml } from './language.ts';

describe('traits', () => {
  it('a gateway names the ports once and takes what the workload offers', () => {
    const scope: Scope = {
      variables: ['parameter', 'domain', 'ports', 'port', 'path'],
      outputs: true,
      components: false,
      resources: new Map([
        ['api', attributes('ApiId')],
        ['integration', repeated('IntegrationId')],
      ]),
    };
    const uri = { $ref: ['row-alias', 'AliasArn'] };
    const variables = {
      parameter: { http: { '/a': 80, '/b': 80 } },
      domain: '',
      ports: ['80'],
      port: 80,
      path: '/a',
      outputs: { integration: { '*': { type: 'AWS_PROXY', uri, payload: '2.0' } } },
    };
    const rows = { api: 'row-api', 'integration/80': 'row-int' };
    expect(
      run('${distinct(parameter.http.map(path, string(parameter.http[path])))}', { scope, variables }).value,
    ).toEqual(['80']);
    expect(run('${parameter.?domain.orValue("")}', { scope, variables }).value).toBe('');
    const integration = yaml(`
ApiId: \${resources.api.ApiId}
IntegrationType: \${outputs.integration[string(port)].type}
IntegrationMethod: \${outputs.integration[string(port)].?method}
IntegrationUri: \${outputs.integration[string(port)].uri}
PayloadFormatVersion: \${outputs.integration[string(port)].?payload}
`);
    expect(run(integration, { scope, variables, rows })).toEqual({
      issues: [],
      value: {
        ApiId: { $ref: ['row-api', 'ApiId'] },
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: uri,
        PayloadFormatVersion: '2.0',
      },
    });
    const route = {
      RouteKey: 'ANY ${path}',
      Target: 'integrations/${resources.integration[string(port)].IntegrationId}',
    };
    expect(run(route, { scope, variables, rows }).value).toEqual({
      RouteKey: 'ANY /a',
      Target: { $join: ['integrations/', { $ref: ['row-int', 'IntegrationId'] }] },
    });
  });

  it('a link hands on what another component shows', () => {
    const scope: Scope = { variables: ['parameter', 'prefix'], outputs: false, components: true, resources: new Map() };
    const url = { $ref: ['row-q', 'QueueUrl'] };
    const arn = { $ref: ['row-q', 'Arn'] };
    const variables = {
      parameter: { to: 'my-queue', verbs: ['send'] },
      prefix: 'MY_QUEUE',
      components: {
        'my-queue': {
          link: { URL: url, ARN: arn },
          grants: { send: { actions: ['sqs:SendMessage'], resources: [arn] } },
        },
      },
    };
    expect(run('${parameter.?env.orValue(envName(parameter.to))}', { scope, variables }).value).toBe('MY_QUEUE');
    const patch = yaml(`
env:
  - { $for: "k, v in components[parameter.to].link", name: "\${prefix}_\${k}", value: "\${v}" }
grants:
  - { $for: verb in parameter.verbs, id: "\${parameter.to}-\${verb}", actions: "\${components[parameter.to].grants[verb].actions}", resources: "\${components[parameter.to].grants[verb].resources}" }
`);
    expect(run(patch, { scope, variables })).toEqual({
      issues: [],
      value: {
        env: [
          { name: 'MY_QUEUE_URL', value: url },
          { name: 'MY_QUEUE_ARN', value: arn },
        ],
        grants: [{ id: 'my-queue-send', actions: ['sqs:SendMessage'], resources: [arn] }],
      },
    });
  });
});
