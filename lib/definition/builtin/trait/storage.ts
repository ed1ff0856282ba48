/** The trait `storage`: scratch space, file systems, and values of configurations and secrets as environment variables. */
import type { JsonObject } from '../../../json.ts';
import {
  asFiles,
  claimParameters,
  claimValidations,
  envHint,
  scratchMedium,
  subPath,
  volumeName,
} from '../parts/claims.ts';
import { storedKey, storedName } from '../parts/env.ts';
import { notNeeded, refusedOnAws } from '../parts/says.ts';
import { traitOf } from '../parts/trait.ts';
import { variablePattern } from '../parts/variable.ts';
import { fileMode, fileVolumes, keyItems, mountPath, noFolders, otherVolumes } from '../parts/volume.ts';

const mountOnly: JsonObject = {
  type: 'boolean',
  description: 'It exists already',
  ...notNeeded('mountOnly is not needed: what is there is used, what is not is made', undefined, [false]),
};
const envName: JsonObject = { type: 'string', pattern: variablePattern, description: 'Name of the variable' };

/** What a configuration and a secret have alike; `field` names the key of a variable. */
function source(name: JsonObject, field: string, what: string, more: JsonObject): JsonObject {
  const variable: JsonObject = {
    type: 'object',
    required: ['envName', field],
    properties: { envName, [field]: storedKey(what) },
  };
  return {
    type: 'array',
    items: {
      type: 'object',
      required: ['name'],
      properties: {
        name,
        mountOnly,
        mountToEnv: variable,
        mountToEnvs: { type: 'array', items: variable },
        mountPath: { ...mountPath, ...asFiles },
        subPath: { type: 'string', ...asFiles },
        defaultMode: { ...fileMode, ...asFiles },
        readOnly: { type: 'boolean', description: 'Values do not change', ...notNeeded('Variables are copies') },
        items: { ...keyItems, ...asFiles },
        ...more,
      },
    },
  };
}

const plain = (description: string): JsonObject => ({
  type: 'object',
  description,
  additionalProperties: { type: 'string' },
  ...refusedOnAws(
    'The value of a secret must not stand in an application',
    "Put it into Secrets Manager below the installation's prefix and the namespace, and leave the value out here",
  ),
});

const parameters: JsonObject = {
  type: 'object',
  properties: {
    pvc: {
      type: 'array',
      description: 'File systems that outlive tasks: EFS, shared by the components that use the name',
      items: {
        type: 'object',
        required: ['name', 'mountPath'],
        properties: { name: volumeName, mountOnly, mountPath, subPath, ...claimParameters },
      },
    },
    configMap: {
      ...source(
        storedName("Path of Parameter Store parameters, below the installation's prefix and the namespace"),
        'configMapKey',
        'Last part of the path, or key of data',
        {
          data: {
            type: 'object',
            description: 'The values themselves; without it they are in Parameter Store',
            additionalProperties: { type: 'string' },
          },
        },
      ),
      description: 'Values of a configuration as environment variables',
    },
    secret: {
      ...source(
        storedName("Name of a Secrets Manager secret, below the installation's prefix and the namespace"),
        'secretKey',
        'Key inside of the secret, a JSON object',
        { data: plain('Values in base 64'), stringData: plain('Values') },
      ),
      description: 'Values of a secret as environment variables',
    },
    emptyDir: {
      type: 'array',
      description: 'Scratch space of a task',
      items: {
        type: 'object',
        required: ['name', 'mountPath'],
        properties: { name: volumeName, mountPath, subPath, medium: scratchMedium },
      },
    },
    hostPath: {
      type: 'array',
      description: 'Folders of the node',
      items: {
        type: 'object',
        required: ['name', 'path', 'mountPath'],
        properties: {
          name: volumeName,
          path: { type: 'string' },
          mountPath,
          type: {
            type: 'string',
            enum: [
              ...['Directory', 'DirectoryOrCreate', 'FileOrCreate', 'File', 'Socket', 'CharDevice'],
              'BlockDevice',
            ],
          },
        },
      },
      ...refusedOnAws(noFolders, otherVolumes, [[]]),
    },
  },
};

/** The variables of the entries of `list`, each with what it is drawn from. */
const variables = (list: string): JsonObject => ({
  $for: `s in parameter.?${list}.orValue([])`,
  $value:
    '${(has(s.mountToEnv) ? [s.mountToEnv] : []).map(v, {"s": s, "v": v}) + s.?mountToEnvs.orValue([]).map(v, {"s": s, "v": v})}',
});

export const storage: JsonObject = traitOf('storage', 'Give it scratch space, file systems, and stored values', {
  cel: {
    parameters,
    let: [
      { pvc: '${parameter.?pvc.orValue([])}' },
      { emptyDir: '${parameter.?emptyDir.orValue([])}' },
      { nestedConfigs: [variables('configMap')] },
      { nestedSecrets: [variables('secret')] },
      { configs: '${flatten(nestedConfigs)}' },
      { secrets: '${flatten(nestedSecrets)}' },
      { written: '${parameter.?configMap.orValue([]).filter(c, has(c.data))}' },
      { nestedKeys: [{ $for: 'c in written', $value: '${c.data.map(k, c.name + "/" + k)}' }] },
      { keys: '${flatten(nestedKeys)}' },
      { taken: '${configs.filter(c, has(c.s.data)).map(c, c.s.name + "/" + c.v.configMapKey)}' },
      { lacking: '${taken.filter(k, !(k in keys))}' },
      { untaken: '${keys.filter(k, !(k in taken))}' },
    ],
    patch: {
      container: {
        volumes: [fileVolumes('pvc', 'v.name'), { $for: 'v in emptyDir', name: '${v.name}', type: 'emptyDir' }],
        containers: [
          {
            name: '${context.name}',
            volumeMounts: [{ $for: 'v in pvc + emptyDir', mountPath: '${v.mountPath}', name: '${v.name}' }],
            env: [
              {
                $for: 'c in configs',
                $if: 'has(c.s.data)',
                name: '${c.v.envName}',
                value: '${c.s.data[c.v.configMapKey]}',
              },
              {
                $for: 'c in configs',
                $if: '!has(c.s.data)',
                name: '${c.v.envName}',
                valueFrom: { configMapKeyRef: { name: '${c.s.name}', key: '${c.v.configMapKey}' } },
              },
              {
                $for: 'c in secrets',
                name: '${c.v.envName}',
                valueFrom: { secretKeyRef: { name: '${c.s.name}', key: '${c.v.secretKey}' } },
              },
            ],
          },
        ],
      },
    },
    validations: [
      ...claimValidations('size(pvc) > 0', '/pvc'),
      {
        if: 'size(written) > 0',
        pointer: '/configMap',
        severity: 'warning',
        code: 'Adapted',
        message: 'The data of ${written[0].name} is for this component alone: its values become variables',
        hint: 'What several components read belongs into Parameter Store: leave data out',
      },
      {
        if: 'size(lacking) > 0',
        pointer: '/configMap',
        code: 'InvalidParameter',
        message: 'A variable takes ${lacking[0]}, which data does not have',
      },
      {
        if: 'size(untaken) > 0',
        pointer: '/configMap',
        code: 'NotOnAws',
        message: 'No variable takes ${untaken[0]} of data, and there are no files of it',
        hint: 'mountToEnvs: [{ envName: NAME, configMapKey: key }] for each key',
      },
      {
        if: '(parameter.?configMap.orValue([]) + parameter.?secret.orValue([])).exists(s, !has(s.mountToEnv) && size(s.?mountToEnvs.orValue([])) == 0)',
        code: 'NotOnAws',
        message: 'A configuration or secret that no variable takes would do nothing: Fargate mounts none as files',
        hint: envHint,
      },
    ],
  },
});
