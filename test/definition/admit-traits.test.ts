/** Admission: what can be wrong with the patches of a trait and with what it applies to, by code and place. */
import { describe, expect, it } from 'vitest';
import { type Case, cel, problems, spoil, trait } from './documents.ts';

const cases: readonly Case[] = [
  [
    'a patch of an unknown workload',
    trait,
    `${cel}/patch/jbo`,
    {},
    expect.arrayContaining([`UnknownWorkload ${cel}/patch/jbo`]),
  ],
  ['a patch of an unknown field', trait, `${cel}/patch/job/imag`, 'x', [`UnknownProperty ${cel}/patch/job/imag`]],
  [
    'a patch entry without key',
    trait,
    `${cel}/patch/job/env/0/name`,
    undefined,
    [`MissingProperty ${cel}/patch/job/env/0/name`],
  ],
  ['a patch for nobody', trait, '/spec/appliesToWorkloads', ['resources'], [`PatchUnused ${cel}/patch/job`]],
  [
    'a Kubernetes workload',
    trait,
    '/spec/appliesToWorkloads',
    ['deployments.apps'],
    ['UnknownWorkload /spec/appliesToWorkloads/0'],
  ],
  ['no workloads', trait, '/spec/appliesToWorkloads', [], ['InvalidField /spec/appliesToWorkloads']],
  ['a component type', trait, '/spec/appliesToWorkloads', ['batch'], []],
  [
    'an unknown output',
    trait,
    `${cel}/resources/0/properties/Store`,
    '${outputs.stor}',
    [`UnknownOutput ${cel}/resources/0/properties/Store`],
  ],
  [
    'outputs before there are any',
    trait,
    `${cel}/let`,
    [{ a: '${outputs.store}' }],
    [expect.stringMatching(` ${cel}/let/0/a$`)],
  ],
];

describe('a definition with', () => {
  it.each(cases)('%s', (_, document, path, value, expected) => {
    expect(problems(spoil(document, path, value))).toEqual(expected);
  });

  it('a workload that a trait lists and leaves alone', () => {
    const idle = spoil(spoil(trait, `${cel}/patch`, undefined), `${cel}/resources`, undefined);
    expect(problems(spoil(idle, `${cel}/parameters`, undefined))).toEqual([
      'WorkloadUncovered /spec/appliesToWorkloads/0',
    ]);
    const refusing = spoil(idle, `${cel}/validations`, [
      { workload: 'job', if: 'has(parameter.level) || has(parameter.to)', code: 'No', message: 'no' },
    ]);
    expect(problems(refusing)).toEqual([]);
  });
});
