/** The trait `json-patch`: operations of RFC 6902 on the workload. */
import type { JsonObject } from '../../../json.ts';
import { adaptedPatch, deploymentHint, replaced } from '../parts/json-patch.ts';
import { traitOf } from '../parts/trait.ts';

export const jsonPatch: JsonObject = traitOf('json-patch', 'Change the workload by JSON Patch', {
  cel: {
    parameters: {
      type: 'object',
      required: ['operations'],
      properties: {
        operations: {
          type: 'array',
          minItems: 1,
          description: 'RFC 6902, on the workload: { op: add, path: /containers/0/stopTimeout, value: 30 }',
          items: {
            type: 'object',
            required: ['op', 'path'],
            properties: {
              op: { type: 'string', enum: ['add', 'remove', 'replace', 'move', 'copy', 'test'] },
              path: { type: 'string', pattern: '^(/.*)?$', description: 'a JSON Pointer: /containers/0/image' },
              from: { type: 'string', pattern: '^(/.*)?$', description: 'a JSON Pointer' },
              value: {},
            },
          },
        },
      },
    },
    let: [
      { foreign: '${parameter.operations.exists(o, o.path.startsWith("/spec") || o.path.startsWith("/metadata"))}' },
      { wrong: '${json.problem(workload, parameter.operations)}' },
      { after: '${wrong == "" ? json.patch(workload, parameter.operations) : workload}' },
    ],
    patch: replaced,
    validations: [
      {
        if: 'foreign',
        pointer: '/operations',
        code: 'NotOnAws',
        message: 'A path leads into an object of Kubernetes, which is not there',
        hint: deploymentHint,
      },
      {
        if: 'wrong != "" && !foreign',
        pointer: '/operations',
        code: 'InvalidParameter',
        message: '${wrong}',
        hint: 'Paths are into the workload: /containers/0/image, /volumes, /replicas',
      },
      adaptedPatch('/operations'),
    ],
  },
});
