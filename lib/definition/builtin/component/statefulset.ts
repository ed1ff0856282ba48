/** The component `statefulset`: a service whose files stay, without stable names of its tasks. */
import type { JsonObject } from '../../../json.ts';
import { containerComponent } from '../parts/component.ts';
import { listening } from '../parts/ports.ts';

export const statefulset: JsonObject = containerComponent(
  'statefulset',
  'A long-running service with storage that stays',
  {
    ...listening,
    workload: {
      run: 'service',
      replicas: 1,
      // Never two at once on the same files: the old task goes before the new one comes.
      deployment: { minimumHealthyPercent: 0, maximumPercent: 100 },
    },
    validations: [
      ...listening.validations,
      {
        if: 'true',
        severity: 'warning',
        code: 'Adapted',
        message:
          'Tasks on Fargate have no ordinal names and no volumes of their own: all tasks share the file systems of the component, and an update stops the old ones first',
      },
    ],
  },
);
