/** The neutral workloads by name: what components make, traits patch and WorkloadDefinitions lower. */
import type { JsonObject } from '../json.ts';
import { containerSchema } from './container.ts';
import { functionSchema } from './function.ts';

export const workloads: ReadonlyMap<string, JsonObject> = new Map([
  ['container', containerSchema],
  ['function', functionSchema],
]);
