/** The trait `env`: adds, changes and removes environment variables. */
import type { JsonObject } from '../../../json.ts';
import { entryLets, entryName, entryParameters, entryValidations } from '../parts/entries.ts';
import { traitOf } from '../parts/trait.ts';

/** Names that Lambda keeps for itself. */
const reserved: readonly string[] = [
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
];

/** A value takes the place of one that came from elsewhere. */
const changes: readonly JsonObject[] = [
  { $if: 'e.?replace.orValue(false)', $patch: 'replace' },
  { $for: 'name in e.?unset.orValue([])', name: '${name}', $patch: 'delete' },
  { $for: 'name, value in e.?env.orValue({})', name: '${name}', value: '${value}', valueFrom: null },
];

export const env: JsonObject = traitOf('env', 'Add, change or remove environment variables', {
  appliesTo: ['container', 'function'],
  cel: {
    parameters: entryParameters(
      {
        env: {
          type: 'object',
          description: 'Variables to set or override',
          propertyNames: { description: 'no =, no spaces', pattern: '^[^=\\s]+$' },
          additionalProperties: { type: 'string' },
        },
        unset: { type: 'array', description: 'Names of variables to remove', items: { type: 'string' } },
        replace: { type: 'boolean', description: 'Leave only the variables of this trait' },
      },
      'containers',
      ['env'],
    ),
    let: [
      ...entryLets(),
      { reserved },
      {
        wrong:
          '${parameter.?env.orValue({}).map(name, name).filter(name, name in reserved || envName(name) != name.upperAscii() || name.startsWith("_") || size(name) < 2)}',
      },
    ],
    patch: {
      container: {
        containers: [{ $for: 'e in entries', name: entryName, env: changes }],
      },
      function: {
        env: [
          { $if: 'parameter.?replace.orValue(false)', $patch: 'replace' },
          { $for: 'name in parameter.?unset.orValue([])', name: '${name}', $patch: 'delete' },
          { $for: 'name, value in parameter.?env.orValue({})', name: '${name}', value: '${value}' },
        ],
      },
    },
    validations: [
      {
        if: '!has(parameter.env) && !has(parameter.containers) && size(parameter.?unset.orValue([])) == 0',
        pointer: '/env',
        code: 'MissingParameter',
        message: 'env is missing',
        hint: 'env: { NAME: value }',
      },
      ...entryValidations(['env', 'unset', 'replace']),
      {
        workload: 'function',
        if: 'size(wrong) > 0',
        pointer: '/env',
        code: 'InvalidParameter',
        message: 'A function cannot have a variable ${wrong[0]}',
        hint: 'two or more letters, digits and _; not one of the names that Lambda keeps for itself',
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
});
