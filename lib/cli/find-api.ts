/** Which API the command talks to: LATEEN_API, else the one that `npm start` wrote down, else the local default. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OamError } from '../errors.ts';
import { objectOf, textOf } from '../json.ts';

export interface Api {
  /** Without a slash at its end. */
  readonly url: string;
  /** For people: why this one. */
  readonly because: string;
}

export const defaultApi = 'http://127.0.0.1:4600';
/** What `npm start` writes: `{api, emulator, pid}`. */
const localFile = join('.lateen', 'local.json');
const ownFolder: string = fileURLToPath(new URL('../../', import.meta.url));

/** Looks in the environment, then upwards from `folder`, then in the package's own folder. */
export function findApi(
  env: Readonly<Record<string, string | undefined>>,
  folder: string,
  own: string = ownFolder,
): Api {
  const named = env.LATEEN_API;
  if (named !== undefined && named !== '') return { url: checked(named), because: 'LATEEN_API' };
  for (const place of [...upwards(folder), own]) {
    const url = readLocal(join(place, localFile));
    if (url !== undefined) return { url: checked(url), because: join(place, localFile) };
  }
  return { url: defaultApi, because: 'the default' };
}

function upwards(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...upwards(parent)];
}

function readLocal(path: string): string | undefined {
  try {
    return textOf(objectOf(JSON.parse(readFileSync(path, 'utf8'))).api) || undefined;
  } catch {
    // Absent, or half written by a start that is under way: the next place decides.
    return undefined;
  }
}

function checked(url: string): string {
  if (!/^https?:\/\/[^/]/.test(url) || !URL.canParse(url)) {
    throw new OamError('BadRequest', `LATEEN_API is "${url}", which is not an http or https URL.`);
  }
  return url.replace(/\/+$/, '');
}
