import { describe, expect, it } from 'vitest';
import { retag, tagList, tagMap, withOwner } from '../../lib/aws/ownership.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { Asks } from '../../lib/ports.ts';

function change(desired: JsonObject, observed: JsonObject, applied: JsonObject | undefined) {
  let set: Record<string, string> | undefined;
  let removed: string[] | undefined;
  // biome-ignore lint/correctness/useYield: nothing is asked here
  function* remember(what: () => void): Asks<void> {
    what();
  }
  const step = retag(
    { desired, observed, applied: applied === undefined ? undefined : { Tags: applied } },
    tags =>
      remember(() => {
        set = tags;
      }),
    keys =>
      remember(() => {
        removed = keys;
      }),
  ).next();
  return { tags: step.value, set, removed };
}

describe('tags', () => {
  it('come in two forms', () => {
    expect(tagMap([{ Key: 'a', Value: '1' }])).toEqual({ a: '1' });
    expect(tagMap({ a: '1' })).toEqual({ a: '1' });
    expect(tagMap(undefined)).toEqual({});
    expect(tagList({ b: '2', a: '1' })).toEqual([
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '2' },
    ]);
  });

  it("are the declared ones and the owner's, which win", () => {
    expect(
      withOwner(
        [
          { Key: 'oam.dev/app', Value: 'forged' },
          { Key: 'a', Value: '1' },
        ],
        { 'oam.dev/app': 'mine' },
      ),
    ).toEqual({
      a: '1',
      'oam.dev/app': 'mine',
    });
  });

  it('are set where they differ and removed where they were ours; those of others stay', () => {
    expect(change({ a: '2', b: '1' }, { a: '1', b: '1', c: '1', theirs: 'x' }, { a: '1', b: '1', c: '1' })).toEqual({
      set: { a: '2' },
      removed: ['c'],
      tags: { a: '2', b: '1', theirs: 'x' },
    });
  });

  it('that were put there by nobody known are removed, but for what AWS and the engine keep', () => {
    const observed = { old: '1', 'aws:cloudformation:stack-name': 's', 'oam.dev/token': 't' };
    expect(change({}, observed, undefined)).toEqual({
      set: undefined,
      removed: ['old'],
      tags: { 'aws:cloudformation:stack-name': 's', 'oam.dev/token': 't' },
    });
  });

  it('cost no call where nothing differs', () => {
    expect(change({ a: '1' }, { a: '1', theirs: 'x' }, { a: '1' })).toEqual({
      set: undefined,
      removed: undefined,
      tags: { a: '1', theirs: 'x' },
    });
  });
});
