/** The component `statefulset`: a service whose files stay, without stable names of its tasks. */
import type { JsonObject } from '../../../json.ts';
import {
  containerLets,
  containerParameters,
  containerTask,
  containerValidations,
  mainContainer,
} from '../parts/container.ts';
import { portLink, portParameters, portsOf, portValidations } from '../parts/ports.ts';

export const statefulset: JsonObject = {
  apiVersion: 'core.oam.dev/v1beta1',
  kind: 'ComponentDefinition',
  metadata: {
    name: 'statefulset',
    namespace: 'lateen-system',
    annotations: { 'definition.oam.dev/description': 'A long-running service with storage that stays' },
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
          // Never two at once on the same files: the old task goes before the new one comes.
          deployment: { minimumHealthyPercent: 0, maximumPercent: 100 },
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
            message:
              'Tasks on Fargate have no ordinal names and no volumes of their own: all tasks share the file systems of the component, and an update stops the old ones first',
          },
        ],
      },
    },
  },
};
