/** The trait `startup-probe`: how long containers may take to start, and how they are asked. */
import type { JsonObject } from '../../../json.ts';
import { entryLets, entryName, entryParameters, entryValidations } from '../parts/entries.ts';
import { probeNumbers, startHandler } from '../parts/probe.ts';
import { adapted, refusedOnAws } from '../parts/says.ts';
import { traitOf } from '../parts/trait.ts';

const probe: JsonObject = {
  ...startHandler,
  grpc: {
    type: 'object',
    description: 'gRPC health: ask by a command',
    properties: { port: { type: 'integer' }, service: { type: 'string' } },
    ...refusedOnAws('ECS does not ask by gRPC', 'exec: { command: [grpc_health_probe, -addr=localhost:50051] }'),
  },
  ...probeNumbers,
  terminationGracePeriodSeconds: {
    type: 'integer',
    minimum: 1,
    description: 'Seconds to stop when it fails',
    ...adapted('A task that does not start is stopped like any other: it is sent SIGTERM and has 30 seconds'),
  },
};

const numbers = Object.keys(probeNumbers);
const kinds = Object.keys(startHandler);

export const startupProbe: JsonObject = traitOf('startup-probe', 'Ask whether containers have started', {
  cel: {
    parameters: entryParameters(probe, 'probes'),
    let: entryLets('probes'),
    patch: {
      container: {
        containers: [
          {
            $for: 'e in entries',
            name: entryName,
            startupProbe: {
              $patch: 'replace',
              ...Object.fromEntries([...kinds, ...numbers].map(name => [name, `\${e.?${name}}`])),
            },
          },
        ],
      },
    },
    validations: [
      ...entryValidations(Object.keys(probe), 'probes'),
      {
        if: `entries.exists(e, size([${kinds.map(kind => `has(e.${kind})`).join(', ')}].filter(one, one)) != 1)`,
        code: 'InvalidParameter',
        message: 'A probe asks in one way',
        hint: 'exec, httpGet or tcpSocket',
      },
      {
        if: 'workload.containers.exists(c, c.name in named && (has(c.livenessProbe) || has(c.readinessProbe)))',
        severity: 'warning',
        code: 'Adapted',
        message:
          'AWS knows one health of a container: the other probe is asked, and the time that this one gives to start is added before it counts',
      },
    ],
  },
});
