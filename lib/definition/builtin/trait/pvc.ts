/** The trait `pvc`: one claim of storage. */
import type { JsonObject } from '../../../json.ts';
import { claimParameters, claimValidations, volumeName } from '../parts/claims.ts';
import { refusedOnAws } from '../parts/says.ts';
import { traitOf } from '../parts/trait.ts';
import { claimName, fileVolumes, mountPath } from '../parts/volume.ts';

const volume: JsonObject = {
  type: 'object',
  required: ['name', 'mountPath'],
  properties: {
    name: volumeName,
    mountPath,
    devicePath: { type: 'string', ...refusedOnAws('EFS has files, no devices', 'mountPath') },
  },
};

export const pvc: JsonObject = traitOf('pvc', 'Give it a file system; storage can do more', {
  cel: {
    parameters: {
      type: 'object',
      required: ['claimName', 'volumesToMount'],
      properties: {
        claimName,
        ...claimParameters,
        volumesToMount: { type: 'array', minItems: 1, description: 'Where it is mounted', items: volume },
      },
    },
    patch: {
      container: {
        volumes: [fileVolumes('parameter.volumesToMount', 'parameter.claimName', 'parameter.?onDelete')],
        containers: [
          {
            name: '${context.name}',
            volumeMounts: [{ $for: 'v in parameter.volumesToMount', mountPath: '${v.mountPath}', name: '${v.name}' }],
          },
        ],
      },
    },
    validations: claimValidations('true', '/claimName'),
  },
});
