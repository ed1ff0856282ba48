/** Fields that nobody knows, as `?fieldValidation=` wants them. */
import { describe, expect, it } from 'vitest';
import { createPipeline } from '../../lib/api/pipeline.ts';
import { types } from '../../lib/aws/registry.ts';
import { listOf, objectOf } from '../../lib/json.ts';
import { createWorld, facts } from '../reconcile/world.ts';
import { access, itemsOf, serve } from './setup.ts';

const text = `apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: { name: web }
spec:
  componets: []
  components:
    - name: web
      type: worker
      properties: { image: busybox, replica: 2 }
`;

async function api() {
  const world = await createWorld();
  await world.store.install({ environment: { target: 'local', facts }, access });
  let ids = 0;
  const id = (): string => `02${String(ids++).padStart(24, '0')}`;
  return { ...serve(world.store, createPipeline(types), () => world.clock.now, id), store: world.store };
}

describe('unknown fields', () => {
  it('are errors where nothing is said, and with Strict', async () => {
    const { post } = await api();
    for (const query of ['', '?fieldValidation=Strict']) {
      const { status, body } = await post(text, query);
      expect(status).toBe(422);
      expect(listOf(body.errors).map(issue => objectOf(issue).pointer)).toEqual([
        '/spec/componets',
        '/spec/components/0/properties/replica',
      ]);
    }
  });

  it('are left out with a warning each, where they stand', async () => {
    const { post, store } = await api();
    const answer = await post(text, '?fieldValidation=Warn');
    expect(answer.status, answer.text).toBe(201);
    const warnings = listOf(itemsOf(answer)[0]?.warnings).map(objectOf);
    expect(warnings.filter(({ code }) => /^Unknown/.test(String(code)))).toMatchObject([
      { severity: 'warning', pointer: '/spec/componets', line: 5 },
      { severity: 'warning', pointer: '/spec/components/0/properties/replica', line: 9 },
    ]);
    const [found] = await store.get([{ kind: 'Application', namespace: 'default', name: 'web' }]);
    expect(found?.desired.document.spec).toEqual({
      components: [{ name: 'web', type: 'worker', properties: { image: 'busybox' } }],
    });
  });

  it('are left out without a word with Ignore; other errors stay', async () => {
    const { post } = await api();
    const answer = await post(text, '?fieldValidation=Ignore');
    expect(answer.status).toBe(201);
    expect(answer.text).not.toContain('replica');
    const wrong = await post(text.replace('image: busybox', 'image: 3'), '?fieldValidation=Ignore');
    expect(wrong.status).toBe(422);
    expect(listOf(wrong.body.errors).map(issue => objectOf(issue).code)).toEqual(['InvalidParameter']);
  });

  it('takes no other word', async () => {
    const { post } = await api();
    expect((await post(text, '?fieldValidation=Maybe')).status).toBe(400);
  });
});
