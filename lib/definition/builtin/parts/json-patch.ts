/** Traits that change the workload by a standard for changes of JSON: `after`, a let, is what it becomes. */
import type { Json, JsonObject } from '../../../json.ts';
import { containerSchema } from '../../../workload/container.ts';

/** All of the workload is replaced by `after`: the standards replace lists, where patches of traits merge them. */
export const replaced: JsonObject = {
  container: {
    $patch: 'replace',
    ...Object.fromEntries(Object.keys(Object(containerSchema.properties)).map(name => [name, `\${after.?${name}}`])),
  },
};

/** Where in the workload stands what a Deployment has elsewhere. */
export const deploymentHint =
  'There is no Deployment: /spec/replicas is /replicas, /spec/template/spec/containers/0 is /containers/0, /spec/template/spec/volumes is /volumes, labels of templates are /labels';

/** Makes sure that there is something to do, and says what the words are about. */
export const adaptedPatch = (pointer: string): Json => ({
  if: 'true',
  pointer,
  severity: 'warning',
  code: 'Adapted',
  message: 'It patches the workload (containers, volumes, replicas), not an object of Kubernetes',
});
