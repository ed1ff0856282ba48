/** What failed for what was missing outside is tried at once when that is there: an event tells, and its revision does not wait for a back-off. */
import { expect, it } from 'vitest';
import type { JsonObject } from '../../lib/json.ts';
import { fault } from '../doubles/aws/fault.ts';
import { createWorld, web } from './world.ts';

const application: JsonObject = {
  apiVersion: 'core.oam.dev/v1beta1',
  kind: 'Application',
  metadata: { name: 'web', namespace: 'default' },
  spec: {
    components: [
      { name: 'nightly', type: 'function', properties: { code: { s3: { bucket: 'builds', key: 'nightly.zip' } } } },
    ],
  },
};

it('code that is put long after the application was posted', async () => {
  const objects: Record<string, string> = {};
  const world = await createWorld({ aws: { objects } });
  world.aws.before = ({ action }) => {
    if (action === 'CreateFunction' && objects['builds/nightly.zip'] === undefined)
      throw fault(
        'InvalidParameterValueException',
        400,
        'Error occurred while GetObject. The specified key does not exist.',
      );
  };
  await world.apply(application);
  await world.run(6 * 3_600_000);
  expect(await world.status(web)).toMatchObject({ status: 'workflowFailed' });
  objects['builds/nightly.zip'] = 'abc=';
  const put = world.clock.now;
  await world.tell('object#builds/nightly.zip');
  await world.run(60_000);
  expect(await world.status(web)).toMatchObject({ status: 'running' });
  expect(world.clock.now - put).toBeLessThan(60_000);
});
