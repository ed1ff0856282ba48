/** The trait `env`: adds, changes and removes environment variables. */
import type { JsonObject } from '../../../json.ts';

export const env: JsonObject = {
  apiVersion: 'core.oam.dev/v1beta1',
  kind: 'TraitDefinition',
  metadata: {
    name: 'env',
    namespace: 'lateen-system',
    annotations: { 'definition.oam.dev/description': 'Add, change or remove environment variables' },
  },
  spec: {
    appliesToWorkloads: ['function'],
    schematic: {
      cel: {
        parameters: {
          type: 'object',
          properties: {
            env: {
              type: 'object',
              description: 'Variables to set or override',
              propertyNames: { pattern: '^[a-zA-Z][a-zA-Z0-9_]+$' },
              additionalProperties: { type: 'string' },
            },
            unset: {
              type: 'array',
              description: 'Names of variables to remove',
              items: { type: 'string' },
              default: [],
            },
            replace: { type: 'boolean', description: 'Leave only the variables of this trait', default: false },
            containerName: { type: 'string', description: 'The container to change' },
            containers: {
              type: 'array',
              description: 'The same settings for several containers',
              items: {
                type: 'object',
                required: ['env'],
                properties: {
                  containerName: { type: 'string' },
                  replace: { type: 'boolean' },
                  env: { type: 'object', additionalProperties: { type: 'string' } },
                  unset: { type: 'array', items: { type: 'string' } },
                },
              },
            },
          },
        },
        patch: {
          function: {
            env: [
              { $if: 'parameter.replace', $patch: 'replace' },
              { $for: 'name in parameter.unset', name: '${name}', $patch: 'delete' },
              { $for: 'name, value in parameter.?env.orValue({})', name: '${name}', value: '${value}' },
            ],
          },
        },
        validations: [
          {
            if: '!has(parameter.env) && !has(parameter.containers) && size(parameter.unset) == 0',
            pointer: '/env',
            code: 'MissingParameter',
            message: 'env is missing',
            hint: 'env: { NAME: value }',
          },
          {
            workload: 'function',
            if: '!(parameter.?containerName.orValue("") in ["", context.name])',
            pointer: '/containerName',
            code: 'NotForWorkload',
            message: 'A function has one container, and it has no name',
            hint: 'Leave containerName out',
          },
          {
            workload: 'function',
            if: 'has(parameter.containers)',
            pointer: '/containers',
            code: 'NotForWorkload',
            message: 'A function has no list of containers',
            hint: 'Write env, unset and replace without containers',
          },
        ],
      },
    },
  },
};
