/** The component `secret`: a value that nobody reads but those who may (AWS Secrets Manager), generated here or one that exists. */
import type { JsonObject } from '../../../json.ts';
import { componentOf } from '../parts/component.ts';
import { storedName } from '../parts/env.ts';

const place = '${environment.secretPrefix}${context.namespace}/';
/** Secrets Manager ends its ARNs with six characters of its own. */
const found = `arn:\${environment.partition}:secretsmanager:\${context.region}:\${context.account}:secret:${place}\${parameter.existing}-??????`;
const made = '!has(parameter.existing)';

export const secret: JsonObject = componentOf('secret', 'A secret value (AWS Secrets Manager)', 'resources', {
  parameters: {
    type: 'object',
    properties: {
      generate: {
        type: 'object',
        description: 'How a value is made; 32 characters where nothing is said. Nobody is shown it',
        properties: {
          // It has one of each kind of characters.
          length: { type: 'integer', minimum: 4, maximum: 4096, default: 32, description: 'Characters' },
          exclude: { type: 'string', minLength: 1, maxLength: 4096, description: 'Characters that it must not have' },
          punctuation: { type: 'boolean', default: true, description: 'Whether it may have punctuation' },
          key: {
            type: 'string',
            minLength: 1,
            maxLength: 253,
            pattern: '^[A-Za-z0-9_.-]+$',
            description:
              'The secret is a JSON object that has the value under this key; containers may take it into a variable: valueFrom: {secretKeyRef: {name: <application>/<component>, key}}',
          },
          with: {
            type: 'object',
            description: 'What else the JSON object has; it is not secret: {username: app}',
            additionalProperties: { type: 'string' },
          },
        },
      },
      existing: storedName("Name of a secret that exists, below the installation's prefix and the namespace"),
      description: { type: 'string', maxLength: 2048, description: 'What it is for' },
    },
  },
  let: [{ how: '${parameter.?generate.orValue({})}' }],
  resources: [
    {
      id: 'secret',
      $if: made,
      type: 'AWS::SecretsManager::Secret',
      properties: {
        Name: `${place}\${context.appName}/\${context.name}`,
        Description: '${parameter.?description}',
        GenerateSecretString: {
          PasswordLength: '${how.?length.orValue(32)}',
          ExcludeCharacters: '${how.?exclude}',
          ExcludePunctuation: { $if: '!how.?punctuation.orValue(true)', $value: true },
          GenerateStringKey: '${how.?key}',
          SecretStringTemplate: { $if: 'has(how.key)', $value: '${json.text(how.?with.orValue({}))}' },
        },
      },
    },
  ],
  link: {
    NAME: '${has(parameter.existing) ? environment.secretPrefix + context.namespace + "/" + parameter.existing : resources.secret.Name}',
    ARN: { $if: made, $value: '${resources.?secret.Id}' },
  },
  grants: {
    read: {
      actions: '${iam.actions("secretsmanager", "read")}',
      resources: [
        { $if: made, $value: '${resources.?secret.Id}' },
        { $if: 'has(parameter.existing)', $value: found },
      ],
    },
  },
  validations: [
    {
      if: 'has(parameter.existing) && (has(parameter.generate) || has(parameter.description))',
      pointer: '/existing',
      code: 'InvalidParameter',
      message: 'A secret that exists is neither generated nor described here',
    },
    {
      if: 'has(how.with) && !has(how.key)',
      pointer: '/generate/with',
      code: 'InvalidParameter',
      message: 'Beside other values the generated one needs a key of its own',
      hint: 'key: password',
    },
  ],
});
