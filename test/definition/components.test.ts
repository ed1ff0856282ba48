/** The components of containers: every parameter of KubeVela's is known, and none is taken and ignored. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { at, equal, type Json, type JsonObject, listOf, objectOf, textOf } from '../../lib/json.ts';
import { application } from '../reconcile/applications.ts';
import { type Containers, containerDefinitions, openContainers } from '../reconcile/container-world.ts';
import { spoil } from './documents.ts';
import { leavesOf, otherAt, refusalsOf } from './leaves.ts';

/** Parameters by component, as KubeVela 1.11 has them: `env[].valueFrom.secretKeyRef.name`. */
const kubevela: Readonly<Record<string, readonly string[]>> = JSON.parse(
  readFileSync(new URL('kubevela-components.json', import.meta.url), 'utf8'),
);

function schemaOf(name: string): JsonObject {
  const found = containerDefinitions.find(
    document => document.kind === 'ComponentDefinition' && objectOf(document.metadata).name === name,
  );
  return objectOf(at(found, '/spec/schematic/cel/parameters'));
}

/** Whether a dotted path with `[]` leads to a property of the schema. */
function knows(schema: JsonObject, path: string): boolean {
  let here = schema;
  for (const step of path.split('.')) {
    const name = step.replace('[]', '');
    const next = objectOf(here.properties)[name];
    if (next === undefined) return false;
    here = objectOf(step.endsWith('[]') ? objectOf(next).items : next);
  }
  return true;
}

describe.each(Object.entries(kubevela))('%s', (name, parameters) => {
  it('knows all of KubeVela’s parameters', () => {
    expect(parameters.length).toBeGreaterThan(7);
    expect(parameters.filter(path => !knows(schemaOf(name), path))).toEqual([]);
  });

  it('describes what it takes', () => {
    const mute = Object.entries(objectOf(schemaOf(name).properties)).filter(
      ([, property]) => textOf(objectOf(property).description) === '',
    );
    expect(mute.map(([property]) => property)).toEqual([]);
  });
});

/** What cannot be another thing alone: names of other components, and what another parameter asks for; with how it is refused. */
const refused: Readonly<Record<string, string>> = {
  '/spec/components/0/properties/volumes/0/type': 'NotOnAws InvalidParameter',
  '/spec/components/0/properties/volumes/1/type': 'NotOnAws',
  '/spec/components/6/properties/concurrencyPolicy': 'NotOnAws',
};

const probe: JsonObject = {
  initialDelaySeconds: 20,
  periodSeconds: 15,
  timeoutSeconds: 6,
  successThreshold: 2,
  failureThreshold: 5,
};

const common: JsonObject = {
  image: 'x:1',
  imagePullPolicy: 'Always',
  imagePullSecrets: ['registry'],
  cmd: ['a'],
  args: ['b'],
  env: [
    { name: 'A', value: '1' },
    { name: 'B', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
    { name: 'C', valueFrom: { configMapKeyRef: { name: 's', key: 'k' } } },
  ],
  cpu: '0.5',
  memory: '600Mi',
  limit: { cpu: '1', memory: '700Mi' },
  volumeMounts: {
    pvc: [{ name: 'p', mountPath: '/p', claimName: 'c' }],
    emptyDir: [{ name: 'e', mountPath: '/e', medium: 'Memory' }],
  },
  volumes: [
    { name: 'v', mountPath: '/v', type: 'pvc', claimName: 'd' },
    { name: 'w', mountPath: '/w', type: 'emptyDir' },
  ],
  livenessProbe: {
    ...probe,
    httpGet: { path: '/up', port: 81, host: 'h', scheme: 'HTTPS', httpHeaders: [{ name: 'H', value: 'v' }] },
  },
  readinessProbe: { ...probe, exec: { command: ['c', 'd'] } },
  labels: { team: 'a' },
  annotations: { note: 'x' },
  addRevisionLabel: true,
};

/** Every parameter that a component may have without being refused. */
const everything = application(
  {
    name: 'a',
    type: 'webservice',
    properties: {
      ...common,
      ports: [
        { port: 80, containerPort: 8080, name: 'web', protocol: 'UDP', expose: true, nodePort: 30_000 },
        { port: 81, expose: false },
      ],
      exposeType: 'NodePort',
    },
  },
  { name: 'b', type: 'daemon', properties: { image: 'x', port: 80, livenessProbe: { tcpSocket: { port: 80 } } } },
  { name: 'c', type: 'statefulset', properties: { image: 'x', limit: { cpu: '2', memory: '5Gi' } } },
  { name: 'd', type: 'worker', properties: { image: 'x', readinessProbe: { tcpSocket: { port: 80 } } } },
  { name: 'g', type: 'webserver', properties: { image: 'x', port: 81 } },
  { name: 'e', type: 'task', properties: { image: 'x', count: 3, restart: 'OnFailure' } },
  {
    name: 'f',
    type: 'cron-task',
    properties: {
      image: 'x',
      count: 3,
      restart: 'OnFailure',
      schedule: '0 3 * * *',
      timezone: 'Europe/Paris',
      suspend: true,
      concurrencyPolicy: 'Allow',
      startingDeadlineSeconds: 100,
      activeDeadlineSeconds: 100,
      successfulJobsHistoryLimit: 4,
      failedJobsHistoryLimit: 2,
      ttlSecondsAfterFinished: 9,
      backoffLimit: 5,
    },
  },
);

const containers: Containers = openContainers();

const effect = (document: JsonObject): Json => JSON.parse(JSON.stringify(Object.values(containers.judge(document))));

describe('every leaf of an application of containers', () => {
  const paths = leavesOf(at(everything, '/spec/components') ?? null, '/spec/components').filter(path =>
    path.includes('/properties'),
  );
  /** A Warning says that these do nothing, whatever they say. */
  const spoken = [
    ['/0/properties/imagePullPolicy', 'Adapted'],
    ['/0/properties/annotations', 'KeptOnly'],
    ['/0/properties/ports', 'Adapted'],
    ['/0/properties/volumeMounts', 'Adapted'],
    ['/6/properties/successfulJobsHistoryLimit', 'Adapted'],
    ['/6/properties/failedJobsHistoryLimit', 'Adapted'],
    ['/6/properties/ttlSecondsAfterFinished', 'Adapted'],
    ['/6/properties/backoffLimit', 'Adapted'],
  ] as const;
  const inert = [
    '/imagePullPolicy',
    // What it listens on inside is what answers, and a Warning says so.
    '/0/properties/ports/0/port',
    '/annotations/note',
    '/nodePort',
    '/successThreshold',
    '/successfulJobsHistoryLimit',
    '/failedJobsHistoryLimit',
    '/ttlSecondsAfterFinished',
    '/backoffLimit',
  ];
  // The name is reached already by the other port.
  const second = '/0/properties/ports/1/expose';
  const isInert = (path: string): boolean => [...inert, second].some(end => path.endsWith(end));
  /** What is said where nothing is: leaving these out says the same. */
  const defaults = [second, '/0/properties/volumes/1/type', '/6/properties/concurrencyPolicy'].map(
    path => `/spec/components${path}`,
  );

  it('is accepted to begin with', () => {
    const { issues } = containers.judge(everything);
    expect(issues.filter(issue => issue.severity === 'error')).toEqual([]);
  });

  it.each(spoken)('%s is warned of', (place, code) => {
    const { issues } = containers.judge(everything);
    const found = issues.filter(issue => issue.pointer === `/spec/components${place}`).map(issue => issue.code);
    expect(found).toContain(code);
  });

  it.each(paths.filter(path => !isInert(path)))('%s counts when it changes', path => {
    const changed = spoil(
      everything,
      path,
      otherAt(everything, path, value => refusalsOf(containers.judge(spoil(everything, path, value)).issues) === ''),
    );
    expect(equal(effect(changed), effect(everything))).toBe(false);
    expect([path, refusalsOf(containers.judge(changed).issues)]).toEqual([path, refused[path] ?? '']);
  });

  it.each(paths.filter(path => !path.endsWith('/successThreshold')))('%s counts when it is left out', path => {
    const same = equal(effect(spoil(everything, path, undefined)), effect(everything));
    expect(same).toBe(defaults.includes(path));
  });
});

it('takes a number of ports as the one port, and says so', () => {
  const judged = (given: JsonObject): ReturnType<typeof containers.judge> =>
    containers.judge(application({ name: 'a', type: 'webservice', properties: { image: 'x', ...given } }));
  const { graph, issues } = judged({ ports: 80 });
  expect(graph).toEqual(judged({ ports: [{ port: 80, expose: true }] }).graph);
  expect(issues.map(issue => `${issue.code} ${issue.pointer}`)).toContain(
    'Adapted /spec/components/0/properties/ports',
  );
});

describe('refuses with the AWS way', () => {
  const file = { name: 'n', mountPath: '/n' };
  it.each<[string, JsonObject, string]>([
    ['/hostAliases', { hostAliases: [{ ip: '1.2.3.4', hostnames: ['a'] }] }, 'NotOnAws'],
    ['/imagePullSecrets', { imagePullSecrets: ['a', 'b'] }, 'NotOnAws'],
    ['/volumeMounts/configMap', { volumeMounts: { configMap: [{ ...file, cmName: 'c' }] } }, 'NotOnAws'],
    ['/volumeMounts/secret', { volumeMounts: { secret: [{ ...file, secretName: 'c' }] } }, 'NotOnAws'],
    ['/volumeMounts/hostPath', { volumeMounts: { hostPath: [{ ...file, path: '/' }] } }, 'NotOnAws'],
    ['/volumeMounts', { volumeMounts: { emptyDir: [{ ...file, subPath: 'x' }] } }, 'NotOnAws'],
    ['/volumes', { volumes: [{ ...file, type: 'configMap', cmName: 'c' }] }, 'NotOnAws'],
    ['/volumes', { volumes: [{ ...file, type: 'pvc' }] }, 'InvalidParameter'],
    ['/ports/0/protocol', { ports: [{ port: 1, protocol: 'SCTP' }] }, 'NotOnAws'],
    [
      '/env',
      { env: [{ name: 'A', value: '1', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }] },
      'InvalidParameter',
    ],
    ['/labels', { labels: { 'aws:x': '1' } }, 'ReservedName'],
  ])('%s of a webservice: %j', (pointer, properties, code) => {
    const document = application({ name: 'a', type: 'webservice', properties: { image: 'x', ...properties } });
    const { issues } = containers.judge(document);
    const found = issues.filter(issue => issue.severity === 'error');
    expect(found.map(issue => `${issue.code} ${issue.pointer}`)).toContain(
      `${code} /spec/components/0/properties${pointer}`,
    );
    if (code === 'NotOnAws') expect(found[0]?.hint).toBeTruthy();
  });

  it.each<[string, JsonObject]>([
    ['/schedule', { schedule: '0 0 1 * 1' }],
    ['/schedule', { schedule: 'soon' }],
    ['/concurrencyPolicy', { concurrencyPolicy: 'Forbid' }],
    ['/concurrencyPolicy', { concurrencyPolicy: 'Replace' }],
  ])('%s of a cron-task: %j', (pointer, properties) => {
    const given = { image: 'x', schedule: '@daily', ...properties };
    const { issues } = containers.judge(application({ name: 'a', type: 'cron-task', properties: given }));
    expect(issues.map(issue => issue.pointer)).toContain(`/spec/components/0/properties${pointer}`);
  });

  it.each(['ref-objects', 'k8s-objects', 'raw', 'helm', 'helmchart', 'kustomize'])('%s', type => {
    const { issues } = containers.judge(application({ name: 'a', type, properties: { objects: [] } }));
    expect(issues).toHaveLength(1);
    expect(issues[0]?.pointer).toBe('/spec/components/0/type');
    expect(listOf(issues[0]?.message.match(/webservice|component/g) ?? [])).not.toEqual([]);
  });
});
