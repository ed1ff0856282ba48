/** The trait `annotations`: kept in the application, and said so: nothing on AWS reads them. */
import type { JsonObject } from '../../../json.ts';
import { traitOf } from '../parts/trait.ts';

export const annotations: JsonObject = traitOf('annotations', 'Add annotations: they are kept in the application', {
  appliesTo: ['*'],
  cel: {
    parameters: {
      type: 'object',
      description: 'Values by name',
      additionalProperties: { type: ['string', 'null'] },
    },
    validations: [
      {
        if: 'size(parameter) > 0',
        severity: 'warning',
        code: 'KeptOnly',
        message: 'Annotations are kept in the application; nothing on AWS has a place for them',
        hint: 'The trait labels makes AWS tags',
      },
    ],
  },
});
