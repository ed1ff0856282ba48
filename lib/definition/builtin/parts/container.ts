/** What all components of one container have: parameters, the container itself, and what is said of both. */
import type { JsonObject } from '../../../json.ts';
import { envOf, envParameter, envValidations } from './env.ts';
import { probeParameter } from './probe.ts';
import { cpu, limit, memory } from './quantity.ts';
import { volumeLets, volumeMountsOf, volumeParameters, volumesOf, volumeValidations } from './volumes.ts';

export const containerParameters: JsonObject = {
  image: { type: 'string', minLength: 1, description: 'Container image' },
  imagePullPolicy: {
    type: 'string',
    enum: ['Always', 'Never', 'IfNotPresent'],
    description: 'Fargate pulls for every task',
  },
  imagePullSecrets: {
    type: 'array',
    description: 'The Secrets Manager secret with username and password of a private registry',
    items: { type: 'string', minLength: 1 },
  },
  cmd: { type: 'array', items: { type: 'string' }, description: "Replaces the image's entry point" },
  args: { type: 'array', items: { type: 'string' }, description: "Replaces the image's command" },
  env: envParameter,
  cpu,
  memory,
  limit,
  ...volumeParameters,
  livenessProbe: probeParameter('Asks whether it lives; a task that does not is replaced'),
  readinessProbe: probeParameter('Asks whether it is ready'),
  labels: {
    type: 'object',
    description: 'They become AWS tags',
    maxProperties: 40,
    propertyNames: { minLength: 1, maxLength: 128, pattern: '^[\\w .:/=+@-]+$' },
    additionalProperties: { type: 'string', maxLength: 256, pattern: '^[\\w .:/=+@-]*$' },
  },
  annotations: {
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'They are kept in the application',
  },
  addRevisionLabel: { type: 'boolean', description: 'The revision stands in the status; nothing is labelled with it' },
  hostAliases: {
    type: 'array',
    description: 'Lines of the hosts file: Fargate has none',
    items: {
      type: 'object',
      required: ['ip', 'hostnames'],
      properties: { ip: { type: 'string' }, hostnames: { type: 'array', items: { type: 'string' } } },
    },
  },
};

export const containerLets: readonly JsonObject[] = volumeLets;

/** The container of the component. */
export const mainContainer: JsonObject = {
  name: '${context.name}',
  image: '${parameter.image}',
  imagePullSecret:
    '${size(parameter.?imagePullSecrets.orValue([])) > 0 ? optional.of(parameter.imagePullSecrets[0]) : optional.none()}',
  command: '${parameter.?cmd}',
  args: '${parameter.?args}',
  env: envOf,
  cpu: '${parameter.?cpu.or(parameter.?limit.?cpu)}',
  memory: '${parameter.?memory.or(parameter.?limit.?memory)}',
  memoryLimit: '${parameter.?limit.?memory}',
  volumeMounts: volumeMountsOf,
  livenessProbe: '${parameter.?livenessProbe}',
  readinessProbe: '${parameter.?readinessProbe}',
};

/** Beside the containers. */
export const containerTask: JsonObject = { volumes: volumesOf, labels: '${parameter.?labels}' };

export const containerValidations: readonly JsonObject[] = [
  {
    if: 'has(parameter.imagePullPolicy)',
    pointer: '/imagePullPolicy',
    severity: 'warning',
    code: 'Adapted',
    message: 'Fargate keeps no images: it pulls for every task, whatever imagePullPolicy says',
    hint: 'A tag that never moves, or a digest, gives the same image every time',
  },
  {
    if: 'size(parameter.?imagePullSecrets.orValue([])) > 1',
    pointer: '/imagePullSecrets',
    code: 'NotOnAws',
    message: 'A container is pulled with one secret',
    hint: 'Images of ECR in the same account need none',
  },
  ...envValidations,
  {
    if: 'has(parameter.limit) && has(parameter.limit.cpu) && has(parameter.cpu)',
    pointer: '/limit/cpu',
    severity: 'warning',
    code: 'Adapted',
    message:
      'Containers share the CPU of their task: cpu says how much that is, and limit.cpu ${string(parameter.limit.cpu)} changes nothing',
  },
  ...volumeValidations,
  {
    if: 'parameter.?labels.orValue({}).exists(name, name.startsWith("aws:") || name.startsWith("oam.dev/"))',
    pointer: '/labels',
    code: 'ReservedName',
    message: 'A label cannot begin with aws: or oam.dev/',
    hint: 'AWS and Lateen keep these for themselves',
  },
  {
    if: 'size(parameter.?annotations.orValue({})) > 0',
    pointer: '/annotations',
    severity: 'warning',
    code: 'KeptOnly',
    message: 'Annotations are kept in the application; nothing on AWS has a place for them',
    hint: 'labels become AWS tags',
  },
  {
    if: 'parameter.?addRevisionLabel.orValue(false)',
    pointer: '/addRevisionLabel',
    severity: 'warning',
    code: 'KeptOnly',
    message: 'The revision stands in the status of the application; nothing is labelled with it',
  },
  {
    if: 'size(parameter.?hostAliases.orValue([])) > 0',
    pointer: '/hostAliases',
    code: 'NotOnAws',
    message: 'Tasks on Fargate have no hosts file of their own making',
    hint: 'A private hosted zone of Route 53 for the VPC gives names to addresses',
  },
];
