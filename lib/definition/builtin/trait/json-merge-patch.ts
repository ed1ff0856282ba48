/** The trait `json-merge-patch`: RFC 7386 on the workload. */
import type { JsonObject } from '../../../json.ts';
import { adaptedPatch, deploymentHint, replaced } from '../parts/json-patch.ts';
import { traitOf } from '../parts/trait.ts';

export const jsonMergePatch: JsonObject = traitOf('json-merge-patch', 'Change the workload by JSON Merge Patch', {
  cel: {
    parameters: {
      type: 'object',
      description: 'RFC 7386, on the workload: maps merge, null removes, lists are replaced',
      additionalProperties: true,
    },
    let: [
      { foreign: '${["spec", "metadata", "apiVersion", "kind"].filter(name, name in parameter)}' },
      { after: '${size(foreign) > 0 ? workload : json.mergePatch(workload, parameter)}' },
    ],
    patch: replaced,
    validations: [
      {
        if: 'size(foreign) > 0',
        code: 'NotOnAws',
        message: '${foreign[0]} belongs to an object of Kubernetes, which is not there',
        hint: deploymentHint,
      },
      adaptedPatch(''),
    ],
  },
});
