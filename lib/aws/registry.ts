/** The resource types that Lateen has drivers for: one line each. */
import type { ResourceType } from '../resource/resource.ts';
import { logGroup } from './logs/log-group.ts';

const drivers: readonly ResourceType[] = [logGroup];

/** By CloudFormation name. */
export const types: ReadonlyMap<string, ResourceType> = new Map(drivers.map(driver => [driver.type, driver]));
