/** The trait `service-binding`: keys of secrets as environment variables. */
import type { JsonObject } from '../../../json.ts';
import { storedKey, storedName } from '../parts/env.ts';
import { traitOf } from '../parts/trait.ts';
import { variablePattern } from '../parts/variable.ts';

export const serviceBinding: JsonObject = traitOf('service-binding', 'Take keys of secrets into the environment', {
  cel: {
    parameters: {
      type: 'object',
      required: ['envMappings'],
      properties: {
        envMappings: {
          type: 'object',
          description: 'Where the value of each variable comes from',
          propertyNames: { pattern: variablePattern, description: 'the name of a variable' },
          additionalProperties: {
            type: 'object',
            required: ['secret'],
            properties: {
              secret: storedName("Name of a Secrets Manager secret, below the installation's prefix and the namespace"),
              key: storedKey('Key inside of the secret, a JSON object; the name of the variable where it is left out'),
            },
          },
        },
      },
    },
    patch: {
      container: {
        containers: [
          {
            name: '${context.name}',
            env: [
              {
                $for: 'name, from in parameter.envMappings',
                name: '${name}',
                valueFrom: { secretKeyRef: { name: '${from.secret}', key: '${from.?key.orValue(name)}' } },
              },
            ],
          },
        ],
      },
    },
  },
});
