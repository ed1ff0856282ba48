/** The component `parameter`: a value that is no secret (AWS Systems Manager Parameter Store), written here or one that exists. */
import type { JsonObject } from '../../../json.ts';
import { componentOf } from '../parts/component.ts';
import { storedName } from '../parts/env.ts';

const place = '/${environment.secretPrefix}${context.namespace}/';

export const parameter: JsonObject = componentOf(
  'parameter',
  'A value of configuration (Parameter Store)',
  'resources',
  {
    parameters: {
      type: 'object',
      properties: {
        value: {
          type: 'string',
          minLength: 1,
          maxLength: 4096,
          description: 'The value; it is shown to whoever sees the application',
        },
        existing: storedName("Path of a parameter that exists, below the installation's prefix and the namespace"),
        description: { type: 'string', maxLength: 1024, description: 'What it is for' },
      },
    },
    resources: [
      {
        id: 'parameter',
        $if: 'has(parameter.value)',
        type: 'AWS::SSM::Parameter',
        properties: {
          Name: `${place}\${context.appName}/\${context.name}`,
          Type: 'String',
          Value: '${parameter.value}',
          Description: '${parameter.?description}',
        },
      },
    ],
    link: {
      NAME: '${has(parameter.existing) ? "/" + environment.secretPrefix + context.namespace + "/" + parameter.existing : resources.parameter.Name}',
    },
    grants: {
      read: {
        actions: '${iam.actions("ssm", "read")}',
        resources: [
          `arn:\${environment.partition}:ssm:\${context.region}:\${context.account}:parameter${place}\${parameter.?existing.orValue(context.appName + "/" + context.name)}`,
        ],
      },
    },
    validations: [
      {
        if: 'has(parameter.value) == has(parameter.existing)',
        pointer: '/value',
        code: 'InvalidParameter',
        message: 'A parameter has a value, or it is one that exists',
        hint: 'value: info, or existing: shared/level',
      },
      {
        if: 'has(parameter.existing) && has(parameter.description)',
        pointer: '/description',
        code: 'InvalidParameter',
        message: 'A parameter that exists is not described here',
      },
    ],
  },
);
