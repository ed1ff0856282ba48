/** An environment that Lambda would refuse is refused when it is posted, as far as it is known. */
import { expect, it } from 'vitest';
import { refusesEnvironment } from '../../../lib/aws/lambda/environment-limit.ts';
import type { JsonObject } from '../../../lib/json.ts';
import { openInstallation } from '../../examples/installation.ts';

const refusalOf = (Variables: JsonObject): string | undefined =>
  refusesEnvironment({ Environment: { Variables } })?.message;

it('takes 4096 bytes of names and values, and not one more', () => {
  expect(refusalOf({ A: 'x'.repeat(4094), B: '' })).toBeUndefined();
  expect(refusalOf({ SMALL: 'x', LARGE: '\u00e9'.repeat(2100) })).toBe(
    'its environment has 4211 bytes, 4205 of them in LARGE, and Lambda takes 4096 of all names and values together',
  );
  expect(refusesEnvironment({})).toBeUndefined();
});

it('does not count what only AWS will say', () => {
  expect(refusalOf({ A: 'x'.repeat(4000), B: { $ref: ['x'.repeat(200), 'Arn'] } })).toBeUndefined();
});

it('is told at the component', async () => {
  const { judge } = await openInstallation({ definitions: '' });
  const { answer } = await judge({
    apiVersion: 'core.oam.dev/v1beta1',
    kind: 'Application',
    metadata: { name: 'web' },
    spec: {
      components: [
        {
          name: 'front',
          type: 'function',
          properties: { code: { inline: 'export const handler = async () => "";' } },
          traits: [{ type: 'env', properties: { env: { TEMPLATE: 'x'.repeat(5000) } } }],
        },
      ],
    },
  });
  expect(answer.status).toBe(422);
  expect(answer.body.errors).toMatchObject([
    {
      code: 'TooLarge',
      pointer: '/spec/components/0',
      message: expect.stringContaining('5008 bytes, 5008 of them in TEMPLATE'),
      hint: expect.stringContaining('link'),
    },
  ]);
});
