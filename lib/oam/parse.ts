/** Text to documents: YAML or JSON, one or many, with limits, and a position for whatever an Issue points at. */
import { hasErrors, type Issue, problem } from '../errors.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { parseJson } from './parse-json.ts';
import { parseYaml } from './parse-yaml.ts';
import type { Position } from './places.ts';

export interface ParseLimits {
  /** Bytes of UTF-8. */
  readonly bytes: number;
  /** Nested objects and lists. */
  readonly depth: number;
  /** Objects, lists, keys and scalars. */
  readonly nodes: number;
  readonly documents: number;
}

export const parseLimits: ParseLimits = { bytes: 1_048_576, depth: 32, nodes: 200_000, documents: 25 };

export interface ParsedDocument {
  readonly value: JsonObject;
  /** Line and column of a pointer, or of its nearest ancestor in the text. Computed when asked. */
  position(pointer: string): Position;
}

export interface Parsed {
  readonly documents: readonly ParsedDocument[];
  /** Errors only; documents are empty where there is one. */
  readonly issues: readonly Issue[];
}

/** What either format makes of a text. Documents are numbered from 0, empty ones left out. */
export interface RawParsed {
  readonly values: readonly { readonly value: Json; position(pointer: string): Position }[];
  readonly issues: readonly Issue[];
}

export function parseDocuments(text: string, format: 'yaml' | 'json', limits: ParseLimits = parseLimits): Parsed {
  const bytes = Buffer.byteLength(text);
  if (bytes > limits.bytes) {
    return refused(problem('TooLarge', '', `The text has ${bytes} bytes; ${limits.bytes} are allowed`, sizeHint));
  }
  const { values, issues } = format === 'yaml' ? parseYaml(text, limits) : parseJson(text, limits);
  if (hasErrors(issues)) return { documents: [], issues };
  if (values.length === 0) {
    return refused(problem('NoDocument', '', 'There is no document in the text', 'Send at least one Application'));
  }
  if (values.length > limits.documents) {
    const message = `There are ${values.length} documents; ${limits.documents} are allowed in one request`;
    return refused(problem('TooManyDocuments', '', message, 'Send them in several requests'));
  }
  const documents: ParsedDocument[] = [];
  const strays: Issue[] = [];
  for (const [document, { value, position }] of values.entries()) {
    if (isObject(value)) {
      documents.push({ value, position });
      continue;
    }
    const message = `A document is an object with apiVersion, kind, metadata and spec; this is ${kindOf(value)}`;
    const hint = 'Look at examples/01-hello/app.yaml for the smallest Application';
    strays.push({ ...problem('NotAnObject', '', message, hint), document, ...position('') });
  }
  return strays.length > 0 ? { documents: [], issues: strays } : { documents, issues: [] };
}

/** The Issues with the document they are about and where they stand in its text. */
export function locate(issues: readonly Issue[], document: number, source: ParsedDocument): Issue[] {
  return issues.map(issue => ({ ...issue, document, ...source.position(issue.pointer) }));
}

const sizeHint = 'Upload code with POST /blobs and name it by `blob`, or split the application';

function refused(issue: Issue): Parsed {
  return { documents: [], issues: [issue] };
}

function kindOf(value: Json): string {
  if (Array.isArray(value)) return 'a list';
  return value === null ? 'null' : `a ${typeof value}`;
}
