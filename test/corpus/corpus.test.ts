/** Applications written for KubeVela, unchanged: accepted and run to their end where AWS fits, refused with a way out where it does not. */
import { beforeAll, describe, expect, it } from 'vitest';
import { isObject, type JsonObject, listOf, objectOf, textOf } from '../../lib/json.ts';
import { parseDocuments } from '../../lib/oam/parse.ts';
import { type Installation, openInstallation } from '../examples/installation.ts';
import { type CorpusFile, folder, found, readCorpus, uses } from './corpus.ts';
import { exceptions } from './exceptions.ts';
import { showTable } from './table.ts';

const files = readCorpus();
const why = found ? '' : ` (skipped: no corpus in ${folder}; OAM_CORPUS names another folder)`;
const excused = (file: CorpusFile): (typeof exceptions)[number] | undefined =>
  exceptions.find(one => one.file === file.file);

/** All but file systems, which outlive their application: KubeVela's claims cannot say otherwise. */
function passing({ files: made, ...listing }: JsonObject): JsonObject {
  const left = Object.entries(objectOf(made)).filter(([id]) => !/^fs-/.test(id));
  return left.length === 0 ? listing : { ...listing, files: Object.fromEntries(left) };
}

const fitting = files.filter(file => !file.steered && (file.fit === 'direct' || file.fit === 'adapt'));

describe.skipIf(!found)(`the corpus${why}`, () => {
  let installation: Installation;

  beforeAll(async () => {
    installation = await openInstallation({ definitions: '' });
  });

  it.each(fitting.filter(file => excused(file) === undefined))('$file ($fit) runs and goes', async file => {
    const { answer, warnings } = await installation.judge(file.text);
    expect(answer.status, answer.text).toBe(200);
    // What means something else here is said.
    const said = codesOf(warnings).filter(code => code !== 'Costs' && code !== 'RoundedUp');
    if (file.fit === 'adapt') expect(said.length, 'adapted without a word').toBeGreaterThan(0);
    const before = passing(installation.listing());
    const status = await installation.up(file.text);
    expect(status, JSON.stringify(status.cause)).toMatchObject({ status: 'running' });
    await installation.down(file.text);
    expect(passing(installation.listing())).toEqual(before);
  });

  it.each(fitting.filter(file => excused(file) !== undefined))('$file is refused as reviewed', async file => {
    const { answer } = await installation.judge(file.text);
    expect(answer.status).toBe(422);
    expect(codesOf(errorsOf(answer.body))).toContain(excused(file)?.code);
  });

  it.each(files.filter(file => file.steered))('$file: each policy and workflow has one Issue', async file => {
    const { answer } = await installation.judge(file.text);
    expect(answer.status).toBe(422);
    const said = errorsOf(answer.body);
    const { documents } = parseDocuments(file.text, 'yaml');
    for (const [document, { value }] of documents.entries())
      for (const use of uses(value)) {
        const about = said.filter(issue => issue.pointer === use && (issue.document ?? 0) === document);
        expect(about, use).toHaveLength(1);
        expect(about[0]).toMatchObject({ code: 'NotSupported', hint: expect.any(String) });
      }
  });

  it.each(files.filter(file => !file.steered && (file.fit === 'mixed' || file.fit === 'none')))(
    '$file ($fit) is refused by component, with a way out',
    async file => {
      const { answer } = await installation.judge(file.text);
      expect(answer.status, answer.text).toBe(422);
      const issues = errorsOf(answer.body);
      expect(issues).not.toEqual([]);
      for (const issue of issues)
        expect(issue, JSON.stringify(issue)).toMatchObject({
          message: expect.any(String),
          line: expect.any(Number),
          // What refuses a whole type says in its sentence what to do instead.
          ...(issue.code === 'TypeRefused' ? {} : { hint: expect.any(String) }),
        });
    },
  );

  it.each(files.filter(file => !file.steered && file.fit === 'no-component'))(
    '$file (no component) is refused, or makes nothing',
    async file => {
      const { answer, graph } = await installation.judge(file.text);
      expect([200, 422], answer.text).toContain(answer.status);
      if (answer.status === 200) expect(graph?.resources).toEqual([]);
    },
  );

  it('has at most ten exceptions, each about a file that is there', () => {
    expect(exceptions.length).toBeLessThanOrEqual(10);
    expect(fitting.map(file => file.file)).toEqual(expect.arrayContaining(exceptions.map(one => one.file)));
  });

  it('prints the table', async () => {
    const rows: JsonObject[] = [];
    for (const file of files) {
      const { answer, warnings } = await installation.judge(file.text);
      rows.push({
        file: file.file,
        fit: file.fit,
        steered: file.steered,
        accepted: answer.status === 200,
        codes: codesOf(answer.status === 200 ? warnings : errorsOf(answer.body)),
      });
    }
    showTable(rows);
    expect(rows).toHaveLength(files.length);
  });
});

function errorsOf(body: JsonObject): JsonObject[] {
  return listOf(body.errors)
    .map(objectOf)
    .filter(issue => issue.severity === 'error');
}

function codesOf(issues: unknown): string[] {
  return listOf(Array.isArray(issues) ? issues : [])
    .filter(isObject)
    .map(issue => textOf(issue.code));
}
