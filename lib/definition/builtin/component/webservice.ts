/** The component `webservice`: a long-running service that listens on ports. */
import type { JsonObject } from '../../../json.ts';
import { containerComponent } from '../parts/component.ts';
import { listening } from '../parts/ports.ts';

export const webservice: JsonObject = containerComponent('webservice', 'A long-running service that listens on ports', {
  ...listening,
  workload: { run: 'service', replicas: 1 },
});
