/** What all components of one container have: parameters, the container itself, and what is said of both. */
import type { JsonObject } from '../../../json.ts';
import { envParameter, envValidations } from './env.ts';
import { annotationsKept, labelsReserved, tagNames, tagValues } from './labels.ts';
import { probeParameters, probes } from './probe.ts';
import { alwaysPulled, image, program, programParameters, steadyImage } from './program.ts';
import { cpu, limit, memory } from './quantity.ts';
import { warnedOf } from './says.ts';
import { volumeLets, volumeMountsOf, volumeParameters, volumesOf, volumeValidations } from './volumes.ts';

export const containerParameters: JsonObject = {
  image,
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
  ...programParameters,
  env: envParameter,
  cpu,
  memory,
  limit,
  ...volumeParameters,
  ...probeParameters,
  labels: {
    type: 'object',
    description: 'They become AWS tags',
    maxProperties: 40,
    propertyNames: tagNames,
    additionalProperties: tagValues(),
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
  imagePullSecret: '${parameter.?imagePullSecrets[?0]}',
  ...program,
  cpu: '${parameter.?cpu.or(parameter.?limit.?cpu)}',
  memory: '${parameter.?memory.or(parameter.?limit.?memory)}',
  memoryLimit: '${parameter.?limit.?memory}',
  volumeMounts: volumeMountsOf,
  ...probes,
};

/** Beside the containers. */
export const containerTask: JsonObject = { volumes: volumesOf, labels: '${parameter.?labels}' };

export const containerValidations: readonly JsonObject[] = [
  warnedOf('imagePullPolicy', 'Adapted', alwaysPulled, steadyImage),
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
  labelsReserved('parameter.?labels.orValue({})', { pointer: '/labels' }),
  annotationsKept('parameter.?annotations.orValue({})', 'labels become AWS tags', { pointer: '/annotations' }),
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
