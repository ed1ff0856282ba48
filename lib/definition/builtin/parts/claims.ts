/** Claims of a cluster's storage: here each is a file system (EFS) that the application's components share by its name. */
import type { JsonObject } from '../../../json.ts';
import { adapted, refusedOnAws } from './says.ts';
import { byEnv, manyVolumes, medium, volumeName as named, noFiles, noSubPath, onDelete, onDisk } from './volume.ts';

const amount: JsonObject = {
  type: 'object',
  required: ['storage'],
  properties: {
    storage: {
      type: 'string',
      pattern: '^([1-9][0-9]{0,63})(E|P|T|G|M|K|Ei|Pi|Ti|Gi|Mi|Ki)$',
      examples: ['8Gi'],
    },
  },
};
const source: JsonObject = {
  type: 'object',
  description: 'What it begins with',
  required: ['name', 'kind'],
  properties: { name: { type: 'string' }, kind: { type: 'string' }, apiGroup: { type: 'string' } },
  ...refusedOnAws('A file system begins empty', 'A task of the application can fill it'),
};

/** What a claim says of its storage. */
export const claimParameters: JsonObject = {
  onDelete,
  volumeMode: {
    type: 'string',
    description: 'Filesystem',
    ...refusedOnAws('EFS has files, no blocks', 'volumeMode: Filesystem', ['Filesystem']),
  },
  volumeName: {
    type: 'string',
    description: 'A volume that exists',
    ...refusedOnAws('A volume of a cluster cannot be named here', 'Leave it out: the claim has a file system'),
  },
  accessModes: {
    type: 'array',
    description: 'How many may use it: any number here',
    items: { type: 'string' },
    ...adapted('EFS is read and written by all tasks at once', undefined, [['ReadWriteMany']]),
  },
  storageClassName: {
    type: 'string',
    description: 'Storage class',
    ...adapted('There are no storage classes: a claim is a file system of EFS'),
  },
  resources: {
    type: 'object',
    description: 'How large it is',
    required: ['requests'],
    properties: { requests: amount, limits: amount },
    ...adapted('EFS grows with what is stored in it; no size is reserved or enforced'),
  },
  dataSource: source,
  dataSourceRef: source,
  selector: {
    type: 'object',
    description: 'Which volume to take',
    properties: {
      matchLabels: { type: 'object', additionalProperties: { type: 'string' } },
      matchExpressions: {
        type: 'object',
        required: ['key', 'values', 'operator'],
        properties: {
          key: { type: 'string' },
          values: { type: 'array', items: { type: 'string' } },
          operator: { type: 'string' },
        },
      },
    },
    ...refusedOnAws('There are no volumes to choose from', 'Leave it out: the claim has a file system'),
  },
};

export const volumeName: JsonObject = { ...named, description: 'Name' };
export const subPath: JsonObject = {
  type: 'string',
  description: 'Part of the volume',
  ...refusedOnAws(noSubPath, manyVolumes),
};
export const scratchMedium: JsonObject = { ...medium, ...adapted(onDisk, undefined, ['']) };
export const envHint: string = `Take single values into the environment: mountToEnv, or ${byEnv}`;
/** Said of parameters that would make files of them. */
export const asFiles: JsonObject = refusedOnAws(noFiles, envHint);

/** What is said of claims of `given`, an expression; `pointer` is where they stand. */
export const claimValidations = (given: string, pointer: string): readonly JsonObject[] => [
  {
    if: given,
    pointer,
    severity: 'warning',
    code: 'Adapted',
    message:
      'A claim is a file system (EFS) of the application: it is made with it, and kept with its files when nobody names it any more',
    hint: 'onDelete: delete, where its files are to go with it',
  },
];
