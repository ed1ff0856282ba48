/** The traits: every parameter of KubeVela's is known, and whatever is given has an effect, a Warning or a refusal where it stands. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { builtins } from '../../lib/definition/builtin/list.ts';
import { at, equal, type Json, type JsonObject, objectOf, segments, textOf } from '../../lib/json.ts';
import { application, fn } from '../reconcile/applications.ts';
import { type Containers, openContainers } from '../reconcile/container-world.ts';
import { spoil } from './documents.ts';
import { leavesOf, otherThan } from './leaves.ts';

/** Parameters by trait, as KubeVela 1.11 and its addons have them: `envMappings{}.secret`, `pvc[].name`. */
const kubevela: Readonly<Record<string, readonly string[]>> = JSON.parse(
  readFileSync(new URL('kubevela-traits.json', import.meta.url), 'utf8'),
);

const traits = builtins.filter(document => document.kind === 'TraitDefinition');
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

let world: Containers;
beforeAll(async () => {
  const others = builtins.filter(({ kind, metadata }) => {
    const { name } = objectOf(metadata);
    return kind === 'TraitDefinition' || name === 'function';
  });
  world = await openContainers(others);
}, 60_000);

const on = (type: string, name: string, properties: JsonObject, ...list: readonly JsonObject[]): JsonObject => ({
  name,
  type,
  properties: { image: 'x:1', ...properties },
  traits: list,
});
const trait = (type: string, properties: JsonObject = {}): JsonObject => ({ type, properties });
const errorsOf = (document: JsonObject): string[] =>
  world
    .judge(document)
    .issues.filter(issue => issue.severity === 'error')
    .map(issue => `${issue.code} ${issue.pointer}`);
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
      }),
    ),
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

describe.each(used)('the trait %s', (_, component) => {
  const document = application(component);
  const last = `/spec/components/0/traits/${Object.keys(objectOf(component).traits ?? []).length - 1}/properties`;

  it('is taken', () => {
    expect(errorsOf(document)).toEqual([]);
  });

  it.each(leavesOf(at(document, last) ?? null, last))('%s counts when it changes, or is warned of', path => {
    const changed = effect(spoil(document, path, otherThan(at(document, path))));
    if (!equal(changed, effect(document))) return;
    const { issues } = world.judge(document);
    // The lowering warns of probes, whoever asked for them, and names the number.
    const named = issues.filter(issue => issue.message.startsWith(`${segments(path).at(-1)} `));
    const places = [...issues.map(issue => issue.pointer), ...named.map(() => path)];
    expect(places.filter(place => place.startsWith(`${last}/`) && `${path}/`.startsWith(`${place}/`))).not.toEqual([]);
  });
});

describe('refuses at its place', () => {
  it.each<[string, JsonObject, string, string]>([
    ['securitycontext', { privileged: true }, 'NotOnAws', '/privileged'],
    ['securitycontext', { containers: [{ privileged: true }] }, 'NotOnAws', '/containers/0/privileged'],
    ['storage', { secret: [{ name: 's', stringData: { k: 'v' } }] }, 'NotOnAws', '/secret/0/stringData'],
    ['storage', { secret: [{ name: 's', mountPath: '/s' }] }, 'NotOnAws', '/secret/0/mountPath'],
    ['storage', { hostPath: [{ name: 'h', path: '/', mountPath: '/h' }] }, 'NotOnAws', '/hostPath'],
    // Until EFS has drivers.
    ['storage', { pvc: [{ name: 'p', mountPath: '/p' }] }, 'NotOnAws', '/pvc'],
    ['hpa', { podCustomMetrics: [{ name: 'm', value: '1' }] }, 'NotOnAws', '/podCustomMetrics'],
    ['hpa', { cpu: { type: 'AverageValue', value: 5 } }, 'NotOnAws', '/cpu/type'],
    ['lifecycle', { postStart: { exec: { command: ['a'] } } }, 'NotOnAws', '/postStart'],
    ['gateway', { http: { '/': 80 }, existingServiceName: 's' }, 'NotForWorkload', '/existingServiceName'],
    ['gateway', { http: { '/a(.*)': 80 } }, 'InvalidParameter', '/http/~1a(.*)'],
    ['json-patch', { operations: [{ op: 'remove', path: '/spec/replicas' }] }, 'NotOnAws', '/operations'],
    ['json-patch', { operations: [{ op: 'remove', path: '/nothing' }] }, 'InvalidParameter', '/operations'],
    ['json-merge-patch', { spec: { replicas: 2 } }, 'NotOnAws', ''],
    ['env', { env: { A: '1' }, containerName: 'nobody' }, 'UnknownContainer', ''],
    ['command', { comand: ['a'] }, 'UnknownParameter', '/comand'],
    ['service-account', { name: 'x', privileges: [{ verbs: ['get'] }] }, 'NotOnAws', '/privileges'],
  ])('%s %j', (type, properties, code, pointer) => {
    const document = application(on('webservice', 'a', {}, trait(type, properties)));
    expect(errorsOf(document)).toContain(`${code} /spec/components/0/traits/0/properties${pointer}`);
    const found = world.judge(document).issues.filter(issue => issue.code === 'NotOnAws');
    expect(found.filter(issue => !issue.hint)).toEqual([]);
  });

  it.each(
    traits.filter(document => at(document, '/spec/refused') !== undefined).map(one => objectOf(one.metadata).name),
  )('%s, by its type and with a way out', name => {
    const document = application(on('webservice', 'a', {}, trait(String(name))));
    expect(errorsOf(document)).toEqual(['TypeRefused /spec/components/0/traits/0/type']);
  });
});

describe('fits', () => {
  it.each<[string, JsonObject]>([
    ['cpuscaler and hpa', on('worker', 'a', {}, trait('cpuscaler'), trait('hpa', { cpu: {} }))],
    ['rollout and scaler', on('worker', 'a', {}, trait('rollout', { targetSize: 2 }), trait('scaler'))],
  ])('%s are not together on a component', (_, component) => {
    expect(errorsOf(application(component)).some(one => one.startsWith('TraitConflict'))).toBe(true);
  });

  it('one scaler on a component', () => {
    expect(errorsOf(application(on('worker', 'a', {}, trait('scaler'), trait('scaler'))))).toContain(
      'TraitRepeated /spec/components/0/traits/1/type',
    );
  });

  it.each(['sidecar', 'command', 'cpuscaler', 'init-container', 'container-image'])('no %s on a function', name => {
    const { issues } = world.judge(application(fn('a', [trait(name)])));
    expect(issues.map(issue => `${issue.code} ${issue.pointer}`)).toContain(
      'TraitNotApplicable /spec/components/0/traits/0/type',
    );
  });

  it.each<[string, JsonObject]>([
    ['env', { env: { AA: '1' } }],
    ['gateway', { http: { '/': 80 } }],
    ['labels', { team: 'a' }],
  ])('one %s on functions and containers', (name, properties) => {
    expect(errorsOf(application(fn('a', [trait(name, properties)])))).toEqual([]);
    expect(errorsOf(application(on('webservice', 'b', {}, trait(name, properties))))).toEqual([]);
  });

  it('several gateways and names on one port, without a word of overwriting', () => {
    const list = [
      trait('gateway', { http: { '/a': 80 } }),
      trait('gateway', { http: { '/b': 80 } }),
      trait('expose', { port: [80] }),
      trait('expose', { port: [80] }),
    ];
    const { issues, graph } = world.judge(application(on('webservice', 'a', { port: 80 }, ...list)));
    expect(issues.map(issue => issue.code).filter(code => code !== 'Costs')).toEqual([]);
    expect(graph.resources.filter(resource => resource.type === 'AWS::ApiGatewayV2::Route')).toHaveLength(4);
  });

  it('one route for one path of a domain', () => {
    const one = trait('gateway', { http: { '/a': 80 } });
    const two = application(on('webservice', 'a', {}, one), on('webservice', 'b', {}, one));
    expect(errorsOf(two)).not.toEqual([]);
  });

  it('scaling only what is kept running', () => {
    expect(errorsOf(application(on('task', 'a', {}, trait('cpuscaler'))))).not.toEqual([]);
  });
});
