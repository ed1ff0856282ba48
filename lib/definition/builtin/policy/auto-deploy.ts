/** The policy `auto-deploy`: what an application takes up by itself when it changes, without its document. */
import type { JsonObject } from '../../../json.ts';
import { documentOf } from '../parts/document.ts';

export const autoDeploy: JsonObject = documentOf(
  'PolicyDefinition',
  'auto-deploy',
  'Redeploy when code in S3, an image, a secret or a parameter changes',
  {
    single: true,
    schematic: {
      cel: {
        parameters: {
          type: 'object',
          properties: {
            objects: {
              type: 'boolean',
              default: true,
              description: 'Take up another object in S3 that is the code of a function',
            },
            images: {
              type: 'string',
              minLength: 1,
              maxLength: 128,
              pattern: '^[A-Za-z0-9_.*-]+$',
              description: 'Take up another image of ECR under the same tag, for tags that fit: "1.*", "*" for all',
            },
            secrets: {
              type: 'boolean',
              default: false,
              description:
                'Start containers and functions again when a secret that their environment takes or names (`link`) has another value',
            },
            parameters: {
              type: 'boolean',
              default: false,
              description:
                'Start containers and functions again when a parameter that their environment takes or names (`link`) has another value',
            },
            gate: {
              type: 'string',
              enum: ['auto', 'manual'],
              default: 'auto',
              description: 'manual: say what is newer, and take it up when somebody says `lateen redeploy`',
            },
          },
        },
        redeploy: {
          gate: '${parameter.gate}',
          follow: [
            { $if: 'parameter.objects', kind: 'object', names: '*' },
            { $if: 'has(parameter.images)', kind: 'image', names: '*:${parameter.images}' },
            { $if: 'parameter.secrets', kind: 'secret', names: '*' },
            { $if: 'parameter.parameters', kind: 'parameter', names: '*' },
          ],
        },
      },
    },
  },
);
