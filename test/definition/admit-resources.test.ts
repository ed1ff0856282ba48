/** Admission: what can be wrong with the resources of a definition, by code and place. */
import { describe, expect, it } from 'vitest';
import { admit } from '../../lib/definition/admit.ts';
import { type Case, cel, lowering, problems, spoil, world } from './documents.ts';

const cases: readonly Case[] = [
  [
    'an unknown type',
    lowering,
    `${cel}/resources/0/type`,
    'Test::Stor',
    [
      `UnknownType ${cel}/resources/0/type`,
      ...[
        `${cel}/resources/1/properties/Store`,
        `${cel}/outputs/store`,
        `${cel}/link/ARN`,
        `${cel}/grants/read/resources/0`,
        `${cel}/endpoints/0/url`,
      ].map(place => `UnknownResource ${place}`),
    ],
  ],
  [
    'an id twice',
    lowering,
    `${cel}/resources/1/id`,
    'store',
    [
      `InvalidName ${cel}/resources/1/id`,
      expect.anything(),
      expect.anything(),
      expect.anything(),
      expect.anything(),
      expect.anything(),
      expect.anything(),
    ],
  ],
  [
    'whether it is kept as a text',
    lowering,
    `${cel}/resources/0/retain`,
    'yes',
    [`InvalidField ${cel}/resources/0/retain`],
  ],
  [
    'whether it is kept by what only AWS knows',
    lowering,
    `${cel}/resources/1/retain`,
    '${resources.store.Arn}',
    [expect.stringContaining(`${cel}/resources/1/retain`)],
  ],
  [
    'a misspelt property',
    lowering,
    `${cel}/resources/0/properties/Sise`,
    1,
    [`UnknownProperty ${cel}/resources/0/properties/Sise`],
  ],
  [
    'a misspelt inner property',
    lowering,
    `${cel}/resources/1/properties/Parts/0/Kye`,
    'x',
    [`UnknownProperty ${cel}/resources/1/properties/Parts/0/Kye`],
  ],
  [
    'a literal of the wrong type',
    lowering,
    `${cel}/resources/0/properties/Size`,
    'big',
    [`InvalidProperty ${cel}/resources/0/properties/Size`],
  ],
  [
    'a literal that is none of',
    lowering,
    `${cel}/resources/0/properties/Mode`,
    'fats',
    [`InvalidProperty ${cel}/resources/0/properties/Mode`],
  ],
  [
    'a missing property',
    lowering,
    `${cel}/resources/1/properties/Store`,
    undefined,
    [`MissingProperty ${cel}/resources/1/properties/Store`],
  ],
  [
    'an unknown attribute',
    lowering,
    `${cel}/resources/1/properties/Store`,
    '${resources.store.Arm}',
    [`UnknownAttribute ${cel}/resources/1/properties/Store`],
  ],
  [
    'an unknown resource',
    lowering,
    `${cel}/resources/1/properties/Store`,
    '${resources.stor.Arn}',
    [`UnknownResource ${cel}/resources/1/properties/Store`],
  ],
  [
    'a repeated resource without key',
    lowering,
    `${cel}/resources/1/key`,
    undefined,
    [`MissingKey ${cel}/resources/1/key`],
  ],
  [
    'a shared resource without key',
    lowering,
    `${cel}/resources/0/scope`,
    'application',
    [`MissingKey ${cel}/resources/0/key`],
  ],
  ['another scope', lowering, `${cel}/resources/0/scope`, 'cluster', [`InvalidField ${cel}/resources/0/scope`]],
  [
    'a cycle',
    lowering,
    `${cel}/resources/0/properties/Peer`,
    '${resources.?store.Arn}',
    [`ResourceCycle ${cel}/resources/0`],
  ],
  [
    'an unknown field of a resource',
    lowering,
    `${cel}/resources/0/propertys`,
    {},
    [`UnknownField ${cel}/resources/0/propertys`],
  ],
  [
    'resources that are no list',
    lowering,
    `${cel}/resources`,
    {},
    expect.arrayContaining([`InvalidField ${cel}/resources`]),
  ],
];

describe('a definition with', () => {
  it.each(cases)('%s', (_, document, path, value, expected) => {
    expect(problems(spoil(document, path, value))).toEqual(expected);
  });

  it('cycles through several resources', () => {
    const circle = spoil(lowering, `${cel}/resources`, [
      { id: 'a', type: 'Test::Store', properties: { Peer: '${resources.b.Arn}' } },
      { id: 'b', type: 'Test::Store', properties: { Peer: '${resources.store.Arn}' } },
      { id: 'store', type: 'Test::Store', properties: { Peer: '${resources.a.Arn}' } },
    ]);
    const admitted = admit(spoil(circle, `${cel}/outputs`, undefined), world);
    expect(admitted.ok ? [] : admitted.issues.map(issue => issue.message)).toEqual([
      'Resources need each other in a circle: a -> b -> store -> a',
    ]);
  });
});
