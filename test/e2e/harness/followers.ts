/** Applications that follow something: objects, images, secrets, parameters. */

/** Code in a bucket, behind a route of the application's name. */
export function nightly(name: string, bucket: string, ...policies: object[]): object {
  return {
    apiVersion: 'core.oam.dev/v1beta1',
    kind: 'Application',
    metadata: { name },
    spec: {
      components: [
        {
          name: 'nightly',
          type: 'function',
          properties: { code: { s3: { bucket, key: 'nightly.zip' } } },
          traits: [{ type: 'gateway', properties: { http: { [`/${name}`]: 80 } } }],
        },
      ],
      ...(policies.length > 0 ? { policies } : {}),
    },
  };
}

export const registry = '000000000000.dkr.ecr.us-east-1.amazonaws.com';

/** A container of an image that is followed, with a secret and a parameter that are. */
export const site: object = {
  apiVersion: 'core.oam.dev/v1beta1',
  kind: 'Application',
  metadata: { name: 'site' },
  spec: {
    components: [
      {
        name: 'web',
        type: 'worker',
        properties: {
          image: `${registry}/web:1.4`,
          env: [
            { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } },
            { name: 'MODE', valueFrom: { configMapKeyRef: { name: 'site', key: 'mode' } } },
          ],
        },
      },
    ],
    policies: [{ name: 'all', type: 'auto-deploy', properties: { images: '1.*', secrets: true, parameters: true } }],
  },
};

const code = { inline: 'export const handler = async () => ({ statusCode: 200, body: process.env.LATEEN_INPUTS });' };

/** A function that is linked to a secret, answers with what tells one version of it from another, and has an alarm. */
export const reader: object = {
  apiVersion: 'core.oam.dev/v1beta1',
  kind: 'Application',
  metadata: { name: 'reader' },
  spec: {
    components: [
      { name: 'shared', type: 'secret', properties: { existing: 'shared' } },
      {
        name: 'reads',
        type: 'function',
        properties: { code },
        traits: [
          { type: 'gateway', properties: { http: { '/reader': 80 } } },
          { type: 'link', properties: { to: 'shared', verbs: ['read'] } },
          { type: 'alarm', properties: { metric: 'errors', threshold: 1 } },
        ],
      },
    ],
    policies: [{ name: 'all', type: 'auto-deploy', properties: { secrets: true } }],
  },
};
