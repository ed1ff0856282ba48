/** docs/reference is fresh: a page for each definition that comes with Lateen, no other, and each example is accepted. `npm run docs` writes it. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { createPipeline } from '../../lib/api/pipeline.ts';
import { types } from '../../lib/aws/registry.ts';
import { builtins } from '../../lib/definition/builtin/list.ts';
import { listOf, objectOf } from '../../lib/json.ts';
import { functions } from '../../lib/template/functions.ts';
import { workloads } from '../../lib/workload/workloads.ts';
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

const pages = builtins.map(definition => {
  const example = exampleOf(definition);
  const page = pageOf(definition, example && yamlOf(example.shown), workloads);
  return { place: placeOf(definition), definition, example, page };
});
const usable = pages.filter(({ definition }) => objectOf(definition.spec).refused === undefined);

test.each(pages)('$place is fresh', async ({ place, page }) => {
  await expect(page).toMatchFileSnapshot(`${folder}${place}`);
});

test.each(usable)('$place says what it takes, what it makes, how it is used, and what is refused', ({ page }) => {
  const sections = page.split(/^## /m).slice(1);
  const said = new Map(
    sections.map(text => [text.slice(0, text.indexOf('\n')), text.slice(text.indexOf('\n')).trim()]),
  );
  const taken = said.has('Workload') ? 'Workload' : 'Parameters';
  for (const title of [taken, 'On AWS', 'Example', 'Refused']) expect(said.get(title), title).toMatch(/\w/);
});

test('whatever is said is refused of one trait alone', () => {
  expect(usable.filter(({ example }) => example === undefined).map(({ place }) => place)).toEqual([
    'traits/lifecycle.md',
  ]);
});

test.each(usable.filter(({ example }) => example !== undefined))(
  'the example of $place is accepted',
  async ({ definition, example }) => {
    const document = objectOf(example?.document);
    const answer = await api.send('POST', '/applications?dryRun=All', { body: document });
    const errors = listOf(answer.body.errors)
      .map(objectOf)
      .filter(({ severity }) => severity === 'error');
    expect(errors.map(({ code, pointer, message }) => `${code} ${pointer} ${message}`)).toEqual([]);
    expect(answer.status).toBe(200);
    expect(JSON.stringify(document)).toContain(`"${nameOf(definition)}"`);
  },
);
