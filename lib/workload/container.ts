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

const probe: JsonObject = record({
  exec: record({ command: texts }, ['command']),
  httpGet: record({ path: text, port, scheme: { enum: ['HTTP', 'HTTPS'] } }, ['path', 'port']),
  tcpSocket: record({ port }, ['port']),
  initialDelaySeconds: whole(0),
  periodSeconds: whole(1),
  timeoutSeconds: whole(1),
  successThreshold: whole(1),
  failureThreshold: whole(1),
});

const container: JsonObject = {
  name,
  image: { ...name, description: 'Where it is pulled from' },
  command: { ...texts, description: "Replaces the image's entry point" },
  args: { ...texts, description: "Replaces the image's command" },
  workingDir: text,
  env,
  ports: keyed('port', {
    port,
    name,
    protocol: { enum: ['TCP', 'UDP'] },
    expose: { type: 'boolean', description: 'Reachable from outside of the application' },
  }),
  cpu: { ...quantity, description: 'vCPUs: 500m, 0.5' },
  memory: { ...quantity, description: 'Bytes: 512Mi, 1Gi' },
  volumeMounts: keyed('mountPath', { mountPath: name, name, readOnly: { type: 'boolean' } }, ['name']),
  livenessProbe: probe,
  readinessProbe: probe,
  startupProbe: probe,
  essential: { type: 'boolean', description: 'Whether the others stop when it does' },
};

/** The JSON Schema of a patched workload of type container. */
export const containerSchema: JsonObject = record(
  {
    containers: { ...keyed('name', container, ['image']), minItems: 1 },
    initContainers: keyed('name', container, ['image']),
    volumes: keyed('name', { name, type: { enum: ['emptyDir'] } }),
    replicas: initially(whole(0)),
    scaledBy: { ...name, description: 'The trait whose auto scaling owns replicas' },
    restart: { enum: ['Always', 'OnFailure', 'Never'] },
    labels,
    grants,
  },
  ['containers'],
);
