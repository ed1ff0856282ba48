/** What every driver does when AWS refuses or the process dies at any of its calls; asked of the double, which can do both at will. */
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../lib/json.ts';
import type { Asks } from '../../../lib/ports.ts';
import type { ResourceType } from '../../../lib/resource/resource.ts';
import { type Aws, denied, throttled } from '../../doubles/aws.ts';
import { type Bench, createBench, owner } from './bench.ts';
import { doubleHarness } from './double.ts';
import { converge, drive } from './drive.ts';
import { type Fixture, type Place, properties } from './fixture.ts';

export function faults(types: ReadonlyMap<string, ResourceType>, fixtures: readonly Fixture[]): void {
  describe.each(fixtures.filter(fixture => types.has(fixture.type)).map(fixture => [fixture.type, fixture] as const))(
    '%s refused and interrupted',
    (_, fixture) => {
      it('passes on Throttled and Denied at every call of every verb', async () => {
        const { aws, harness } = doubleHarness();
        const bench = createBench(harness, types, fixture);
        await bench.prepare();
        for (const { name, verb } of await verbsOf(bench, fixture, aws)) {
          const calls = await callsOf(aws, verb);
          expect(calls, name).toBeGreaterThan(0);
          for (let nth = 1; nth <= calls; nth++) {
            expect(
              await refusedAt(aws, nth, verb, call => throttled(call.service)),
              `${name} at call ${nth}`,
            ).toMatchObject({
              code: 'Throttled',
              retry: true,
            });
            expect(
              await refusedAt(aws, nth, verb, call => denied(call.service, call.action)),
              `${name} at call ${nth}`,
            ).toMatchObject({ code: 'Denied', retry: false });
          }
        }
      });

      it('is the same in the end wherever its creation was interrupted', async () => {
        const { aws, harness } = doubleHarness();
        const bench = createBench(harness, types, fixture);
        await bench.prepare();
        const start = aws.snapshot();
        const place = bench.place();
        const full = fullest(fixture, bench, place);
        const made = await bench.create(place, full);
        const undisturbed = aws.listing();
        const token = `token-${place.name}`;
        const desired = made.desired;
        aws.restore(start);
        const calls = await callsOf(aws, () => bench.type.create(desired, place.name, token, owner));
        for (let nth = 1; nth <= calls; nth++) {
          aws.restore(start);
          const answer = await crashedAfter(aws, nth, () => bench.type.create(desired, place.name, token, owner));
          expect(answer).toBe(crash);
          const identity = await find(bench, desired, place.name, token);
          if (identity === undefined) await bench.create(place, full);
          else await converge(bench.type, desired, desired, identity, bench.send, harness.pause);
          expect(aws.listing(), `after call ${nth}`).toEqual(undisturbed);
        }
      });
    },
  );
}

const crash = new Error('the process died');

interface Named {
  readonly name: string;
  readonly verb: () => Asks<unknown>;
}

/** Each verb, ready to run against the state the double is in; the state is put back after each. */
async function verbsOf(bench: Bench, fixture: Fixture, aws: Aws): Promise<Named[]> {
  const { type } = bench;
  const place = bench.place();
  const made = await bench.create(place, fixture.base(place));
  const other = bench.place();
  const verbs: Named[] = [
    {
      name: 'create',
      verb: () => type.create({ ...made.desired, ...fixture.base(other) }, other.name, 'other', owner),
    },
    { name: 'observe', verb: () => type.observe(made.identity) },
    { name: 'delete', verb: () => type.delete(made.identity) },
  ];
  if (type.identity(made.desired, place.name) === undefined)
    verbs.push({ name: 'find', verb: () => type.find(made.desired, `token-${place.name}`) });
  for (const [property, how] of Object.entries(fixture.properties)) {
    if (how.second === undefined) continue;
    const { [property]: _, ...rest } = made.desired;
    const desired = { ...rest, ...properties(fixture, property, 'second', place) };
    const diff = type.diff(desired, made.desired, made.observed);
    // What is fixed makes the engine make another one.
    if (diff.length > 0 && !diff.some(name => type.createOnly.includes(name)))
      verbs.push({
        name: `update ${property}`,
        verb: () => type.update(made.identity, desired, made.observed, diff, made.desired),
      });
  }
  expect(aws.calls.length).toBeGreaterThan(0);
  return verbs;
}

/** Every property that may stand beside the others: first values, later ones win. */
function fullest(fixture: Fixture, bench: Bench, place: Place): JsonObject {
  let all = fixture.base(place);
  for (const [property, how] of Object.entries(fixture.properties)) {
    if (bench.type.createOnly.includes(property) || how.alone === true) continue;
    all = { ...all, ...properties(fixture, property, 'first', place) };
  }
  return all;
}

async function find(bench: Bench, desired: JsonObject, name: string, token: string): Promise<Json | undefined> {
  const known = bench.type.identity(desired, name) ?? (await drive(bench.type.find(desired, token), bench.send));
  if (known === undefined) return undefined;
  return (await drive(bench.type.observe(known), bench.send)) === undefined ? undefined : known;
}

async function callsOf(aws: Aws, verb: () => Asks<unknown>): Promise<number> {
  const saved = aws.snapshot();
  const before = aws.calls.length;
  await drive(verb(), aws.send);
  aws.restore(saved);
  return aws.calls.length - before;
}

async function refusedAt(
  aws: Aws,
  nth: number,
  verb: () => Asks<unknown>,
  refusal: (call: { service: string; action: string }) => Error,
): Promise<unknown> {
  const saved = aws.snapshot();
  const start = aws.calls.length;
  aws.before = (call, count) => {
    if (count - start === nth) throw refusal(call);
  };
  return outcome(aws, saved, verb);
}

async function crashedAfter(aws: Aws, nth: number, verb: () => Asks<unknown>): Promise<unknown> {
  const start = aws.calls.length;
  aws.after = (_, count) => {
    if (count - start === nth) throw crash;
  };
  return outcome(aws, undefined, verb);
}

/** What the verb throws, or what it answers. */
async function outcome(
  aws: Aws,
  saved: ReturnType<Aws['snapshot']> | undefined,
  verb: () => Asks<unknown>,
): Promise<unknown> {
  try {
    return await drive(verb(), aws.send);
  } catch (error) {
    return error;
  } finally {
    aws.before = undefined;
    aws.after = undefined;
    if (saved !== undefined) aws.restore(saved);
  }
}
