/** Physical names: found by prefix, cut to what AWS takes, and of their own where all accounts share them. */
import { describe, expect, it } from 'vitest';
import type { Environment } from '../../lib/reconcile/appfile.ts';
import { nameOf } from '../../lib/reconcile/naming.ts';

const environment: Environment = {
  installation: 'lateen',
  prefix: 'lt-',
  account: '111111111111',
  region: 'eu-west-1',
  partition: 'aws',
  notEmulated: [],
};
const app = { namespace: 'default', name: 'shop' };
const key = 'local/files/-/bucket#12345678';
const named = (facts: Readonly<Record<string, string>>, global?: true): string =>
  nameOf({ ...environment, ...facts }, app, 'files', key, { limit: 63, ...(global && { global }) });

describe('a physical name', () => {
  it('ends in the hash of its row', () => {
    expect(named({})).toBe('lt-shop-files-12345678');
    expect(named({ account: '222222222222' })).toBe(named({}));
  });

  it('is another one in each account and region where all share one set of names', () => {
    expect(named({}, true)).toMatch(/^lt-shop-files-[0-9a-z]{8}$/);
    expect(named({}, true)).toBe(named({}, true));
    const all = [
      named({}),
      named({}, true),
      named({ account: '222222222222' }, true),
      named({ region: 'eu-west-2' }, true),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  it('is cut to what AWS takes, and keeps its hash', () => {
    const name = nameOf(environment, app, 'x'.repeat(100), key, { limit: 32 });
    expect(name).toHaveLength(32);
    expect(name).toMatch(/^lt-shop-x+-12345678$/);
  });
});
