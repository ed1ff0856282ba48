/** Files as they are posted: their local code packed, uploaded, and named by its blob. */
import type { Client } from '../client.ts';
import type { Source } from '../sources.ts';
import type { LocalCode } from './find.ts';
import type { Packed } from './pack.ts';

export interface Prepared {
  readonly sources: readonly Source[];
  /** What became of each piece of local code, for people. */
  readonly said: readonly string[];
  /** What was named and not uploaded, since this is a dry run. */
  readonly blobs: ReadonlySet<string>;
}

export interface PrepareOptions {
  /** Everything is packed and nothing is uploaded. */
  readonly dryRun: boolean;
  /** Told the absolute paths of what the code is made from: those that the files name, and all once they are packed. */
  inputs?(paths: readonly string[]): void;
}

export async function prepare(
  client: Client,
  sources: readonly Source[],
  { dryRun, inputs = () => {} }: PrepareOptions,
): Promise<Prepared> {
  const none = { sources, said: [], blobs: new Set<string>() };
  // Most applications have no local code: what finds and packs it is not even loaded for them.
  if (!sources.some(source => /\bpath\b/.test(source.text))) return none;
  const [{ findLocalCode, withBlobs }, { pack }] = await Promise.all([import('./find.ts'), import('./pack.ts')]);
  const found = findLocalCode(sources);
  if (found.length === 0) return none;
  inputs(found.map(code => code.path));
  const packed = new Map<LocalCode, Packed>();
  for (const code of found) packed.set(code, await pack(code));
  inputs([...packed.values()].flatMap(each => each.inputs));
  // The same code of several components is one upload.
  const distinct = new Map([...packed.values()].map(each => [each.sha256, each]));
  const uploaded = new Set<string>();
  if (!dryRun) {
    const { upload } = await import('./upload.ts');
    await Promise.all(
      [...distinct.values()].map(async each => {
        if (await upload(client, each)) uploaded.add(each.sha256);
      }),
    );
  }
  return {
    sources: withBlobs(sources, new Map([...packed].map(([code, { sha256 }]) => [code, sha256]))),
    said: [...packed].map(([{ written }, { sha256, bytes }]) => {
      const fate = dryRun ? 'packed, not uploaded' : uploaded.has(sha256) ? 'uploaded' : 'unchanged';
      return `Code ${written} ${fate} (${sizeOf(bytes.length)})`;
    }),
    blobs: new Set(dryRun ? distinct.keys() : []),
  };
}

function sizeOf(bytes: number): string {
  return bytes < 1_048_576 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`;
}
