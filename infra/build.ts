/** Bundles each function of functions/ into a zip of its own under dist/: what serverless.yml deploys, on AWS and locally. */
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { build, type Plugin, stop } from 'esbuild';
import { type Zippable, zipSync } from 'fflate';

const root: string = resolve(import.meta.dirname, '..');

export interface Bundle {
  readonly name: string;
  readonly zip: string;
  /** Of the zip. */
  readonly bytes: number;
}

/** One zip for each file of `functions`. Equal sources give equal bytes, so that an unchanged function is not deployed again. */
export async function bundle(
  functions: string = join(root, 'functions'),
  into: string = join(root, 'dist'),
): Promise<Bundle[]> {
  mkdirSync(into, { recursive: true });
  const sources = readdirSync(functions).filter(file => file.endsWith('.ts'));
  const bundles = await Promise.all(sources.map(file => bundleOne(join(functions, file), into)));
  // esbuild's process would stay as long as ours.
  await stop();
  return bundles;
}

async function bundleOne(source: string, into: string): Promise<Bundle> {
  const name = basename(source, '.ts');
  const outdir = join(into, name);
  const { outputFiles } = await build({
    entryPoints: { index: source },
    outdir,
    write: false,
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    // What is imported on first use (the clients of AWS services) stays in files of its own and costs nothing at start.
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    minify: true,
    keepNames: true,
    // The SDK's ES modules; its CommonJS builds make bundles of twice the size.
    mainFields: ['module', 'main'],
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    plugins: [slimSchemas],
    logLevel: 'warning',
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  });
  const files = outputFiles.map(({ path, contents }) => [path.slice(outdir.length + 1), contents] as const);
  const bytes = zipped(files);
  const zip = `${outdir}.zip`;
  writeWhole(zip, bytes);
  return { name, zip, bytes: bytes.length };
}

/** The SDK writes the shapes of a service with computed keys (`[_eQN]: 'VpcId'`), for which esbuild must suppose side effects, so that every
 * shape stays (of EC2 550 KB). With the constants in their place only those that are used do. */
const slimSchemas: Plugin = {
  name: 'slim-schemas',
  setup({ onLoad }) {
    onLoad({ filter: /@aws-sdk\/client-[^/]+\/dist-es\/schemas\/schemas_\d+\.js$/ }, ({ path }) => ({
      contents: withPlainKeys(readFileSync(path, 'utf8')),
    }));
  },
};

export function withPlainKeys(source: string): string {
  const texts = new Map<string, string>();
  for (const [, name = '', text = ''] of source.matchAll(/^const (_\w+) = ("[^"\\]*");$/gm)) texts.set(name, text);
  return source.replaceAll(/([{,]\s*)\[(_\w+)\]:/g, (whole, before: string, name: string) => {
    const text = texts.get(name);
    return text === undefined ? whole : `${before}${text}:`;
  });
}

/** Names in order and one date for all files: the zip depends on its content only. */
function zipped(files: readonly (readonly [string, Uint8Array])[]): Uint8Array {
  const content: Zippable = Object.fromEntries([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
  return zipSync(content, { level: 9, mtime: new Date(1980, 0, 1) });
}

/** Others may read the file at this moment (tests that deploy at the same time): they find the old bytes or the new ones, never half. */
export function writeWhole(file: string, content: string | Uint8Array): void {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, content);
  renameSync(draft, file);
}

if (import.meta.main) {
  for (const { zip, bytes } of await bundle()) console.log(`${zip}  ${Math.ceil(bytes / 1024)} KB`);
}
