/** The component `aws-resource`: any CloudFormation type that the installation allows, with properties in CloudFormation's spelling. */
import type { JsonObject } from '../../../json.ts';
import { componentOf } from '../parts/component.ts';

const allowed = 'environment.?allowedTypes.orValue([])';

export const awsResource: JsonObject = componentOf(
  'aws-resource',
  'Any resource of AWS that the operator allowed (Cloud Control)',
  'resources',
  {
    parameters: {
      type: 'object',
      required: ['type'],
      properties: {
        type: {
          type: 'string',
          pattern: '^[A-Z][A-Za-z0-9]+::[A-Z][A-Za-z0-9]+::[A-Z][A-Za-z0-9]+$',
          description: "CloudFormation's name of the type: AWS::Kinesis::Stream",
        },
        properties: {
          type: 'object',
          additionalProperties: true,
          description: "The resource's properties, in CloudFormation's spelling; they hold no secrets",
        },
        onDelete: {
          type: 'string',
          enum: ['delete', 'retain'],
          default: 'delete',
          description: 'What becomes of it, and of what is in it, when its component goes',
        },
      },
    },
    resources: [
      {
        id: 'resource',
        retain: '${parameter.onDelete == "retain"}',
        type: 'Lateen::CloudControl::Resource',
        properties: {
          TypeName: '${parameter.type}',
          Properties: '${parameter.?properties.orValue({})}',
        },
      },
    ],
    link: { ID: '${resources.resource.Identifier}' },
    validations: [
      {
        if: `!(parameter.type in ${allowed})`,
        pointer: '/type',
        code: 'NotAllowed',
        message: `\${parameter.type} is not allowed here; \${size(${allowed}) > 0 ? ${allowed}.join(", ") + " may be named" : "no type may be named"}`,
        hint: 'The operator allows types by the deploy parameter allowedTypes',
      },
    ],
  },
);
