/** Zips whose bytes depend on nothing but names and contents. */
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type ZipOptions, zipSync } from 'fflate';
import { OamError } from '../../errors.ts';
import type { Files } from './pack.ts';

/** Never packed: what tools leave behind and repositories hold. node_modules is packed, since a folder goes as it is. */
const leftOut: ReadonlySet<string> = new Set(['__pycache__', '.git', '.DS_Store', '.venv', '.lateen']);

/** The files of a folder by their path in it. */
export function folderFiles(folder: string): Files {
  const files: Record<string, Uint8Array> = {};
  const programs = new Set<string>();
  const visit = (at: string, above: readonly string[]): void => {
    const real = realpathSync(join(folder, at));
    if (above.includes(real)) throw refused(folder, `${at} is a link that leads back to where it lies`);
    for (const name of readdirSync(join(folder, at)).sort()) {
      if (leftOut.has(name) || name.endsWith('.pyc')) continue;
      const path = at === '' ? name : `${at}/${name}`;
      // Links are followed: what they name is what Lambda has to find.
      const stat = statSync(join(folder, path), { throwIfNoEntry: false });
      if (stat === undefined) throw refused(folder, `${path} is a link that leads nowhere`);
      if (stat.isDirectory()) visit(path, [...above, real]);
      else {
        files[path] = readFileSync(join(folder, path));
        if ((stat.mode & 0o100) !== 0) programs.add(path);
      }
    }
  };
  visit('', []);
  if (Object.keys(files).length === 0) throw new OamError('BadRequest', `The folder ${folder} holds no file to pack.`);
  return { files, programs, inputs: [folder] };
}

function refused(folder: string, sentence: string): OamError {
  return new OamError('BadRequest', `The folder ${folder} cannot be packed: ${sentence}.`);
}

/** One file under another name. */
export function fileAs(path: string, name: string): Files {
  return { files: { [name]: readFileSync(path) }, inputs: [path] };
}

/** Sorted, dated 1980 (in local time, which is how zips say it), and readable for everybody, or Lambda may not read it. */
export function zipped({ files, programs }: Files): Uint8Array {
  const sorted = Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1));
  const entries = sorted.map(([name, bytes]): [string, [Uint8Array, ZipOptions]] => {
    const mode = programs?.has(name) === true ? 0o755 : 0o644;
    return [name, [bytes, { level: 6, mtime: '1980-01-01T00:00:00', os: 3, attrs: mode << 16 }]];
  });
  return zipSync(Object.fromEntries(entries));
}
