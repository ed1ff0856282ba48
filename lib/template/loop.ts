/** `$for` and `$if`: the turns of a list or a map, and conditions. */
import { isList, isObject, type Json } from '../json.ts';
import { type Compiling, fail, type Node, type Run, turnOf, withNames } from './compiling.ts';
import { isMark, unescapeKey } from './data.ts';
import type { Bound, Sees } from './direct-value.ts';
import { compileEarly, quickOf, stillQuick } from './early.ts';
import { refusedName } from './names.ts';
import { unwrapExpression } from './text.ts';

/** A compiled `$for`: the names it binds, and what is done in each turn. */
export interface Turns {
  readonly names: readonly string[];
  /** Whether there is nothing to repeat; false also where that takes more than a look. */
  readonly isEmpty: (sees: Sees) => boolean;
  /** `once` is given what it puts its results into: no closure is made for a loop. */
  readonly each: <T>(run: Run, once: (turn: Run, into: T) => void, into: T) => void;
}

const shape = /^\s*(\w+)\s*(?:,\s*(\w+)\s*)?\sin\s([\s\S]*)$/;

/** `x in list` or `k, v in map`. */
export function compileTurns(text: Json, at: string, compiling: Compiling): Turns | undefined {
  const match = typeof text === 'string' ? shape.exec(text) : null;
  const [, first = '', second, range = ''] = match ?? [];
  if (match === null)
    return fail(compiling, 'TemplateSyntax', at, `${JSON.stringify(text)} is not a loop`, 'x in list, or k, v in map');
  const names = second === undefined ? [first] : [first, second];
  const refusal = names.map(refusedName).find(reason => reason !== undefined);
  if (refusal !== undefined) return fail(compiling, 'ReservedName', at, refusal);
  if (first === second) return fail(compiling, 'ReservedName', at, `${first} is bound twice`);
  const node = compileEarly(range, at, compiling, true);
  if (node === undefined) return undefined;
  const each = second === undefined ? listTurns(node, first, at) : mapTurns(node, first, second, at);
  const quick = quickOf(node);
  const isEmpty: Turns['isEmpty'] = ({ variables, bound }) => {
    const list = quick?.(variables, bound);
    return second === undefined && isList(list) && list.length === 0;
  };
  return { names, isEmpty, each };
}

function listTurns(node: Node, name: string, at: string): Turns['each'] {
  return (run, once, into) => {
    const list = node(run);
    if (list === undefined) return;
    if (!isList(list)) {
      fail(run, 'NotAList', at, `$for ${name} in ... needs a list`, isObject(list) ? 'k, v in map' : undefined);
      return;
    }
    if (list.length === 0 || tooMany(list.length, run, at)) return;
    const bound: Bound = { name, value: null, outer: run.bound };
    const turn = turnOf(run, bound);
    for (const item of list) {
      bound.value = item;
      once(turn, into);
    }
  };
}

function mapTurns(node: Node, key: string, value: string, at: string): Turns['each'] {
  return (run, once, into) => {
    const map = node(run);
    if (map === undefined) return;
    if (!isObject(map) || isMark(map)) {
      fail(run, 'NotAMap', at, `$for ${key}, ${value} in ... needs a map`, isList(map) ? 'x in list' : undefined);
      return;
    }
    const names = Object.keys(map);
    if (names.length === 0 || tooMany(names.length, run, at)) return;
    const outer: Bound = { name: key, value: null, outer: run.bound };
    const bound: Bound = { name: value, value: null, outer };
    const turn = turnOf(run, bound);
    for (const name of names) {
      outer.value = unescapeKey(name);
      bound.value = map[name] ?? null;
      once(turn, into);
    }
  };
}

function tooMany(turns: number, run: Run, at: string): boolean {
  run.left.turns -= turns;
  if (run.left.turns >= 0) return false;
  fail(run, 'TooLarge', at, 'this template repeats too much');
  return true;
}

/** The compiler's view inside a loop. What the body uses counts for the whole, but for the loop's own names. */
export function inside(compiling: Compiling, names: readonly string[]): { readonly body: Compiling; close(): void } {
  const body: Compiling = { ...compiling, scope: withNames(compiling.scope, names), uses: new Set() };
  const close = (): void => {
    for (const name of body.uses) if (!names.includes(name)) compiling.uses.add(name);
  };
  return { body, close };
}

/** A condition: an expression, or true or false themselves. False after an Issue. */
export function compileCondition(tree: Json, at: string, compiling: Compiling): ((run: Run) => boolean) | undefined {
  if (typeof tree === 'boolean') return () => tree;
  if (typeof tree !== 'string' || tree.trim() === '')
    return fail(compiling, 'TemplateSyntax', at, 'a condition is a CEL expression');
  const text = unwrapExpression(tree);
  const node = compileEarly(text, at, compiling, true);
  if (node === undefined) return undefined;
  const holds = (run: Run): boolean => {
    const before = run.issues.length;
    const value = node(run);
    if (typeof value === 'boolean') return value;
    if (run.issues.length === before) fail(run, 'NotBool', at, `this is neither true nor false: ${text}`);
    return false;
  };
  stillQuick(holds, node, value => typeof value === 'boolean');
  return holds;
}
