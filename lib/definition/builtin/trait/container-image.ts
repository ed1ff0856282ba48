/** The trait `container-image`: another image for containers. */
import type { JsonObject } from '../../../json.ts';
import { entryLets, entryName, entryParameters, entryValidations } from '../parts/entries.ts';
import { image, pullPolicy } from '../parts/program.ts';
import { traitOf } from '../parts/trait.ts';

export const containerImage: JsonObject = traitOf('container-image', 'Change the image of containers', {
  cel: {
    parameters: entryParameters({ image, imagePullPolicy: pullPolicy }, 'containers', ['image']),
    let: entryLets(),
    patch: { container: { containers: [{ $for: 'e in entries', name: entryName, image: '${e.image}' }] } },
    validations: [
      ...entryValidations(['image', 'imagePullPolicy']),
      {
        if: '!has(parameter.image) && !has(parameter.containers)',
        pointer: '/image',
        code: 'MissingParameter',
        message: 'image is missing',
      },
    ],
  },
});
