/** Amounts of CPU and memory as parameters. */
import type { JsonObject } from '../../../json.ts';

export const cpu: JsonObject = {
  type: ['string', 'number'],
  description: 'vCPUs: 0.5, "0.5" or 500m',
  exclusiveMinimum: 0,
  pattern: '^([0-9]+(\\.[0-9]*)?|\\.[0-9]+)m?$',
  examples: ['500m', '0.5'],
};

export const memory: JsonObject = {
  type: ['string', 'number'],
  description: 'Bytes: 512Mi, 1Gi, 512M',
  exclusiveMinimum: 0,
  pattern: '^([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][0-9]{1,2})?(m|k|K|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$',
  examples: ['512Mi', '1Gi'],
};

export const limit: JsonObject = {
  type: 'object',
  description: 'The most it may take; Fargate gives a task what it asks for and no more',
  properties: {
    cpu: { ...cpu, description: 'Stands for cpu where that is left out' },
    memory: {
      ...memory,
      description: 'A container that takes more is stopped; stands for memory where that is left out',
    },
  },
};
