/** JSON text to values: JSON.parse decides what is JSON, a scan of its tokens adds limits, duplicate keys and positions. */
import { type Issue, messageOf, problem } from '../errors.ts';
import { isList, type Json, trusted } from '../json.ts';
import type { ParseLimits, RawParsed } from './parse.ts';
import { createLocator, createPlacer, type Placer, type Position, placeOf } from './places.ts';

/** An object, or a list of objects, which then are the documents. */
export function parseJson(source: string, limits: ParseLimits): RawParsed {
  const text = source.startsWith('\uFEFF') ? source.slice(1) : source;
  const locate = createLocator(text);
  let parsed: Json;
  try {
    parsed = trusted<Json>(JSON.parse(text));
  } catch (error) {
    return { values: [], issues: [syntaxIssue(error, text, locate)] };
  }
  const { placer, problems } = scan(text, limits);
  const issues = problems.map(({ issue, offset }) => ({ ...issue, ...locate(offset) }));
  for (const { pointer: path, key, offset } of placer.duplicates) {
    // In a list of documents the first segment is the document's number.
    const [, document, rest] = isList(parsed) ? (/^\/(\d+)(.*)$/.exec(path) ?? []) : [];
    const message = `The key ${key} stands twice in one object`;
    const issue = problem('DuplicateKey', rest ?? path, message, 'Keep one of them');
    issues.push({ ...issue, ...(document === undefined ? {} : { document: Number(document) }), ...locate(offset) });
  }
  if (issues.length > 0) return { values: [], issues };
  const position = (base: string) => (path: string) => locate(placeOf(placer.places, base + path));
  if (!isList(parsed)) return { values: [{ value: parsed, position: position('') }], issues: [] };
  return { values: parsed.map((value, index) => ({ value, position: position(`/${index}`) })), issues: [] };
}

/** The tokens of a text that is known to be JSON. */
const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]]|[^\s{}[\],:"]+/g;

function scan(
  text: string,
  limits: ParseLimits,
): { readonly placer: Placer; readonly problems: readonly { readonly issue: Issue; readonly offset: number }[] } {
  const placer = createPlacer();
  const problems: { issue: Issue; offset: number }[] = [];
  let depth = 0;
  let nodes = 0;
  for (const match of text.matchAll(token)) {
    const [found] = match;
    const offset = match.index;
    if (found === '}' || found === ']') {
      depth--;
      placer.close();
      continue;
    }
    if (++nodes > limits.nodes) {
      const message = `The text has more than ${limits.nodes} keys and values`;
      problems.push({ issue: problem('TooManyNodes', '', message, 'Split the application'), offset });
      break;
    }
    if (found !== '{' && found !== '[') {
      placer.scalar(offset, () => keyOf(found, offset, problems));
      continue;
    }
    if (++depth > limits.depth) {
      const message = `Objects and lists stand more than ${limits.depth} deep in one another`;
      problems.push({ issue: problem('TooDeep', '', message, 'Make the structure flatter'), offset });
      break;
    }
    placer.open(found === '{' ? 'object' : 'list', offset);
  }
  return { placer, problems };
}

function keyOf(found: string, offset: number, problems: { issue: Issue; offset: number }[]): string {
  const key = found.includes('\\') ? String(JSON.parse(found)) : found.slice(1, -1);
  if (key === '__proto__') {
    problems.push({ issue: problem('ReservedKey', '', 'The key __proto__ is not allowed'), offset });
  }
  return key;
}

function syntaxIssue(error: unknown, text: string, locate: (offset: number) => Position): Issue {
  const reason = messageOf(error)
    .replace(/ in JSON at position.*/s, '')
    .replace(/, ?(\.\.\.)?".*/s, '');
  const hint = 'Is it YAML? Then say content-type: application/yaml';
  return { ...problem('InvalidJson', '', `This is not JSON: ${reason}`, hint), ...locate(stopsAt(text)) };
}

/** The offset of the first token that cannot stand where it stands: V8 does not always say it. */
function stopsAt(text: string): number {
  const next =
    /\s*(?:([{}[\],:])|("[^"\\\n\r\t]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[^"\\\n\r\t]*)*")|(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-]))/y;
  const open: string[] = [];
  let expects: 'value' | 'key' | ':' | 'end' = 'value';
  let mayClose = false;
  while (next.lastIndex < text.length) {
    const from = next.lastIndex;
    const [found, mark, quoted] = next.exec(text) ?? [];
    const start = from + (/^\s*/.exec(text.slice(from, from + 4096))?.[0].length ?? 0);
    if (found === undefined) return start;
    const closes = mark === '}' || mark === ']';
    if (closes && mark === open.at(-1) && (expects === 'end' || mayClose)) {
      open.pop();
      expects = 'end';
    } else if (expects === 'value' && (mark === '{' || mark === '[')) {
      open.push(mark === '{' ? '}' : ']');
      expects = mark === '{' ? 'key' : 'value';
      mayClose = true;
      continue;
    } else if (expects === 'value' && mark === undefined) expects = 'end';
    else if (expects === 'key' && quoted !== undefined) expects = ':';
    else if (expects === ':' && mark === ':') expects = 'value';
    else if (expects === 'end' && mark === ',' && open.length > 0) expects = open.at(-1) === '}' ? 'key' : 'value';
    else return start;
    mayClose = false;
  }
  return text.length;
}
