/** The component `aws-resource`: any CloudFormation type that the installation allows, with properties in CloudFormation's spelling. */
import type { JsonObject } from '../../../json.ts';
import { componentOf } from '../parts/component.ts';

/** Ends of names whose values are secrets. */
const secretive = ['password', 'passphrase', 'secretstring', 'clientsecret', 'privatekey', 'authtoken', 'accesstoken'];

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
    let: [
      { text: '${json.text(parameter.?properties.orValue({}))}' },
      { told: `\${${JSON.stringify(secretive)}.filter(end, text.lowerAscii().contains(end + "\\":\\""))}` },
    ],
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
      {
        if: 'text.contains("{{resolve:")',
        pointer: '/properties',
        code: 'NotSupported',
        message: 'Nothing resolves {{resolve:...}} here: the text itself would be the value',
        hint: 'Let the service keep the secret itself (ManageMasterUserPassword of RDS), or hand it a secret by its ARN where it takes one',
      },
      {
        if: 'size(told) > 0',
        pointer: '/properties',
        severity: 'warning',
        code: 'SecretInPlain',
        message:
          'A value under a name that ends in ${told[0]} is no secret here: it stands in the application, its revisions and its plans, for all who may read these',
        hint: 'Let the service keep the secret itself (ManageMasterUserPassword of RDS), or hand it a secret by its ARN where it takes one',
      },
    ],
  },
);
