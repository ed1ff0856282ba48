/** As whom containers run. */
import type { JsonObject } from '../../../json.ts';
import { adapted } from './says.ts';

/** The user of `one`, as the workload has it. */
export const userOf = (one: string): string =>
  `string(${one}.runAsUser) + (has(${one}.runAsGroup) ? ":" + string(${one}.runAsGroup) : "")`;

/** `any`: whether there is one of which it is true. */
export const userValidations = (one: string, any: (is: string) => string): readonly JsonObject[] => [
  {
    if: any(`has(${one}.runAsGroup) && !has(${one}.runAsUser)`),
    pointer: '/runAsGroup',
    code: 'NotOnAws',
    message: 'ECS takes a group only together with a user',
    hint: 'runAsUser: 1000',
  },
  {
    if: any(`${one}.?runAsNonRoot.orValue(false) && ${one}.?runAsUser.orValue(1) == 0`),
    pointer: '/runAsUser',
    code: 'InvalidParameter',
    message: 'The user 0 is root, and runAsNonRoot is true',
  },
];

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
