/** The component `task`: work that runs to its end, once. */
import type { JsonObject } from '../../../json.ts';
import {
  containerLets,
  containerParameters,
  containerTask,
  containerValidations,
  mainContainer,
} from '../parts/container.ts';

export const task: JsonObject = {
  apiVersion: 'core.oam.dev/v1beta1',
  kind: 'ComponentDefinition',
  metadata: {
    name: 'task',
    namespace: 'lateen-system',
    annotations: { 'definition.oam.dev/description': 'Work that runs to its end, once' },
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
            count: { type: 'integer', minimum: 1, maximum: 10, default: 1, description: 'Tasks that run at once' },
            restart: {
              type: 'string',
              description: 'What follows a failure: OnFailure and Never are the same on Fargate',
              enum: ['Never', 'OnFailure'],
              default: 'Never',
            },
          },
        },
        let: containerLets,
        workload: {
          run: 'once',
          count: '${parameter.count}',
          ...containerTask,
          containers: [{ ...mainContainer }],
        },
        validations: [
          ...containerValidations,
          {
            if: 'parameter.restart == "OnFailure"',
            pointer: '/restart',
            severity: 'warning',
            code: 'Adapted',
            message: 'ECS does not start a task again that failed: the component fails',
            hint: 'A change of the component runs it again',
          },
        ],
      },
    },
  },
};
