/** The trait `volumes`: volumes that the component's containers mount by their names. */
import type { JsonObject } from '../../../json.ts';
import { claimName, claimValidations, envHint, fileMode, keyItems, medium, volumeName } from '../parts/claims.ts';
import { refusedOnAws } from '../parts/says.ts';
import { traitOf } from '../parts/trait.ts';

const files = refusedOnAws('Fargate mounts neither configuration nor secrets as files', envHint);
const isClaim = 'v.?type.orValue("emptyDir") == "pvc"';

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
                  type: 'string',
                  enum: ['emptyDir', 'pvc', 'configMap', 'secret'],
                  description: 'emptyDir where it is left out',
                  ...refusedOnAws('Fargate mounts neither configuration nor secrets as files', envHint, [
                    'emptyDir',
                    'pvc',
                  ]),
                },
                claimName,
                medium,
                cmName: { type: 'string', ...files },
                secretName: { type: 'string', ...files },
                defaultMode: { ...fileMode, ...files },
                items: { ...keyItems, ...files },
              },
            },
          },
        },
      },
      let: [{ given: '${parameter.?volumes.orValue([])}' }],
      patch: {
        container: {
          volumes: [
            { $for: 'v in given', $if: `!(${isClaim})`, name: '${v.name}', type: 'emptyDir' },
            { $for: 'v in given', $if: isClaim, name: '${v.name}', type: 'efs', claim: '${v.claimName}' },
          ],
        },
      },
      validations: [
        ...claimValidations(`given.exists(v, ${isClaim})`, '/volumes'),
        {
          if: `given.exists(v, ${isClaim} ? !has(v.claimName) : has(v.claimName))`,
          pointer: '/volumes',
          code: 'InvalidParameter',
          message: 'claimName belongs to a volume of type pvc, which needs it',
        },
      ],
    },
  },
);
