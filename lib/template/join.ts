/** Texts with expressions in them: a string, or `{"$join": [...]}` where a part is late. */
import type { Json } from '../json.ts';
import { isList, isObject } from '../json.ts';
import { type Compiling, fail, type Node } from './compiling.ts';
import { isLate } from './data.ts';
import { compileExpression } from './late.ts';
import type { Join } from './template.ts';
import { parseText } from './text.ts';

/** A part that is the same in every evaluation, or one to be evaluated. */
export type Made = { readonly fixed: Json } | { readonly node: Node };

/** The part for a text of a template, or undefined after its Issues were written down. */
export function compileText(text: string, at: string, compiling: Compiling): Made | undefined {
  const parts = parseText(text);
  if (parts === undefined)
    return fail(
      compiling,
      'TemplateSyntax',
      at,
      `a \${ has no matching }, in ${text}`,
      'for the characters themselves write $${',
    );
  const [first, ...others] = parts;
  if (others.length === 0) {
    if (first === undefined || typeof first === 'string') return { fixed: first ?? '' };
    const node = compileExpression(first.expression, at, compiling);
    return node === undefined ? undefined : { node };
  }
  const made = parts.map(part => (typeof part === 'string' ? part : compileExpression(part.expression, at, compiling)));
  const whole: (string | Node)[] = [];
  for (const part of made) {
    if (part === undefined) return undefined;
    whole.push(part);
  }
  return { node: run => join(whole, run, at, text) };
}

/** An absent part makes the whole absent: who writes `.?` inside a text means that there is nothing to say. */
function join(
  parts: readonly (string | Node)[],
  run: Parameters<Node>[0],
  at: string,
  whole: string,
): Json | undefined {
  const before = run.issues.length;
  let text = '';
  let late: Json[] | undefined;
  let absent = false;
  for (const part of parts) {
    const value = typeof part === 'string' ? part : part(run);
    if (typeof value === 'string') text += value;
    else if (value === undefined) absent = true;
    else if (isLate(value)) {
      late ??= [];
      for (const piece of piecesOf(value)) {
        if (typeof piece === 'string') text += piece;
        else {
          if (text !== '') late.push(text);
          text = '';
          late.push(piece);
        }
      }
    } else notText(value, run, at, whole);
  }
  if (absent || run.issues.length > before) return undefined;
  if (late === undefined) return text;
  if (text !== '') late.push(text);
  const joined: Join = { $join: late };
  return joined;
}

function piecesOf(late: Json): readonly Json[] {
  if (isObject(late) && isList(late.$join)) return late.$join;
  return [late];
}

function notText(value: Json, run: Parameters<Node>[0], at: string, whole: string): void {
  const scalar = typeof value === 'number' || typeof value === 'boolean';
  const what = scalar ? JSON.stringify(value) : value === null ? 'null' : isList(value) ? 'a list' : 'a map';
  fail(run, 'NotText', at, `${what} stands inside a text, in ${whole}`, scalar ? 'use string()' : undefined);
}
