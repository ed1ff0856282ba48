/** The trait `service-account`: containers act as an IAM role that an operator made for the namespace. */
import type { JsonObject } from '../../../json.ts';
import { refusedOnAws } from '../parts/says.ts';
import { traitOf } from '../parts/trait.ts';

const texts: JsonObject = { type: 'array', items: { type: 'string' } };
const own =
  'An operator makes the role, with what it may do; the trait link grants what components of the application offer';

export const serviceAccount: JsonObject = traitOf('service-account', 'Let it act as an IAM role that exists', {
  single: true,
  cel: {
    parameters: {
      type: 'object',
      required: ['name'],
      properties: {
        name: {
          type: 'string',
          pattern: '^([\\w+=,.@-]{1,64}|arn:[^\\s]+)$',
          maxLength: 512,
          description: "Name of a role below the installation's role path and the namespace, or its ARN",
        },
        create: {
          type: 'boolean',
          description: 'Make it',
          ...refusedOnAws('A role is not made by this trait', own, [false]),
        },
        privileges: {
          type: 'array',
          description: 'What it may do in a cluster',
          items: {
            type: 'object',
            required: ['verbs'],
            properties: {
              verbs: texts,
              apiGroups: texts,
              resources: texts,
              resourceNames: texts,
              nonResourceURLs: texts,
              scope: { type: 'string', enum: ['namespace', 'cluster'] },
            },
          },
          ...refusedOnAws('Verbs of Kubernetes are no actions of IAM', own, [[]]),
        },
      },
    },
    let: [
      // Beside the roles of this namespace there are those of others, and those that Lateen makes.
      {
        place: 'arn:${environment.partition}:iam::${context.account}:role${environment.rolePath}${context.namespace}/',
      },
      { arn: '${parameter.name.startsWith("arn:") ? parameter.name : place + parameter.name}' },
    ],
    patch: { container: { taskRole: '${arn}' } },
    validations: [
      {
        if: '!arn.startsWith(place)',
        pointer: '/name',
        code: 'NotOnAws',
        message: '${parameter.name} is not a role that this namespace may use',
        hint: 'A role below the path that the installation gives to the namespace',
      },
      {
        if: 'arn.startsWith(place)',
        pointer: '/name',
        severity: 'warning',
        code: 'Adapted',
        message: 'A service account is an IAM role here: ${arn}',
        hint: 'It must be there, and trust ecs-tasks.amazonaws.com',
      },
    ],
  },
});
