/** The trait `labels`: tags on everything the component is made of. */
import type { JsonObject } from '../../../json.ts';
import { labelsReserved, tagNames, tagValues } from '../parts/labels.ts';
import { traitOf } from '../parts/trait.ts';

export const labels: JsonObject = traitOf('labels', 'Add labels: they become AWS tags', {
  appliesTo: ['*'],
  cel: {
    parameters: {
      type: 'object',
      description: 'Values by name; null takes away what an earlier trait set',
      maxProperties: 40,
      propertyNames: tagNames,
      additionalProperties: tagValues(['string', 'null']),
    },
    tags: '${parameter}',
    validations: [labelsReserved('parameter')],
  },
});
