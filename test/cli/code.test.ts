/** Local code packed: bundles, folders and Python files, always the same bytes, and clear words where it cannot be done. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { findLocalCode, withBlobs } from '../../lib/cli/code/find.ts';
import { type Packed, pack } from '../../lib/cli/code/pack.ts';

const root = mkdtempSync(join(tmpdir(), 'lateen-code-'));
let folders = 0;

/** A project with these files; `app.yaml` has one function with these properties. */
function project(files: Readonly<Record<string, string>>, properties: string): { folder: string; text: string } {
  const folder = join(root, String(folders++));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const text = `apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: { name: app }
spec:
  components:
    - name: f
      type: function
      properties: ${properties}
`;
  return { folder, text };
}

function packOf({ folder, text }: ReturnType<typeof project>): Promise<Packed> {
  const [code] = findLocalCode([{ name: join(folder, 'app.yaml'), text }]);
  return pack(code!);
}

function filesIn(packed: Packed): Record<string, string> {
  return Object.fromEntries(Object.entries(unzipSync(packed.bytes)).map(([name, bytes]) => [name, strFromU8(bytes)]));
}

/** What Lambda does: unpacks it and imports the module of the handler. */
async function load(packed: Packed): Promise<{ handler(): Promise<unknown>; out: string }> {
  const { folder } = project(filesIn(packed), '{}');
  const out = join(folder, 'index.mjs');
  return { handler: (await import(pathToFileURL(out).href)).handler, out };
}

const worker = {
  'worker.ts': "import { say } from './lib/say.ts';\nexport const handler = async (): Promise<string> => say('hi');\n",
  'lib/say.ts':
    'export function say(word: string): string {\n  if (word === "") throw new Error("no word");\n  return `${word}!`;\n}\n',
};

describe('an entry file', () => {
  test('becomes index.mjs with its source map, and runs', async () => {
    const packed = await packOf(project(worker, '{ code: { path: ./worker.ts } }'));
    const files = filesIn(packed);
    expect(Object.keys(files)).toEqual(['index.bundle.mjs', 'index.bundle.mjs.map', 'index.mjs']);
    expect(JSON.parse(files['index.bundle.mjs.map']!).sources).toEqual(['lib/say.ts', 'worker.ts']);
    expect(await (await load(packed)).handler()).toBe('hi!');
    expect(packed.inputs.map(path => path.slice(root.length).replace(/^\/\d+/, ''))).toEqual([
      '/lib/say.ts',
      '/worker.ts',
    ]);
  });

  const fails =
    'interface Word {\n  readonly text: string;\n}\n\nexport function say({ text }: Word): string {\n  throw new Error(`no ${text}`);\n}\n';

  test.each([
    ['worker.ts', "import { say } from './lib/say.ts';\nexport const handler = async () => say({ text: 'word' });\n"],
    ['worker.cjs', "const { say } = require('./lib/say.ts');\nexports.handler = async () => say({ text: 'word' });\n"],
  ])('%s that throws names the line of the source, not of the bundle', async (name, text) => {
    const packed = await packOf(project({ [name]: text, 'lib/say.ts': fails }, `{ code: { path: ./${name} } }`));
    const files = filesIn(packed);
    const { folder } = project(files, '{}');
    const module = Object.keys(files).find(file => /^index\.m?js$/.test(file)) ?? '';
    const url = pathToFileURL(join(folder, module)).href;
    const script = `import(${JSON.stringify(url)}).then(({ handler }) => handler()).catch(({ stack }) => console.log(stack))`;
    const { NODE_OPTIONS: _, ...env } = process.env;
    const stack = execFileSync(process.execPath, ['-e', script], { env, encoding: 'utf8' });
    expect(stack).toMatch(/^Error: no word\n/);
    expect(stack).toMatch(/lib\/say\.ts:6:/);
  });

  test('has the same bytes wherever it lies', async () => {
    const [one, other] = await Promise.all([0, 1].map(() => packOf(project(worker, '{ code: { path: worker.ts } }'))));
    expect(one!.sha256).toBe(other!.sha256);
  });

  test('is named as the handler asks for it', async () => {
    const files = { 'a.mjs': 'export const run = async () => 1;' };
    const packed = await packOf(project(files, '{ code: { path: ./a.mjs }, handler: src/main.run }'));
    expect(Object.keys(filesIn(packed))).toEqual(['src/main.bundle.mjs', 'src/main.bundle.mjs.map', 'src/main.mjs']);
  });

  test('in CommonJS stays CommonJS', async () => {
    const files = { 'a.cjs': 'exports.handler = async () => require("node:os").EOL;' };
    const packed = await packOf(project(files, '{ code: { path: ./a.cjs } }'));
    expect(Object.keys(filesIn(packed))).toEqual(['index.bundle.js', 'index.bundle.js.map', 'index.js']);
    expect(filesIn(packed)['index.bundle.js']).toContain('exports.handler');
  });

  test('may import packages in CommonJS that require what Node has', async () => {
    const files = {
      'a.ts': "import x from './x.cjs';\nexport const handler = async () => x.eol + __filename;",
      'x.cjs': 'module.exports = { eol: require("node:os").EOL };',
    };
    const { handler, out } = await load(await packOf(project(files, '{ code: { path: ./a.ts } }')));
    expect(await handler()).toBe(`\n${out.replace('.mjs', '.bundle.mjs')}`);
  });

  test.each([
    ['a.ts', 'export const handler = async () => {;', /app\.yaml:8:29: it does not compile:\n\S+a\.ts:1:\d+: /],
    ['a.ts', "import './b.ts'; export const handler = 1;", /a\.ts:1:8: Could not resolve ".\/b.ts"/],
    ['a.ts', 'export const other = 1;', /a\.ts has no export handler \(it exports other\)/],
    ['b.ts', '', /app\.yaml:8:29: there is no \.\/a\.ts \(looked at \S+a\.ts\)/],
  ])('%s with %j is refused', async (name, text, message) => {
    await expect(packOf(project({ [name]: text }, '{ code: { path: ./a.ts } }'))).rejects.toThrow(message);
  });
});

describe('what goes as it is', () => {
  test.each([
    ['..', 'more/link is a link that leads back to where it lies'],
    ['nowhere', 'more/link is a link that leads nowhere'],
  ])('a folder with a link to %s is refused by name', async (target, words) => {
    const made = project(
      { 'src/index.mjs': 'export const handler = 1', 'src/more/a.txt': 'a' },
      '{ code: { path: ./src } }',
    );
    symlinkSync(target, join(made.folder, 'src/more/link'));
    await expect(packOf(made)).rejects.toMatchObject({ code: 'BadRequest', message: expect.stringContaining(words) });
  });

  test('a folder, without what tools leave behind', async () => {
    const files = {
      'f/index.py': 'def handler(e, c): pass',
      'f/__pycache__/x.pyc': 'x',
      'f/lib/a.py': '',
      'f/.git/x': '',
    };
    const packed = await packOf(project(files, '{ code: { path: ./f }, runtime: python3.14 }'));
    expect(Object.keys(filesIn(packed))).toEqual(['index.py', 'lib/a.py']);
  });

  test('a Python file, under the name that the handler asks for', async () => {
    const files = { 'f.py': 'def handler(e, c): pass' };
    const packed = await packOf(project(files, '{ code: { path: ./f.py }, runtime: python3.14 }'));
    expect(Object.keys(filesIn(packed))).toEqual(['index.py']);
  });

  test.each([
    [{ 'f.py': '' }, './f.py', /does not run on nodejs24\.x: say runtime: python/],
    [{ 'f.rb': '' }, './f.rb', /no file that can be packed/],
    [{ 'f/main.mjs': '' }, './f', /The handler index\.handler needs index\.mjs or .* It has main\.mjs/],
  ])('%j as %s is refused', async (files, path, message) => {
    await expect(packOf(project(files, `{ code: { path: ${path} } }`))).rejects.toThrow(message);
  });
});

describe('the text that is posted', () => {
  test.each(['path: ./a.ts', 'path: "./a.ts"', "path: './a.ts'", '"path": "./a.ts"', 'path:    ./a.ts'])(
    '%s is replaced where it stands',
    written => {
      const { folder, text } = project({}, `{ code: { ${written} }, memory: 256 } # path: ./a.ts`);
      const sources = [{ name: join(folder, 'app.yaml'), text }];
      const [code] = findLocalCode(sources);
      expect(code?.place).toMatch(/app\.yaml:8:29$/);
      const [after] = withBlobs(sources, new Map([[code!, 'abc']]));
      expect(after?.text.replaceAll('"', '')).toContain('properties: { code: { blob:');
      expect(after?.text).toMatch(/blob"?: ?"?abc"? }, memory: 256 } # path: \.\/a\.ts\n/);
    },
  );

  test('several of one file, in JSON too', () => {
    const component = (name: string) => ({ name, type: 'function', properties: { code: { path: `./${name}.ts` } } });
    const document = { kind: 'Application', spec: { components: [component('a'), component('b')] } };
    const sources = [{ name: '/x/app.json', text: JSON.stringify(document, null, 2) }];
    const found = findLocalCode(sources);
    expect(found.map(code => code.path)).toEqual(['/x/a.ts', '/x/b.ts']);
    const [after] = withBlobs(sources, new Map(found.map((code, i) => [code, `sha${i}`])));
    expect(JSON.parse(after!.text).spec.components.map((each: typeof component) => each)).toMatchObject([
      { properties: { code: { blob: 'sha0' } } },
      { properties: { code: { blob: 'sha1' } } },
    ]);
  });

  test('a path elsewhere is nobody’s code', () => {
    const { folder, text } = project({}, '{ code: { inline: x }, health: { path: /healthz } }');
    expect(findLocalCode([{ name: join(folder, 'app.yaml'), text }])).toEqual([]);
  });
});
