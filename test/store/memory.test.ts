/** The store contract on the memory adapter, and its hooks for crashes. */
import { describe, expect, test } from 'vitest';
import { createMemoryStore } from '../../lib/store/memory.ts';
import { storeContract } from '../contract/store/suite.ts';

storeContract('memory', () => ({
  open: options => ({ store: createMemoryStore(options), requests: () => undefined }),
}));

describe('hooks', () => {
  const app = { namespace: 'default', name: 'shop' };
  const store = (hooks: Pick<Parameters<typeof createMemoryStore>[0], 'before' | 'after'>) =>
    createMemoryStore({ now: () => 1000, id: () => 'id', ...hooks });
  const crash = (at: string) => (method: string) => {
    if (method === at) throw new Error('crash');
  };

  test('a crash before a request leaves it undone', async () => {
    const crashing = store({ before: crash('storeWake') });
    await expect(crashing.storeWake(app, { id: 'w', at: 5, because: 'x' })).rejects.toThrow('crash');
    expect(await crashing.stands(app, 'w')).toBe(false);
  });

  test('a crash after a request loses only its answer', async () => {
    const crashing = store({ after: crash('storeWake') });
    await expect(crashing.storeWake(app, { id: 'w', at: 5, because: 'x' })).rejects.toThrow('crash');
    expect(await crashing.stands(app, 'w')).toBe(true);
  });

  test('the dump shows what is stored', async () => {
    const quiet = store({});
    await quiet.storeWake(app, { id: 'w', at: 5, because: 'x' });
    expect(quiet.dump().objects['Application#default/shop']).toMatchObject({ wake: { id: 'w', at: 5 } });
  });
});
