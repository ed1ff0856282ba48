/** What every driver promises, asked of every property it takes, against whatever answers as AWS. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tagMap } from '../../../lib/aws/ownership.ts';
import { OamError } from '../../../lib/errors.ts';
import { equal, isList, isObject, type Json, type JsonObject, listOf } from '../../../lib/json.ts';
import type { ResourceType } from '../../../lib/resource/resource.ts';
import { type Bench, createBench, type Harness, type Made, owner } from './bench.ts';
import { covers } from './covers.ts';
import { drive } from './drive.ts';
import type { Exception } from './exceptions.ts';
import { exceptions } from './exceptions.ts';
import { type Fixture, type PropertyFixture, properties } from './fixture.ts';
import { actionOf, mutates } from './permissions.ts';
import { type Stages, stagesOf } from './stages.ts';

/** Registers the suite for these fixtures. Everything it makes, it removes. */
export function contract(
  harness: Harness,
  types: ReadonlyMap<string, ResourceType>,
  fixtures: readonly Fixture[],
): void {
  const met: Exception[] = [];
  // A fixture without a driver is for coverage.ts to tell.
  const driven = fixtures.filter(fixture => types.has(fixture.type));
  describe.each(driven.map(fixture => [fixture.type, fixture] as const))(`%s on ${harness.name}`, (_, fixture) => {
    const bench = createBench(harness, types, fixture);
    const stages = (property: string): Stages => stagesOf(harness.name, fixture.type, property, met);
    beforeAll(() => bench.prepare());
    afterAll(() => bench.clear());

    it('lives: absent, made, seen, left alone, found, removed, removed again', () =>
      lifecycle(bench, fixture, stages('')));
    for (const [property, how] of Object.entries(fixture.properties)) {
      it(`${property}: ${asked(bench.type, property, how)}`, () =>
        useProperty(bench, fixture, property, how, stages(property)));
    }
    it('asks only for what its policy allows, and says what changes something', () => {
      const allowed = new Set(bench.type.iam.map(item => item.action));
      expect([...new Set(bench.calls.map(actionOf))].filter(action => !allowed.has(action))).toEqual([]);
      expect(bench.calls.filter(call => call.mutates !== mutates(call)).map(call => call.action)).toEqual([]);
      expect(bench.calls.length).toBeGreaterThan(0);
      if (harness.name !== 'double') return;
      // Only the double keeps everything: there, nothing may be allowed that is not asked for.
      const sent = new Set(bench.calls.map(actionOf));
      const idle = bench.type.iam.filter(item => item.because === undefined && !sent.has(item.action));
      expect(idle.map(item => item.action)).toEqual([]);
    });
  });

  describe(`exceptions on ${harness.name}`, () => {
    it('are all met', () => {
      const here = new Set(driven.map(fixture => fixture.type));
      const due = exceptions.filter(item => item.emulator === harness.name && here.has(item.type));
      expect(due.filter(item => !met.includes(item))).toEqual([]);
    });
  });
}

function asked(type: ResourceType, property: string, how: PropertyFixture): string {
  const removed = isRemovable(type, property, how) ? ', removed' : '';
  return `sent, read back${how.second === undefined ? '' : ', changed'}${removed}`;
}

async function lifecycle(bench: Bench, fixture: Fixture, stages: Stages): Promise<void> {
  const { type, send } = bench;
  const place = bench.place();
  const base = fixture.base(place);
  const known = type.identity(base, place.name);
  if (known !== undefined) expect(await drive(type.observe(known), send)).toBeUndefined();
  else expect(await drive(type.find(base, `token-${place.name}`), send)).toBeUndefined();

  const made = await bench.create(place, base);
  try {
    if (known !== undefined) expect(covers(made.identity, known), 'identity() and identify() name the same').toBe(true);
    expect(type.diff(made.desired, made.desired, made.observed)).toEqual([]);
    expect(type.diff(made.desired, undefined, made.observed)).toEqual([]);
    // What create answers is what a look would say: the engine goes on with it.
    expect(type.diff(made.desired, made.desired, made.answer)).toEqual([]);
    for (const attribute of type.attributes) {
      expect(made.observed, attribute).toHaveProperty([attribute]);
      // What AWS is still at work on may not know all of them.
      if (made.answer[attribute] !== undefined || type.health(made.answer).state !== 'progressing')
        expect(made.answer[attribute], attribute).toEqual(made.observed[attribute]);
    }
    // A look that remembers nothing but the name tells no less: the row of an interrupted create knows no more.
    const forgetful = known === undefined ? undefined : await drive(type.observe(known), send);
    for (const attribute of known === undefined ? [] : type.attributes)
      expect(forgetful?.[attribute], attribute).toEqual(made.observed[attribute]);
    await stages.run('tags', async () => {
      if (type.tags !== undefined) expect(type.owner(made.observed)).toMatchObject(owner);
      else expect(type.owner(made.observed)).toBeUndefined();
    });
    await stages.run('update without difference', async () => {
      const before = bench.calls.length;
      await drive(type.update(made.identity, made.desired, made.observed, [], made.desired), send);
      expect(bench.calls.slice(before).filter(mutates).map(actionOf)).toEqual([]);
      expect(type.health(made.observed).state).toBe('ready');
    });
    const refused = await stages.run('create twice', () => createTwice(bench, made, place.name));
    if (!refused) await stages.clean(() => bench.remove(made));
    if (known === undefined)
      await stages.run('find', async () => {
        const found = await drive(type.find(base, `token-${place.name}`), send);
        expect(found).toBeDefined();
        // What the driver remembers beside what names it, nobody can find.
        expect(covers(made.identity, found ?? null)).toBe(true);
      });
  } finally {
    await stages.clean(() => bench.remove(made));
  }
  const after = await bench.look(made);
  // One-shot work is still described after it was stopped.
  if (type.naming === 'once' && after !== undefined) expect(type.health(after).state).not.toBe('progressing');
  else expect(after).toBeUndefined();
  await stages.run('delete twice', () => bench.remove(made));
}

/** The second create is refused as AlreadyExists, or (upsert) gives the same thing; where AWS assigns ids it may make another one. */
async function createTwice(bench: Bench, made: Made, name: string): Promise<void> {
  const { type, send } = bench;
  const again = await drive(type.create(made.desired, name, `token-${name}`, owner), send).then(
    observed => ({ observed }),
    (error: unknown) => ({ error }),
  );
  if ('error' in again) {
    expect(again.error).toBeInstanceOf(OamError);
    expect(again.error).toMatchObject({ code: 'AlreadyExists' });
    return;
  }
  expect(type.naming, 'a name of ours is refused the second time').not.toBe('ours');
  const identity = type.identify(again.observed);
  if (type.naming === 'upsert') expect(identity).toEqual(made.identity);
  else if (!equal(identity, made.identity)) await drive(type.delete(identity), send);
}

async function useProperty(
  bench: Bench,
  fixture: Fixture,
  property: string,
  how: PropertyFixture,
  stages: Stages,
): Promise<void> {
  const { type } = bench;
  const place = bench.place();
  const removable = isRemovable(type, property, how);
  // What one-shot work was started with cannot be changed either, and is never compared.
  if (type.naming !== 'once' || how.second !== undefined)
    expect(type.createOnly.includes(property), 'create-only is what has no second value').toBe(
      how.second === undefined,
    );
  const bare = removable ? (how.after ?? (await baseline(bench, fixture, property))) : null;
  const first = how.first(place);
  const kept = (observed: JsonObject, value: Json): boolean => {
    if (how.reads !== undefined) return how.reads(observed, value, place);
    if (property === type.tags?.property) return covers(tagMap(observed[property]), tagMap(value));
    return covers(observed[property], value);
  };
  let created: Made | undefined;
  try {
    const stands = await stages.run('set', async () => {
      const made = await bench.create(place, properties(fixture, property, 'first', place));
      created = made;
      expect(kept(made.observed, first), `read back ${JSON.stringify(made.observed[property])}`).toBe(true);
      expect(type.diff(made.desired, made.desired, made.observed)).toEqual([]);
    });
    if (created === undefined || how.second === undefined || !stands) return;
    let made: Made = created;

    const second = how.second(place);
    const changed = properties(fixture, property, 'second', place);
    const changes = await stages.run('change', async () => {
      expect(type.diff({ ...made.desired, ...changed }, made.desired, made.observed)).toContain(property);
      made = created = await bench.converge(made, changed);
      expect(kept(made.observed, second), `changed to ${JSON.stringify(made.observed[property])}`).toBe(true);
      expect(kept(made.observed, first), 'the old value is gone').toBe(false);
    });
    if (!removable || !changes) return;

    await stages.run('remove', async () => {
      if (how.after === undefined)
        expect(named(made.observed[property], place.name), 'the second value is not the default').not.toEqual(bare);
      made = created = await bench.converge(made, properties(fixture, property, 'none', place));
      expect(named(made.observed[property], place.name)).toEqual(bare);
    });
  } finally {
    const last = created;
    if (last !== undefined) await stages.clean(() => bench.remove(last));
  }
}

function isRemovable(type: ResourceType, property: string, how: PropertyFixture): boolean {
  return how.second !== undefined && how.stays === undefined && !listOf(type.schema.required).includes(property);
}

/** What AWS says of a property that was never sent. */
async function baseline(bench: Bench, fixture: Fixture, property: string): Promise<Json> {
  const place = bench.place();
  const made = await bench.create(place, properties(fixture, property, 'none', place));
  await bench.remove(made);
  return named(made.observed[property], place.name);
}

/** The value with the resource's own name taken out, and nothing where it says nothing. */
function named(value: Json | undefined, name: string): Json {
  if (value === undefined || value === null || value === '') return null;
  if (isList(value) && value.length === 0) return null;
  if (isObject(value) && Object.keys(value).length === 0) return null;
  const text: Json = JSON.parse(JSON.stringify(value).replaceAll(name, '<name>'));
  return text;
}
