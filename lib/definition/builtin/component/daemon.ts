/** The component `daemon`: one on every node, where there are nodes; here there is one. */
import type { JsonObject } from '../../../json.ts';
import { containerComponent } from '../parts/component.ts';
import { listening } from '../parts/ports.ts';

export const daemon: JsonObject = containerComponent('daemon', 'A service of which there is one', {
  ...listening,
  workload: { run: 'service', replicas: 1 },
  validations: [
    ...listening.validations,
    {
      if: 'true',
      severity: 'warning',
      code: 'Adapted',
      message: 'Fargate has no nodes: a daemon is a service of one task',
      hint: 'The trait sidecar puts a container beside another one',
    },
  ],
});
