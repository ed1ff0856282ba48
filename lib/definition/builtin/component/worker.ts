/** The component `worker`: a long-running service that listens on nothing. */
import type { JsonObject } from '../../../json.ts';
import { containerComponent } from '../parts/component.ts';

export const worker: JsonObject = containerComponent('worker', 'A long-running service that nobody calls', {
  workload: { run: 'service', replicas: 1 },
});
