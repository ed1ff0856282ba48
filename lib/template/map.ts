/** Maps made of `{$for, $if, $key, $value}`: one entry a turn, beside the properties that are written out. */
import { isObject, type Json, type JsonObject } from '../json.ts';
import { type Compiling, fail, type Node, type Run } from './compiling.ts';
import { escapeKey, isLate, put } from './data.ts';
import type { Made } from './join.ts';
import { compileCondition, compileTurns, inside } from './loop.ts';
import { compilePart } from './tree.ts';

export interface Keyed {
  readonly tree: JsonObject;
  readonly at: string;
}

/** Adds its entries to the map. */
type Fill = (run: Run, into: Record<string, Json>) => void;

/** One map of all the entries, in order. */
export function compileMap(entries: readonly Keyed[], compiling: Compiling, level: number): Made | undefined {
  const before = compiling.issues.length;
  const fills = entries.flatMap(entry => {
    const fill = compileKeyed(entry, compiling, level + 1);
    return fill === undefined ? [] : [fill];
  });
  if (compiling.issues.length > before) return undefined;
  return {
    node: run => {
      const map: Record<string, Json> = {};
      for (const fill of fills) fill(run, map);
      return map;
    },
  };
}

function compileKeyed({ tree, at }: Keyed, compiling: Compiling, level: number): Fill | undefined {
  const { $for, $if, $key = null, $value, ...written } = tree;
  const properties = compilePart(written, at, compiling, level);
  const turns = $for === undefined ? undefined : compileTurns($for, `${at}/$for`, compiling);
  if (properties === undefined || ($for !== undefined && turns === undefined)) return undefined;
  if ($value === undefined) return fail(compiling, 'MissingField', `${at}/$value`, '$key needs a $value beside it');
  const { body, close } = inside(compiling, turns?.names ?? []);
  const when = $if === undefined ? () => true : compileCondition($if, `${at}/$if`, body);
  const key = compilePart($key, `${at}/$key`, body, level);
  const value = compilePart($value, `${at}/$value`, body, level);
  close();
  if (when === undefined || key === undefined || value === undefined) return undefined;
  const name = textNode(nodeOf(key), `${at}/$key`);
  const give = nodeOf(value);
  const rest = nodeOf(properties);
  const once: Fill = (turn, into) => {
    if (!when(turn)) return;
    const made = name(turn);
    const item = made === undefined ? undefined : give(turn);
    if (made === undefined || item === undefined) return;
    if (Object.hasOwn(into, made)) fail(turn, 'DuplicateKey', `${at}/$key`, `${made} stands twice in this map`);
    else put(into, made, item);
  };
  return (run, into) => {
    const beside = rest(run);
    if (isObject(beside)) Object.assign(into, beside);
    if (turns === undefined) once(run, into);
    else turns.each(run, once, into);
  };
}

function nodeOf(made: Made): Node {
  if ('node' in made) return made.node;
  const { fixed } = made;
  return () => fixed;
}

/** The key, in the form that tells it from our marks. */
function textNode(node: Node, at: string): (run: Run) => string | undefined {
  return run => {
    const value = node(run);
    if (typeof value === 'string') return escapeKey(value);
    if (value === undefined) return undefined;
    if (isLate(value)) return fail(run, 'LateInEarly', at, 'a key must be known when it is rendered');
    return fail(run, 'NotText', at, 'a key must be a text', 'use string()');
  };
}
