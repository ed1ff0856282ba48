/** What may stand in the query of a request, by name, as OpenAPI's parameters. */
import type { JsonObject } from '../../json.ts';
import { fieldValidations } from '../leniency.ts';
import { nameShape } from '../schemas/application-shape.ts';

export type QueryName =
  | 'dryRun'
  | 'fieldValidation'
  | 'namespace'
  | 'limit'
  | 'continue'
  | 'labelSelector'
  | 'fieldSelector'
  | 'watch'
  | 'component'
  | 'since';

export const queries: Readonly<Record<QueryName, JsonObject>> = {
  dryRun: { description: 'All: judge it and say what would be done; do nothing', schema: { enum: ['All'] } },
  fieldValidation: {
    description: 'What is done about fields that nobody knows: refused, left out with a warning, left out',
    schema: { enum: [...fieldValidations], default: 'Strict' },
  },
  namespace: { description: 'The namespace that is meant where nothing else names one', schema: nameShape },
  limit: { description: 'How many at most', schema: { type: 'integer', minimum: 0 } },
  continue: { description: 'Go on where the answer that gave this ended', schema: { type: 'string' } },
  labelSelector: { description: 'As Kubernetes has it: app=web,tier!=back', schema: { type: 'string' } },
  fieldSelector: { description: 'As Kubernetes has it: metadata.name=web', schema: { type: 'string' } },
  watch: { description: 'Not supported yet: true is refused', schema: { type: 'string' } },
  component: { description: 'Of these components alone, separated by commas', schema: { type: 'string' } },
  since: { description: 'A time, as 2026-01-31T12:00:00Z; ten minutes ago where left out', schema: { type: 'string' } },
};
