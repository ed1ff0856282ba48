/** Documents: written all or none on the condition of what was read, and read back as they were. */
import { describe, expect, test } from 'vitest';
import type { DefinitionRef } from '../../../lib/ports.ts';
import type { Write } from '../../../lib/store/desired.ts';
import {
  type Adapter,
  appIn,
  applicationKey,
  type Bench,
  creation,
  desired,
  event,
  noise,
  openBench,
} from './bench.ts';

function traitIn(bench: Bench, name: string): DefinitionRef & { readonly kind: 'TraitDefinition' } {
  return { kind: 'TraitDefinition', namespace: bench.namespace, name };
}

function admission(key: DefinitionRef, revision: number, expected?: string): Write {
  const document = { kind: key.kind, spec: { revision } };
  return { key, expected, desired: desired({ document }), definition: { revision, hash: `hash${revision}` } };
}

export function documentTests(adapter: () => Adapter): void {
  describe('documents', () => {
    test('one comes back as it was written', async () => {
      const bench = openBench(adapter());
      const app = appIn(bench);
      const written = creation(app, { deletionTimestamp: 7, pinned: 3, generation: 12 });
      await bench.store.write([written]);
      expect(await bench.store.get([applicationKey(app), applicationKey(appIn(bench, 'other'))])).toEqual([
        { key: applicationKey(app), desired: written.desired },
      ]);
      expect((await bench.store.view(app)).desired).toEqual(written.desired);
      expect((await bench.store.load(app)).desired).toEqual(written.desired);
      expect(await bench.store.present(app)).toEqual({ desired: written.desired, status: undefined, rows: [] });
      expect((await bench.store.present(appIn(bench, 'other'))).desired).toBeUndefined();
    });

    test('a large one comes back too', async () => {
      const bench = openBench(adapter());
      const app = appIn(bench);
      const written = creation(app, { document: { spec: { components: [{ name: 'web', text: noise(300_000) }] } } });
      await bench.store.write([written]);
      expect((await bench.store.load(app)).desired).toEqual(written.desired);
    });

    test('one that does not fit names its largest component', async () => {
      const bench = openBench(adapter());
      const small = { name: 'small', text: 'a'.repeat(900_000) };
      const components = [{ name: 'tiny' }, small, { name: 'large', properties: { text: noise(950_000) } }];
      const writing = bench.store.write([creation(appIn(bench), { document: { spec: { components } } })]);
      const issue = { code: 'TooLarge', pointer: '/spec/components/2', message: expect.stringContaining('large') };
      await expect(writing).rejects.toMatchObject({ code: 'TooLarge', blame: 'caller', issues: [issue] });
      expect(await bench.store.get([applicationKey(appIn(bench))])).toEqual([]);
    });

    test('one that exists is not created again', async () => {
      const bench = openBench(adapter());
      await bench.store.write([creation(appIn(bench))]);
      const again = bench.store.write([creation(appIn(bench))]);
      await expect(again).rejects.toMatchObject({ code: 'Conflict', message: expect.stringContaining('/shop') });
    });

    test('of two who change it at once one succeeds', async () => {
      const bench = openBench(adapter());
      const first = creation(appIn(bench));
      await bench.store.write([first]);
      const change = (principal: string): Write => ({
        ...first,
        expected: first.desired.resourceVersion,
        desired: desired({ generation: 2, principal }),
      });
      const answers = await Promise.allSettled(['ann', 'bob', 'cy'].map(name => bench.store.write([change(name)])));
      expect(answers.filter(answer => answer.status === 'fulfilled')).toHaveLength(1);
      for (const answer of answers)
        if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'Conflict' });
    });

    test('a conflict names the object and stores none of the others', async () => {
      const bench = openBench(adapter());
      const names = ['a', 'b', 'c'];
      await bench.store.write([creation(appIn(bench, 'b'))]);
      const writing = bench.store.write(
        names.map(name => ({ ...creation(appIn(bench, name)), event: event('Accepted') })),
      );
      const message = expect.stringContaining(`Application ${bench.namespace}/b`);
      await expect(writing).rejects.toMatchObject({ code: 'Conflict', retry: false, message });
      expect(await bench.store.get([applicationKey(appIn(bench, 'a'))])).toEqual([]);
      expect((await bench.store.events(appIn(bench, 'a'), { limit: 9 })).items).toEqual([]);
    });

    test('one that is gone cannot be changed', async () => {
      const bench = openBench(adapter());
      const change = { ...creation(appIn(bench)), expected: 'before' };
      await expect(bench.store.write([change])).rejects.toMatchObject({ code: 'Conflict' });
    });

    test('99 items are stored together, 100 are refused', async () => {
      const bench = openBench(adapter());
      const writes = Array.from({ length: 100 }, (_, i) => creation(appIn(bench, `app${i}`)));
      await expect(bench.store.write(writes)).rejects.toMatchObject({ code: 'TooLarge', blame: 'caller' });
      await bench.store.write(writes.slice(0, 99));
      const keys = writes.slice(0, 99).map(one => one.key);
      expect((await bench.store.get(keys)).map(one => one.key)).toEqual(keys);
    });

    test('one object twice in one request is refused', async () => {
      const bench = openBench(adapter());
      const writing = bench.store.write([creation(appIn(bench)), creation(appIn(bench))]);
      await expect(writing).rejects.toMatchObject({ code: 'BadRequest' });
    });

    test('nothing to write is nothing done', async () => {
      const bench = openBench(adapter());
      await bench.store.write([]);
      expect(await bench.store.get([])).toEqual([]);
    });

    test('a definition is read by its newest or by a revision', async () => {
      const bench = openBench(adapter());
      const key = traitIn(bench, 'gateway');
      const first = admission(key, 1);
      const second = admission(key, 2, first.desired.resourceVersion);
      await bench.store.write([first]);
      await bench.store.write([second]);
      const stored = [first, second].map(one => ({ ...key, ...one.definition, document: one.desired.document }));
      const refs = [key, { ...key, revision: 1 }, { ...key, revision: 9 }, traitIn(bench, 'other'), key];
      expect((await bench.store.catalog(refs, 'nowhere')).definitions).toEqual([stored[1], stored[0]]);
      expect(await bench.store.definitionRevisions(key)).toEqual(stored);
      const [got] = await bench.store.get([key]);
      expect(got).toEqual({ key, desired: second.desired, definition: second.definition });
      const { items } = await bench.store.list(key.kind, key.namespace, { limit: 5 });
      expect(items).toEqual([{ key, desired: second.desired, status: undefined, definition: second.definition }]);
    });

    test('99 definitions are read at once', async () => {
      const bench = openBench(adapter());
      const keys = Array.from({ length: 49 }, (_, i) => traitIn(bench, `t${i}`));
      await bench.store.write(keys.map(key => admission(key, 1)));
      const refs = keys.flatMap(key => [key, { ...key, revision: 1 }]);
      const { definitions } = await bench.store.catalog([...refs, traitIn(bench, 'none')], 'nowhere');
      expect(definitions).toHaveLength(98);
    });

    test('a definition is removed with its revisions, on the condition of what was read', async () => {
      const bench = openBench(adapter());
      const key = traitIn(bench, 'gateway');
      const first = admission(key, 1);
      const second = admission(key, 2, first.desired.resourceVersion);
      await bench.store.write([first]);
      await bench.store.write([second]);
      const stale = bench.store.removeDefinition(key, first.desired.resourceVersion);
      await expect(stale).rejects.toMatchObject({ code: 'Conflict', retry: false });
      expect(await bench.store.definitionRevisions(key)).toHaveLength(2);
      await bench.store.removeDefinition(key, second.desired.resourceVersion);
      expect(await bench.store.definitionRevisions(key)).toEqual([]);
      expect(await bench.store.get([key])).toEqual([]);
      expect((await bench.store.list('TraitDefinition', bench.namespace, { limit: 9 })).items).toEqual([]);
    });

    test('an environment and who may do what are installed', async () => {
      const bench = openBench(adapter());
      const target = `target-${bench.namespace}`;
      const principal = `arn:aws:iam::000000000000:user/${bench.namespace}`;
      const access = [{ principal, role: 'operator', namespaces: ['*'] }] as const;
      await bench.store.install({ environment: { target, facts: { region: 'us-east-1', n: 1 } }, access });
      const changed = [{ principal, role: 'viewer', namespaces: ['a', 'b'] }] as const;
      await bench.store.install({ environment: { target, facts: { region: 'eu-west-1' } }, access: changed });
      expect(await bench.store.catalog([], target)).toEqual({ definitions: [], environment: { region: 'eu-west-1' } });
      expect((await bench.store.access()).filter(one => one.principal === principal)).toEqual(changed);
    });

    test('an environment changes only where it still is what was read', async () => {
      const { store, namespace } = openBench(adapter());
      const target = `target-${namespace}`;
      // Long enough to be deflated.
      const first = { region: 'us-east-1', long: 'subnet-1,'.repeat(500) };
      expect(await store.changeEnvironment(target, first, { n: 1 })).toBe(false);
      await store.install({ environment: { target, facts: first }, access: [] });
      expect(await store.changeEnvironment(target, { ...first, n: 0 }, { n: 1 })).toBe(false);
      expect(await store.changeEnvironment(target, first, { ...first, n: 1 })).toBe(true);
      expect(await store.changeEnvironment(target, first, { ...first, n: 2 })).toBe(false);
      expect((await store.catalog([], target)).environment).toEqual({ ...first, n: 1 });
    });
  });
}
