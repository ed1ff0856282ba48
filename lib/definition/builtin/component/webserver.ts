/** The component `webserver` of KubeVela's examples: a webservice on port 80. */
import type { JsonObject } from '../../../json.ts';
import {
  containerLets,
  containerParameters,
  containerTask,
  containerValidations,
  mainContainer,
} from '../parts/container.ts';
import { hostName, portNumber } from '../parts/ports.ts';

export const webserver: JsonObject = {
  apiVersion: 'core.oam.dev/v1beta1',
  kind: 'ComponentDefinition',
  metadata: {
    name: 'webserver',
    namespace: 'lateen-system',
    annotations: { 'definition.oam.dev/description': 'A long-running service that listens on one port' },
  },
  spec: {
    workload: { type: 'container' },
    schematic: {
      cel: {
        parameters: {
          type: 'object',
          required: ['image'],
          properties: {
            ...containerParameters,
            port: { ...portNumber, default: 80, description: 'Port it listens on, and others use' },
          },
        },
        let: containerLets,
        workload: {
          run: 'service',
          replicas: 1,
          ...containerTask,
          containers: [{ ...mainContainer, ports: [{ port: '${parameter.port}', expose: true }] }],
        },
        link: {
          HOST: hostName,
          PORT: '${string(parameter.port)}',
          URL: `http://${hostName}:\${string(parameter.port)}`,
        },
        validations: containerValidations,
      },
    },
  },
};
