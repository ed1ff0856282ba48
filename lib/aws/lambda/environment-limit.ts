/** How much Lambda takes of environment variables. */
import { objectOf } from '../../json.ts';
import type { ResourceSchema } from '../../resource/resource.ts';

/** Bytes of all names and values together. */
const room = 4096;

export const refusesEnvironment: NonNullable<ResourceSchema['refuses']> = properties => {
  // What only AWS will say may be of any length.
  const sizes = Object.entries(objectOf(objectOf(properties.Environment).Variables)).flatMap(([name, value]) =>
    typeof value === 'string' ? [{ name, bytes: Buffer.byteLength(name) + Buffer.byteLength(value) }] : [],
  );
  const bytes = sizes.reduce((sum, one) => sum + one.bytes, 0);
  if (bytes <= room) return undefined;
  const [largest] = sizes.toSorted((a, b) => b.bytes - a.bytes);
  return {
    message: `its environment has ${bytes} bytes, ${largest?.bytes} of them in ${largest?.name}, and Lambda takes ${room} of all names and values together`,
    hint: 'Put what is large into a parameter, a secret or an object of a bucket, and name it in the environment (trait link)',
  };
};
