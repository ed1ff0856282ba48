/** Bundles each function of functions/ into a zip of its own under dist/: what serverless.yml deploys, on AWS and locally. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { build } from 'esbuild';
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
  rmSync(into, { recursive: true, force: true });
  mkdirSync(into, { recursive: true });
  const sources = readdirSync(functions).filter(file => file.endsWith('.ts'));
  return Promise.all(sources.map(file => bundleOne(join(functions, file), join(into, basename(file, '.ts')))));
}

async function bundleOne(source: string, into: string): Promise<Bundle> {
  await build({
    entryPoints: { index: source },
    outdir: into,
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
    logLevel: 'warning',
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  });
  const zip = `${into}.zip`;
  const bytes = zipFolder(into);
  writeFileSync(zip, bytes);
  return { name: basename(into), zip, bytes: bytes.length };
}

/** Names in order and one date for all files: the zip depends on its content only. */
function zipFolder(folder: string): Uint8Array {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .sort();
  const content: Zippable = {};
  for (const file of files) content[file.slice(folder.length + 1)] = readFileSync(file);
  return zipSync(content, { level: 9, mtime: new Date(1980, 0, 1) });
}

if (import.meta.main) {
  for (const { zip, bytes } of await bundle()) console.log(`${zip}  ${Math.ceil(bytes / 1024)} KB`);
}
