/** Lists of a template: elements that repeat (`$for`), that drop (`$if`, absent optionals), and lists of `$key` that make a map. */
import { isObject, type Json, type JsonObject, pointer } from '../json.ts';
import { type Compiling, fail, type Run } from './compiling.ts';
import type { Made } from './join.ts';
import { compileTurns, inside } from './loop.ts';
import { compileMap } from './map.ts';
import { compilePart, compileSingle } from './tree.ts';

/** Puts what an element makes at the end of the list. */
type Emit = (run: Run, into: Json[]) => void;

export function compileList(list: readonly Json[], at: string, compiling: Compiling, level: number): Made | undefined {
  const keyed = list.filter(item => isObject(item) && item.$key !== undefined);
  if (keyed.length > 0) {
    const entries = list.flatMap((tree, i) =>
      isObject(tree) && tree.$key !== undefined ? [{ tree, at: at + pointer(i) }] : [],
    );
    if (keyed.length < list.length)
      return fail(compiling, 'NotAllowed', at, 'elements with $key make a map: all of them need it');
    return compileMap(entries, compiling, level);
  }
  const before = compiling.issues.length;
  const emits: Emit[] = [];
  const fixed: Json[] = [];
  list.forEach((tree, i) => {
    const here = at + pointer(i);
    if (isObject(tree) && tree.$for !== undefined) {
      const emit = compileRepeated(tree, here, compiling, level + 1);
      if (emit !== undefined) emits.push(emit);
      return;
    }
    const made = compilePart(tree, here, compiling, level + 1);
    if (made === undefined) return;
    if ('fixed' in made) fixed.push(made.fixed);
    emits.push(emitOf(made));
  });
  if (compiling.issues.length > before) return undefined;
  if (fixed.length === list.length) return { fixed };
  return {
    node: run => {
      const items: Json[] = [];
      for (const emit of emits) emit(run, items);
      return items;
    },
  };
}

function emitOf(made: Made): Emit {
  if ('fixed' in made) {
    const { fixed } = made;
    return (_, into) => into.push(fixed);
  }
  const { node } = made;
  return (run, into) => {
    const value = node(run);
    if (value !== undefined) into.push(value);
  };
}

function compileRepeated(tree: JsonObject, at: string, compiling: Compiling, level: number): Emit | undefined {
  const turns = compileTurns(tree.$for ?? null, `${at}/$for`, compiling);
  if (turns === undefined) return undefined;
  const { body, close } = inside(compiling, turns.names);
  const made = compileSingle(tree, at, body, level);
  close();
  if (made === undefined) return undefined;
  const emit = emitOf(made);
  return (run, into) => turns.each(run, emit, into);
}
