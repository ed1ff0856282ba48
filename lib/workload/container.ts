/** The neutral workload `container`: containers that run side by side, as often as `replicas` says. */
import type { JsonObject } from '../json.ts';
import { grants, initially, keyed, labels, lateText, name, record, text, texts, whole } from './schema-parts.ts';

const quantity: JsonObject = { type: ['string', 'number'], description: '500m, 0.5; 512Mi, 1Gi' };
const port = whole(1, 65_535);

const keyRef = record({ name, key: name }, ['name', 'key']);

const env: JsonObject = {
  ...keyed('name', {
    name,
    value: lateText,
    valueFrom: record({ secretKeyRef: keyRef, configMapKeyRef: keyRef }),
  }),
};

const header = record({ name, value: text }, ['name', 'value']);

const probe: JsonObject = record({
  exec: record({ command: texts }, ['command']),
  httpGet: record(
    {
      path: text,
      port,
      host: text,
      scheme: { enum: ['HTTP', 'HTTPS'] },
      httpHeaders: { type: 'array', items: header },
    },
    ['path', 'port'],
  ),
  tcpSocket: record({ port }, ['port']),
  initialDelaySeconds: whole(0),
  periodSeconds: whole(1),
  timeoutSeconds: whole(1),
  successThreshold: whole(1),
  failureThreshold: whole(1),
});

/** A container that ends before the others begin. */
const initContainer: JsonObject = {
  name,
  image: { ...name, description: 'Where it is pulled from' },
  command: { ...texts, description: "Replaces the image's entry point" },
  args: { ...texts, description: "Replaces the image's command" },
  workingDir: text,
  env,
  ports: keyed('port', {
    port: { ...port, description: 'Where others reach it' },
    containerPort: { ...port, description: 'Where the process listens, when that is another' },
    name,
    protocol: { enum: ['TCP', 'UDP'] },
    expose: { type: 'boolean', description: 'Reached by the name of the component, from inside the network' },
    public: { type: 'boolean', description: 'A gateway leads to it' },
    asked: { type: 'boolean', description: 'The trait expose asked for its name' },
  }),
  cpu: { ...quantity, description: 'vCPUs: 500m, 0.5' },
  memory: { ...quantity, description: 'Bytes: 512Mi, 1Gi' },
  memoryLimit: { ...quantity, description: 'A container that takes more is stopped' },
  volumeMounts: keyed('mountPath', { mountPath: name, name, readOnly: { type: 'boolean' } }, ['name']),
  user: { ...text, description: 'uid, uid:gid or a name in the image' },
  readOnlyRootFilesystem: { type: 'boolean' },
  capabilities: record({ add: texts, drop: texts }),
  stopTimeout: { ...whole(0, 120), description: 'Seconds between SIGTERM and SIGKILL' },
  imagePullSecret: { ...name, description: 'Secret with the user name and password of a private registry' },
};

const container: JsonObject = {
  ...initContainer,
  livenessProbe: probe,
  readinessProbe: probe,
  startupProbe: probe,
  essential: { type: 'boolean', description: 'Whether the others stop when it does' },
};

const volume: JsonObject = keyed('name', {
  name,
  type: { enum: ['emptyDir', 'efs'] },
  // Of type efs: one that the application makes and all its components share by this name, or one that exists.
  claim: name,
  onDelete: { enum: ['retain', 'delete'], description: 'Of a claim, when nobody names it any more' },
  fileSystemId: lateText,
  accessPointId: lateText,
});

/** When a scheduled one runs. */
const schedule: JsonObject = record(
  {
    cron: { ...name, description: 'Five fields as in Kubernetes' },
    timezone: { ...name, description: 'Europe/Paris' },
    suspend: { type: 'boolean' },
    startingDeadline: { ...whole(60, 86_400), description: 'Seconds after its time until a start is given up' },
    deadline: { ...whole(1), description: 'Seconds after which a run is stopped' },
  },
  ['cron'],
);

/** The JSON Schema of a patched workload of type container. */
export const containerSchema: JsonObject = record(
  {
    run: { enum: ['service', 'once', 'scheduled'], description: 'Kept running, run to its end, or that by a schedule' },
    containers: { ...keyed('name', container, ['image']), minItems: 1 },
    initContainers: keyed('name', initContainer, ['image']),
    volumes: volume,
    replicas: initially(whole(0)),
    scaledBy: { ...name, description: 'The trait whose auto scaling owns replicas' },
    count: { ...whole(1, 10), description: 'How many run at once, where it runs once or by a schedule' },
    schedule,
    architecture: { enum: ['x86_64', 'arm64'] },
    ephemeralStorage: { ...whole(21, 200), description: 'GiB of scratch space of a task' },
    deployment: record({ minimumHealthyPercent: whole(0, 100), maximumPercent: whole(100, 200) }),
    taskRole: { ...name, description: 'ARN of a role that exists; its containers act as it' },
    exec: { type: 'boolean', description: 'People may run commands in its containers' },
    labels,
    logRetention: { ...whole(1), description: 'Days that logs are kept' },
    grants,
  },
  ['containers'],
);
