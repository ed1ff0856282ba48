/** The trait `link`: another component's names and addresses in the environment, and what may be done with it. */
import type { JsonObject } from '../../../json.ts';
import { linkedLets, linkedPatch } from '../parts/linked.ts';
import { traitOf } from '../parts/trait.ts';
import { reservedVariables } from '../parts/variable.ts';

export const link: JsonObject = traitOf('link', 'Let it use another component of the application', {
  appliesTo: ['container', 'function'],
  cel: {
    parameters: {
      type: 'object',
      required: ['to'],
      properties: {
        to: { type: 'string', minLength: 1, description: 'The other component' },
        verbs: {
          type: 'array',
          description:
            'What it may do there: send and consume for a queue, publish for a topic, read and write for a table or a bucket, read for a secret or a parameter, invoke for a function',
          uniqueItems: true,
          items: { type: 'string', minLength: 1 },
        },
        env: {
          type: 'string',
          pattern: '^[A-Za-z][A-Za-z0-9_]*$',
          description:
            "What the variables begin with; the other's name in upper case where it is left out: JOBS_URL for jobs",
        },
      },
    },
    let: linkedLets,
    patch: linkedPatch,
    validations: [
      {
        if: 'size(other) == 0',
        pointer: '/to',
        code: 'UnknownComponent',
        message: '${parameter.to} is not a component of this application: ${components.map(name, name).join(", ")}',
      },
      {
        if: 'parameter.to == context.name',
        pointer: '/to',
        code: 'InvalidParameter',
        message: '${parameter.to} links to itself',
        hint: 'Name another component',
      },
      {
        if: 'size(other) > 0 && size(shows) == 0 && size(offers) == 0',
        pointer: '/to',
        code: 'NothingToLink',
        message: '${parameter.to} shows nothing of itself and offers nothing to do',
        hint: 'A webservice shows HOST, PORT and URL once a port has expose: true',
      },
      {
        if: 'size(other) > 0 && size(unknown) > 0',
        pointer: '/verbs',
        code: 'UnknownVerb',
        message:
          '${parameter.to} has no verb ${unknown.join(", ")}; it has ${size(offers) > 0 ? offers.map(verb, verb).join(", ") : "none"}',
      },
      {
        workload: 'function',
        if: 'prefix.startsWith("_")',
        pointer: '/env',
        code: 'InvalidParameter',
        message: 'Names of variables begin with a letter on Lambda, and ${prefix} does not',
        hint: 'Say what they begin with: env: QUEUE',
      },
      {
        workload: 'function',
        if: `shows.exists(name, (prefix + "_" + name) in ${JSON.stringify(reservedVariables)})`,
        pointer: '/env',
        code: 'ReservedName',
        message: 'A variable that begins with ${prefix} would have a name that is kept by Lambda or Lateen',
        hint: 'Say what they begin with: env: QUEUE',
      },
    ],
  },
});
