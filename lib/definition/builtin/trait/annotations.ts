/** The trait `annotations`: kept in the application, and said so: nothing on AWS reads them. */
import type { JsonObject } from '../../../json.ts';
import { annotationsKept } from '../parts/labels.ts';
import { traitOf } from '../parts/trait.ts';

export const annotations: JsonObject = traitOf('annotations', 'Add annotations: they are kept in the application', {
  appliesTo: ['*'],
  cel: {
    parameters: {
      type: 'object',
      description: 'Values by name',
      additionalProperties: { type: ['string', 'null'] },
    },
    validations: [annotationsKept('parameter', 'The trait labels makes AWS tags')],
  },
});
