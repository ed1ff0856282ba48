/** Roles: nothing without a row, and no row goes further than it says. */
import { describe, expect, it } from 'vitest';
import { authorize, matches, type Place, type Subject, type Verb } from '../../lib/api/authorize.ts';
import type { Access } from '../../lib/store/desired.ts';

const ada = { arn: 'arn:aws:iam::000000000000:user/ada' };

function may(rows: readonly Access[], verb: Verb, subject: Subject, place: Place): boolean {
  try {
    authorize(rows, ada, verb, subject, place);
    return true;
  } catch {
    return false;
  }
}

function row(role: Access['role'], ...namespaces: string[]): Access {
  return { principal: ada.arn, role, namespaces };
}

describe('authorize', () => {
  it('allows nothing without a row that names the principal', () => {
    const others: Access[] = [{ principal: 'arn:aws:iam::000000000000:user/eve', role: 'operator', namespaces: ['*'] }];
    for (const rows of [[], others]) {
      for (const verb of ['get', 'list', 'create', 'update', 'delete'] as const) {
        for (const place of [{ namespace: 'default' }, 'all', 'any'] as const) {
          expect(may(rows, verb, 'Application', place)).toBe(false);
          expect(may(rows, verb, 'Route', place)).toBe(false);
        }
      }
    }
  });

  it.each<[Access['role'], Verb, Subject, boolean]>([
    ['viewer', 'get', 'Application', true],
    ['viewer', 'list', 'TraitDefinition', true],
    ['viewer', 'create', 'Application', false],
    ['viewer', 'delete', 'Application', false],
    ['viewer', 'create', 'Blob', false],
    ['developer', 'create', 'Application', true],
    ['developer', 'update', 'Application', true],
    ['developer', 'delete', 'Application', true],
    ['developer', 'create', 'Blob', true],
    ['developer', 'create', 'ComponentDefinition', false],
    ['developer', 'update', 'WorkloadDefinition', false],
    ['developer', 'delete', 'TraitDefinition', false],
    ['operator', 'create', 'ComponentDefinition', true],
    ['operator', 'delete', 'Application', true],
  ])('%s: %s %s is %s', (role, verb, subject, expected) => {
    expect(may([row(role, '*')], verb, subject, { namespace: 'default' })).toBe(expected);
    expect(may([row(role, 'default')], verb, subject, { namespace: 'default' })).toBe(expected);
    expect(may([row(role, 'other')], verb, subject, { namespace: 'default' })).toBe(false);
  });

  it('keeps who is bound to namespaces out of lists of all, but lets them read shared definitions', () => {
    const bound = [row('operator', 'team-a')];
    expect(may(bound, 'list', 'Application', 'all')).toBe(false);
    expect(may(bound, 'list', 'Application', 'any')).toBe(true);
    expect(may(bound, 'get', 'TraitDefinition', { namespace: 'lateen-system' })).toBe(true);
    expect(may(bound, 'get', 'Application', { namespace: 'lateen-system' })).toBe(false);
    expect(may(bound, 'create', 'TraitDefinition', { namespace: 'lateen-system' })).toBe(false);
  });

  it('says who, what and what they have', () => {
    const ask = () => authorize([row('viewer', 'team-a')], ada, 'create', 'Application', { namespace: 'team-a' });
    expect(ask).toThrow(/user\/ada may not create Application in namespace team-a: it is viewer of team-a/);
  });
});

describe('matches', () => {
  it.each([
    ['arn:aws:iam::1:user/ada', 'arn:aws:iam::1:user/ada', true],
    ['arn:aws:iam::1:user/ada', 'arn:aws:iam::1:user/ada2', false],
    ['arn:aws:sts::1:assumed-role/Dev/*', 'arn:aws:sts::1:assumed-role/Dev/ada', true],
    ['arn:aws:sts::1:assumed-role/Dev/*', 'arn:aws:sts::1:assumed-role/Dev2/ada', false],
    ['*:user/*a', 'arn:aws:iam::1:user/ada', true],
    ['*:user/*a', 'arn:aws:iam::1:user/bob', false],
    ['a*a', 'a', false],
    ['*', '', true],
    ['', '', true],
    ['a.c', 'abc', false],
  ])('%s and %s: %s', (pattern, arn, expected) => {
    expect(matches(pattern, arn)).toBe(expected);
  });
});
