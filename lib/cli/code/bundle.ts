/** An entry file and all that it imports as one ES module with its source map, by esbuild, and the module of the handler that loads it. */
import { basename, dirname, resolve } from 'node:path';
import { type BuildFailure, type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import { messageOf, type OamError } from '../../errors.ts';
import { trusted } from '../../json.ts';
import type { Files } from './pack.ts';

interface Entry {
  /** Absolute. */
  readonly entry: string;
  /** The file to make, without its ending. */
  readonly module: string;
  /** The export that it must have. */
  readonly exported: string;
  /** Of Node.js. */
  readonly major: string;
  refuse(sentence: string): OamError;
}

/** Packages written as CommonJS call `require`, which ES modules do not have. */
const banner = "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);";

/** Stacks are to speak of the sources: Node.js reads the maps only of what is loaded after it was told to. */
const withMaps = 'process.setSourceMapsEnabled(true);\n';

export async function bundle(entry: Entry): Promise<Files> {
  const first = await built(entry, `${entry.module}.bundle.mjs`, {
    format: 'esm',
    banner: { js: banner },
    define: { __dirname: 'import.meta.dirname', __filename: 'import.meta.filename' },
    mainFields: ['module', 'main'],
  });
  if (!first.common) {
    if (!first.exports.includes(entry.exported)) {
      const has = first.exports.length === 0 ? 'it exports nothing' : `it exports ${first.exports.join(', ')}`;
      const hint = `add \`export const ${entry.exported} = async event => ...\`, or name another handler`;
      throw entry.refuse(`${basename(entry.entry)} has no export ${entry.exported} (${has}): ${hint}`);
    }
    const from = `await import('./${basename(entry.module)}.bundle.mjs')`;
    const text = `const { ${entry.exported}: handler } = ${from};\nexport { handler as ${entry.exported} };\n`;
    return beside(first, `${entry.module}.mjs`, text);
  }
  // An entry in CommonJS stays one: as an ES module it would have a default export only.
  const common = await built(entry, `${entry.module}.bundle.js`, { format: 'cjs' });
  const text = `module.exports = require('./${basename(entry.module)}.bundle.js');\n`;
  return beside(common, `${entry.module}.js`, text);
}

function beside(bundle: Files, name: string, text: string): Files {
  return { ...bundle, files: { ...bundle.files, [name]: new TextEncoder().encode(withMaps + text) } };
}

interface Built extends Files {
  readonly common: boolean;
  readonly exports: readonly string[];
}

async function built(entry: Entry, name: string, options: BuildOptions): Promise<Built> {
  const folder = dirname(entry.entry);
  const outfile = resolve(folder, name);
  const { outputFiles = [], metafile } = await trying(entry, {
    ...options,
    entryPoints: [basename(entry.entry)],
    // Paths in the map are relative to it: the same bytes wherever the project lies.
    absWorkingDir: folder,
    outfile,
    allowOverwrite: true,
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    target: `node${entry.major}`,
    sourcemap: 'linked',
    legalComments: 'none',
    charset: 'utf8',
    logLevel: 'silent',
    plugins: [sdkOfTheRuntime],
  });
  const files = Object.fromEntries(
    outputFiles.map(file => [file.path.slice(folder.length + 1).replaceAll('\\', '/'), file.contents]),
  );
  const inputs = Object.keys(metafile.inputs).map(path => resolve(folder, path));
  const output = Object.values(metafile.outputs).find(each => each.entryPoint !== undefined);
  const common = output !== undefined && metafile.inputs[output.entryPoint ?? '']?.format === 'cjs';
  return { files, inputs, common, exports: output?.exports ?? [] };
}

async function trying(
  entry: Entry,
  options: BuildOptions,
): Promise<{ outputFiles?: BuildOutput[]; metafile: Metafile }> {
  try {
    return trusted(await build(options));
  } catch (error) {
    throw entry.refuse(describe(error, dirname(entry.entry)));
  }
}

/** Node's runtimes on Lambda bring the SDK: what a project did not install is left to them. */
const sdkOfTheRuntime: Plugin = {
  name: 'sdk of the runtime',
  setup(build) {
    build.onResolve({ filter: /^@(aws-sdk|smithy)\// }, async ({ path, pluginData, ...rest }) => {
      if (pluginData === 'asked') return undefined;
      const { errors } = await build.resolve(path, { ...rest, pluginData: 'asked' });
      return errors.length === 0 ? undefined : { path, external: true };
    });
  },
};

interface BuildOutput {
  readonly path: string;
  readonly contents: Uint8Array;
}

function describe(error: unknown, folder: string): string {
  const errors = trusted<Partial<BuildFailure>>(error).errors ?? [];
  if (errors.length === 0) return messageOf(error);
  const lines = errors.slice(0, 10).map(({ location, text, notes }) => {
    const place =
      location === null ? '' : `${resolve(folder, location.file)}:${location.line}:${location.column + 1}: `;
    return [`${place}${text}`, ...notes.map(note => `    ${note.text}`)].join('\n');
  });
  return `it does not compile:\n${lines.join('\n')}`;
}
