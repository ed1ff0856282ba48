/** The templates of real definitions of containers: a webservice, and its lowering to a task, a service and outputs by port. */
import { describe, expect, it } from 'vitest';
import { type Json, objectOf } from '../../lib/json.ts';
import type { Scope } from '../../lib/template/template.ts';
import { attributes, compiled, type Given, run, yaml } from './language.ts';

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
