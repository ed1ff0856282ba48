/** A probe of a container as a parameter. */
import { type JsonObject, objectOf } from '../../../json.ts';
import { portNumber } from './ports.ts';
import { refusedOnAws } from './says.ts';

const port: JsonObject = { ...portNumber, description: 'Port of the task' };

/** How a container is asked. */
const handler: JsonObject = {
  exec: {
    type: 'object',
    description: 'Run a command in the container: 0 is healthy',
    required: ['command'],
    properties: {
      command: { type: 'array', minItems: 1, items: { type: 'string' }, description: 'Program and arguments' },
    },
  },
  httpGet: {
    type: 'object',
    description: 'Ask by HTTP: a status from 200 to 399 is healthy',
    required: ['path', 'port'],
    properties: {
      path: { type: 'string', description: 'Path' },
      port,
      host: { type: 'string', minLength: 1, description: 'Host to ask; the task itself where it is left out' },
      scheme: { type: 'string', enum: ['HTTP', 'HTTPS'], default: 'HTTP', description: 'Certificates are not checked' },
      httpHeaders: {
        type: 'array',
        description: 'Headers to send',
        items: {
          type: 'object',
          required: ['name', 'value'],
          properties: {
            name: { type: 'string', pattern: '^[A-Za-z0-9-]+$', description: 'Name' },
            value: { type: 'string', pattern: '^[^\\r\\n]*$', description: 'Value' },
          },
        },
      },
    },
  },
  tcpSocket: { type: 'object', description: 'Connect', required: ['port'], properties: { port } },
};

const elsewhere: JsonObject = {
  type: 'string',
  description: 'Host to connect to',
  ...refusedOnAws('A connection is tried to the task itself', 'httpGet may ask another host', [
    '',
    'localhost',
    '127.0.0.1',
  ]),
};

const asked = objectOf(handler.httpGet);
const connected = objectOf(handler.tcpSocket);

/** The same where the path may be left out and a host be connected to. */
export const startHandler: JsonObject = {
  ...handler,
  httpGet: {
    ...asked,
    required: ['port'],
    properties: { ...objectOf(asked.properties), path: { type: 'string', default: '/', description: 'Path' } },
  },
  tcpSocket: { ...connected, properties: { ...objectOf(connected.properties), host: elsewhere } },
};

export const probeNumbers: JsonObject = {
  initialDelaySeconds: {
    type: 'integer',
    minimum: 0,
    description: 'Seconds before the first time; AWS takes up to 300',
  },
  periodSeconds: {
    type: 'integer',
    minimum: 1,
    description: 'Seconds between two times, 10 where it is left out; AWS takes 5 to 300',
  },
  timeoutSeconds: { type: 'integer', minimum: 1, description: 'Seconds to wait for an answer; AWS takes 2 to 60' },
  successThreshold: {
    type: 'integer',
    minimum: 1,
    description: 'Successes in a row that make it healthy; always 1 on AWS',
  },
  failureThreshold: {
    type: 'integer',
    minimum: 1,
    description: 'Failures in a row that make it unhealthy, 3 where it is left out; AWS takes up to 10',
  },
};

/** A probe with Kubernetes' names. */
function probeParameter(description: string): JsonObject {
  return {
    type: 'object',
    description,
    properties: {
      ...handler,
      ...probeNumbers,
    },
    oneOf: [{ required: ['exec'] }, { required: ['httpGet'] }, { required: ['tcpSocket'] }],
  };
}

export const probeParameters: JsonObject = {
  livenessProbe: probeParameter('Asks whether it lives; a task that does not is replaced'),
  readinessProbe: probeParameter('Asks whether it is ready'),
};

/** As the workload has them. */
export const probes: JsonObject = {
  livenessProbe: '${parameter.?livenessProbe}',
  readinessProbe: '${parameter.?readinessProbe}',
};
