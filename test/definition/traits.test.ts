/** The traits: every parameter of KubeVela's is known, and whatever is given and taken has an effect or a Warning where it stands. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { at, equal, type Json, type JsonObject, objectOf, segments, textOf } from '../../lib/json.ts';
import { application } from '../reconcile/applications.ts';
import { spoil } from './documents.ts';
import { errorsOf, on, trait, traits, world } from './judged.ts';
import { leavesOf, otherAt, refusalsOf } from './leaves.ts';

/** Parameters by trait, as KubeVela 1.11 and its addons have them: `envMappings{}.secret`, `pvc[].name`. */
const kubevela: Readonly<Record<string, readonly string[]>> = JSON.parse(
  readFileSync(new URL('kubevela-traits.json', import.meta.url), 'utf8'),
);

const traitNamed = (name: string): JsonObject | undefined =>
  traits.find(document => objectOf(document.metadata).name === name);

/** Whether a path with `[]` and `{}` leads to a property of the schema. */
function knows(schema: JsonObject, path: string): boolean {
  let here = schema;
  for (const step of path.split('.')) {
    const name = step.replace(/\[\]|\{\}/g, '');
    const next = name === '' || name === 'string' ? here.additionalProperties : objectOf(here.properties)[name];
    if (next === undefined) return false;
    here = objectOf(step.endsWith('[]') ? objectOf(next).items : next);
    if (step.endsWith('{}')) here = objectOf(here.additionalProperties);
  }
  return true;
}

describe.each(Object.entries(kubevela))('%s', (name, parameters) => {
  it('is refused as a whole, or knows all of KubeVela’s parameters', () => {
    const document = traitNamed(name);
    expect(document).toBeDefined();
    if (textOf(at(document, '/spec/refused')) !== '') return;
    const schema = objectOf(at(document, '/spec/schematic/cel/parameters'));
    expect(parameters.filter(path => path !== '[string]' && !knows(schema, path))).toEqual([]);
  });
});

/** What cannot be another thing alone: names of other components, and what another parameter asks for; with how it is refused. */
const refused: Readonly<Record<string, string>> = {
  'hpa /spec/components/0/traits/0/properties/cpu/type': 'NotOnAws',
  'env of several /spec/components/0/traits/1/properties/containers/0/containerName': 'UnknownContainer',
  'sidecar /spec/components/0/traits/1/properties/volumes/0/name': 'InvalidParameter',
  'storage /spec/components/0/traits/0/properties/configMap/0/mountToEnv/configMapKey': 'InvalidParameter NotOnAws',
  'gateway /spec/components/0/traits/0/properties/http/~1a': 'NotOnAws',
  'gateway /spec/components/0/traits/0/properties/http/~1b': 'NotOnAws',
  'securitycontext /spec/components/0/traits/0/properties/dropCapabilities/0': 'InvalidParameter',
  'json-patch /spec/components/0/traits/0/properties/operations/0/path': 'InvalidParameter',
};

const effect = (document: JsonObject): Json => JSON.parse(JSON.stringify(Object.values(world.judge(document))));

const probe: JsonObject = {
  initialDelaySeconds: 20,
  periodSeconds: 15,
  timeoutSeconds: 6,
  successThreshold: 2,
  failureThreshold: 5,
};
const side = (name: string): JsonObject => trait('sidecar', { name, image: 'y:1' });

/** Applications that use every parameter which is not refused: one trait each, with what it needs before it. */
const claim = {
  accessModes: ['ReadWriteOnce'],
  storageClassName: 'gp2',
  resources: { requests: { storage: '1Gi' }, limits: { storage: '2Gi' } },
};

const used: readonly (readonly [string, JsonObject])[] = [
  ['scaler', on('worker', 'a', {}, trait('scaler', { replicas: 3 }))],
  ['cpuscaler', on('worker', 'a', {}, trait('cpuscaler', { min: 2, max: 8, cpuUtil: 60 }))],
  [
    'hpa',
    on(
      'worker',
      'a',
      {},
      trait('hpa', { min: 2, max: 8, cpu: { type: 'Utilization', value: 60 }, mem: { value: 70 } }),
    ),
  ],
  ['env', on('worker', 'a', { env: [{ name: 'BB', value: '1' }] }, trait('env', { env: { AA: '1' }, unset: ['BB'] }))],
  [
    'env of several',
    on('worker', 'a', {}, side('b'), trait('env', { containers: [{ containerName: 'b', env: { AA: '1' } }] })),
  ],
  [
    'command',
    on('worker', 'a', {}, trait('command', { command: ['c'], args: ['d', 'e'], addArgs: ['f'], delArgs: ['e'] })),
  ],
  ['container-image', on('worker', 'a', {}, trait('container-image', { image: 'z:2', imagePullPolicy: 'Always' }))],
  [
    'container-ports',
    on('webservice', 'a', {}, trait('container-ports', { ports: [{ containerPort: 80, protocol: 'UDP' }] })),
  ],
  [
    'resource',
    on(
      'worker',
      'a',
      {},
      trait('resource', { requests: { cpu: 0.5, memory: '600Mi' }, limits: { cpu: 1, memory: '800Mi' } }),
    ),
  ],
  [
    'sidecar',
    on(
      'worker',
      'a',
      {},
      trait('storage', { emptyDir: [{ name: 'v', mountPath: '/m', medium: 'Memory' }] }),
      trait('sidecar', {
        name: 's',
        image: 'y:1',
        cmd: ['a'],
        args: ['b'],
        env: [{ name: 'K', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }],
        volumes: [{ name: 'v', path: '/v' }],
        livenessProbe: { ...probe, exec: { command: ['c'] } },
        readinessProbe: { ...probe, tcpSocket: { port: 81 } },
      }),
    ),
  ],
  [
    'init-container',
    on(
      'worker',
      'a',
      {},
      trait('init-container', {
        name: 'i',
        image: 'y:1',
        imagePullPolicy: 'Always',
        cmd: ['a'],
        args: ['b'],
        env: [{ name: 'K', value: 'v' }],
        mountName: 'w',
        appMountPath: '/app',
        initMountPath: '/init',
      }),
    ),
  ],
  ['startup-probe', on('worker', 'a', {}, trait('startup-probe', { ...probe, httpGet: { path: '/up', port: 80 } }))],
  [
    'service-binding',
    on('worker', 'a', {}, trait('service-binding', { envMappings: { DB: { secret: 's', key: 'k' } } })),
  ],
  [
    'storage',
    on(
      'worker',
      'a',
      {},
      trait('storage', {
        configMap: [
          { name: 'c', mountToEnv: { envName: 'A', configMapKey: 'k' }, data: { k: 'v' } },
          { name: 'd', mountToEnvs: [{ envName: 'B', configMapKey: 'k' }] },
        ],
        secret: [{ name: 's', mountToEnvs: [{ envName: 'C', secretKey: 'k' }] }],
        emptyDir: [{ name: 'e', mountPath: '/e', medium: 'Memory' }],
        pvc: [{ name: 'p', mountPath: '/p', ...claim }],
      }),
    ),
  ],
  [
    'pvc',
    on('worker', 'a', {}, trait('pvc', { claimName: 'c', volumesToMount: [{ name: 'p', mountPath: '/p' }], ...claim })),
  ],
  [
    'gateway',
    on(
      'webservice',
      'a',
      {},
      trait('gateway', { domain: 'x.example.com', http: { '/a': 80, '/b': 80 }, pathType: 'Exact' }),
    ),
  ],
  ['ingress', on('webservice', 'a', {}, trait('ingress', { domain: 'x.example.com', http: { '/': 80 } }))],
  [
    'http-route',
    on(
      'webservice',
      'a',
      {},
      trait('http-route', { domains: ['x.example.com'], rules: [{ path: { type: 'Exact', value: '/a' }, port: 80 }] }),
    ),
  ],
  ['expose', on('webservice', 'a', {}, trait('expose', { port: [80], type: 'LoadBalancer', annotations: { a: 'b' } }))],
  [
    'k8s-update-strategy',
    on(
      'webservice',
      'a',
      {},
      // So many that a percent is one of them.
      trait('scaler', { replicas: 100 }),
      trait('k8s-update-strategy', {
        strategy: { type: 'RollingUpdate', rollingStrategy: { maxSurge: '20%', maxUnavailable: '30%' } },
      }),
    ),
  ],
  [
    'securitycontext',
    on(
      'worker',
      'a',
      {},
      trait('securitycontext', {
        dropCapabilities: ['ALL'],
        readOnlyRootFilesystem: true,
        runAsUser: 1000,
        runAsGroup: 1001,
      }),
    ),
  ],
  ['podsecuritycontext', on('worker', 'a', {}, trait('podsecuritycontext', { runAsUser: 1000, runAsGroup: 1001 }))],
  [
    'json-patch',
    on('worker', 'a', {}, trait('json-patch', { operations: [{ op: 'replace', path: '/replicas', value: 4 }] })),
  ],
  ['json-merge-patch', on('worker', 'a', {}, trait('json-merge-patch', { replicas: 4 }))],
];

describe.each(used)('the trait %s', (title, component) => {
  const document = application(component);
  const last = `/spec/components/0/traits/${Object.keys(objectOf(component).traits ?? []).length - 1}/properties`;

  it('is taken', () => {
    expect(errorsOf(document)).toEqual([]);
  });

  it.each(leavesOf(at(document, last) ?? null, last))('%s counts when it changes, or is warned of', path => {
    const another = spoil(
      document,
      path,
      otherAt(document, path, value => refusalsOf(world.judge(spoil(document, path, value)).issues) === ''),
    );
    expect([path, refusalsOf(world.judge(another).issues)]).toEqual([path, refused[`${title} ${path}`] ?? '']);
    const changed = effect(another);
    if (!equal(changed, effect(document))) return;
    const { issues } = world.judge(document);
    // The lowering warns of probes, whoever asked for them, and names the number.
    const named = issues.filter(issue => issue.message.startsWith(`${segments(path).at(-1)} `));
    const places = [...issues.map(issue => issue.pointer), ...named.map(() => path)];
    expect(places.filter(place => place.startsWith(`${last}/`) && `${path}/`.startsWith(`${place}/`))).not.toEqual([]);
  });
});

it.each(['expose first', 'gateway first'])(
  'expose beside a gateway on the same port adds nothing, and says so: %s',
  order => {
    const both = [trait('gateway', { http: { '/': 80 } }), trait('expose', { port: [80] })];
    const said = (...list: JsonObject[]): string[] =>
      world.judge(application(on('webservice', 'a', {}, ...list))).issues.map(issue => issue.message);
    expect(said(...(order === 'gateway first' ? both : both.toReversed()))).toContainEqual(
      expect.stringContaining('expose adds nothing'),
    );
    expect(said(trait('gateway', { http: { '/': 81 } }), trait('expose', { port: [80] }))).not.toContainEqual(
      expect.stringContaining('expose adds nothing'),
    );
  },
);
