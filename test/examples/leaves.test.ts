/** Nothing of an example is ignored: each leaf of its properties, changed or left out, changes what comes of it or is spoken of. */
import { beforeAll, describe, expect, it } from 'vitest';
import { at, type Json, type JsonObject, listOf, objectOf } from '../../lib/json.ts';
import { spoil } from '../definition/documents.ts';
import { leavesOf, otherAt } from '../definition/leaves.ts';
import { applicationOf, examples, type Installation, openInstallation } from './installation.ts';

/** What a definition takes where nothing is said: leaving these out says the same. */
const defaults: Readonly<Record<string, Json>> = {
  '03-alarms-and-scaling/app.yaml/spec/components/0/traits/1/properties/provisioned/target': 0.7,
  '03-alarms-and-scaling/app.yaml/spec/components/0/traits/2/properties/period': 60,
  '03-alarms-and-scaling/app.yaml/spec/components/0/traits/3/properties/period': 60,
};

const cases = examples.flatMap(example =>
  example.versions.map(({ file, text }) => ({
    example,
    title: `${example.name}/${file}`,
    text,
    document: applicationOf(text),
  })),
);

describe.each(cases)('$title', ({ example, title, text, document }) => {
  // Who takes a value is rendered once the other is there to say it.
  const waits = listOf(at(document, '/spec/components')).some(component => 'inputs' in objectOf(component));
  let installation: Installation;
  let before: string;
  const effect = async (changed: JsonObject): Promise<string> => {
    const { graph, answer } = await installation.judge(changed);
    // That it is another document is no effect.
    const said = JSON.stringify(answer.body, (name, value) => (/^(result|generation)$/.test(name) ? undefined : value));
    return JSON.stringify([graph, answer.status, said]);
  };
  beforeAll(async () => {
    installation = await openInstallation(example);
    if (waits) await installation.up(text);
    before = await effect(document);
  });

  const paths = leavesOf(at(document, '/spec/components') ?? null, '/spec/components').filter(path =>
    path.includes('/properties/'),
  );
  const without = (path: string): JsonObject => spoil(document, path, undefined);

  it('is accepted to begin with, and says so twice', async () => {
    const { answer, graph } = await installation.judge(document);
    expect(answer.body).toMatchObject({ items: [{ result: waits ? 'unchanged' : 'created' }] });
    expect(graph?.waiting).toBe(undefined);
    expect(await effect(document)).toBe(before);
  });

  it.each(paths)('%s counts when it changes', async path => {
    expect(await effect(spoil(document, path, otherAt(document, path)))).not.toBe(before);
  });

  it.each(paths)('%s counts when it is left out', async path => {
    const same = defaults[`${title}${path}`];
    const after = await effect(without(path));
    if (same === undefined) expect(after).not.toBe(before);
    else expect([at(document, path), after]).toEqual([same, before]);
  });
});
