/** The trait `exec`: lets people run commands in the containers of a service (ECS Exec), by `lateen exec`. */
import type { JsonObject } from '../../../json.ts';
import { traitOf } from '../parts/trait.ts';

export const exec: JsonObject = traitOf('exec', 'Let people run commands in its containers (lateen exec)', {
  single: true,
  cel: {
    parameters: { type: 'object', properties: {} },
    patch: { container: { exec: true } },
    validations: [
      {
        if: 'workload.?run.orValue("service") != "service"',
        code: 'NotForWorkload',
        message: 'Commands are run in the containers of a service; work that ends has none that stay',
        hint: 'lateen logs shows what it wrote',
      },
    ],
  },
});
