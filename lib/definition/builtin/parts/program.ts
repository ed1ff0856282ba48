/** What a container runs, as parameters and in the workload: for components, and for traits that add a container or change one. */
import type { JsonObject } from '../../../json.ts';
import { envOf } from './env.ts';
import { adapted } from './says.ts';

export const alwaysPulled = 'Fargate keeps no images: it pulls for every task, whatever imagePullPolicy says';
export const steadyImage = 'A tag that never moves, or a digest, gives the same image every time';

export const image: JsonObject = { type: 'string', minLength: 1, description: 'Container image' };

/** Of traits; the one of components knows no empty one. */
export const pullPolicy: JsonObject = {
  type: 'string',
  enum: ['', 'IfNotPresent', 'Always', 'Never'],
  description: 'Fargate pulls for every task',
  ...adapted(alwaysPulled, steadyImage, ['']),
};

export const words = (description: string): JsonObject => ({ type: 'array', items: { type: 'string' }, description });
export const entryPoint: JsonObject = words("Replaces the image's entry point");
export const args: JsonObject = words("Replaces the image's command");

export const programParameters: JsonObject = { cmd: entryPoint, args };

export const program: JsonObject = { command: '${parameter.?cmd}', args: '${parameter.?args}', env: envOf };

/** Of a trait that adds a container. */
export const addedParameters: JsonObject = {
  name: { type: 'string', minLength: 1, description: 'Name of the container' },
  image,
};

export const added: JsonObject = { name: '${parameter.name}', image: '${parameter.image}', ...program };

/** `others`: the containers that are there. */
export const addedTwice = (others: string): JsonObject => ({
  if: `${others}.exists(c, c.name == parameter.name)`,
  pointer: '/name',
  code: 'DuplicateName',
  message: '${context.name} has a container ${parameter.name} already',
});
