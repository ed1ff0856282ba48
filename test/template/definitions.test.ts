/** The templates of real definitions: a function behind a gateway, a container with a sidecar's port, links. */
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { type Json, objectOf, trusted } from '../../lib/json.ts';
import { compileCondition, compileLoop } from '../../lib/template/compile.ts';
import type { Scope } from '../../lib/template/template.ts';
import { compiled, type Given, run } from './language.ts';

const yaml = (text: string): Json => trusted<Json>(load(text));
const attributes = (...names: string[]): { keyed: boolean; attributes: Set<string> } => ({
  keyed: false,
  attributes: new Set(names),
});
const repeated = (...names: string[]): { keyed: boolean; attributes: Set<string> } => ({
  keyed: true,
  attributes: new Set(names),
});

const component = yaml(`
replicas: 1
containers:
  - name: \${context.name}
    image: \${parameter.image}
    command: \${parameter.?cmd}
    args: \${parameter.?args}
    env: \${parameter.?env}
    ports:
      - $for: p in parameter.?ports.orValue([])
        port: \${p.port}
        expose: \${p.?expose.orValue(false)}
`);

const early: Scope = {
  variables: ['parameter', 'context', 'environment'],
  outputs: false,
  components: false,
  resources: new Map(),
};

describe('a webservice', () => {
  it('makes a container', () => {
    const variables = {
      parameter: { image: 'nginx', args: ['-g'], ports: [{ port: 80, expose: true }, { port: 81 }] },
      context: { name: 'web' },
    };
    expect(run(component, { scope: early, variables })).toEqual({
      issues: [],
      value: {
        replicas: 1,
        containers: [
          {
            name: 'web',
            image: 'nginx',
            args: ['-g'],
            ports: [
              { port: 80, expose: true },
              { port: 81, expose: false },
            ],
          },
        ],
      },
    });
  });

  it('reads its parameters', () => {
    expect([...compiled(component, { scope: early }).reads].sort()).toEqual([
      '/args',
      '/cmd',
      '/env',
      '/image',
      '/ports',
    ]);
  });
});

describe('the lowering of a container', () => {
  const scope: Scope = {
    variables: ['workload', 'context', 'environment', 'size', 'ports'],
    outputs: false,
    components: false,
    resources: new Map([
      ['logs', attributes('LogGroupName')],
      ['task', attributes('TaskDefinitionArn')],
      ['discovery', attributes('Arn')],
      ['service', attributes('Name')],
    ]),
  };
  const workload = {
    replicas: { $initial: 2 },
    containers: [
      {
        name: 'web',
        image: 'nginx',
        cpu: '500m',
        memory: '512Mi',
        env: [{ name: 'A', value: '1' }, { name: 'S' }],
        ports: [{ port: 80 }],
      },
      { name: 'log', image: 'fluent', memory: '128Mi' },
    ],
  };
  const variables = {
    workload,
    context: { region: 'eu-west-1' },
    environment: { cluster: 'main', ingress: 'cloud-map', executionRole: 'arn:exec', vpcLink: 'vl-1' },
    size: { cpu: '512', memory: '1024' },
    ports: workload.containers[0]?.ports ?? [],
  };
  const rows = { logs: 'row-logs', task: 'row-task', discovery: 'row-discovery', service: 'row-service' };
  const given: Given = { scope, variables, rows };

  it('finds the size of all containers', () => {
    expect(run('${fargate.size(workload.containers)}', given).value).toMatchObject({ cpu: '512', memory: '1024' });
    expect(run('${workload.containers[0].?ports.orValue([])}', given).value).toEqual([{ port: 80 }]);
  });

  it('makes a task', () => {
    const tree = yaml(`
RequiresCompatibilities: [FARGATE]
Cpu: \${size.cpu}
ExecutionRoleArn: \${environment.executionRole}
ContainerDefinitions:
  - $for: c in workload.containers
    Name: \${c.name}
    Image: \${c.image}
    EntryPoint: \${c.?command}
    Essential: true
    Environment:
      - $for: e in c.?env.orValue([])
        $if: has(e.value)
        Name: \${e.name}
        Value: \${e.value}
    PortMappings:
      - $for: p in c.?ports.orValue([])
        ContainerPort: \${p.port}
    LogConfiguration:
      LogDriver: awslogs
      Options: { awslogs-group: "\${resources.logs.LogGroupName}", awslogs-region: "\${context.region}", awslogs-stream-prefix: "\${c.name}" }
`);
    const options = (name: string): Json => ({
      'awslogs-group': { $ref: ['row-logs', 'LogGroupName'] },
      'awslogs-region': 'eu-west-1',
      'awslogs-stream-prefix': name,
    });
    expect(run(tree, given)).toEqual({
      issues: [],
      value: {
        RequiresCompatibilities: ['FARGATE'],
        Cpu: '512',
        ExecutionRoleArn: 'arn:exec',
        ContainerDefinitions: [
          {
            Name: 'web',
            Image: 'nginx',
            Essential: true,
            Environment: [{ Name: 'A', Value: '1' }],
            PortMappings: [{ ContainerPort: 80 }],
            LogConfiguration: { LogDriver: 'awslogs', Options: options('web') },
          },
          {
            Name: 'log',
            Image: 'fluent',
            Essential: true,
            Environment: [],
            PortMappings: [],
            LogConfiguration: { LogDriver: 'awslogs', Options: options('log') },
          },
        ],
      },
    });
  });

  it('makes a service, with or without a registry', () => {
    const tree = yaml(`
Cluster: \${environment.cluster}
TaskDefinition: \${resources.task.TaskDefinitionArn}
DesiredCount: \${workload.replicas}
ServiceRegistries:
  - $if: size(ports) > 0 && environment.ingress == "cloud-map"
    RegistryArn: \${resources.discovery.Arn}
    Port: \${ports[0].port}
`);
    const whole = {
      Cluster: 'main',
      TaskDefinition: { $ref: ['row-task', 'TaskDefinitionArn'] },
      DesiredCount: { $initial: 2 },
    };
    expect(run(tree, given).value).toEqual({
      ...whole,
      ServiceRegistries: [{ RegistryArn: { $ref: ['row-discovery', 'Arn'] }, Port: 80 }],
    });
    const closed = { ...given, variables: { ...variables, ports: [] } };
    expect(run(tree, closed)).toEqual({ issues: [], value: { ...whole, ServiceRegistries: [] } });
  });

  it('declares outputs by port', () => {
    const tree = yaml(`
integration:
  - $for: p in ports
    $key: \${string(p.port)}
    $value: { type: HTTP_PROXY, method: ANY, uri: "\${resources.?discovery.Arn}", connectionType: VPC_LINK, connectionId: "\${environment.vpcLink}" }
scalableTarget: { namespace: ecs, id: "service/\${environment.cluster}/\${resources.service.Name}", dimension: "ecs:service:DesiredCount" }
`);
    expect(run(tree, given).value).toEqual({
      integration: {
        '80': {
          type: 'HTTP_PROXY',
          method: 'ANY',
          uri: { $ref: ['row-discovery', 'Arn'] },
          connectionType: 'VPC_LINK',
          connectionId: 'vl-1',
        },
      },
      scalableTarget: {
        namespace: 'ecs',
        id: { $join: ['service/main/', { $ref: ['row-service', 'Name'] }] },
        dimension: 'ecs:service:DesiredCount',
      },
    });
    const without = run(tree, { ...given, rows: { service: 'row-service' } }).value;
    expect(objectOf(objectOf(objectOf(without).integration)['80'])).not.toHaveProperty('uri');
  });
});

describe('the lowering of a function', () => {
  const scope: Scope = {
    variables: ['workload', 'environment'],
    outputs: false,
    components: false,
    resources: new Map([
      ['role', attributes('Arn', 'RoleName')],
      ['logs', attributes('LogGroupName')],
      ['function', attributes('FunctionName', 'Version')],
    ]),
  };
  const properties = yaml(`
Runtime: \${workload.runtime}
Code: { S3Bucket: "\${environment.blobs}", S3Key: "blobs/\${workload.code.blob}" }
Role: '\${size(workload.grants) > 0 ? resources.role.Arn : environment.basicRole}'
LoggingConfig: { LogGroup: "\${resources.logs.LogGroupName}" }
Environment:
  Variables: { $for: e in workload.env, $key: "\${e.name}", $value: "\${e.value}" }
`);
  const workload = {
    runtime: 'nodejs24.x',
    code: { blob: 'f00' },
    grants: [{ id: 'q-send', actions: ['sqs:SendMessage'], resources: [{ $ref: ['row-q', 'Arn'] }] }],
    env: [
      { name: 'Q_URL', value: { $ref: ['row-q', 'QueueUrl'] } },
      { name: 'MODE', value: 'x' },
    ],
  };
  const environment = { blobs: 'bucket', basicRole: 'arn:basic' };
  const rows = { role: 'row-role', logs: 'row-logs' };

  it('uses its own role where it has grants', () => {
    const made = run(properties, { scope, rows, variables: { workload, environment } });
    expect(made).toEqual({
      issues: [],
      value: {
        Runtime: 'nodejs24.x',
        Code: { S3Bucket: 'bucket', S3Key: 'blobs/f00' },
        Role: { $ref: ['row-role', 'Arn'] },
        LoggingConfig: { LogGroup: { $ref: ['row-logs', 'LogGroupName'] } },
        Environment: { Variables: { Q_URL: { $ref: ['row-q', 'QueueUrl'] }, MODE: 'x' } },
      },
    });
  });

  it('uses the basic role where it has none', () => {
    const variables = { workload: { ...workload, grants: [] }, environment };
    const made = run(properties, { scope, rows: { logs: 'row-logs' }, variables });
    expect(made.value).toMatchObject({ Role: 'arn:basic' });
  });

  it('repeats a resource for each grant', () => {
    const loop = compileLoop('g in workload.grants', scope);
    const when = compileCondition('size(workload.grants) > 0', scope);
    const values = { variables: { workload, environment }, row: (id: string) => objectOf(rows)[id]?.toString() };
    expect(when.ok && when.value.evaluate(values).value).toBe(true);
    const [turn] = loop.ok ? loop.value.evaluate(values).turns : [];
    const inner = { ...scope, variables: [...scope.variables, 'g'] };
    const tree = { RoleName: '${resources.role.RoleName}', PolicyName: '${g.id}', PolicyDocument: '${iam.allow(g)}' };
    expect(run(tree, { scope: inner, rows, variables: { ...values.variables, ...turn } }).value).toEqual({
      RoleName: { $ref: ['row-role', 'RoleName'] },
      PolicyName: 'q-send',
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: [{ $ref: ['row-q', 'Arn'] }] }],
      },
    });
  });
});

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
