/** What one item and one transaction may hold, the same for every adapter. */
import { deflateRawSync } from 'node:zlib';
import { OamError, problem } from '../errors.ts';
import { at, isList, isObject, type Json, type JsonObject, listOf, pointer, textOf } from '../json.ts';

/** Items of one transaction beside its condition on the lease (DynamoDB takes 100). */
export const transactionItems = 99;
/** Bytes of a compressed document (DynamoDB's item limit is 400 KB). */
export const documentBytes: number = 350 * 1024;
/** The same for a revision, which holds the document and the names of what it ran with. */
export const revisionBytes: number = 390 * 1024;
/** Bytes of a status as JSON. */
export const statusBytes = 4096;
/** How long an event is kept, and what is left of a deleted object (ms). */
export const eventLife: number = 30 * 24 * 3600_000;
export const tombstoneLife: number = 24 * 3600_000;

/** Refuses a transaction that DynamoDB would refuse. `keys` are the items it writes, by any name that tells them apart. */
export function checkTransaction(method: string, keys: readonly string[]): void {
  if (keys.length > transactionItems)
    throw new OamError('TooLarge', `${method} takes ${transactionItems} items at most, not ${keys.length}`, {
      blame: 'us',
    });
  if (new Set(keys).size !== keys.length) {
    const twice = keys.find((key, i) => keys.indexOf(key) !== i);
    throw new OamError('Internal', `${method} was given ${twice} twice`);
  }
}

/** The JSON text of a document, deflated. */
export function deflate(text: string): Uint8Array {
  return deflateRawSync(text);
}

/** Refuses a document (or what is stored with it, as JSON `text`) whose compressed form does not fit, naming its largest component. */
export function checkDocument(name: string, text: string, document: JsonObject, limit: number = documentBytes): void {
  // Deflate may lengthen by a few bytes only: text that is short enough need not be compressed to know.
  if (text.length * 3 < limit) return;
  const size = deflate(text).length;
  if (size <= limit) return;
  const largest = largestComponent(document);
  const where = largest === undefined ? 'it' : `its largest component, ${largest.name} (${kilobytes(largest.size)})`;
  throw new OamError(
    'TooLarge',
    `${name} takes ${kilobytes(size)} compressed, more than ${kilobytes(limit)}: make ${where} smaller`,
    {
      issues: [
        problem(
          'TooLarge',
          largest?.pointer ?? '/spec',
          largest === undefined ? 'The document is too large' : `${largest.name} is the largest component`,
          'Put code and files into a blob (POST /blobs) or split the application',
        ),
      ],
    },
  );
}

function largestComponent(document: JsonObject): { name: string; size: number; pointer: string } | undefined {
  let largest: { name: string; size: number; pointer: string } | undefined;
  for (const [i, component] of listOf(at(document, '/spec/components')).entries()) {
    const size = Buffer.byteLength(JSON.stringify(component));
    if (largest !== undefined && largest.size >= size) continue;
    const name = textOf(at(component, '/name'));
    largest = { name: name === '' ? `number ${i}` : name, size, pointer: pointer('spec', 'components', i) };
  }
  return largest;
}

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024)} KB`;
}

/** The status cut to 4 KB: first long texts, then the ends of long lists, then whole properties, the largest first. Never fails, because
 * a status that cannot be written would hide the very problem it tells of. `truncated` says that something is missing. */
export function fitStatus(status: JsonObject): JsonObject {
  if (sizeOf(status) <= statusBytes) return status;
  let fitted: JsonObject = { ...status, truncated: true };
  for (const length of [1000, 400, 160]) {
    if (sizeOf(fitted) <= statusBytes) return fitted;
    const shortened = shorten(fitted, length);
    if (isObject(shortened)) fitted = shortened;
  }
  while (sizeOf(fitted) > statusBytes) fitted = dropFrom(fitted);
  return fitted;
}

function sizeOf(value: Json): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/** Texts of up to 80 characters (names, digests, times) are never touched. */
function shorten(value: Json, length: number): Json {
  if (typeof value === 'string') return value.length <= length ? value : `${value.slice(0, length - 1)}…`;
  if (isList(value)) return value.map(item => shorten(item, length));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shorten(inner, length)]));
}

/** The engine goes by `looks`, which is small: the rest is for people, or is found again. */
function dropFrom(status: JsonObject): JsonObject {
  const weight = ([name, value]: readonly [string, Json]): number => (name === 'looks' ? 0 : sizeOf(value));
  const [largest] = Object.entries(status).sort((a, b) => weight(b) - weight(a));
  if (largest === undefined) return status;
  const [name, value] = largest;
  if (isList(value) && value.length > 1) return { ...status, [name]: value.slice(0, Math.ceil(value.length / 2)) };
  return Object.fromEntries(Object.entries(status).filter(([key]) => key !== name));
}
