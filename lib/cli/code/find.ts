/** Local code in documents (`code: {path: ./worker.ts}`): finding it, and putting the blob that it became in its place. */
import { dirname, resolve } from 'node:path';
import { OamError } from '../../errors.ts';
import { isObject, type Json, listOf, objectOf, textOf } from '../../json.ts';
import { type ParsedDocument, parseDocuments } from '../../oam/parse.ts';
import { isJson, type Source } from '../sources.ts';

/** One `code: {path}` of a component or a trait. */
export interface LocalCode {
  readonly source: Source;
  /** Absolute. */
  readonly path: string;
  /** As it was written. */
  readonly written: string;
  /** Empty where the document leaves it to the definition. */
  readonly runtime: string;
  readonly handler: string;
  /** `file:line:column` of it. */
  readonly place: string;
  /** Where the word `path` stands in the text of the source. */
  readonly offset: number;
}

/** What does not parse holds none: the API says what is wrong with it. */
export function findLocalCode(sources: readonly Source[]): LocalCode[] {
  return sources.flatMap(source => {
    const { documents } = parseDocuments(source.text, isJson(source) ? 'json' : 'yaml');
    return documents.filter(({ value }) => value.kind === 'Application').flatMap(document => inside(document, source));
  });
}

function inside(document: ParsedDocument, source: Source): LocalCode[] {
  const components = listOf(objectOf(document.value.spec).components);
  return components.flatMap((component, i) => {
    const pointer = `/spec/components/${i}`;
    const traits = listOf(objectOf(component).traits);
    return [
      ...held(component, pointer, document, source),
      ...traits.flatMap((trait, n) => held(trait, `${pointer}/traits/${n}`, document, source)),
    ];
  });
}

function held(holder: Json, pointer: string, document: ParsedDocument, source: Source): LocalCode[] {
  const properties = objectOf(objectOf(holder).properties);
  const code = properties.code;
  if (!isObject(code) || typeof code.path !== 'string' || Object.keys(code).length !== 1) return [];
  const { line, column } = document.position(`${pointer}/properties/code/path`);
  const folder = source.name === 'stdin' ? process.cwd() : dirname(resolve(source.name));
  return [
    {
      source,
      path: resolve(folder, code.path),
      written: code.path,
      runtime: textOf(properties.runtime),
      handler: textOf(properties.handler),
      place: `${source.name}:${line}:${column}`,
      offset: offsetOf(source.text, line, column),
    },
  ];
}

function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let n = 1; n < line; n++) start = text.indexOf('\n', start) + 1;
  return start + column - 1;
}

/** The sources with each `path` replaced by its `blob`, on the same lines, so that Issues still say where they are. */
export function withBlobs(sources: readonly Source[], packed: ReadonlyMap<LocalCode, string>): Source[] {
  return sources.map(source => {
    const own = [...packed].filter(([code]) => code.source === source).sort(([a], [b]) => b.offset - a.offset);
    let { text } = source;
    for (const [code, sha256] of own) text = replaced(text, code, sha256);
    return { ...source, text };
  });
}

function replaced(text: string, code: LocalCode, sha256: string): string {
  const rest = text.slice(code.offset);
  const [key = ''] = /^(?:path|"path"|'path')\s*:\s*/.exec(rest) ?? [];
  const { written } = code;
  const spellings = [written, JSON.stringify(written), `'${written.replaceAll("'", "''")}'`];
  const value = spellings.find(spelling => rest.startsWith(spelling, key.length));
  if (key === '' || value === undefined) {
    throw new OamError('BadRequest', `${code.place}: write the path on one line, as in path: ./worker.ts`);
  }
  const quote = key.startsWith('"') ? '"' : '';
  const separator = quote === '' ? ': ' : ':';
  return `${text.slice(0, code.offset)}${quote}blob${quote}${separator}${quote}${sha256}${quote}${rest.slice(key.length + value.length)}`;
}
