/** Local code made into the zip that AWS Lambda takes: entry files are bundled, folders and Python files are packed as they are. */
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { extname } from 'node:path';
import { missingHandler } from '../../api/handler.ts';
import { OamError } from '../../errors.ts';
import type { LocalCode } from './find.ts';

export interface Packed {
  readonly sha256: string;
  readonly bytes: Uint8Array;
  /** Absolute paths of all that it was made from: files, and folders whose content counts. */
  readonly inputs: readonly string[];
}

/** Files by their path in the zip, and what they were made from. */
export interface Files {
  readonly files: Readonly<Record<string, Uint8Array>>;
  /** Those that may be run as programs (`bootstrap` of a runtime of one's own). */
  readonly programs?: ReadonlySet<string>;
  readonly inputs: readonly string[];
}

/** What AWS Lambda takes as one zip. */
const zipLimit = 52_428_800;
const bundled = ['.ts', '.mts', '.tsx', '.js', '.mjs', '.cjs', '.jsx'];
/** What `function` has where an application says nothing. */
const defaults = { runtime: 'nodejs24.x', handler: 'index.handler' };

export async function pack(code: LocalCode): Promise<Packed> {
  const made = await filesOf(code);
  const { files, inputs } = made;
  const missing = missingHandler(runtimeOf(code), handlerOf(code), { files: Object.keys(files) });
  if (missing !== undefined) throw refused(code, `${missing.message}. ${missing.hint}`);
  const { zipped } = await import('./zip.ts');
  const bytes = zipped(made);
  if (bytes.length > zipLimit) {
    throw refused(code, `${code.written} makes a zip of ${bytes.length} bytes, AWS Lambda takes ${zipLimit}`);
  }
  return { sha256: createHash('sha256').update(bytes).digest('hex'), bytes, inputs };
}

async function filesOf(code: LocalCode): Promise<Files> {
  const stat = statSync(code.path, { throwIfNoEntry: false });
  if (stat === undefined) throw refused(code, `there is no ${code.written} (looked at ${code.path})`);
  if (stat.isDirectory()) return (await import('./zip.ts')).folderFiles(code.path);
  const extension = extname(code.path);
  const language = bundled.includes(extension) ? 'nodejs' : extension === '.py' ? 'python' : undefined;
  if (language === undefined) {
    const known = [...bundled, '.py'].join(', ');
    throw refused(code, `${code.written} is no file that can be packed: ${known}, or a folder`);
  }
  if (!runtimeOf(code).startsWith(language)) {
    const other = language === 'python' ? 'python3.14' : defaults.runtime;
    throw refused(code, `${code.written} does not run on ${runtimeOf(code)}: say runtime: ${other}`);
  }
  const { module, name } = handlerParts(code);
  if (language === 'python') return (await import('./zip.ts')).fileAs(code.path, `${module.replaceAll('.', '/')}.py`);
  const { bundle } = await import('./bundle.ts');
  return bundle({
    entry: code.path,
    module,
    exported: name,
    major: majorOf(code),
    refuse: text => refused(code, text),
  });
}

/** `index` and `handler` of `index.handler`: the file that is made is named as the handler asks for it. */
function handlerParts(code: LocalCode): { module: string; name: string } {
  const handler = handlerOf(code);
  const dot = runtimeOf(code).startsWith('python')
    ? handler.lastIndexOf('.')
    : handler.indexOf('.', handler.lastIndexOf('/') + 1);
  if (dot < 1) throw refused(code, `the handler ${handler} names no file and export: say index.handler`);
  return { module: handler.slice(0, dot), name: handler.slice(dot + 1) };
}

function runtimeOf(code: LocalCode): string {
  return code.runtime || defaults.runtime;
}

function handlerOf(code: LocalCode): string {
  return code.handler || defaults.handler;
}

/** 24 of nodejs24.x. */
function majorOf(code: LocalCode): string {
  return /^nodejs(\d+)/.exec(runtimeOf(code))?.[1] ?? '20';
}

function refused(code: LocalCode, sentence: string): OamError {
  return new OamError('BadRequest', `${code.place}: ${sentence}${sentence.includes('\n') ? '' : '.'}`);
}
