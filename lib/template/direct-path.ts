/** Paths and `has()` without CEL: steps into JSON, absent after `.?`, CEL's turn at anything unusual. */
import { isList, isObject, type Json } from '../json.ts';
import type { Ast } from './cel.ts';
import { escapeKey, isMark } from './data.ts';
import { bail, type Direct, lookUp, type Sees, type Value } from './direct-value.ts';

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
      const value = key.op === 'value' ? made.run({ variables: {}, bound: undefined }) : undefined;
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
  // An entry of `outputs` with the key `*` answers every key that it lacks.
  const wild = root === 'outputs' ? 1 : -1;
  return {
    optional: steps.some(step => step.optional),
    run: sees => {
      let here = lookUp(sees, root);
      if (here === undefined) return bail;
      let optional = false;
      for (let i = 0; i < steps.length; i += 1) {
        const step = steps[i];
        if (step === undefined) return bail;
        optional ||= step.optional;
        let key: Value = typeof step.key === 'object' ? step.key.run(sees) : step.key;
        if (typeof key === 'string' && typeof step.key === 'object') key = escapeKey(key);
        if (key === bail || key === undefined) return bail;
        const next: Value = stepInto(here, key, i === wild);
        if (next === bail) return bail;
        if (next === undefined) return optional ? keysKnown(steps, i + 1, sees) : bail;
        here = next;
      }
      return here;
    },
  };
}

/** Absent, unless a key further on would fail: CEL evaluates it all the same. */
function keysKnown(steps: readonly Step[], from: number, sees: Sees): Value {
  for (let i = from; i < steps.length; i += 1) {
    const key = steps[i]?.key;
    if (typeof key === 'object' && key.run(sees) === bail) return bail;
  }
  return undefined;
}

function stepInto(here: Json, key: Json, wild: boolean): Value {
  if (isList(here)) return typeof key === 'number' && Number.isInteger(key) ? here[key] : bail;
  if (!isObject(here) || typeof key !== 'string' || isMark(here)) return bail;
  if (Object.hasOwn(here, key)) return here[key];
  return wild && Object.hasOwn(here, '*') ? here['*'] : undefined;
}

/** `has(a.b.c)`. */
export function directHas(ast: Ast, plain: Compile): Direct | undefined {
  if (ast.op !== '.') return undefined;
  const found = stepsOf(ast, plain);
  if (found === undefined) return undefined;
  const { root, steps } = found;
  const wild = root === 'outputs' ? 1 : -1;
  return {
    optional: false,
    run: sees => {
      let here = lookUp(sees, root);
      if (here === undefined) return bail;
      let optional = false;
      for (let i = 0; i < steps.length; i += 1) {
        const step = steps[i];
        if (step === undefined || typeof step.key !== 'string') return bail;
        optional ||= step.optional;
        if (!isObject(here)) return bail;
        const next: Value = stepInto(here, step.key, i === wild);
        if (next === bail) return bail;
        if (next === undefined) return optional || i === steps.length - 1 ? false : bail;
        here = next;
      }
      return true;
    },
  };
}
