/** The component `aws-resource`: any CloudFormation type that the installation allows, with properties in CloudFormation's spelling. */
import type { JsonObject } from '../../../json.ts';
import { componentOf } from '../parts/component.ts';

/** Ends of names whose values are secrets. */
const secretive = [
  ...['password', 'passphrase', 'secret', 'secretstring', 'secretkey', 'secretaccesskey'],
  ...['privatekey', 'apikey', 'token'],
];
/** Names that end so and hold none. */
const harmless = ['nexttoken', 'clienttoken', 'clientrequesttoken'];

const keepAway =
  'Let the service keep the secret itself (ManageMasterUserPassword of RDS), or hand it a secret by its ARN where it takes one';

/** CloudFormation resolves what stands in their TemplateBody. */
const stacks = ['AWS::CloudFormation::Stack', 'AWS::CloudFormation::StackSet'];

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
      { given: '${parameter.?properties.orValue({})}' },
      {
        unresolved: {
          $for: 'name, value in given',
          $if: `!(name == "TemplateBody" && parameter.type in ${JSON.stringify(stacks)})`,
          $key: '${name}',
          $value: '${value}',
        },
      },
      {
        named: `\${json.texts(given).filter(t, ${JSON.stringify(secretive)}.exists(end, t.name.lowerAscii().endsWith(end)))}`,
      },
      { telling: `\${named.filter(t, !(t.name.lowerAscii() in ${JSON.stringify(harmless)}))}` },
      // What only says where the secret is, is none.
      { told: '${telling.filter(t, !t.value.startsWith("arn:") && !t.value.startsWith("{{resolve:")).map(t, t.name)}' },
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
        if: 'json.text(unresolved).contains("{{resolve:")',
        pointer: '/properties',
        code: 'NotSupported',
        message: 'Nothing resolves {{resolve:...}} here: the text itself would be the value',
        hint: keepAway,
      },
      {
        if: 'size(told) > 0',
        pointer: '/properties',
        severity: 'warning',
        code: 'SecretInPlain',
        message:
          'The value of ${told[0]} is no secret here: it stands in the application, its revisions and its plans, for all who may read these',
        hint: keepAway,
      },
    ],
  },
);
