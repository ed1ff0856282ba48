/** The trait `init-container`: a container that ends before the others begin, and a volume that it shares with them. */
import type { JsonObject } from '../../../json.ts';
import { envOf, envParameter, envValidations } from '../parts/env.ts';
import { adapted } from '../parts/says.ts';
import { traitOf } from '../parts/trait.ts';

const path = (description: string): JsonObject => ({ type: 'string', pattern: '^/', description });

/** Images are pulled for every task. */
export const pullPolicy: JsonObject = {
  type: 'string',
  enum: ['', 'IfNotPresent', 'Always', 'Never'],
  description: 'Fargate pulls for every task',
  ...adapted(
    'Fargate keeps no images: it pulls for every task, whatever imagePullPolicy says',
    'A tag that never moves, or a digest, gives the same image every time',
    [''],
  ),
};

export const initContainer: JsonObject = traitOf('init-container', 'Run a container before the others begin', {
  cel: {
    parameters: {
      type: 'object',
      required: ['name', 'image', 'appMountPath', 'initMountPath'],
      properties: {
        name: { type: 'string', minLength: 1, description: 'Name of the container' },
        image: { type: 'string', minLength: 1, description: 'Container image' },
        imagePullPolicy: pullPolicy,
        cmd: { type: 'array', items: { type: 'string' }, description: "Replaces the image's entry point" },
        args: { type: 'array', items: { type: 'string' }, description: "Replaces the image's command" },
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
            name: '${parameter.name}',
            image: '${parameter.image}',
            command: '${parameter.?cmd}',
            args: '${parameter.?args}',
            env: envOf,
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
      {
        if: '(workload.?containers.orValue([]) + workload.?initContainers.orValue([])).exists(c, c.name == parameter.name)',
        pointer: '/name',
        code: 'DuplicateName',
        message: '${context.name} has a container ${parameter.name} already',
      },
      ...envValidations,
    ],
  },
});
