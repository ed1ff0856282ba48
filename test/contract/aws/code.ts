/** Two zips that Lambda can run, and their hashes. */
import { createHash } from 'node:crypto';
import { strToU8, zipSync } from 'fflate';

export interface Zip {
  readonly bytes: Uint8Array;
  /** In lower-case hex, and in base64 as Lambda says it. */
  readonly hex: string;
  readonly sha256: string;
}

/** A zip with one file; the same text gives the same bytes. */
function zip(source: string): Zip {
  const bytes = zipSync({ 'index.mjs': [strToU8(source), { mtime: '2000-01-01T00:00:00Z' }] });
  const hash = createHash('sha256').update(bytes);
  const hex = hash.copy().digest('hex');
  return { bytes, hex, sha256: hash.digest('base64') };
}

export const zips: readonly [Zip, Zip] = [
  zip('export const handler = async () => "one";'),
  zip('export const handler = async () => "two";'),
];

export const bucket = 'contract-code';
/** One object by any name, at a version; one blob, whose name is its hash. */
export const keys: readonly [string, string] = ['code/one.zip', `blobs/${zips[1].hex}`];
