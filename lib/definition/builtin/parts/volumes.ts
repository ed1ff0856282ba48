/** Volumes of a component as parameters, as its workload has them, and what Fargate cannot mount. */
import type { Json, JsonObject } from '../../../json.ts';
import {
  byEnv,
  claimName,
  claimNamesIn,
  fileMode,
  fileVolumes,
  keyItems,
  manyVolumes,
  medium,
  mountPath,
  noFiles,
  noFolders,
  noSubPath,
  onDelete,
  onDisk,
  otherVolumes,
  volumeName,
  volumesIn,
  volumeType,
} from './volume.ts';

const subPath: JsonObject = { type: 'string', description: 'Part of the volume: it is mounted as a whole here' };

const mounts = (description: string, properties: JsonObject, ...required: readonly string[]): JsonObject => ({
  type: 'array',
  description,
  items: {
    type: 'object',
    required: ['name', 'mountPath', ...required],
    properties: { name: volumeName, mountPath, subPath, ...properties },
  },
});

export const volumeParameters: JsonObject = {
  volumeMounts: {
    type: 'object',
    description: 'Volumes by what they are made of',
    properties: {
      pvc: mounts('File systems that outlive tasks: EFS', { claimName, onDelete }, 'claimName'),
      emptyDir: mounts('Scratch space of a task', { medium }),
      configMap: mounts(
        'Files of a ConfigMap',
        { cmName: { type: 'string' }, defaultMode: fileMode, items: keyItems },
        'cmName',
      ),
      secret: mounts(
        'Files of a Secret',
        { secretName: { type: 'string' }, defaultMode: fileMode, items: keyItems },
        'secretName',
      ),
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
        name: volumeName,
        mountPath,
        type: volumeType,
        claimName,
        onDelete,
        medium,
        cmName: { type: 'string', description: 'Name of a ConfigMap' },
        secretName: { type: 'string', description: 'Name of a Secret' },
        defaultMode: fileMode,
        items: keyItems,
      },
    },
  },
};

export const volumeLets: readonly JsonObject[] = [
  { pvc: '${parameter.?volumeMounts.?pvc.orValue([])}' },
  { emptyDir: '${parameter.?volumeMounts.?emptyDir.orValue([])}' },
  { others: '${parameter.?volumes.orValue([])}' },
];

export const volumesOf: Json = [
  fileVolumes('pvc', 'v.claimName'),
  { $for: 'v in emptyDir', name: '${v.name}', type: 'emptyDir' },
  ...volumesIn('others'),
];

export const volumeMountsOf: Json = [
  { $for: 'v in pvc + emptyDir + others', name: '${v.name}', mountPath: '${v.mountPath}' },
];

const files: JsonObject = {
  code: 'NotOnAws',
  hint: `Take single values into the environment: ${byEnv}`,
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
    message: noFolders,
    hint: otherVolumes,
  },
  {
    ...files,
    if: 'others.exists(v, v.?type.orValue("") in ["configMap", "secret"])',
    pointer: '/volumes',
    message: noFiles,
  },
  claimNamesIn('others'),
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
    message: noSubPath,
    hint: manyVolumes,
  },
  {
    if: '(emptyDir + others).exists(v, v.?medium.orValue("") == "Memory")',
    pointer: '/volumeMounts',
    severity: 'warning',
    code: 'Adapted',
    message: onDisk,
  },
];
