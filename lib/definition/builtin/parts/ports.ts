/** The ports of a service as parameters, and as its workload has them. */
import type { Json, JsonObject } from '../../../json.ts';
import { refusedOnAws, warnedOf } from './says.ts';

export const portNumber: JsonObject = { type: 'integer', minimum: 1, maximum: 65_535 };

export const portName: JsonObject = {
  type: 'string',
  minLength: 1,
  maxLength: 64,
  pattern: '^[a-z0-9_][a-z0-9_-]*$',
  description: 'Name',
};

export const protocol: JsonObject = {
  type: 'string',
  enum: ['TCP', 'UDP', 'SCTP'],
  description: 'TCP where it is left out',
  ...refusedOnAws('Fargate has no SCTP', 'TCP or UDP', ['TCP', 'UDP']),
};

export const exposeTypes: readonly Json[] = ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'];

export const byGateway = 'The trait gateway makes it answer on the internet';
export const noNodePort = 'nodePort opens nothing: Fargate has no nodes';

/** A let: the component's own container in a list, empty where there is none. */
export const here: JsonObject = {
  here: '${workload.?containers.orValue([]).filter(c, c.name == context.name)}',
};

/** The name of the port of `containers` where the process listens on `inside`: the one it has already, or the same number. */
export function listened(containers: string, inside: string): string {
  const known = `flatten(${containers}.map(c, c.?ports.orValue([]))).filter(q, q.?containerPort.orValue(q.port) == ${inside})`;
  return `\${size(${known}) > 0 ? (${known})[0].port : ${inside}}`;
}

const portParameters: JsonObject = {
  port: { ...portNumber, deprecated: true, description: 'The one port it listens on; ports says more' },
  ports: {
    type: ['array', 'integer'],
    description: 'Ports it listens on; a number is the one port, as in port',
    minimum: 1,
    maximum: 65_535,
    items: {
      type: 'object',
      required: ['port'],
      properties: {
        port: { ...portNumber, description: 'Port that others use' },
        containerPort: { ...portNumber, description: 'Port inside of the container, where that is another' },
        name: portName,
        protocol,
        expose: { type: 'boolean', description: 'Whether other components reach it by the name of this one' },
        nodePort: { type: 'integer', description: 'Port of a node: there are none' },
      },
    },
  },
  exposeType: {
    type: 'string',
    description: 'Kind of the service in front; ClusterIP is what there is: a name inside the network',
    enum: exposeTypes,
  },
};

/** The ports of the list, and the one of the other two ways to say it. */
const listed = 'isList(parameter.?ports.orValue(0)) ? parameter.ports : []';
const single =
  'has(parameter.ports) ? (isList(parameter.ports) ? [] : [parameter.ports]) : has(parameter.port) ? [parameter.port] : []';

const portsOf: Json = [
  {
    $for: `p in ${listed}`,
    port: '${p.port}',
    containerPort: '${p.?containerPort}',
    name: '${p.?name}',
    protocol: '${p.?protocol}',
    expose: '${p.?expose}',
  },
  { $for: `p in ${single}`, port: '${p}', expose: true },
];

const reached = `(${listed}).filter(p, p.?expose.orValue(false)).map(p, p.port) + (${single})`;
/** The name that Cloud Map gives a component. */
export const hostName = '${context.name}.${context.appName}.${context.namespace}.${environment.namespaceName}';

/** What other components may know: its name in the network and its first port that is reached. */
const portLink: JsonObject = {
  HOST: { $if: `size(${reached}) > 0`, $value: hostName },
  PORT: { $if: `size(${reached}) > 0`, $value: `\${string((${reached})[0])}` },
  URL: { $if: `size(${reached}) > 0`, $value: `http://${hostName}:\${string((${reached})[0])}` },
};

const portValidations: readonly JsonObject[] = [
  {
    if: 'has(parameter.port) && has(parameter.ports)',
    pointer: '/port',
    severity: 'warning',
    code: 'NotNeeded',
    message: 'port is not used where there are ports',
  },
  {
    if: 'has(parameter.ports) && !isList(parameter.ports)',
    pointer: '/ports',
    severity: 'warning',
    code: 'Adapted',
    message: 'ports is a list: the number is taken as the one port that it listens on',
    hint: 'ports: [{ port: 80, expose: true }]',
  },
  {
    if: `(${listed}).exists(p, has(p.nodePort))`,
    pointer: '/ports',
    severity: 'warning',
    code: 'Adapted',
    message: noNodePort,
    hint: byGateway,
  },
  warnedOf(
    'exposeType',
    'Adapted',
    '${parameter.exposeType} is a name inside the network here, as every exposeType',
    byGateway,
  ),
];

interface Listening {
  readonly parameters: JsonObject;
  readonly container: JsonObject;
  readonly link: JsonObject;
  readonly validations: readonly JsonObject[];
}

/** What a component that listens on ports has more than one that does not. */
export const listening: Listening = {
  parameters: portParameters,
  container: { ports: portsOf },
  link: portLink,
  validations: portValidations,
};
