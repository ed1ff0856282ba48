/** Merge patches on workloads, and what they write. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../lib/json.ts';
import { containerSchema } from '../../lib/workload/container.ts';
import { functionSchema } from '../../lib/workload/function.ts';
import { mergePatch, overwritten, writes } from '../../lib/workload/patch.ts';

const web = {
  name: 'web',
  image: 'nginx',
  env: [
    { name: 'A', value: '1' },
    { name: 'B', value: '2' },
  ],
  args: ['x', 'y'],
};
const workload: JsonObject = { replicas: 1, containers: [web, { name: 'log', image: 'fluent' }], labels: { a: '1' } };
const ref = { $ref: ['row', 'Arn'] };

describe('merges', () => {
  it.each<[string, JsonObject, JsonObject]>([
    ['nothing', {}, workload],
    ['a scalar', { replicas: 3 }, { ...workload, replicas: 3 }],
    ['a removal', { labels: null }, { replicas: 1, containers: workload.containers ?? [] }],
    ['a map', { labels: { b: '2', a: null } }, { ...workload, labels: { b: '2' } }],
    ['a map replaced', { labels: { $patch: 'replace', b: '2' } }, { ...workload, labels: { b: '2' } }],
    ['a map deleted', { labels: { $patch: 'delete' } }, { replicas: 1, containers: workload.containers ?? [] }],
    ['a mark', { replicas: { $initial: 2 } }, { ...workload, replicas: { $initial: 2 } }],
    [
      'an entry by its key',
      { containers: [{ name: 'log', image: 'vector' }] },
      { ...workload, containers: [web, { name: 'log', image: 'vector' }] },
    ],
    [
      'a new entry at the end',
      { containers: [{ name: 'x', image: 'y', env: [{ name: 'A', value: null }] }] },
      {
        ...workload,
        containers: [web, { name: 'log', image: 'fluent' }, { name: 'x', image: 'y', env: [{ name: 'A' }] }],
      },
    ],
    [
      'lists within entries',
      {
        containers: [
          {
            name: 'web',
            env: [
              { name: 'B', value: ref },
              { name: 'C', value: '3' },
            ],
            args: ['z'],
          },
        ],
      },
      {
        ...workload,
        containers: [
          {
            ...web,
            env: [
              { name: 'A', value: '1' },
              { name: 'B', value: ref },
              { name: 'C', value: '3' },
            ],
            args: ['z'],
          },
          { name: 'log', image: 'fluent' },
        ],
      },
    ],
    [
      'an entry removed',
      {
        containers: [
          { name: 'web', env: [{ name: 'A', $patch: 'delete' }] },
          { name: 'log', $patch: 'delete' },
        ],
      },
      { ...workload, containers: [{ ...web, env: [{ name: 'B', value: '2' }] }] },
    ],
    [
      'an entry replaced',
      { containers: [{ name: 'web', $patch: 'replace', image: 'caddy' }] },
      {
        ...workload,
        containers: [
          { name: 'web', image: 'caddy' },
          { name: 'log', image: 'fluent' },
        ],
      },
    ],
    [
      'a list replaced',
      { containers: [{ $patch: 'replace' }, { name: 'only', image: 'x' }] },
      { ...workload, containers: [{ name: 'only', image: 'x' }] },
    ],
    ['an entry that is not there removed', { containers: [{ name: 'nope', $patch: 'delete' }] }, workload],
    ['a list where there was none', { volumes: [{ name: 'v' }] }, { ...workload, volumes: [{ name: 'v' }] }],
    ['an object over a scalar', { replicas: { a: null, b: 1 } }, { ...workload, replicas: { b: 1 } }],
  ])('%s', (_, patch, result) => {
    const before = structuredClone(workload);
    expect(mergePatch(workload, patch, containerSchema)).toStrictEqual(result);
    expect(workload).toStrictEqual(before);
  });

  it('ports by number', () => {
    const one = { containers: [{ name: 'web', ports: [{ port: 80, expose: false }] }] };
    const two = { containers: [{ name: 'web', ports: [{ port: 80, expose: true }, { port: 81 }] }] };
    expect(mergePatch(one, two, containerSchema)).toEqual(two);
  });

  it('as RFC 7396 where no list has a key', () => {
    const value = fc.letrec<{ v: Json }>(tie => ({
      v: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom<Json>(1, 'a', null, [1], []),
        fc.dictionary(fc.constantFrom('a', 'b'), tie('v')),
      ),
    })).v;
    const object = fc.dictionary(fc.constantFrom('a', 'b'), value);
    const merge = (target: unknown, patch: Json): unknown => {
      if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
      const result: Record<string, unknown> =
        typeof target === 'object' && target !== null && !Array.isArray(target) ? { ...target } : {};
      for (const [key, inner] of Object.entries(patch)) {
        if (inner === null) delete result[key];
        else result[key] = merge(result[key], inner);
      }
      return result;
    };
    fc.assert(
      fc.property(object, object, (target, patch) => {
        expect(mergePatch(target, patch, {})).toEqual(merge(target, patch));
      }),
    );
  });

  it('the same patch twice as once', () => {
    const patch = {
      containers: [
        { name: 'web', env: [{ name: 'Z', value: '9' }] },
        { name: 'side', image: 'x' },
      ],
      replicas: 2,
    };
    const once = mergePatch(workload, patch, containerSchema);
    expect(mergePatch(once, patch, containerSchema)).toEqual(once);
  });
});

describe('writes', () => {
  it.each<[JsonObject, string[]]>([
    [{}, []],
    [{ replicas: 2, labels: null }, ['/replicas', '/labels']],
    [{ labels: { 'a/b': '1' } }, ['/labels/a~1b']],
    [{ replicas: { $initial: 2 } }, ['/replicas']],
    [
      { containers: [{ name: 'web', image: 'x', env: [{ name: 'A', value: ref }], args: ['a', 'b'] }] },
      ['/containers/web/image', '/containers/web/env/A/value', '/containers/web/args'],
    ],
    [{ containers: [{ name: 'web', ports: [{ port: 80, expose: true }] }] }, ['/containers/web/ports/80/expose']],
    [{ containers: [{ name: 'log', $patch: 'delete' }] }, ['/containers/log']],
    [{ containers: [{ $patch: 'replace' }, { name: 'a', image: 'x' }] }, ['/containers', '/containers/a/image']],
  ])('%j', (patch, places) => {
    expect(writes(patch, containerSchema)).toEqual(places);
  });

  it('finds what a later patch takes back', () => {
    const earlier = writes(
      { env: [{ name: 'A', value: '1' }], concurrency: { reserved: 1 }, timeout: 3 },
      functionSchema,
    );
    expect(
      overwritten(
        earlier,
        writes(
          {
            env: [
              { name: 'A', value: '2' },
              { name: 'B', value: '2' },
            ],
          },
          functionSchema,
        ),
      ),
    ).toEqual(['/env/A/value']);
    expect(overwritten(earlier, writes({ concurrency: null, memory: 256 }, functionSchema))).toEqual(['/concurrency']);
    expect(overwritten(earlier, writes({ timeouts: 1 }, functionSchema))).toEqual([]);
  });
});
