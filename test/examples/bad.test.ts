/** Every input under examples/bad is posted to the API with the real pipeline: the answer is its expected.json, and what ran before is untouched. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { createPipeline } from '../../lib/api/pipeline.ts';
import { types } from '../../lib/aws/registry.ts';
import { setup } from '../api/setup.ts';

const examples: string = fileURLToPath(new URL('../../examples/', import.meta.url));
const good: string = readFileSync(`${examples}01-hello/app.yaml`, 'utf8');

/** Refused later, when AWS is asked: the end-to-end tests run it. */
const acceptedFirst = ['not-ours'];

/** Inputs too large to keep. */
const generated: Readonly<Record<string, () => string>> = {
  'too-large': () => good.replace('name: hello', `name: hello\n  labels:\n    big: ${'x'.repeat(2_000_000)}`),
};

const names = readdirSync(`${examples}bad`, { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(entry => entry.name);

describe('examples/bad', () => {
  test('the README lists exactly what there is', () => {
    const readme = readFileSync(`${examples}bad/README.md`, 'utf8');
    const listed = [...readme.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, name]) => name);
    expect(listed.sort()).toEqual([...names].sort());
    for (const name of names) expect(existsSync(`${examples}bad/${name}/expected.json`), name).toBe(true);
  });

  test.each(names.filter(name => !acceptedFirst.includes(name)))('%s', async name => {
    const api = await setup({ pipeline: createPipeline(types) });
    expect((await api.post(good)).status).toBe(201);
    const before = JSON.stringify(api.store.dump());

    const { status, body } = await api.post(inputOf(name));

    const { code, detail, errors } = body;
    const seen = JSON.stringify({ status, code, detail, errors }, null, 2);
    await expect(`${seen}\n`).toMatchFileSnapshot(`${examples}bad/${name}/expected.json`);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(JSON.stringify(api.store.dump())).toBe(before);
  });
});

function inputOf(name: string): string {
  const made = generated[name]?.();
  if (made !== undefined) return made;
  const [file] = readdirSync(`${examples}bad/${name}`).filter(each => each.endsWith('.yaml'));
  return readFileSync(`${examples}bad/${name}/${file}`, 'utf8');
}
