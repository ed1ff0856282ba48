/** A thousand components on the double: they come up, one line of them changes in at most three calls, and they go. */
import { expect, test } from 'vitest';
import { objectOf } from '../../lib/json.ts';
import { largeApplication } from '../doubles/large-application.ts';
import { code, createWorld, web } from './world.ts';

test('1,000 components come up, change by one line, and go', { timeout: 240_000 }, async () => {
  // Long waves, and 70 ms a call: the quotas of AWS then stretch nothing, and the test is short.
  const world = await createWorld({ settings: { waveMs: 70_000, waveCalls: 10_000 } });
  world.aws.before = () => {
    world.clock.now += 70;
  };
  const before = world.aws.listing();
  const app = (visibilityTimeout: number) =>
    largeApplication({ name: web.name, components: 1000, code: { blob: code('one') }, visibilityTimeout });

  await world.apply(app(30));
  await world.run(3_600_000);
  expect((await world.status()).status).toBe('running');
  const { rows } = await world.view();
  expect(new Set(rows.map(({ phase }) => phase))).toEqual(new Set(['live']));
  expect(rows.filter(({ type }) => type === 'AWS::Lambda::Function')).toHaveLength(600);
  expect(rows.filter(({ type }) => type === 'AWS::ECS::Service')).toHaveLength(50);

  const calls = world.aws.calls.length;
  await world.apply(app(60));
  await world.run(60_000);
  expect(objectOf(await world.status()).observedGeneration).toBe(2);
  const sent = world.aws.calls.slice(calls).map(({ service, action }) => `${service}:${action}`);
  expect(sent.length, sent.join(' ')).toBeLessThanOrEqual(3);
  expect(sent).toContain('sqs:SetQueueAttributes');

  await world.remove(web);
  await world.run(3_600_000);
  expect(world.aws.listing()).toEqual(before);
  expect((await world.view()).desired).toBeUndefined();
});
