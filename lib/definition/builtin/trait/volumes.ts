/** The trait `volumes`: volumes that the component's containers mount by their names. */
import type { JsonObject } from '../../../json.ts';
import { asFiles, claimValidations, envHint, scratchMedium, volumeName } from '../parts/claims.ts';
import { refusedOnAws } from '../parts/says.ts';
import { traitOf } from '../parts/trait.ts';
import {
  claimName,
  claimNamesIn,
  claimsIn,
  fileMode,
  keyItems,
  noFiles,
  onDelete,
  volumesIn,
  volumeType,
} from '../parts/volume.ts';

export const volumes: JsonObject = traitOf(
  'volumes',
  'Say what the volumes of the component are; storage can do more',
  {
    cel: {
      parameters: {
        type: 'object',
        properties: {
          volumes: {
            type: 'array',
            description: 'Volumes by name',
            items: {
              type: 'object',
              required: ['name'],
              properties: {
                name: volumeName,
                type: {
                  ...volumeType,
                  ...refusedOnAws(noFiles, envHint, ['emptyDir', 'pvc']),
                },
                claimName,
                onDelete,
                medium: scratchMedium,
                cmName: { type: 'string', ...asFiles },
                secretName: { type: 'string', ...asFiles },
                defaultMode: { ...fileMode, ...asFiles },
                items: { ...keyItems, ...asFiles },
              },
            },
          },
        },
      },
      let: [{ given: '${parameter.?volumes.orValue([])}' }],
      patch: {
        container: {
          volumes: volumesIn('given'),
        },
      },
      validations: [...claimValidations(claimsIn('given'), '/volumes'), claimNamesIn('given')],
    },
  },
);
