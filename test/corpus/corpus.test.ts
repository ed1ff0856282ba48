/** Applications written for KubeVela, unchanged: accepted and run to their end where AWS fits, refused with a way out where it does not. */
import { beforeAll, describe, expect, it } from 'vitest';
import { isObject, type JsonObject, listOf, objectOf, textOf } from '../../lib/json.ts';
import { parseDocuments } from '../../lib/oam/parse.ts';
import { type Installation, openInstallation } from '../examples/installation.ts';
import { adapted, type CorpusFile, filesInFolder, folder, found, readCorpus, uses } from './corpus.ts';
import { exceptions } from './exceptions.ts';
import { showTable } from './table.ts';

const files = readCorpus();
const why = found ? '' : ` (skipped: no corpus in ${folder}; OAM_CORPUS names another folder)`;
const excused = (file: CorpusFile): (typeof exceptions)[number] | undefined =>
  exceptions.find(one => one.file === file.file);

const fitting = files.filter(file => !file.steered && (file.fit === 'direct' || file.fit === 'adapt'));
const groups = {
  running: fitting.filter(file => excused(file) === undefined),
  excused: fitting.filter(file => excused(file) !== undefined),
  steered: files.filter(file => file.steered),
  unfit: files.filter(file => !file.steered && (file.fit === 'mixed' || file.fit === 'none')),
  empty: files.filter(file => !file.steered && file.fit === 'no-component'),
};

/** Where a file uses what means something else on AWS: the pointer of the component, with its document. */
function adaptedUses(text: string): { readonly document: number; readonly at: string; readonly type: string }[] {
  return parseDocuments(text, 'yaml').documents.flatMap(({ value }, document) =>
    listOf(objectOf(value.spec).components).flatMap((one, i) => {
      const component = objectOf(one);
      const types = [component, ...listOf(component.traits).map(objectOf)].map(({ type }) => textOf(type));
      return types.filter(type => adapted.has(type)).map(type => ({ document, at: `/spec/components/${i}`, type }));
    }),
  );
}

describe.skipIf(!found)(`the corpus${why}`, () => {
  let installation: Installation;

  beforeAll(async () => {
    installation = await openInstallation({ definitions: '' });
  });

  it('is tested whole: every file of the folder is in the index, and has one test of what becomes of it', () => {
    expect(files.map(file => file.file).sort()).toEqual(filesInFolder().toSorted());
    expect(Object.values(groups).flat()).toHaveLength(files.length);
    if (process.env.OAM_CORPUS === undefined) expect(files).toHaveLength(393);
  });

  it.each(groups.running)('$file ($fit) runs and goes', async file => {
    const { answer, warnings } = await installation.judge(file.text);
    expect(answer.status, answer.text).toBe(200);
    const changes = listOf(warnings)
      .map(objectOf)
      .filter(issue => ['Adapted', 'KeptOnly', 'NotObeyed'].includes(textOf(issue.code)));
    const used = adaptedUses(file.text);
    if (file.fit === 'adapt') expect(used.length, 'nothing of it is adapted').toBeGreaterThan(0);
    for (const { document, at, type } of used) {
      const about = changes.filter(one => (one.document ?? 0) === document && textOf(one.pointer).startsWith(at));
      expect(about.length, `${at}: ${type} is adapted without a word`).toBeGreaterThan(0);
    }
    const { files: kept = {}, ...before } = installation.listing();
    const status = await installation.up(file.text);
    expect(status, JSON.stringify(status.cause)).toMatchObject({ status: 'running' });
    const retained = await installation.down(file.text);
    const { files: left = {}, ...after } = installation.listing();
    expect(after).toEqual(before);
    // Only file systems outlive their application, and those are the ones that its inventory keeps.
    expect(retained.map(row => row.type).filter(type => type !== 'AWS::EFS::FileSystem')).toEqual([]);
    const names = retained.map(row => textOf(row.attributes.FileSystemId));
    expect(Object.keys(objectOf(left)).sort()).toEqual([...new Set([...Object.keys(objectOf(kept)), ...names])].sort());
  });

  it.each(groups.excused)('$file is refused as reviewed', async file => {
    const { answer } = await installation.judge(file.text);
    expect(answer.status).toBe(422);
    expect(codesOf(errorsOf(answer.body))).toContain(excused(file)?.code);
  });

  it.each(groups.steered)('$file: each policy and workflow has one Issue', async file => {
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

  it.each(groups.unfit)('$file ($fit) is refused by component, with a way out', async file => {
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
  });

  it.each(groups.empty)('$file (no component) is refused, or makes nothing', async file => {
    const { answer, graph } = await installation.judge(file.text);
    expect([200, 422], answer.text).toContain(answer.status);
    if (answer.status === 200) expect(graph?.resources).toEqual([]);
  });

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
