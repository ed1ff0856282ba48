/** The floors of the house, the doors to packages, and what the engine may not touch (DESIGN 2 and 7). */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { expect, test } from 'vitest';

const root = new URL('..', import.meta.url).pathname;

/** Which rooms of lib/ a room may import from, besides itself and json, errors, ports. */
const floors: Readonly<Record<string, readonly string[]>> = {
  oam: [],
  template: ['oam/nearest.ts'],
  resource: [],
  workload: ['template'],
  definition: ['oam', 'template', 'workload', 'resource'],
  reconcile: ['oam', 'template', 'workload', 'resource', 'definition'],
  api: ['oam', 'workload', 'resource', 'definition', 'reconcile', 'store/desired.ts', 'store/blobs.ts'],
  aws: ['resource'],
  // The store tells DynamoDB's errors apart as the drivers do.
  store: ['aws/failure.ts'],
  // The command looks for handlers in what it packs as the API does in what is posted.
  cli: ['oam', 'local/sign.ts', 'api/handler.ts'],
  local: [],
};

/** Where each package may be imported. */
const doors: readonly { readonly pkg: RegExp; readonly at: RegExp }[] = [
  { pkg: /^@marcbachmann\/cel-js/, at: /^lib\/template\/cel/ },
  { pkg: /^ajv/, at: /^lib\/definition\/schema/ },
  { pkg: /^re2js/, at: /^lib\/definition\/pattern/ },
  { pkg: /^hono/, at: /^(lib\/api\/|functions\/api\.ts)/ },
  { pkg: /^js-yaml/, at: /^lib\/(oam|cli)\// },
  { pkg: /^fflate/, at: /^lib\/(api|cli|local|store)\/|^infra\// },
  { pkg: /^esbuild/, at: /^lib\/cli\/(code\/bundle|doctor\/machine)/ },
  { pkg: /^@(aws-sdk|smithy|aws-crypto)\//, at: /^lib\/(aws\/(send\.ts|clients\/)|store\/|cli\/|local\/)/ },
];

/** Time, chance, timers and the process's environment come through Io, but for the rooms that face the machine. */
const forbidden =
  /\bDate\.now\(|new Date\(\)|Math\.random\(|randomUUID|randomBytes|setTimeout\(|setInterval\(|process\.env/;
const facesTheMachine = /^lib\/(aws\/send\.ts|store\/|cli\/|local\/)/;

function sources(folder: string): string[] {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return names.filter(name => name.endsWith('.ts')).map(name => `${folder}/${name}`);
}

const files = ['lib', 'functions'].flatMap(sources);
const tests = sources('test');

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

const imports: Import[] = files.flatMap(importsOf);

function importsOf(from: string): Import[] {
  const text = readFileSync(join(root, from), 'utf8');
  const found = text.matchAll(/(?:^|\n)(?:import|export)\s+(type\s+)?(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]/g);
  const dynamic = text.matchAll(/\bimport\(['"]([^'"]+)['"]\)/g);
  const resolve = (to: string): string =>
    to.startsWith('.') ? relative(root, normalize(join(root, dirname(from), to))) : to;
  return [
    ...[...found].map(([, typeOnly, to = '']) => ({ from, to: resolve(to), typeOnly: typeOnly !== undefined })),
    ...[...dynamic].map(([, to = '']) => ({ from, to: resolve(to), typeOnly: false })),
  ];
}

function room(path: string): string {
  return path.split('/')[1] ?? '';
}

test('there is something to look at', () => {
  expect(files.length).toBeGreaterThan(100);
  expect(tests.length).toBeGreaterThan(100);
  expect(imports.length).toBeGreaterThan(400);
});

test('rooms import only from the floors below them', () => {
  const wrong = imports.filter(({ from, to }) => {
    if (!from.startsWith('lib/') || !to.startsWith('lib/')) return false;
    if (/^lib\/(json|errors|ports)\.ts$/.test(to) || room(from) === room(to)) return false;
    // The three files of the ground floor know each other, and ports speaks of nothing else.
    if (/^lib\/(json|errors|ports)\.ts$/.test(from)) return true;
    return !(floors[room(from)] ?? []).some(allowed => to === `lib/${allowed}` || to.startsWith(`lib/${allowed}/`));
  });
  expect(wrong.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
});

test('every room stands in the table of floors', () => {
  const rooms = new Set(files.filter(file => file.startsWith('lib/') && file.split('/').length > 2).map(room));
  expect([...rooms].filter(name => floors[name] === undefined)).toEqual([]);
});

test('nobody imports the functions', () => {
  expect(imports.filter(({ from, to }) => to.startsWith('functions/') && !from.startsWith('functions/'))).toEqual([]);
});

/** What starts an installation, how JSON is read, and how the corpus' documents are told apart before they are posted. */
const reviewed = /^lib\/(local\/|json\.ts$)|^test\/e2e\/corpus\.test\.ts -> lib\/oam\/parse\.ts$/;

test('end-to-end tests know Lateen from outside: they import nothing of it but what starts it', () => {
  const all = tests.filter(file => file.startsWith('test/e2e/')).flatMap(importsOf);
  const inside = all.filter(({ to }) => /^(lib|functions)\//.test(to));
  expect(inside.length).toBeGreaterThan(5);
  const wrong = inside.filter(({ from, to }) => !reviewed.test(to) && !reviewed.test(`${from} -> ${to}`));
  expect(wrong.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
});

test('each package has one door', () => {
  const wrong = imports.filter(({ from, to, typeOnly }) => {
    if (typeOnly && from.startsWith('lib/aws/')) return false;
    return doors.some(({ pkg, at }) => pkg.test(to) && !at.test(from));
  });
  expect(wrong.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
});

test('the engine takes time, chance and settings from outside', () => {
  const wrong = files.filter(
    file =>
      file.startsWith('lib/') && !facesTheMachine.test(file) && forbidden.test(readFileSync(join(root, file), 'utf8')),
  );
  expect(wrong).toEqual([]);
});

test('nothing that reconciles or talks to AWS names a definition', () => {
  const names = /['"`](webservice|worker|gateway|scaler|cpuscaler|hpa|sidecar|cron-task|function)['"`]/;
  const wrong = files.filter(file => {
    if (!/^lib\/(reconcile|aws)\//.test(file)) return false;
    const code = readFileSync(join(root, file), 'utf8')
      .replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
      .replaceAll(/typeof [^=]+=== 'function'/g, '');
    return names.test(code);
  });
  expect(wrong).toEqual([]);
});

test('files stay small and begin with what lives in them', () => {
  const long = [...files, ...tests].filter(file => readFileSync(join(root, file), 'utf8').split('\n').length > 301);
  const mute = files.filter(file => !/^(#!.*\n)?\/\*\*? ?\S|^\/\/ /.test(readFileSync(join(root, file), 'utf8')));
  const roots = files.filter(
    file => file.startsWith('functions/') && readFileSync(join(root, file), 'utf8').split('\n').length > 61,
  );
  expect({ long, mute, roots }).toEqual({ long: [], mute: [], roots: [] });
});
