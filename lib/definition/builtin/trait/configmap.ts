/** The trait `configmap`: files of configurations, which Fargate does not mount. */
import type { JsonObject } from '../../../json.ts';
import { refusedTrait } from '../parts/trait.ts';

export const configmap: JsonObject = refusedTrait(
  'configmap',
  'Files of a configuration',
  'Fargate mounts no configuration as files: take single values into the environment, by env or by configMap and mountToEnvs of the trait storage',
);
