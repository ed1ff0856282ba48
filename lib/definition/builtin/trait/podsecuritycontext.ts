/** The trait `podsecuritycontext`: as whom all containers of a task run. */
import type { JsonObject } from '../../../json.ts';
import { refusedOnAws } from '../parts/says.ts';
import { nonRoot, runAsGroup, runAsUser, userOf, userValidations } from '../parts/security.ts';
import { traitOf } from '../parts/trait.ts';

const profile = (what: string): JsonObject => ({
  type: 'object',
  description: `Profile of ${what}: Fargate has its own`,
  required: ['type'],
  properties: {
    type: { type: 'string', enum: ['RuntimeDefault', 'Unconfined', 'Localhost'] },
    localhostProfile: { type: 'string' },
  },
  ...refusedOnAws(`Fargate has a profile of ${what} of its own`, 'Leave it out, or type: RuntimeDefault', [
    { type: 'RuntimeDefault' },
  ]),
});
const user = `\${${userOf('parameter')}}`;

export const podsecuritycontext: JsonObject = traitOf('podsecuritycontext', 'Say as whom all containers run', {
  cel: {
    parameters: {
      type: 'object',
      properties: {
        runAsUser,
        runAsGroup,
        runAsNonRoot: nonRoot,
        fsGroup: {
          type: 'integer',
          description: 'Group of volumes',
          ...refusedOnAws(
            'Volumes on Fargate are given to no group',
            'runAsUser and runAsGroup; file systems are open to every user',
          ),
        },
        appArmorProfile: profile('AppArmor'),
        seccompProfile: profile('seccomp'),
      },
    },
    patch: {
      container: {
        // One that has a user of its own keeps it.
        containers: [
          {
            $for: 'c in workload.containers',
            $if: 'has(parameter.runAsUser) && !has(c.user)',
            name: '${c.name}',
            user,
          },
        ],
        initContainers: [
          {
            $for: 'c in workload.?initContainers.orValue([])',
            $if: 'has(parameter.runAsUser) && !has(c.user)',
            name: '${c.name}',
            user,
          },
        ],
      },
    },
    validations: [
      ...userValidations('parameter', is => is),
      ...['appArmorProfile', 'seccompProfile'].map(name => ({
        if: `has(parameter.${name}) && parameter.${name}.type == "RuntimeDefault"`,
        pointer: `/${name}`,
        severity: 'warning',
        code: 'NotNeeded',
        message: `${name} is not needed: Fargate has its own`,
      })),
    ],
  },
});
