/** The component `task`: work that runs to its end, once. */
import type { JsonObject } from '../../../json.ts';
import { containerComponent } from '../parts/component.ts';
import { jobParameters, notRestarted } from '../parts/job.ts';

export const task: JsonObject = containerComponent('task', 'Work that runs to its end, once', {
  parameters: jobParameters,
  workload: { run: 'once', count: '${parameter.count}' },
  validations: [
    notRestarted({
      message: 'ECS does not start a task again that failed: the component fails',
      hint: 'A change of the component runs it again',
    }),
  ],
});
