/** The trait `securitycontext`: as whom a container runs, and what it may do. */
import type { JsonObject } from '../../../json.ts';
import { entryLets, entryName, entryParameters, entryValidations } from '../parts/entries.ts';
import { adapted, refusedOnAws } from '../parts/says.ts';
import { nonRoot, runAsGroup, runAsUser, userOf, userValidations } from '../parts/security.ts';
import { traitOf } from '../parts/trait.ts';

const capabilities = (description: string): JsonObject => ({
  type: 'array',
  description,
  items: { type: 'string', pattern: '^[A-Z_]+$' },
});

const properties: JsonObject = {
  addCapabilities: capabilities('Capabilities to add: Fargate has SYS_PTRACE'),
  dropCapabilities: capabilities('Capabilities to take away, or ALL'),
  readOnlyRootFilesystem: { type: 'boolean', description: 'Nothing is written but into volumes' },
  runAsUser,
  runAsGroup,
  runAsNonRoot: nonRoot,
  allowPrivilegeEscalation: {
    type: 'boolean',
    description: 'Whether a process may gain more than its parent has',
    ...adapted('Fargate cannot take setuid away from a container', 'dropCapabilities: [ALL] leaves little to gain', [
      true,
    ]),
  },
  privileged: {
    type: 'boolean',
    description: 'All that the host may',
    ...refusedOnAws('Fargate runs no privileged containers', 'addCapabilities: [SYS_PTRACE] is what it can add', [
      false,
    ]),
  },
};

export const securitycontext: JsonObject = traitOf(
  'securitycontext',
  'Say as whom containers run and what they may do',
  {
    cel: {
      parameters: entryParameters(properties),
      let: entryLets(),
      patch: {
        container: {
          containers: [
            {
              $for: 'e in entries',
              name: entryName,
              user: `\${has(e.runAsUser) ? optional.of(${userOf('e')}) : optional.none()}`,
              readOnlyRootFilesystem: '${e.?readOnlyRootFilesystem}',
              capabilities: {
                $if: 'has(e.addCapabilities) || has(e.dropCapabilities)',
                add: '${e.?addCapabilities}',
                drop: '${e.?dropCapabilities}',
              },
            },
          ],
        },
      },
      validations: [
        ...entryValidations(Object.keys(properties)),
        {
          if: 'entries.exists(e, e.?addCapabilities.orValue([]).exists(c, c != "SYS_PTRACE"))',
          pointer: '/addCapabilities',
          code: 'NotOnAws',
          message: 'SYS_PTRACE is the only capability that Fargate can add',
          hint: 'Leave the others out',
        },
        ...userValidations('e', is => `entries.exists(e, ${is})`),
      ],
    },
  },
);
