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
              propertyNames: {
                description: 'two or more letters, digits and _; not one of the names that Lambda keeps for itself',
                pattern: '^[a-zA-Z][a-zA-Z0-9_]+$',
                not: {
                  enum: [
                    'AWS_REGION',
                    'AWS_DEFAULT_REGION',
                    'AWS_EXECUTION_ENV',
                    'AWS_LAMBDA_FUNCTION_NAME',
                    'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
                    'AWS_LAMBDA_FUNCTION_VERSION',
                    'AWS_LAMBDA_INITIALIZATION_TYPE',
                    'AWS_LAMBDA_LOG_GROUP_NAME',
                    'AWS_LAMBDA_LOG_STREAM_NAME',
                    'AWS_LAMBDA_RUNTIME_API',
                    'AWS_ACCESS_KEY',
                    'AWS_ACCESS_KEY_ID',
                    'AWS_SECRET_ACCESS_KEY',
                    'AWS_SESSION_TOKEN',
                    'LAMBDA_TASK_ROOT',
                    'LAMBDA_RUNTIME_DIR',
                  ],
                },
              },
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
