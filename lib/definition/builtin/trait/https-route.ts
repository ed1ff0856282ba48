/** The trait `https-route`: gateway by rules, with certificates. */
import type { JsonObject } from '../../../json.ts';
import { proxyOnly, routeTrait } from '../parts/ingress.ts';

export const httpsRoute: JsonObject = routeTrait(
  'https-route',
  'Make it answer on the internet by rules and HTTPS',
  {
    TLSPort: proxyOnly(
      { type: 'integer', description: 'Port of the listener' },
      'TLSPort is not needed: API Gateway answers HTTPS on 443',
    ),
    secrets: proxyOnly(
      {
        type: 'array',
        description: 'Secrets with certificates',
        items: {
          type: 'object',
          required: ['name'],
          properties: { name: { type: 'string' }, namespace: { type: 'string' } },
        },
      },
      'secrets are not needed: certificates are those of ACM that the installation names for its domains',
    ),
  },
  ['secrets'],
);
