/** The component `webservice`: a long-running service that listens on ports. */
import type { JsonObject } from '../../../json.ts';
import {
  containerLets,
  containerParameters,
  containerTask,
  containerValidations,
  mainContainer,
} from '../parts/container.ts';
import { portLink, portParameters, portsOf, portValidations } from '../parts/ports.ts';

export const webservice: JsonObject = {
  apiVersion: 'core.oam.dev/v1beta1',
  kind: 'ComponentDefinition',
  metadata: {
    name: 'webservice',
    namespace: 'lateen-system',
    annotations: { 'definition.oam.dev/description': 'A long-running service that listens on ports' },
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
        validations: [...containerValidations, ...portValidations],
      },
    },
  },
};
