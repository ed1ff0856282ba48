/** The trait `labels`: tags on everything the component is made of. */
import type { JsonObject } from '../../../json.ts';
import { traitOf } from '../parts/trait.ts';

export const labels: JsonObject = traitOf('labels', 'Add labels: they become AWS tags', {
  appliesTo: ['*'],
  cel: {
    parameters: {
      type: 'object',
      description: 'Values by name; null takes away what an earlier trait set',
      maxProperties: 40,
      propertyNames: { minLength: 1, maxLength: 128, pattern: '^[\\w .:/=+@-]+$' },
      additionalProperties: { type: ['string', 'null'], maxLength: 256, pattern: '^[\\w .:/=+@-]*$' },
    },
    tags: '${parameter}',
    validations: [
      {
        if: 'parameter.exists(name, name.startsWith("aws:") || name.startsWith("oam.dev/"))',
        code: 'ReservedName',
        message: 'A label cannot begin with aws: or oam.dev/',
        hint: 'AWS and Lateen keep these for themselves',
      },
    ],
  },
});
