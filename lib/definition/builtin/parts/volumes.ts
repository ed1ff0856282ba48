/** Volumes of a component as parameters, as its workload has them, and what Fargate cannot mount. */
import type { Json, JsonObject } from '../../../json.ts';

const name: JsonObject = { type: 'string', minLength: 1, maxLength: 255, description: 'Name of the volume' };
const mountPath: JsonObject = { type: 'string', pattern: '^/', description: 'Where it appears in the container' };
const subPath: JsonObject = { type: 'string', description: 'Part of the volume: it is mounted as a whole here' };
const claimName: JsonObject = {
  type: 'string',
  minLength: 1,
  maxLength: 128,
  description: 'The file system (EFS) of the application by this name; all that name it share it',
};
const mode: JsonObject = { type: 'integer', description: 'File mode' };
const items: JsonObject = {
  type: 'array',
  description: 'Which keys become which files',
  items: {
    type: 'object',
    required: ['key', 'path'],
    properties: { key: { type: 'string' }, path: { type: 'string' }, mode },
  },
};
const medium: JsonObject = { type: 'string', enum: ['', 'Memory'], description: 'Memory: it is on disk here' };

const mounts = (description: string, properties: JsonObject, ...required: readonly string[]): JsonObject => ({
  type: 'array',
  description,
  items: {
    type: 'object',
    required: ['name', 'mountPath', ...required],
    properties: { name, mountPath, subPath, ...properties },
  },
});

export const volumeParameters: JsonObject = {
  volumeMounts: {
    type: 'object',
    description: 'Volumes by what they are made of',
    properties: {
      pvc: mounts('File systems that outlive tasks: EFS', { claimName }, 'claimName'),
      emptyDir: mounts('Scratch space of a task', { medium }),
      configMap: mounts('Files of a ConfigMap', { cmName: { type: 'string' }, defaultMode: mode, items }, 'cmName'),
      secret: mounts('Files of a Secret', { secretName: { type: 'string' }, defaultMode: mode, items }, 'secretName'),
      hostPath: mounts(
        'Folders of the node',
        {
          path: { type: 'string' },
          mountPropagation: { type: 'string', enum: ['None', 'HostToContainer', 'Bidirectional'] },
          readOnly: { type: 'boolean' },
        },
        'path',
      ),
    },
  },
  volumes: {
    type: 'array',
    deprecated: true,
    description: 'Volumes; volumeMounts says more',
    items: {
      type: 'object',
      required: ['name', 'mountPath'],
      properties: {
        name,
        mountPath,
        type: {
          type: 'string',
          enum: ['emptyDir', 'pvc', 'configMap', 'secret'],
          description: 'emptyDir where it is left out',
        },
        claimName,
        medium,
        cmName: { type: 'string', description: 'Name of a ConfigMap' },
        secretName: { type: 'string', description: 'Name of a Secret' },
        defaultMode: mode,
        items,
      },
    },
  },
};

export const volumeLets: readonly JsonObject[] = [
  { pvc: '${parameter.?volumeMounts.?pvc.orValue([])}' },
  { emptyDir: '${parameter.?volumeMounts.?emptyDir.orValue([])}' },
  { others: '${parameter.?volumes.orValue([])}' },
];

const isClaim = 'v.?type.orValue("emptyDir") == "pvc"';

export const volumesOf: Json = [
  { $for: 'v in pvc', name: '${v.name}', type: 'efs', claim: '${v.claimName}' },
  { $for: 'v in emptyDir', name: '${v.name}', type: 'emptyDir' },
  { $for: 'v in others', $if: `!(${isClaim})`, name: '${v.name}', type: 'emptyDir' },
  { $for: 'v in others', $if: isClaim, name: '${v.name}', type: 'efs', claim: '${v.claimName}' },
];

export const volumeMountsOf: Json = [
  { $for: 'v in pvc + emptyDir + others', name: '${v.name}', mountPath: '${v.mountPath}' },
];

const files: JsonObject = {
  code: 'NotOnAws',
  hint: 'Take single values into the environment: env: [{ name, valueFrom: { secretKeyRef or configMapKeyRef } }]',
};

export const volumeValidations: readonly JsonObject[] = [
  {
    ...files,
    if: 'size(parameter.?volumeMounts.?configMap.orValue([])) > 0',
    pointer: '/volumeMounts/configMap',
    message: 'Fargate mounts no configuration as files',
  },
  {
    ...files,
    if: 'size(parameter.?volumeMounts.?secret.orValue([])) > 0',
    pointer: '/volumeMounts/secret',
    message: 'Fargate mounts no secrets as files',
  },
  {
    if: 'size(parameter.?volumeMounts.?hostPath.orValue([])) > 0',
    pointer: '/volumeMounts/hostPath',
    code: 'NotOnAws',
    message: 'Fargate has no nodes whose folders could be mounted',
    hint: 'emptyDir for scratch space, pvc for what must stay',
  },
  {
    ...files,
    if: 'others.exists(v, v.?type.orValue("") in ["configMap", "secret"])',
    pointer: '/volumes',
    message: 'Fargate mounts neither configuration nor secrets as files',
  },
  {
    if: `others.exists(v, ${isClaim} ? !has(v.claimName) : has(v.claimName))`,
    pointer: '/volumes',
    code: 'InvalidParameter',
    message: 'claimName belongs to a volume of type pvc, which needs it',
  },
  {
    if: 'others.exists(v, has(v.cmName) || has(v.secretName) || has(v.items) || has(v.defaultMode))',
    pointer: '/volumes',
    code: 'NotOnAws',
    message: 'cmName, secretName, items and defaultMode belong to volumes that Fargate does not have',
  },
  {
    if: '(pvc + emptyDir).exists(v, has(v.subPath))',
    pointer: '/volumeMounts',
    code: 'NotOnAws',
    message: 'ECS mounts a volume as a whole, not a subPath of it',
    hint: 'A volume for each path',
  },
  {
    if: '(emptyDir + others).exists(v, v.?medium.orValue("") == "Memory")',
    pointer: '/volumeMounts',
    severity: 'warning',
    code: 'Adapted',
    message: 'Scratch space is on disk: Fargate has none in memory',
  },
];
