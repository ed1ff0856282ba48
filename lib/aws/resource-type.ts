/** Makes a driver a ResourceType, with what most drivers have in common. */
import type { JsonObject } from '../json.ts';
import type { ResourceType } from '../resource/resource.ts';

type Optional = 'find' | 'owner' | 'health' | 'stateful';

/** A driver typed by its own properties, as the registry's ResourceType. Admission checked the properties against the driver's schema,
 * so the engine may hand it any that it kept. What is left out: nothing to find (identity is always known), no tags, always healthy, no data. */
export function resourceType<P extends JsonObject>(
  driver: Omit<ResourceType<P>, Optional> & Partial<Pick<ResourceType<P>, Optional>>,
): ResourceType {
  const whole: ResourceType<P> = {
    stateful: false,
    // biome-ignore lint/correctness/useYield: there is nothing to ask
    *find() {
      return undefined;
    },
    owner: () => undefined,
    health: () => ({ state: 'ready', message: '' }),
    ...driver,
  };
  return whole;
}
