/** The trait `prometheus-scrape`: nothing scrapes here; what does is named. */
import type { JsonObject } from '../../../json.ts';
import { portNumber } from '../parts/ports.ts';
import { notNeeded } from '../parts/says.ts';
import { traitOf } from '../parts/trait.ts';

export const prometheusScrape: JsonObject = traitOf(
  'prometheus-scrape',
  'Name where metrics are: nothing scrapes them',
  {
    appliesTo: ['container'],
    cel: {
      parameters: {
        type: 'object',
        properties: {
          port: { ...portNumber, default: 8080, description: 'Port of the metrics' },
          path: { type: 'string', default: '/metrics', description: 'Path of the metrics' },
          selector: {
            type: 'object',
            description: 'Labels of pods',
            additionalProperties: { type: 'string' },
            ...notNeeded('selector is not needed: the metrics are those of the component'),
          },
          type: {
            type: 'string',
            description: 'Type of a service',
            ...notNeeded('type is not needed: there is no service'),
          },
        },
      },
      validations: [
        {
          if: 'true',
          severity: 'warning',
          code: 'Adapted',
          message:
            'No Prometheus is here to scrape :${string(parameter.port)}${parameter.path}; CloudWatch has CPU and memory',
          hint: 'A sidecar with the collector of ADOT scrapes localhost and sends to Amazon Managed Prometheus or CloudWatch',
        },
      ],
    },
  },
);
