/** The trait `sidecar`: one more container in the task. */
import type { JsonObject } from '../../../json.ts';
import { envOf, envParameter, envValidations, withFieldRef } from '../parts/env.ts';
import { ends } from '../parts/job.ts';
import { probeParameter } from '../parts/probe.ts';
import { traitOf } from '../parts/trait.ts';

export const sidecar: JsonObject = traitOf('sidecar', 'Add a container beside the component’s own', {
  cel: {
    parameters: {
      type: 'object',
      required: ['name', 'image'],
      properties: {
        name: { type: 'string', minLength: 1, description: 'Name of the container' },
        image: { type: 'string', minLength: 1, description: 'Container image' },
        cmd: { type: 'array', items: { type: 'string' }, description: "Replaces the image's entry point" },
        args: { type: 'array', items: { type: 'string' }, description: "Replaces the image's command" },
        env: withFieldRef(envParameter),
        volumes: {
          type: 'array',
          description: 'Volumes of the component to mount',
          items: {
            type: 'object',
            required: ['name', 'path'],
            properties: {
              name: { type: 'string', minLength: 1, description: 'Name of the volume' },
              path: { type: 'string', pattern: '^/', description: 'Where it appears in the container' },
            },
          },
        },
        livenessProbe: probeParameter('Asks whether it lives; a task that does not is replaced'),
        readinessProbe: probeParameter('Asks whether it is ready'),
      },
    },
    patch: {
      container: {
        containers: [
          {
            name: '${parameter.name}',
            image: '${parameter.image}',
            command: '${parameter.?cmd}',
            args: '${parameter.?args}',
            env: envOf,
            volumeMounts: [{ $for: 'v in parameter.?volumes.orValue([])', mountPath: '${v.path}', name: '${v.name}' }],
            livenessProbe: '${parameter.?livenessProbe}',
            readinessProbe: '${parameter.?readinessProbe}',
            // Work that ends is done when the component's own container is.
            essential: { $if: ends, $value: false },
          },
        ],
      },
    },
    validations: [
      {
        if: 'workload.?containers.orValue([]).exists(c, c.name == parameter.name)',
        pointer: '/name',
        code: 'DuplicateName',
        message: '${context.name} has a container ${parameter.name} already',
      },
      ...envValidations,
    ],
  },
});
