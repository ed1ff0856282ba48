/** The component `worker`: a long-running service that listens on nothing. */
import type { JsonObject } from '../../../json.ts';
import {
  containerLets,
  containerParameters,
  containerTask,
  containerValidations,
  mainContainer,
} from '../parts/container.ts';

export const worker: JsonObject = {
  apiVersion: 'core.oam.dev/v1beta1',
  kind: 'ComponentDefinition',
  metadata: {
    name: 'worker',
    namespace: 'lateen-system',
    annotations: { 'definition.oam.dev/description': 'A long-running service that nobody calls' },
  },
  spec: {
    workload: { type: 'container' },
    schematic: {
      cel: {
        parameters: {
          type: 'object',
          required: ['image'],
          properties: { ...containerParameters },
        },
        let: containerLets,
        workload: {
          run: 'service',
          replicas: 1,
          ...containerTask,
          containers: [{ ...mainContainer }],
        },
        validations: [...containerValidations],
      },
    },
  },
};
