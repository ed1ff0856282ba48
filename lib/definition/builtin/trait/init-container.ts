/** The trait `init-container`: a container that ends before the others begin, and a volume that it shares with them. */
import type { JsonObject } from '../../../json.ts';
import { envParameter, envValidations } from '../parts/env.ts';
import { added, addedParameters, addedTwice, programParameters, pullPolicy } from '../parts/program.ts';
import { traitOf } from '../parts/trait.ts';

const path = (description: string): JsonObject => ({ type: 'string', pattern: '^/', description });

export const initContainer: JsonObject = traitOf('init-container', 'Run a container before the others begin', {
  cel: {
    parameters: {
      type: 'object',
      required: ['name', 'image', 'appMountPath', 'initMountPath'],
      properties: {
        ...addedParameters,
        imagePullPolicy: pullPolicy,
        ...programParameters,
        env: envParameter,
        mountName: {
          type: 'string',
          minLength: 1,
          default: 'workdir',
          description: 'The volume that both share; scratch space where the component has none of this name',
        },
        appMountPath: path('Where the component’s own container mounts it'),
        initMountPath: path('Where this container mounts it'),
        extraVolumeMounts: {
          type: 'array',
          description: 'More volumes for this container',
          items: {
            type: 'object',
            required: ['name', 'mountPath'],
            properties: {
              name: { type: 'string', minLength: 1, description: 'Name of the volume' },
              mountPath: path('Where it appears'),
            },
          },
        },
      },
    },
    patch: {
      container: {
        volumes: [
          {
            $if: '!workload.?volumes.orValue([]).exists(v, v.name == parameter.mountName)',
            name: '${parameter.mountName}',
            type: 'emptyDir',
          },
        ],
        containers: [
          {
            name: '${context.name}',
            volumeMounts: [{ mountPath: '${parameter.appMountPath}', name: '${parameter.mountName}' }],
          },
        ],
        initContainers: [
          {
            ...added,
            volumeMounts: [
              { mountPath: '${parameter.initMountPath}', name: '${parameter.mountName}' },
              {
                $for: 'm in parameter.?extraVolumeMounts.orValue([])',
                mountPath: '${m.mountPath}',
                name: '${m.name}',
              },
            ],
          },
        ],
      },
    },
    validations: [
      addedTwice('(workload.?containers.orValue([]) + workload.?initContainers.orValue([]))'),
      ...envValidations,
    ],
  },
});
