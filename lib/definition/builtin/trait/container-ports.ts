/** The trait `container-ports`: ports that containers listen on. */
import type { JsonObject } from '../../../json.ts';
import { entryLets, entryName, entryParameters, entryValidations } from '../parts/entries.ts';
import { byGateway, listened, portNumber, protocol } from '../parts/ports.ts';
import { adapted } from '../parts/says.ts';
import { traitOf } from '../parts/trait.ts';

export const containerPorts: JsonObject = traitOf('container-ports', 'Name the ports that containers listen on', {
  cel: {
    parameters: entryParameters({
      ports: {
        type: 'array',
        description: 'Ports it listens on',
        items: {
          type: 'object',
          required: ['containerPort'],
          properties: {
            containerPort: { ...portNumber, description: 'Port inside of the container' },
            protocol,
            hostPort: {
              ...portNumber,
              description: 'Port of a node: there are none',
              ...adapted(
                'hostPort opens nothing: each task has an address of its own, and answers there on its containerPort',
                byGateway,
              ),
            },
            hostIP: {
              type: 'string',
              description: 'Address of a node: there are none',
              ...adapted('hostIP binds nothing: each task has an address of its own'),
            },
          },
        },
      },
    }),
    let: [...entryLets(), { here: '${workload.?containers.orValue([])}' }],
    patch: {
      container: {
        containers: [
          {
            $for: 'e in entries',
            name: entryName,
            ports: [
              {
                $for: 'p in e.?ports.orValue([])',
                port: listened(`here.filter(c, c.name == (${entryName.slice(2, -1)}))`, 'p.containerPort'),
                protocol: '${p.?protocol}',
              },
            ],
          },
        ],
      },
    },
    validations: entryValidations(['ports']),
  },
});
