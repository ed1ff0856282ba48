/** Examples of definitions that no numbered example uses and whose parameters do not say enough: components by the name of the type. */
import type { JsonObject } from '../../lib/json.ts';

export const apiVersion = 'core.oam.dev/v1beta1';

export const inline: JsonObject = { inline: 'export const handler = async () => "hello";' };
export const web: JsonObject = {
  name: 'web',
  type: 'webservice',
  properties: { image: 'nginx:1.29', ports: [{ port: 80 }] },
};
export const greeter: JsonObject = { name: 'greeter', type: 'function', properties: { code: inline } };

const on = (component: JsonObject, type: string, properties: JsonObject): readonly JsonObject[] => [
  { ...component, traits: [{ type, properties }] },
];
const jobs: JsonObject = { name: 'jobs', type: 'queue' };

/** A policy of each kind. */
export const policies: Readonly<Record<string, JsonObject>> = {
  'auto-deploy': { name: 'fresh', type: 'auto-deploy', properties: { images: '1.*', secrets: true } },
};

function maker(type: string, name: string, description: string, cel: JsonObject): JsonObject {
  return {
    apiVersion,
    kind: 'ComponentDefinition',
    metadata: { name, annotations: { 'definition.oam.dev/description': description } },
    spec: { workload: { type }, schematic: { cel } },
  };
}

const required: JsonObject = { type: 'string', minLength: 1 };

/** A ComponentDefinition that makes the workload: what an operator writes. */
export const makers: Readonly<Record<string, JsonObject>> = {
  container: maker('container', 'cache', 'A cache that other components reach by its name', {
    parameters: {
      type: 'object',
      required: ['image'],
      properties: { image: { ...required, description: 'Image of the cache' } },
    },
    workload: {
      containers: [
        {
          name: '${context.name}',
          image: '${parameter.image}',
          memory: '512Mi',
          ports: [{ port: 6379, expose: true }],
        },
      ],
    },
  }),
  function: maker('function', 'python-function', 'A function in Python, its code in a bucket', {
    parameters: {
      type: 'object',
      required: ['bucket', 'key'],
      properties: {
        bucket: { ...required, description: 'Bucket of the zip file' },
        key: { ...required, description: 'Its key' },
      },
    },
    workload: {
      runtime: 'python3.14',
      handler: 'main.handler',
      code: { s3: { bucket: '${parameter.bucket}', key: '${parameter.key}' } },
    },
  }),
};

export const written: Readonly<Record<string, readonly JsonObject[]>> = {
  'aws-resource': [
    {
      name: 'board',
      type: 'aws-resource',
      properties: { type: 'AWS::CloudWatch::Dashboard', properties: { DashboardBody: '{"widgets":[]}' } },
    },
  ],
  'cron-task': [
    {
      name: 'nightly-report',
      type: 'cron-task',
      properties: {
        image: 'registry.example.com/report:2.4',
        schedule: '30 2 * * 1-5',
        timezone: 'Europe/Paris',
        cmd: ['report', '--since', 'yesterday'],
        cpu: '500m',
        memory: '1Gi',
        env: [
          { name: 'BUCKET', value: 'reports' },
          { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'database', key: 'password' } } },
        ],
      },
    },
  ],
  parameter: [{ name: 'greeting', type: 'parameter', properties: { value: 'hello' } }],
  secret: [{ name: 'token', type: 'secret', properties: { generate: { length: 40 } } }],
  bucket: [{ name: 'reports', type: 'bucket', properties: { versioning: true, onDelete: 'retain' } }],
  table: [{ name: 'orders', type: 'table', properties: { key: { customer: 'string' }, sort: { placed: 'number' } } }],
  queue: [{ name: 'jobs', type: 'queue', properties: { visibilityTimeout: 60, maxReceiveCount: 3 } }],
  topic: [{ name: 'news', type: 'topic' }],
  link: [jobs, ...on(greeter, 'link', { to: 'jobs', verbs: ['send'] })],
  trigger: [jobs, ...on(greeter, 'trigger', { from: 'jobs', batchSize: 10 })],
  permissions: on(greeter, 'permissions', { verbs: ['read'], arns: ['arn:aws:s3:::company-reports/*'] }),
  'function-url': on(greeter, 'function-url', { auth: 'iam' }),
  schedule: on(greeter, 'schedule', { cron: '0 3 * * *', timezone: 'Europe/Paris' }),
  scaler: on(web, 'scaler', { replicas: 3 }),
  alarm: on(greeter, 'alarm', { metric: 'errors', threshold: 1 }),
  ingress: on(web, 'ingress', { domain: 'shop.example.com', http: { '/': 80 } }),
  'ingress-1-20': on(web, 'ingress-1-20', { domain: 'shop.example.com', http: { '/': 80 } }),
  'pure-ingress': on(web, 'pure-ingress', { domain: 'shop.example.com', http: { '/': 80 } }),
  'json-patch': on(web, 'json-patch', { operations: [{ op: 'replace', path: '/replicas', value: 2 }] }),
  command: on(web, 'command', { args: ['nginx', '-g', 'daemon off;'] }),
  sidecar: on(web, 'sidecar', { name: 'exporter', image: 'nginx/nginx-prometheus-exporter:1.5' }),
  'container-image': on(web, 'container-image', { image: 'nginx:1.29-alpine' }),
  expose: on(web, 'expose', { port: [80] }),
  pvc: on(web, 'pvc', { claimName: 'files', volumesToMount: [{ name: 'files', mountPath: '/files' }] }),
  // Whatever it says is refused.
  lifecycle: [],
  'startup-probe': on(web, 'startup-probe', { exec: { command: ['test', '-f', '/ready'] } }),
  'init-container': on(web, 'init-container', {
    name: 'fetch',
    image: 'busybox:1.37',
    cmd: ['sh', '-c', 'echo hello > /page/index.html'],
    mountName: 'page',
    appMountPath: '/usr/share/nginx/html',
    initMountPath: '/page',
  }),
};
