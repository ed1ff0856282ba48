/** Convergence over random applications, edits, faults and crashes: whatever happens on the way, the end is what a calm run makes. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Json, type JsonObject, listOf, objectOf } from '../../lib/json.ts';
import { fault } from '../doubles/aws.ts';
import { code, createWorld, functions, type World, web } from './world.ts';

const component = fc.record(
  {
    memory: fc.constantFrom(128, 256, 512),
    timeout: fc.constantFrom(3, 10),
    code: fc.constantFrom('a', 'b').map(text => ({ blob: code(text) })),
  },
  { requiredKeys: ['code'] },
);
const application = fc.dictionary(fc.constantFrom('one', 'two', 'three'), component, { minKeys: 1, maxKeys: 3 });

/** What happens between and during the edits. */
const trouble = fc.record({
  crashes: fc.array(
    fc.record({ step: fc.integer({ min: 1, max: 60 }), side: fc.constantFrom('before' as const, 'after' as const) }),
    { maxLength: 3 },
  ),
  throttles: fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 6 }),
  turns: fc.integer({ min: 0, max: 3 }),
});

/** Everything that exists. Ids that AWS assigned are left out, and which versions were published: both depend on the way. Of the
 * versions, the one that the alias points at stays. */
function shape(listing: JsonObject): string[] {
  const lines: string[] = [];
  const walk = (path: string, value: Json): void => {
    if (typeof value !== 'object' || value === null) lines.push(`${path}=${String(value)}`);
    else for (const [key, inner] of Object.entries(value)) walk(`${path}/${key}`, inner);
  };
  const functionsOf = Object.entries(objectOf(listing.functions)).map(([name, value]) => {
    const { versions, aliases, ...rest } = objectOf(value);
    const live = objectOf(objectOf(aliases).live).FunctionVersion;
    const served = listOf(versions)
      .map(objectOf)
      .find(version => version.Version === live);
    return [
      name,
      { ...rest, served: [served?.MemorySize ?? null, served?.Timeout ?? null, served?.CodeSha256 ?? null] },
    ];
  });
  walk('', { ...listing, functions: Object.fromEntries(functionsOf) });
  return lines.map(line => line.replaceAll(/(?<![a-z0-9])[a-z0-9]{10}(?![a-z0-9])/g, 'id')).sort();
}

async function settle(world: World): Promise<void> {
  await world.run();
  expect(await world.status()).toMatchObject({ status: 'running' });
}

test('any sequence of edits under crashes and throttles ends as a calm run of the last one, and deletes to nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(application, trouble), { minLength: 1, maxLength: 4 }), async edits => {
      const world = await createWorld();
      const empty = world.aws.listing();
      for (const [components, { crashes, throttles, turns }] of edits) {
        const from = world.aws.calls.length;
        world.aws.before = (_call, nth) => {
          if (throttles.includes(nth - from)) throw fault('TooManyRequestsException', 429, 'Rate Exceeded.');
        };
        await world.apply(functions(components));
        for (const { step, side } of crashes) {
          world.crashAt = { step: world.steps() + step, side };
          await world.turn();
        }
        world.crashAt = undefined;
        for (let i = 0; i < turns; i++) await world.turn();
      }
      world.aws.before = undefined;
      await settle(world);
      const last = edits.at(-1);
      if (last === undefined) return;
      const calm = await createWorld();
      await calm.apply(functions(last[0]));
      await settle(calm);
      expect(shape(world.aws.listing())).toEqual(shape(calm.aws.listing()));
      const before = world.aws.calls.length;
      world.touch(web);
      await world.run();
      expect(world.aws.calls.length).toBe(before);
      await world.remove(web);
      await world.run();
      expect(world.aws.listing()).toEqual(empty);
    }),
    { numRuns: 100, seed: 20261124 },
  );
}, 120_000);
