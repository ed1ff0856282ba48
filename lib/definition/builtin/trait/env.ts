/** The trait `env`: adds, changes and removes environment variables. */
import type { JsonObject } from '../../../json.ts';
import { entryLets, entryName, entryParameters, entryValidations } from '../parts/entries.ts';
import { traitOf } from '../parts/trait.ts';
import { functionVariableWords, reservedVariables, variablePattern } from '../parts/variable.ts';

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
          propertyNames: { description: 'no =, no spaces', pattern: variablePattern },
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
      { reserved: reservedVariables },
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
        hint: `two ${functionVariableWords}`,
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
