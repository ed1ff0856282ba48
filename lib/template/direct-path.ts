/** Paths and `has()` without CEL: steps into JSON, absent after `.?`, CEL's turn at anything unusual. */
import { isList, isObject, type Json } from '../json.ts';
import type { Ast } from './cel.ts';
import { escapeKey, isMark, own } from './data.ts';
import { type Bound, bail, type Direct, named, type Value, type Variables } from './direct-value.ts';
import { roots } from './names.ts';

/** Compiles the expression of a key. */
type Compile = (ast: Ast) => Direct | undefined;

/** A step of a path: a key known now, or an expression for it. */
interface Step {
  readonly key: string | number | Direct;
  readonly optional: boolean;
}

function stepsOf(ast: Ast, plain: Compile): { readonly root: string; readonly steps: readonly Step[] } | undefined {
  const steps: Step[] = [];
  let here = ast;
  while (here.op === '.' || here.op === '.?' || here.op === '[]' || here.op === '[?]') {
    const [left, key] = here.args;
    const optional = here.op === '.?' || here.op === '[?]';
    if (typeof key === 'string') steps.unshift({ key, optional });
    else {
      const made = plain(key);
      if (made === undefined) return undefined;
      const value = key.op === 'value' ? made.run({}, undefined) : undefined;
      if (typeof value === 'string') steps.unshift({ key: escapeKey(value), optional });
      else steps.unshift({ key: typeof value === 'number' ? value : made, optional });
    }
    here = left;
  }
  return here.op === 'id' ? { root: here.args, steps } : undefined;
}

/** `a.b.?c[key]`. */
export function directPath(ast: Ast, plain: Compile): Direct | undefined {
  const found = stepsOf(ast, plain);
  if (found === undefined) return undefined;
  const { root, steps } = found;
  const first = steps.findIndex(step => step.optional);
  const isRoot = roots.has(root);
  const optionalFrom = first < 0 ? steps.length : first;
  // An entry of `outputs` with the key `*` answers every key that it lacks.
  const wild = root === 'outputs' ? 1 : -1;
  const keys = wild < 0 ? plainKeys(steps) : undefined;
  if (keys !== undefined) return { optional: first >= 0, run: plainPath(root, keys, optionalFrom) };
  return {
    optional: first >= 0,
    run: (variables, bound) => {
      let here = isRoot ? variables[root] : named(variables, bound, root);
      if (here === undefined) return bail;
      let i = 0;
      for (const step of steps) {
        const key = keyOf(step, variables, bound);
        if (key === bail || key === undefined) return bail;
        const next = stepInto(here, key, i === wild);
        if (next === bail) return bail;
        if (next === undefined) return i >= optionalFrom ? keysKnown(steps, i + 1, variables, bound) : bail;
        here = next;
        i += 1;
      }
      return here;
    },
  };
}

/** The keys, where all are texts that no object has by itself. */
function plainKeys(steps: readonly Step[]): readonly string[] | undefined {
  const keys: string[] = [];
  for (const { key } of steps) if (typeof key === 'string' && !(key in Object.prototype)) keys.push(key);
  return keys.length === steps.length ? keys : undefined;
}

/** Most paths there are: nothing but names. */
function plainPath(root: string, keys: readonly string[], optionalFrom: number): Direct['run'] {
  const isRoot = roots.has(root);
  return (variables, bound) => {
    let here = isRoot ? variables[root] : named(variables, bound, root);
    if (here === undefined) return bail;
    for (let i = 0; i < keys.length; i += 1) {
      if (!isObject(here)) return bail;
      const next: Json | undefined = here[keys[i] ?? ''];
      // A mark has one key, which no path can name.
      if (next === undefined) return i < optionalFrom || isMark(here) ? bail : undefined;
      here = next;
    }
    return here;
  };
}

function keyOf({ key }: Step, variables: Variables, bound: Bound | undefined): Value {
  if (typeof key !== 'object') return key;
  const value = key.run(variables, bound);
  return typeof value === 'string' ? escapeKey(value) : value;
}

/** Absent, unless a key further on would fail: CEL evaluates it all the same. */
function keysKnown(steps: readonly Step[], from: number, variables: Variables, bound: Bound | undefined): Value {
  for (let i = from; i < steps.length; i += 1) {
    const key = steps[i]?.key;
    if (typeof key === 'object' && key.run(variables, bound) === bail) return bail;
  }
  return undefined;
}

function stepInto(here: Json, key: Json, wild: boolean): Value {
  if (typeof here !== 'object' || here === null) return bail;
  if (isList(here)) return typeof key === 'number' && Number.isInteger(key) ? here[key] : bail;
  if (!isObject(here) || typeof key !== 'string') return bail;
  const next = own(here, key);
  // A mark has one key, which no path can name.
  if (next !== undefined) return next;
  if (isMark(here)) return bail;
  return wild ? own(here, '*') : undefined;
}

/** `has(a.b.c)`. */
export function directHas(ast: Ast, plain: Compile): Direct | undefined {
  if (ast.op !== '.') return undefined;
  const found = stepsOf(ast, plain);
  if (found === undefined) return undefined;
  const { root, steps } = found;
  const first = steps.findIndex(step => step.optional);
  const isRoot = roots.has(root);
  const absentFrom = Math.min(first < 0 ? steps.length : first, steps.length - 1);
  const wild = root === 'outputs' ? 1 : -1;
  return {
    optional: false,
    run: (variables, bound) => {
      let here = isRoot ? variables[root] : named(variables, bound, root);
      if (here === undefined) return bail;
      let i = 0;
      for (const { key } of steps) {
        if (typeof key !== 'string' || isList(here)) return bail;
        const next = stepInto(here, key, i === wild);
        if (next === bail) return bail;
        if (next === undefined) return i >= absentFrom ? false : bail;
        here = next;
        i += 1;
      }
      return true;
    },
  };
}
