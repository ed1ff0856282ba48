/** As whom containers run. */
import type { JsonObject } from '../../../json.ts';
import { adapted } from './says.ts';

const id: JsonObject = { type: 'integer', minimum: 0, maximum: 4_294_967_295 };
export const runAsUser: JsonObject = { ...id, description: 'Number of the user' };
export const runAsGroup: JsonObject = { ...id, description: 'Number of the group' };
export const nonRoot: JsonObject = {
  type: 'boolean',
  description: 'Root is not wanted',
  ...adapted('Nothing on Fargate refuses to start as root: the user is runAsUser, or that of the image', undefined, [
    false,
  ]),
};
