/** One volume as parameters, as the workload has it, and the words for what Fargate cannot mount. */
import type { JsonObject } from '../../../json.ts';

export const volumeName: JsonObject = {
  type: 'string',
  minLength: 1,
  maxLength: 255,
  description: 'Name of the volume',
};
export const mountPath: JsonObject = {
  type: 'string',
  pattern: '^/',
  description: 'Where it appears in the container',
};
export const claimName: JsonObject = {
  type: 'string',
  minLength: 1,
  maxLength: 128,
  description: 'The file system (EFS) of the application by this name; all that name it share it',
};
export const onDelete: JsonObject = {
  type: 'string',
  enum: ['retain', 'delete'],
  description:
    'What becomes of the file system and its files when nobody names it any more; retain where it is left out',
};
export const fileMode: JsonObject = { type: 'integer', description: 'File mode' };
export const keyItems: JsonObject = {
  type: 'array',
  description: 'Which keys become which files',
  items: {
    type: 'object',
    required: ['key', 'path'],
    properties: { key: { type: 'string' }, path: { type: 'string' }, mode: fileMode },
  },
};
export const medium: JsonObject = { type: 'string', enum: ['', 'Memory'], description: 'Memory: it is on disk here' };
export const volumeType: JsonObject = {
  type: 'string',
  enum: ['emptyDir', 'pvc', 'configMap', 'secret'],
  description: 'emptyDir where it is left out',
};

/** Why Fargate mounts otherwise or not at all, and what to do instead. */
export const onDisk = 'Scratch space is on disk: Fargate has none in memory';
export const noFiles = 'Fargate mounts neither configuration nor secrets as files';
export const byEnv = 'env: [{ name, valueFrom: { secretKeyRef or configMapKeyRef } }]';
export const noSubPath = 'ECS mounts a volume as a whole, not a subPath of it';
export const manyVolumes = 'A volume for each path';
export const noFolders = 'Fargate has no nodes whose folders could be mounted';
export const otherVolumes = 'emptyDir for scratch space, pvc for what must stay';

/** Of `list`, each `v` a volume of the claim `claim`, as the workload has them; expressions. */
export const fileVolumes = (list: string, claim: string, kept = 'v.?onDelete'): JsonObject => ({
  $for: `v in ${list}`,
  name: '${v.name}',
  type: 'efs',
  claim: `\${${claim}}`,
  onDelete: `\${${kept}}`,
});

const isClaim = 'v.?type.orValue("emptyDir") == "pvc"';

/** Of `list`, whose volumes say themselves what they are: whether one is a claim, how the workload has them, and what is wrong. */
export const claimsIn = (list: string): string => `${list}.exists(v, ${isClaim})`;
export const volumesIn = (list: string): readonly JsonObject[] => [
  { $for: `v in ${list}`, $if: `!(${isClaim})`, name: '${v.name}', type: 'emptyDir' },
  { ...fileVolumes(list, 'v.claimName'), $if: isClaim },
];
export const claimNamesIn = (list: string): JsonObject => ({
  if: `${list}.exists(v, ${isClaim} ? !has(v.claimName) : has(v.claimName) || has(v.onDelete))`,
  pointer: '/volumes',
  code: 'InvalidParameter',
  message: 'claimName and onDelete belong to a volume of type pvc, which needs a claimName',
});
