/** docs/reference is fresh: a page for each definition that comes with Lateen, no other, and each example is accepted. `npm run docs` writes it. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { createPipeline } from '../../lib/api/pipeline.ts';
import { types } from '../../lib/aws/registry.ts';
import { builtins } from '../../lib/definition/builtin/list.ts';
import { listOf, objectOf } from '../../lib/json.ts';
import { functions } from '../../lib/template/functions.ts';
import { access, setup, type TestApi } from '../api/setup.ts';
import { facts } from '../reconcile/world.ts';
import { exampleOf, yamlOf } from './examples.ts';
import { languageOf } from './language.ts';
import { indexOf, nameOf, pageOf, placeOf } from './page.ts';

const folder: string = fileURLToPath(new URL('../../docs/reference/', import.meta.url));
let api: TestApi;

beforeAll(async () => {
  api = await setup({ pipeline: createPipeline(types) });
  // What an operator allows at deploy.
  const allowed = { allowedTypes: ['AWS::CloudWatch::Dashboard'], grantPrefixes: ['arn:aws:s3:::company-'] };
  await api.store.install({ environment: { target: 'local', facts: { ...facts, ...allowed } }, access });
});

test('has a page for each, and no other', async () => {
  await expect(indexOf(builtins)).toMatchFileSnapshot(`${folder}README.md`);
  const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.md'));
  expect(pages.sort()).toEqual(['README.md', 'language.md', ...builtins.map(placeOf)].sort());
});

test('language.md lists every function and resource type', async () => {
  await expect(languageOf(functions, types.values())).toMatchFileSnapshot(`${folder}language.md`);
});

const pages = builtins.map(definition => ({
  place: placeOf(definition),
  definition,
  components: exampleOf(definition),
}));

test.each(pages)('$place is fresh', async ({ place, definition, components }) => {
  const example = components.length === 0 ? undefined : yamlOf({ components: [...components] });
  await expect(pageOf(definition, example)).toMatchFileSnapshot(`${folder}${place}`);
});

test.each(pages.filter(({ components }) => components.length > 0))(
  'the example of $place is accepted',
  async ({ definition, components }) => {
    const document = {
      apiVersion: 'core.oam.dev/v1beta1',
      kind: 'Application',
      metadata: { name: 'shop' },
      spec: { components },
    };
    const answer = await api.send('POST', '/applications?dryRun=All', { body: document });
    const errors = listOf(answer.body.errors)
      .map(objectOf)
      .filter(({ severity }) => severity === 'error');
    expect(errors.map(({ code, pointer, message }) => `${code} ${pointer} ${message}`)).toEqual([]);
    expect(answer.status).toBe(200);
    expect(JSON.stringify(components)).toContain(`"${nameOf(definition)}"`);
  },
);
