/** The component `daemon`: one on every node, where there are nodes; here there is one. */
import type { JsonObject } from '../../../json.ts';
import {
  containerLets,
  containerParameters,
  containerTask,
  containerValidations,
  mainContainer,
} from '../parts/container.ts';
import { portLink, portParameters, portsOf, portValidations } from '../parts/ports.ts';

export const daemon: JsonObject = {
  apiVersion: 'core.oam.dev/v1beta1',
  kind: 'ComponentDefinition',
  metadata: {
    name: 'daemon',
    namespace: 'lateen-system',
    annotations: { 'definition.oam.dev/description': 'A service of which there is one' },
  },
  spec: {
    workload: { type: 'container' },
    schematic: {
      cel: {
        parameters: {
          type: 'object',
          required: ['image'],
          properties: { ...containerParameters, ...portParameters },
        },
        let: containerLets,
        workload: {
          run: 'service',
          replicas: 1,
          ...containerTask,
          containers: [{ ...mainContainer, ports: portsOf }],
        },
        link: portLink,
        validations: [
          ...containerValidations,
          ...portValidations,
          {
            if: 'true',
            severity: 'warning',
            code: 'Adapted',
            message: 'Fargate has no nodes: a daemon is a service of one task',
            hint: 'The trait sidecar puts a container beside another one',
          },
        ],
      },
    },
  },
};
