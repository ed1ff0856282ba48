/** JSON trees with `${...}`, `$for`, `$if`, `$key`, `$value`, `$initial` and `$patch` in them: parts that never change are kept as they are. */
import { isList, isObject, type Json, type JsonObject, pointer } from '../json.ts';
import { didYouMean } from '../oam/nearest.ts';
import { type Compiling, fail, type Node } from './compiling.ts';
import { compileText, type Made } from './join.ts';
import { compileList } from './list.ts';
import { compileCondition } from './loop.ts';
import { compileMap } from './map.ts';

const words: readonly string[] = ['$for', '$if', '$key', '$value', '$initial', '$patch'];
const maxLevels = 64;

/** The part for a tree, or undefined after its Issues were written down. */
export function compilePart(tree: Json, at: string, compiling: Compiling, level = 0): Made | undefined {
  if (level > maxLevels) return fail(compiling, 'TooDeep', at, `a template has at most ${maxLevels} levels`);
  if (typeof tree === 'string') return compileText(tree, at, compiling);
  if (isList(tree)) return compileList(tree, at, compiling, level);
  if (!isObject(tree)) return { fixed: tree };
  if (tree.$key !== undefined) return compileMap([{ tree, at }], compiling, level);
  if (tree.$for !== undefined)
    fail(
      compiling,
      'MisplacedFor',
      `${at}/$for`,
      'here is one value, not a list',
      'a map needs $key and $value beside $for',
    );
  return compileSingle(tree, at, compiling, level);
}

/** An object that makes one value, `$for` aside: `{$value}`, `{$initial}` or properties, each with an optional `$if`. */
export function compileSingle(tree: JsonObject, at: string, compiling: Compiling, level: number): Made | undefined {
  const when = tree.$if === undefined ? undefined : compileCondition(tree.$if, `${at}/$if`, compiling);
  const made = compileBare(tree, at, compiling, level);
  if (tree.$if === undefined || made === undefined) return made;
  if (when === undefined) return undefined;
  if ('fixed' in made) return { node: run => (when(run) ? made.fixed : undefined) };
  return { node: run => (when(run) ? made.node(run) : undefined) };
}

function compileBare(tree: JsonObject, at: string, compiling: Compiling, level: number): Made | undefined {
  for (const word of ['$value', '$initial']) {
    const inner = tree[word];
    if (inner === undefined) continue;
    const others = Object.keys(tree).filter(key => key !== word && key !== '$if' && key !== '$for');
    if (others.length > 0) return fail(compiling, 'NotAllowed', at, `${others.join(', ')} cannot stand beside ${word}`);
    const made = compilePart(inner, `${at}/${word}`, compiling, level + 1);
    return word === '$value' || made === undefined ? made : initial(made);
  }
  return compileProperties(tree, at, compiling, level);
}

function initial(made: Made): Made {
  if ('fixed' in made) return { fixed: { $initial: made.fixed } };
  const { node } = made;
  return {
    node: run => {
      const value = node(run);
      return value === undefined ? undefined : { $initial: value };
    },
  };
}

function compileProperties(tree: JsonObject, at: string, compiling: Compiling, level: number): Made | undefined {
  const before = compiling.issues.length;
  const keys: string[] = [];
  const fixed: (Json | undefined)[] = [];
  const nodes: (Node | undefined)[] = [];
  for (const [key, value] of Object.entries(tree)) {
    if (key === '$if' || key === '$for') continue;
    const here = at + pointer(key);
    checkKey(key, value, here, compiling);
    const made = compilePart(value, here, compiling, level + 1);
    keys.push(key);
    fixed.push(made !== undefined && 'fixed' in made ? made.fixed : undefined);
    nodes.push(made !== undefined && 'node' in made ? made.node : undefined);
  }
  if (compiling.issues.length > before) return undefined;
  if (nodes.every(node => node === undefined)) return { fixed: plain(keys, fixed) };
  return {
    node: run => {
      const object: Record<string, Json> = {};
      for (let i = 0; i < keys.length; i += 1) {
        const value = nodes[i]?.(run) ?? fixed[i];
        if (value !== undefined) object[keys[i] ?? ''] = value;
      }
      return object;
    },
  };
}

function plain(keys: readonly string[], values: readonly (Json | undefined)[]): JsonObject {
  const object: Record<string, Json> = {};
  keys.forEach((key, i) => {
    const value = values[i];
    if (value !== undefined) object[key] = value;
  });
  return object;
}

/** A key of one `$` is a word of ours; `$$x` is the property `$x`. */
function checkKey(key: string, value: Json, at: string, compiling: Compiling): void {
  if (key === '__proto__') fail(compiling, 'NotAllowed', at, '__proto__ cannot be the name of a property');
  else if (key.includes('${'))
    fail(compiling, 'NotAllowed', at, 'the name of a property is not an expression', 'use $key and $value');
  else if (key === '$patch') {
    if (value !== 'delete' && value !== 'replace') fail(compiling, 'NotAllowed', at, '$patch is delete or replace');
  } else if (key.startsWith('$') && !key.startsWith('$$'))
    fail(
      compiling,
      'UnknownWord',
      at,
      `${key} is not a word of the language here`,
      didYouMean(key, words) ?? `for a property of that name write $${key}`,
    );
}
