/** The trait `expose`: a name inside the network, for other components. */
import type { JsonObject } from '../../../json.ts';
import { ends } from '../parts/job.ts';
import { byGateway, exposeTypes, here, listened, noNodePort, portName, portNumber, protocol } from '../parts/ports.ts';
import { adapted, notNeeded, refusedOnAws } from '../parts/says.ts';
import { traitOf } from '../parts/trait.ts';

export const expose: JsonObject = traitOf('expose', 'Let other components reach ports by the name of this one', {
  cel: {
    parameters: {
      type: 'object',
      properties: {
        port: { type: 'array', items: portNumber, description: 'Ports; ports says more' },
        ports: {
          type: 'array',
          description: 'Ports that others reach',
          items: {
            type: 'object',
            required: ['port'],
            properties: {
              port: { ...portNumber, description: 'Port' },
              name: portName,
              protocol,
              nodePort: {
                type: 'integer',
                description: 'Port of a node: there are none',
                ...adapted(noNodePort, byGateway),
              },
            },
          },
        },
        type: {
          type: 'string',
          enum: exposeTypes,
          description: 'Kind of the service; ClusterIP is what there is: a name inside the network',
          ...adapted('It is a name inside the network here, whatever type says', byGateway, ['ClusterIP']),
        },
        annotations: {
          type: 'object',
          additionalProperties: { type: 'string' },
          description: 'Of a Kubernetes Service: there is none',
          ...notNeeded('There is no Kubernetes Service that annotations could be on', undefined, [{}]),
        },
        matchLabels: {
          type: 'object',
          additionalProperties: { type: 'string' },
          description: 'Pods of others: a name leads to the component that has the trait',
          ...refusedOnAws('A name leads to the component that has the trait', 'Put the trait on that component', [{}]),
        },
      },
    },
    let: [
      {
        exposed: '${parameter.?port.orValue([]).map(p, {"port": p}) + parameter.?ports.orValue([])}',
      },
      here,
    ],
    patch: {
      container: {
        containers: [
          {
            name: '${context.name}',
            ports: [
              {
                $for: 'p in exposed',
                port: listened('here', 'p.port'),
                name: '${p.?name}',
                protocol: '${p.?protocol}',
                asked: {
                  $if: '!flatten(here.map(c, c.?ports.orValue([]))).exists(o, o.?containerPort.orValue(o.port) == p.port && o.?asked.orValue(false))',
                  $value: true,
                },
                expose: {
                  $if: '!flatten(here.map(c, c.?ports.orValue([]))).exists(o, o.?containerPort.orValue(o.port) == p.port && o.?expose.orValue(false))',
                  $value: true,
                },
              },
            ],
          },
        ],
      },
    },
    validations: [
      {
        if: 'size(exposed) == 0',
        pointer: '/port',
        code: 'MissingParameter',
        message: 'The trait expose names no port',
        hint: 'port: [80]',
      },
      {
        if: ends,
        code: 'NotForWorkload',
        message: 'Work that ends has no name in the network',
        hint: 'webservice and worker are services',
      },
    ],
  },
});
