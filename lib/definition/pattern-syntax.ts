/** Reads the syntax of regular expressions into a tree; what needs backtracking is refused by name. */
import { OamError } from '../errors.ts';

export type Node =
  | { readonly kind: 'char'; readonly accepts: (code: number) => boolean }
  | { readonly kind: 'start' | 'end' }
  | { readonly kind: 'sequence' | 'choice'; readonly items: readonly Node[] }
  | { readonly kind: 'repeat'; readonly item: Node; readonly min: number; readonly max: number | undefined };

interface Cursor {
  readonly source: string;
  at: number;
}

const maxNesting = 20;

export function parsePattern(source: string): Node {
  const cursor: Cursor = { source, at: 0 };
  const node = choice(cursor, 0);
  if (cursor.at < source.length) throw refuse(cursor, `unexpected ${source[cursor.at]}`);
  return node;
}

function refuse(cursor: Cursor, why: string): OamError {
  return new OamError('Invalid', `The pattern ${cursor.source} cannot be used: ${why} at ${cursor.at + 1}`);
}

function peek(cursor: Cursor): string {
  return cursor.source[cursor.at] ?? '';
}

/** Steps over `text` where it comes next. */
function take(cursor: Cursor, text: string): boolean {
  if (!cursor.source.startsWith(text, cursor.at)) return false;
  cursor.at += text.length;
  return true;
}

function choice(cursor: Cursor, depth: number): Node {
  if (depth > maxNesting) throw refuse(cursor, 'groups nest too deeply');
  const items = [sequence(cursor, depth)];
  while (take(cursor, '|')) items.push(sequence(cursor, depth));
  return items.length === 1 && items[0] !== undefined ? items[0] : { kind: 'choice', items };
}

function sequence(cursor: Cursor, depth: number): Node {
  const items: Node[] = [];
  while (cursor.at < cursor.source.length && peek(cursor) !== '|' && peek(cursor) !== ')')
    items.push(repeated(cursor, atom(cursor, depth)));
  return { kind: 'sequence', items };
}

function repeated(cursor: Cursor, item: Node): Node {
  const range = quantifier(cursor);
  if (range === undefined) return item;
  take(cursor, '?');
  if (quantifier(cursor) !== undefined) throw refuse(cursor, 'a repetition of a repetition');
  return { kind: 'repeat', item, ...range };
}

function quantifier(cursor: Cursor): { min: number; max: number | undefined } | undefined {
  if (take(cursor, '*')) return { min: 0, max: undefined };
  if (take(cursor, '+')) return { min: 1, max: undefined };
  if (take(cursor, '?')) return { min: 0, max: 1 };
  const counted = /^\{(\d{1,4})(,(\d{0,4}))?\}/.exec(cursor.source.slice(cursor.at, cursor.at + 12));
  if (counted === null) return undefined;
  cursor.at += counted[0].length;
  const min = Number(counted[1]);
  if (counted[2] === undefined) return { min, max: min };
  return { min, max: counted[3] === '' ? undefined : Number(counted[3]) };
}

function atom(cursor: Cursor, depth: number): Node {
  if (take(cursor, '^')) return { kind: 'start' };
  if (take(cursor, '$')) return { kind: 'end' };
  if (take(cursor, '.')) return { kind: 'char', accepts: code => code !== 10 && code !== 13 };
  if (take(cursor, '[')) return { kind: 'char', accepts: characterClass(cursor) };
  if (take(cursor, '(')) return group(cursor, depth);
  if (take(cursor, '\\')) return { kind: 'char', accepts: escaped(cursor) };
  if ('*+?'.includes(peek(cursor))) throw refuse(cursor, 'nothing to repeat');
  return { kind: 'char', accepts: only(next(cursor)) };
}

function group(cursor: Cursor, depth: number): Node {
  if (take(cursor, '?=') || take(cursor, '?!') || take(cursor, '?<=') || take(cursor, '?<!'))
    throw refuse(cursor, 'look-around needs backtracking');
  if (take(cursor, '?<')) {
    const end = cursor.source.indexOf('>', cursor.at);
    if (end < 0) throw refuse(cursor, 'a group name without >');
    cursor.at = end + 1;
  } else take(cursor, '?:');
  const inner = choice(cursor, depth + 1);
  if (!take(cursor, ')')) throw refuse(cursor, 'a missing )');
  return inner;
}

function next(cursor: Cursor): number {
  const code = cursor.source.codePointAt(cursor.at);
  if (code === undefined) throw refuse(cursor, 'an unfinished pattern');
  cursor.at += code > 0xffff ? 2 : 1;
  return code;
}

function only(wanted: number): (code: number) => boolean {
  return code => code === wanted;
}

const digit = (code: number): boolean => code >= 48 && code <= 57;
const word = (code: number): boolean =>
  digit(code) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95;
const space = (code: number): boolean => /\s/.test(String.fromCodePoint(code));
const sets: Readonly<Record<string, (code: number) => boolean>> = {
  d: digit,
  D: code => !digit(code),
  w: word,
  W: code => !word(code),
  s: space,
  S: code => !space(code),
};
const controls: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13, '0': 0 };

/** What follows a backslash: a set (`\d`) or one character. */
function escaped(cursor: Cursor): (code: number) => boolean {
  const set = sets[peek(cursor)];
  if (set === undefined) return only(escapedCode(cursor));
  cursor.at += 1;
  return set;
}

function escapedCode(cursor: Cursor): number {
  const letter = peek(cursor);
  const control = controls[letter];
  if (control !== undefined) {
    cursor.at += 1;
    return control;
  }
  const hex = /^(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\})/.exec(
    cursor.source.slice(cursor.at, cursor.at + 10),
  );
  if (hex !== null) {
    cursor.at += hex[0].length;
    return Number.parseInt(hex[1] ?? hex[2] ?? hex[3] ?? '0', 16);
  }
  if (/[1-9]/.test(letter) || letter === 'k') throw refuse(cursor, 'a back reference needs backtracking');
  if (/[a-zA-Z]/.test(letter)) throw refuse(cursor, `\\${letter} is not supported`);
  return next(cursor);
}

function characterClass(cursor: Cursor): (code: number) => boolean {
  const negated = take(cursor, '^');
  const parts: ((code: number) => boolean)[] = [];
  while (!take(cursor, ']')) {
    const from = member(cursor);
    if (typeof from !== 'number') parts.push(from);
    else if (peek(cursor) === '-' && cursor.source[cursor.at + 1] !== ']') {
      cursor.at += 1;
      const to = member(cursor);
      if (typeof to !== 'number' || to < from) throw refuse(cursor, 'a range out of order');
      parts.push(code => code >= from && code <= to);
    } else parts.push(only(from));
  }
  return code => {
    for (const part of parts) if (part(code)) return !negated;
    return negated;
  };
}

/** One character of a class, or a set (`\w`). */
function member(cursor: Cursor): number | ((code: number) => boolean) {
  if (!take(cursor, '\\')) return next(cursor);
  const set = sets[peek(cursor)];
  if (set === undefined) return escapedCode(cursor);
  cursor.at += 1;
  return set;
}
