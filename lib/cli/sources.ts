/** The files of `up` and `def apply` as one request body, and the way back from its lines to theirs. */
import { readFileSync } from 'node:fs';
import type { Issue } from '../errors.ts';
import { messageOf, OamError } from '../errors.ts';
import { isList } from '../json.ts';

export interface Source {
  readonly name: string;
  readonly text: string;
}

export interface Body {
  readonly text: string;
  readonly type: string;
  /** Where each file begins in the text: lines before it. */
  readonly starts: readonly { readonly name: string; readonly line: number }[];
}

/** Reads each file; `-` is standard input. */
export function readSources(files: readonly string[]): Source[] {
  return files.map(file => {
    try {
      return {
        name: file === '-' ? 'stdin' : file,
        text: readFileSync(file === '-' ? 0 : file, 'utf8').replace(/^\uFEFF/, ''),
      };
    } catch (error) {
      throw new OamError('BadRequest', `Cannot read ${file}: ${sentence(error, file)}`, { cause: error });
    }
  });
}

function sentence(error: unknown, file: string): string {
  const message = messageOf(error);
  if (/^https?:\/\//.test(file))
    return `it is an address, not a file; fetch it first: curl -fsSL ${file} | lateen up -`;
  if (message.startsWith('ENOENT')) return 'there is no such file.';
  if (message.startsWith('EISDIR')) return 'it is a folder; name the files in it.';
  return message;
}

/** One JSON file goes as it is; anything else as one YAML stream, of which JSON is a part. */
export function joinSources(sources: readonly Source[]): Body {
  const [only] = sources;
  if (sources.length === 1 && only !== undefined && isJson(only)) {
    return { text: only.text, type: 'application/json', starts: [{ name: only.name, line: 0 }] };
  }
  const starts: { name: string; line: number }[] = [];
  let text = '';
  for (const source of sources) {
    const part = isJson(source) ? separateDocuments(source) : source.text;
    if (text !== '' && !/^(?:\s*#.*\n|\s*\n)*(?:---|%)/.test(part)) text += '---\n';
    starts.push({ name: source.name, line: text.split('\n').length - 1 });
    text += part.endsWith('\n') ? part : `${part}\n`;
  }
  return { text, type: 'application/yaml', starts };
}

export function isJson(source: Source): boolean {
  return /\.json$/.test(source.name) || /^\s*[[{]/.test(source.text);
}

/** A JSON list of documents, spread: a YAML stream has documents, not lists of them. */
function separateDocuments(source: Source): string {
  try {
    const value: unknown = JSON.parse(source.text);
    return isList(value) ? value.map(document => JSON.stringify(document)).join('\n---\n') : source.text;
  } catch {
    // Not JSON after all: the API says where it breaks.
    return source.text;
  }
}

/** `file`, `file:line` or `file:line:column` of an Issue. */
export function placeOf(issue: Issue, body: Body | undefined): string {
  const first = body?.starts[0]?.name ?? '';
  if (issue.line === undefined) return body?.starts.length === 1 ? first : '';
  const line = issue.line;
  const start = body?.starts.findLast(file => file.line < line);
  const column = issue.column === undefined ? '' : `:${issue.column}`;
  return `${start?.name ?? 'line'}:${line - (start?.line ?? 0)}${column}`;
}
