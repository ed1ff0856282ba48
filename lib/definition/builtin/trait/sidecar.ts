/** The trait `sidecar`: one more container in the task. */
import type { JsonObject } from '../../../json.ts';
import { envParameter, envValidations, withFieldRef } from '../parts/env.ts';
import { ends } from '../parts/job.ts';
import { probeParameters, probes } from '../parts/probe.ts';
import { added, addedParameters, addedTwice, programParameters } from '../parts/program.ts';
import { traitOf } from '../parts/trait.ts';
import { mountPath } from '../parts/volume.ts';

export const sidecar: JsonObject = traitOf('sidecar', 'Add a container beside the component’s own', {
  cel: {
    parameters: {
      type: 'object',
      required: ['name', 'image'],
      properties: {
        ...addedParameters,
        ...programParameters,
        env: withFieldRef(envParameter),
        volumes: {
          type: 'array',
          description: 'Volumes of the component to mount',
          items: {
            type: 'object',
            required: ['name', 'path'],
            properties: {
              name: { type: 'string', minLength: 1, description: 'Name of the volume' },
              path: mountPath,
            },
          },
        },
        ...probeParameters,
      },
    },
    patch: {
      container: {
        containers: [
          {
            ...added,
            volumeMounts: [{ $for: 'v in parameter.?volumes.orValue([])', mountPath: '${v.path}', name: '${v.name}' }],
            ...probes,
            // Work that ends is done when the component's own container is.
            essential: { $if: ends, $value: false },
          },
        ],
      },
    },
    validations: [addedTwice('workload.?containers.orValue([])'), ...envValidations],
  },
});
