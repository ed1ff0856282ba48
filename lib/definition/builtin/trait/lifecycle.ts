/** The trait `lifecycle`: hooks that ECS does not have, refused one by one. */
import type { JsonObject } from '../../../json.ts';
import { startHandler } from '../parts/probe.ts';
import { refusedOnAws } from '../parts/says.ts';
import { traitOf } from '../parts/trait.ts';

const hook = (description: string, message: string, hint: string): JsonObject => ({
  type: 'object',
  description,
  properties: startHandler,
  ...refusedOnAws(message, hint),
});

export const lifecycle: JsonObject = traitOf('lifecycle', 'Run something when a container starts and stops', {
  cel: {
    parameters: {
      type: 'object',
      properties: {
        postStart: hook(
          'When it has started',
          'ECS runs nothing when a container has started',
          'Put it before the program, in the command of the image, or into the trait init-container',
        ),
        preStop: hook(
          'Before it stops',
          'ECS runs nothing before a container stops',
          'It is sent SIGTERM and has 30 seconds: catch the signal in the program',
        ),
      },
    },
    validations: [
      {
        if: '!has(parameter.postStart) && !has(parameter.preStop)',
        code: 'MissingParameter',
        message: 'The trait lifecycle says nothing',
        hint: 'Remove it',
      },
    ],
  },
});
