/** The traits in use: each with every parameter that it takes. */
import type { JsonObject } from '../../lib/json.ts';
import { on, trait } from './judged.ts';

/** What cannot be another thing alone: names of other components, and what another parameter asks for; with how it is refused. */
export const refused: Readonly<Record<string, string>> = {
  'hpa /spec/components/0/traits/0/properties/cpu/type': 'NotOnAws',
  'env of several /spec/components/0/traits/1/properties/containers/0/containerName': 'UnknownContainer',
  'sidecar /spec/components/0/traits/1/properties/volumes/0/name': 'InvalidParameter',
  'storage /spec/components/0/traits/0/properties/configMap/0/mountToEnv/configMapKey': 'InvalidParameter NotOnAws',
  'gateway /spec/components/0/traits/0/properties/http/~1a': 'NotOnAws',
  'gateway /spec/components/0/traits/0/properties/http/~1b': 'NotOnAws',
  'securitycontext /spec/components/0/traits/0/properties/dropCapabilities/0': 'InvalidParameter',
  'json-patch /spec/components/0/traits/0/properties/operations/0/path': 'InvalidParameter',
  'volumes /spec/components/0/traits/0/properties/volumes/0/type': 'NotOnAws',
  'volumes /spec/components/0/traits/0/properties/volumes/1/type': 'NotOnAws',
};

const probe: JsonObject = {
  initialDelaySeconds: 20,
  periodSeconds: 15,
  timeoutSeconds: 6,
  successThreshold: 2,
  failureThreshold: 5,
};
const side = (name: string): JsonObject => trait('sidecar', { name, image: 'y:1' });

const claim = {
  accessModes: ['ReadWriteOnce'],
  storageClassName: 'gp2',
  resources: { requests: { storage: '1Gi' }, limits: { storage: '2Gi' } },
};

/** Applications that use every parameter which is not refused: one trait each, with what it needs before it. */
export const used: readonly (readonly [string, JsonObject])[] = [
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
  [
    'https-route',
    on(
      'webservice',
      'a',
      {},
      trait('https-route', {
        domains: ['x.example.com'],
        rules: [{ path: { type: 'Exact', value: '/a' }, port: 80 }],
        TLSPort: 443,
        secrets: [{ name: 's', namespace: 'n' }],
      }),
    ),
  ],
  ['service-account', on('worker', 'a', {}, trait('service-account', { name: 'reports' }))],
  [
    'volumes',
    on(
      'worker',
      'a',
      {},
      trait('volumes', {
        volumes: [
          { name: 'p', type: 'pvc', claimName: 'c', onDelete: 'delete' },
          { name: 'e', type: 'emptyDir', medium: 'Memory' },
        ],
      }),
    ),
  ],
  [
    'affinity',
    on(
      'worker',
      'a',
      {},
      trait('affinity', {
        podAffinity: { preferred: [{ weight: 5, podAffinityTerm: { topologyKey: 'zone' } }] },
        podAntiAffinity: { preferred: [{ weight: 5, podAffinityTerm: { topologyKey: 'zone' } }] },
        nodeAffinity: {
          preferred: [{ weight: 5, preference: { matchFields: [{ key: 'a', operator: 'In', values: ['b'] }] } }],
        },
        tolerations: [{ key: 'k', operator: 'Equal', value: 'v', effect: 'NoExecute', tolerationSeconds: 5 }],
      }),
    ),
  ],
  [
    'topologyspreadconstraints',
    on(
      'worker',
      'a',
      {},
      trait('topologyspreadconstraints', {
        constraints: [
          {
            maxSkew: 1,
            topologyKey: 'zone',
            whenUnsatisfiable: 'ScheduleAnyway',
            labelSelector: { matchLabels: { a: 'b' } },
            minDomains: 2,
            matchLabelKeys: ['a'],
            nodeAffinityPolicy: 'Honor',
            nodeTaintsPolicy: 'Ignore',
          },
        ],
      }),
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
